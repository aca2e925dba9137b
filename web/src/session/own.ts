/** Who the person at this page is: to the others in the room, and to core. */
import { didOf } from '#peer';
import type { SessionKey } from '../keys/session-key.ts';
import type { EnterRequest, Member } from './contract.ts';
import type { OwnConfig } from './peer-driver.ts';
import type { RuledRoom } from './ruled-room.ts';

export function selfOf({ wallet, name, color, card }: EnterRequest, key: SessionKey): Member {
  const did = didOf(key.publicKey);
  return {
    id: did,
    did,
    name: name.trim(),
    color,
    card,
    account: wallet.address,
    proof: 'wallet',
    link: 'self',
    reason: null,
  };
}

export function configOf(
  { wallet, room, name, color, card }: EnterRequest,
  key: SessionKey,
  entriesMax: number,
  ruled: RuledRoom | null,
): Omit<OwnConfig, 'meshMembers'> {
  return {
    room,
    entriesMax,
    domains: [location.host],
    wallet: wallet.address,
    delegation: key.delegation,
    charter: ruled?.charter ?? null,
    chain: wallet.chain,
    name,
    color,
    card,
  };
}
