/** What a page needs to enter a room that belongs to somebody. */
import { type Charter, didOf, isRoomId } from '#peer';
import type { SessionKey } from '../keys/session-key.ts';
import { deviceName } from '../rooms/device-name.ts';
import { DAMAGED_INVITATION, invitationKey, readInvitation } from '../rooms/invitation.ts';
import { type KnownRoom, knownRoom, takeInvitation } from '../rooms/known.ts';
import type { EnterRequest } from './contract.ts';
import { LawLog } from './law-log.ts';
import { pagePort } from './page-port.ts';
import { loadRuledCore, type RuledCore } from './ruled-core.ts';

const NO_SUCH_ROOM =
  'That invitation link is damaged: the room’s id in it is wrong. Copy all of the link once more, or ask for a new one.';

export interface RuledRoom {
  readonly id: string;
  readonly charter: Charter;
  readonly log: LawLog;
  readonly core: RuledCore;
}

/** Null for an open room of a short name. Rejects with an Error for people. */
export async function ruledRoom(
  { wallet, room, invitation }: EnterRequest,
  { publicKey }: SessionKey,
): Promise<RuledRoom | null> {
  if (!isRoomId(room)) {
    if (invitation !== undefined) throw new Error(NO_SUCH_ROOM);
    return null;
  }
  const core = await loadRuledCore();
  const known = invitation === undefined ? await knownRoom(room) : await invited(room, invitation);
  const { record, key, invitation: seed } = known;
  const charter: Charter = {
    record,
    key,
    knock: seed === null ? null : await knock(seed),
    device: deviceName(navigator.userAgent),
  };
  return { id: room, charter, log: new LawLog(room, didOf(publicKey), core), core };

  async function knock(seed: Uint8Array<ArrayBuffer>): Promise<Charter['knock']> {
    const { publicKey: of, sign } = await invitationKey(seed);
    const statement = core.knockStatement(room, wallet.address, publicKey, pagePort);
    return { key: of, proof: await sign(statement.slice()) };
  }
}

async function invited(room: string, text: string): Promise<KnownRoom> {
  const invitation = readInvitation(text);
  if (invitation === null) throw new Error(DAMAGED_INVITATION);
  return takeInvitation(room, invitation);
}
