/** Trying a rule before a room is made by it: over a connection of its own, since nobody is in a room yet. */
import { type Tried, tryRule } from '../signaling/gatekeeper.ts';
import { Signaling, type SignalingEvents } from '../signaling/signaling.ts';

const nothing = (): void => {};

/** Nobody is introduced to somebody who only asks. */
const DEAF: SignalingEvents = {
  connected: nothing,
  lost: nothing,
  unreachable: nothing,
  joined: nothing,
  left: nothing,
  room: nothing,
  signal: nothing,
  relayed: nothing,
  lapsed: nothing,
  dismissed: nothing,
  relayRefused: nothing,
};

/**
 * Whether a rule can be used, whether a wallet would pass, and what a room by it writes down.
 *
 * @param wallet an address; null for the first alone
 */
export async function tryGate(rule: unknown, wallet: string | null): Promise<Tried> {
  const signaling = new Signaling(new URL('.', document.baseURI), DEAF);
  try {
    return await tryRule(signaling, rule, wallet);
  } finally {
    signaling.close();
  }
}
