/** Tries STUN servers, and finds out by them what the NAT does. */
import type { Mapping, StunFinding } from './findings.ts';
import { type Gathering, gather, isByUdp, isReflexive, type Mapped } from './gathering.ts';

/** How long a STUN server may take: far above any round trip; browsers themselves ask for up to 10 s. */
const STUN_MILLIS_MAX = 5_000;

export async function tryStun(url: string): Promise<StunFinding> {
  return stunFinding(await gather([url], STUN_MILLIS_MAX, isReflexive));
}

/** Browsers leave out a reflexive candidate that is the same as one of the computer's own. */
export function stunFinding({ candidates, errors, complete, millis }: Gathering): StunFinding {
  const reflexive = candidates.find(isReflexive);
  if (reflexive !== undefined) {
    const hidden = !reflexive.relatedPort;
    return { state: 'answered', millis, address: hidden ? 'hidden' : 'other' };
  }
  if (complete && !candidates.some(isByUdp)) return { state: 'forbidden' };
  return complete && errors.length === 0
    ? { state: 'answered', millis: null, address: 'same' }
    : { state: 'silent' };
}

/** Asks several STUN servers that answer, from one socket. */
export async function tryMapping(urls: readonly string[]): Promise<Mapping> {
  if (urls.length < 2) return 'unknown';
  const { candidates, complete } = await gather(urls, STUN_MILLIS_MAX, () => false);
  return mappingOf(candidates, complete);
}

/**
 * What several servers' answers tell. A browser names each outer address of a socket once, whoever told it; so a socket
 * with more than one has a NAT that looks at the destination.
 *
 * @param complete all servers have answered
 */
export function mappingOf(candidates: readonly Mapped[], complete: boolean): Mapping {
  const outer = new Map<string, Set<string>>();
  for (const each of candidates.filter(isReflexive)) {
    const socket = socketOf(each);
    outer.set(socket, (outer.get(socket) ?? new Set()).add(`${each.address} ${each.port}`));
  }
  const sockets = candidates.filter(isByUdp).length;
  const addresses = [...outer.values()];
  const named = addresses.reduce((sum, { size }) => sum + size, 0);
  // Browsers that hide which socket it was may also name it differently for each server: then numbers tell.
  if (addresses.some(({ size }) => size > 1) || named > sockets) return 'dependent';
  if (!complete) return 'unknown';
  return named === 0 ? 'none' : 'independent';
}

/** Where local addresses are hidden, port 0 is told; candidates of a socket then share their foundation (Chromium). */
function socketOf({ relatedAddress, relatedPort, foundation }: Mapped): string {
  return relatedPort ? `${relatedAddress} ${relatedPort}` : `${foundation}`;
}
