/**
 * Two peers of the compiled module compare logs of 100,000 that differ in one of a hundred. Prints what their frames come
 * to, and the processor time of both ends together.
 *
 *   node run.mjs history/compare --rounds 3
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createPeer, didOf } from '#peer';
import { pagePort } from '../../web/src/session/page-port.ts';
import { encode } from '../relay/cbor.mjs';

const KEYS = 100_000;

/** Keys that either side lacks and the other has. */
const MISSING = 500;

/** A packed key: the lamport and the digest. */
const LAMPORT_BYTES = 8;
const KEY_BYTES = LAMPORT_BYTES + 32;

/** Comparisons after which the engine has compiled them. */
const WARM_UP = 5;

/** Frames of a comparison, and no others in bulk, begin with their message, behind the heads of fragment and map. */
const FIELD_AT = 2;
const MESSAGE = encode('m');

/** What of 100,500 keys one side has: all but every two hundredth. */
function keysWithout(all, left) {
  const parts = [];
  for (let i = 0; i < KEYS + MISSING; i++) {
    if (i % (KEYS / MISSING) !== left) parts.push(all.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES));
  }
  return new Uint8Array(Buffer.concat(parts));
}

function allKeys() {
  const all = randomBytes((KEYS + MISSING) * KEY_BYTES);
  for (let i = 0; i < KEYS + MISSING; i++) all.writeBigUInt64BE(BigInt(1 + (i >> 1)), i * KEY_BYTES);
  return all;
}

/** A peer, and what its frames of a comparison come to. */
class End {
  #pair = generateKeyPairSync('ed25519');
  publicKey = new Uint8Array(Buffer.from(this.#pair.publicKey.export({ format: 'jwk' }).x, 'base64url'));
  did = didOf(this.publicKey);
  other = null;
  link = 0;
  bytes = 0;
  /** Whether the frame that is being sent is one of a comparison; null between two. */
  #comparing = null;
  #queue;
  #work;

  constructor(id, queue, work) {
    this.id = id;
    this.#queue = queue;
    this.#work = work;
    this.peer = createPeer(
      {
        room: 'lobby',
        domains: [],
        session: this.publicKey,
        sealing: new Uint8Array(32),
        prekey: new Uint8Array(32),
        box: null,
        wallet: `0x${'0'.repeat(40)}`,
        delegation: null,
        name: id,
        color: '#ff8800',
        meshMembers: 20,
        entriesMax: 2 * KEYS,
        restores: true,
        asksChains: false,
        charter: null,
      },
      pagePort,
      Date.now(),
    );
  }

  get introduction() {
    return { id: this.id, did: this.did, name: this.id, color: '#ff8800', wallet: `0x${'0'.repeat(40)}` };
  }

  take(step) {
    for (const output of step(this.peer, Date.now())) this.#carryOut(output);
  }

  #soon(step) {
    this.#queue.push(() => this.take(step));
  }

  #carryOut(output) {
    const { other } = this;
    switch (output.type) {
      case 'openLink':
        this.link = output.link;
        if (output.initiator) this.#soon((peer, now) => peer.signalMade(output.link, 'offer', 'offer', now));
        break;
      case 'applySignal':
        if (output.kind === 'offer') this.#soon((peer, now) => peer.signalMade(output.link, 'answer', 'answer', now));
        else for (const end of [this, other]) end.#soon((peer, now) => peer.linkOpened(end.link, end.id, end.other.id, now));
        break;
      case 'sendSignal': {
        const { did, instance, attempt, kind, low, body, provenAtMillis, proof } = output.signal;
        other.#soon((peer, now) => peer.signalReceived(this.id, did, instance, attempt, kind, low, body, provenAtMillis, proof, false, now));
        break;
      }
      case 'sendFragment':
        this.#send(output.fragment.slice(), output.bulk);
        break;
      case 'sign': {
        const signature = new Uint8Array(sign(null, output.message, this.#pair.privateKey));
        this.#soon((peer, now) => peer.signed(output.ticket, signature, now));
        break;
      }
      case 'verify':
        this.#soon((peer, now) => peer.verified(output.ticket, true, now));
        break;
      case 'load':
        this.#soon((peer, now) => peer.loaded(output.ticket, Array(output.keys.length / KEY_BYTES).fill(null), now));
        break;
    }
  }

  /** A frame's last fragment has a one in front. */
  #send(fragment, bulk) {
    const { other } = this;
    this.#comparing ??= bulk && MESSAGE.equals(fragment.subarray(FIELD_AT, FIELD_AT + MESSAGE.length));
    const measured = this.#comparing;
    if (fragment[0] === 1) this.#comparing = null;
    if (measured) this.bytes += fragment.length;
    this.#queue.push(() => {
      const begin = process.cpuUsage();
      other.take((peer, now) => peer.fragmentReceived(other.link, bulk, fragment, now));
      const { user, system } = process.cpuUsage(begin);
      if (measured) this.#work.millis += (user + system) / 1000;
    });
  }
}

function compare() {
  const queue = [];
  const work = { millis: 0 };
  const all = allKeys();
  const [one, other] = [new End('one', queue, work), new End('other', queue, work)];
  one.other = other;
  other.other = one;
  one.take((peer, now) => peer.restored(keysWithout(all, 17), [], true, now));
  other.take((peer, now) => peer.restored(keysWithout(all, 117), [], true, now));
  one.take((peer, now) => peer.entered(one.id, [other.introduction], 2, false, now));
  other.take((peer, now) => peer.entered(other.id, [one.introduction], 2, false, now));
  for (let next = queue.shift(); next; next = queue.shift()) next();
  return { millis: work.millis, bytes: one.bytes + other.bytes };
}

const { values } = parseArgs({ options: { rounds: { type: 'string' } } });
const first = compare();
for (let i = 0; i < WARM_UP; i++) compare();
const rounds = Array.from({ length: Number(values.rounds) }, compare);
console.log(`firstMillis=${first.millis}`);
console.log(`millis=${rounds.map(({ millis }) => millis).join(' ')}`);
console.log(`bytes=${rounds.map(({ bytes }) => bytes).join(' ')}`);
process.exit(0);
