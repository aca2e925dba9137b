import { createPeer, delegationText, type Peer, type PeerOutput } from '#peer';
import { carFile } from '../../src/archive/room.ts';
import type { NamedBlock } from '../../src/history/contract.ts';
import { pagePort } from '../../src/session/page-port.ts';
import { NodeSession } from './raw-client.ts';
import { Account } from './wallet.ts';

/** As fast as core lets one person speak for long. */
const MESSAGE_MILLIS = 100;

const HOUR_MILLIS = 60 * 60 * 1000;

/** The one who said it all. */
const NAME = 'Old Ada';
const COLOR = '#336699';

/** Somebody of another time, in Node: says things by core's own rules, and keeps the blocks. */
class Ghost {
  readonly entries: NamedBlock[] = [];
  readonly profiles: NamedBlock[] = [];
  readonly #peer: Peer;
  readonly #session: NodeSession;

  constructor(peer: Peer, session: NodeSession) {
    this.#peer = peer;
    this.#session = session;
  }

  say(text: string, nowMillis: number): Promise<void> {
    return this.#run(this.#peer.say(text, false, null, null, nowMillis), nowMillis);
  }

  async #run(outputs: readonly PeerOutput[], nowMillis: number): Promise<void> {
    for (const output of outputs) {
      if (output.type === 'sign') {
        const signature = await this.#session.sign(new Uint8Array(output.message));
        await this.#run(this.#peer.signed(output.ticket, signature, nowMillis), nowMillis);
      } else if (output.type === 'store') {
        const { id, block } = output.entry;
        this.entries.push({ id, block: new Uint8Array(block) });
        await this.#run(this.#peer.stored(output.ticket, true, nowMillis), nowMillis);
      } else if (output.type === 'storeProfile') {
        this.profiles.push({ id: output.id, block: new Uint8Array(output.block) });
      } else if (output.type === 'emit' && output.event.type === 'refused') {
        throw new Error(`core refused: ${output.event.code}`);
      }
    }
  }
}

async function ghost(
  domain: string,
  room: string,
  nowMillis: number,
  until: number,
): Promise<Ghost> {
  const [session, account] = [await NodeSession.make(), new Account()];
  const message = delegationText(
    domain,
    account.did,
    session.publicKey,
    'nonce1234',
    nowMillis,
    until,
    'Sign in to TropiChat.',
    pagePort,
  );
  const peer = createPeer(
    {
      ...{ room, domains: [domain], session: session.publicKey },
      ...{ sealing: new Uint8Array(32), prekey: new Uint8Array(32), box: null },
      ...{ wallet: account.address, delegation: { message, signature: account.sign(message) } },
      ...{ name: NAME, color: COLOR, card: { avatar: null, links: [] } },
      ...{ meshMembers: 20, entriesMax: 200_000, restores: false },
      asksChains: false,
      charter: null,
    },
    pagePort,
    nowMillis,
  );
  return new Ghost(peer, session);
}

/** A CAR file of a room in which somebody has said "old 0.", "old 1." and so on, just before now. */
export async function pastOf(url: string, room: string, count: number): Promise<Buffer> {
  const until = Date.now();
  const begin = until - (count + 1) * MESSAGE_MILLIS;
  const ada = await ghost(new URL(url).host, room, begin, until + HOUR_MILLIS);
  for (let number = 0; number < count; number++) {
    await ada.say(`old ${number}.`, begin + number * MESSAGE_MILLIS);
  }
  const { profiles, entries } = ada;
  async function* contents() {
    yield { profiles, law: [], entries };
  }
  const car = await carFile(room, contents());
  if (car === null) throw new Error('nothing was said');
  return Buffer.from(car);
}
