import type { PeerMember } from '#peer';
import type { Member } from './contract.ts';
import { endWords, INCOMPATIBLE_WORDS } from './words.ts';

/** A member of core's as the interface knows it. */
export function memberOf(peer: PeerMember): Member {
  return {
    id: peer.key,
    did: peer.did,
    name: peer.name,
    color: peer.color,
    account: peer.wallet,
    proof: peer.proven ? 'wallet' : 'none',
    link: peer.link,
    typing: peer.typing,
    reason: reasonOf(peer),
  };
}

function reasonOf({ link, end }: PeerMember): string | null {
  if (link === 'incompatible') return INCOMPATIBLE_WORDS;
  // Heard all the same: nothing is wrong that people should know of.
  if (link === 'indirect') return null;
  return end === null ? null : endWords(end);
}
