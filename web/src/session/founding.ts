/** Making a room that belongs to somebody: its record, signed by the session that the owner's wallet delegated to. */
import { openSessionKey, type SessionKey } from '../keys/session-key.ts';
import { SECRET_BYTES } from '../rooms/invitation.ts';
import { keepRoom } from '../rooms/known.ts';
import type { NewRoom, Wallet } from './contract.ts';
import { delegationOf, ownNonce, refuseContract } from './login.ts';
import { pagePort } from './page-port.ts';
import { loadRuledCore, type RuledCore } from './ruled-core.ts';

/**
 * Makes a room, keeps it in this browser, and answers its id. Rejects with an Error for people.
 *
 * @param asking called before the wallet is asked
 */
export async function found(wallet: Wallet, room: NewRoom, asking: () => void): Promise<string> {
  const core = await loadRuledCore();
  const wrong = core.checkSettings(room.settings);
  if (wrong !== null) throw new Error(`Please change that: ${wrong}.`);
  const session = await openSessionKey(wallet.address);
  try {
    return await sign(core, wallet, session, room, asking);
  } finally {
    session.release();
  }
}

async function sign(
  core: RuledCore,
  wallet: Wallet,
  session: SessionKey,
  { settings, policy, history, gate }: NewRoom,
  asking: () => void,
): Promise<string> {
  const delegation = await delegationOf(wallet, session, ownNonce(), asking);
  refuseContract(delegation);
  const key = policy !== 'open' ? crypto.getRandomValues(new Uint8Array(SECRET_BYTES)) : null;
  const now = Date.now();
  const founding = core.foundRoom(settings, policy, history, delegation, now, key, gate, pagePort);
  const signature = await session.sign(founding.signable.slice());
  const { id, block } = founding.signed(signature);
  // The views are core's own memory.
  const record = block.slice();
  await keepRoom(id, { record, key, name: settings.name, history, invitation: null });
  return id;
}
