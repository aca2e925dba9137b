/** The other ends of the relay's links: they shake hands as they must, give signs of life, and else only look on. */
import { encode } from './cbor.mjs';
import { fragmentOf, ROOM, Session, sha256 } from './entries.mjs';

const RELAY_FINGERPRINT = 'sha-256 AA';
const END_FINGERPRINT = 'sha-256 BB';

const PING = fragmentOf({ n: 0, t: 'ping' });
const PONG = fragmentOf({ n: 0, t: 'pong' });

/** How each kind of frame begins behind the heads of fragment and map. */
const KIND_AT = 2;
const kindOf = (kind) => Buffer.concat([encode('t'), encode(kind)]);
const ENTRY = kindOf('entry');
const HELLO = Buffer.concat([kindOf('hello'), encode('hello')]);

const begins = (fragment, kind) => kind.equals(fragment.subarray(KIND_AT, KIND_AT + kind.length));

/** Who is at the other end of a link that was offered with `name` as its description. */
const ends = new Map();

export class End {
  #session = new Session();
  #events;
  did = this.#session.did;

  /** @param onEntry is given each entry that the relay sends here, as a fragment */
  constructor(name, onEntry) {
    this.name = name;
    this.onEntry = onEntry;
    ends.set(name, this);
  }

  open(events) {
    this.#events = events;
    setImmediate(() => events.opened(RELAY_FINGERPRINT, END_FINGERPRINT));
  }

  send(fragment) {
    this.#events.received(fragment, false);
  }

  receive(fragment) {
    if (begins(fragment, ENTRY)) this.onEntry(fragment);
    else if (begins(fragment, HELLO)) this.#greet(fragment);
    else if (PING.equals(fragment)) setImmediate(() => this.send(PONG));
  }

  #greet(fragment) {
    const theirs = blobOf(fragment.slice(KIND_AT + HELLO.length));
    const { did, name } = this;
    const wallet = new Uint8Array(20);
    const hello = encode({ v: 1, room: ROOM, did, wallet, name, color: '#0088ff', nonce: new Uint8Array(16) });
    const from = { from: sha256(hello), fromFingerprint: END_FINGERPRINT };
    const to = { to: sha256(theirs), toFingerprint: RELAY_FINGERPRINT };
    const sig = this.#session.sign('link', encode({ ...from, ...to }));
    setImmediate(() => {
      this.send(fragmentOf({ t: 'hello', hello }));
      this.send(fragmentOf({ t: 'proof', sig }));
    });
  }
}

/** The bytes of an encoding of 24 to 65,535 of them. */
function blobOf(encoded) {
  return encoded.subarray(encoded[0] === 0x58 ? 2 : 3);
}

/** Stands in for the page's own RtcLink: the description says who is at the other end. */
export class RtcLink {
  #events;
  #end;

  constructor(_iceServers, _wish, events) {
    this.#events = events;
  }

  apply(_kind, name) {
    this.#end = ends.get(name);
    this.#end.open(this.#events);
  }

  send(fragment) {
    this.#end.receive(fragment);
  }

  /** Nobody here has kept anything: what is compared is not answered. */
  sendBulk() {}

  close() {
    throw new Error(`the relay hung up on ${this.#end?.name}`);
  }
}
