import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RelayLink } from './relay-link.ts';
import { RelayPost } from './relay-post.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Sealed frames on their way to an end; the server may do with them what it likes. */
type Server = (frame: Bytes, deliver: (frame: Bytes) => void) => void;

const honest: Server = (frame, deliver) => deliver(frame);

class End {
  readonly link: RelayLink;
  readonly received: { readonly message: Bytes; readonly bulk: boolean }[] = [];
  fingerprints = '';
  opened = 0;
  closed = false;
  other: End | undefined;
  readonly #changed: () => void;

  constructor(initiator: boolean, polite: boolean, server: Server, changed: () => void) {
    this.#changed = changed;
    const carry = (frame: Bytes) =>
      server(frame, (carried) => queueMicrotask(() => this.other?.link.received(carried)));
    this.link = new RelayLink({ initiator, polite, carry }, new RelayPost(), {
      signal: (kind, body) => queueMicrotask(() => this.other?.link.apply(kind, body)),
      opened: (local, remote) => {
        this.opened++;
        this.fingerprints = `${local} ${remote}`;
        changed();
      },
      received: (message, bulk) => {
        this.received.push({ message: message as Bytes, bulk });
        changed();
      },
      closed: () => {
        this.closed = true;
        changed();
      },
    });
  }

  say(text: string): void {
    this.link.send(new TextEncoder().encode(text));
  }

  get heard(): string[] {
    return this.received
      .filter(({ bulk }) => !bulk)
      .map(({ message }) => new TextDecoder().decode(message));
  }

  hangUp(): void {
    this.link.close();
    this.#changed();
  }
}

/** Two ends and the server between them. */
class Pair {
  readonly one: End;
  readonly two: End;
  readonly #waiting = new Set<() => void>();

  constructor({ both = false, fromOne = honest, fromTwo = honest } = {}) {
    const changed = () => {
      for (const look of this.#waiting) look();
    };
    this.one = new End(true, true, fromOne, changed);
    this.two = new End(both, false, fromTwo, changed);
    this.one.other = this.two;
    this.two.other = this.one;
  }

  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  opened(): Promise<void> {
    return this.until(() => this.one.opened > 0 && this.two.opened > 0);
  }
}

for (const both of [false, true]) {
  test(`opens where ${both ? 'both ends offer at once' : 'one end offers'}`, async () => {
    const pair = new Pair({ both });
    await pair.opened();
    const [local, remote] = pair.one.fingerprints.split(/ (?=x25519)/);
    assert.match(local ?? '', /^x25519 0x[0-9a-f]{64}$/);
    assert.equal(pair.two.fingerprints, `${remote} ${local}`);
    pair.one.say('there');
    pair.two.say('back');
    await pair.until(() => pair.one.heard.length === 1 && pair.two.heard.length === 1);
    assert.deepEqual([pair.two.heard, pair.one.heard], [['there'], ['back']]);
    assert.deepEqual([pair.one.opened, pair.two.opened], [1, 1]);
  });
}

test('keeps order, and lets what is said go before what is sent in bulk', async () => {
  const pair = new Pair();
  await pair.opened();
  const part = new Uint8Array(16_384);
  const PARTS = 64;
  for (let at = 0; at < PARTS; at++) {
    part.fill(at);
    pair.one.link.sendBulk(part);
  }
  const texts = Array.from({ length: 20 }, (_, at) => `text ${at}`);
  for (const text of texts) pair.one.say(text);
  await pair.until(() => pair.two.received.length === PARTS + texts.length);
  assert.deepEqual(pair.two.heard, texts);
  const bulk = pair.two.received.filter((each) => each.bulk);
  assert.deepEqual(
    bulk.map(({ message }) => message[0]),
    Array.from({ length: PARTS }, (_, at) => at),
  );
  const last = pair.two.received.findLastIndex((each) => !each.bulk);
  assert.ok(last < PARTS / 2, `the last text came at place ${last}`);
});

test('tells the round trip of the last time it was asked', async () => {
  const pair = new Pair();
  const { link } = pair.one;
  assert.equal((await link.report()).roundTripMillis, null, 'it is not open');
  await pair.opened();
  assert.equal((await link.report()).roundTripMillis, null, 'nothing has come back');
  pair.one.say('behind the question');
  await pair.until(() => pair.two.heard.length === 1);
  pair.two.say('behind the answer');
  await pair.until(() => pair.one.heard.length === 1);
  const { roundTripMillis } = await link.report();
  assert.ok(roundTripMillis !== null && roundTripMillis > 0, `${roundTripMillis} ms`);
});

test('no more is on its way than an end that does not answer may have to hold', async () => {
  let held = 0;
  const pair = new Pair({
    // Nothing of what the second end reports gets through.
    fromTwo: () => {},
    fromOne: (frame, deliver) => {
      held += frame.length;
      deliver(frame);
    },
  });
  await pair.opened();
  const part = new Uint8Array(1_000);
  for (let at = 0; at < 1_000; at++) pair.one.link.send(part);
  await pair.until(() => pair.two.received.length === 65);
  await pair.one.link.settled;
  await pair.two.link.settled;
  assert.equal(pair.two.received.length, 65, '64 KiB');
  assert.ok(held < 68_000, `${held} bytes`);
});

test('a frame that comes again is passed over', async () => {
  const pair = new Pair({
    fromOne: (frame, deliver) => {
      deliver(frame);
      deliver(frame);
    },
  });
  await pair.opened();
  pair.one.say('once');
  pair.one.say('and done');
  await pair.until(() => pair.two.heard.includes('and done'));
  assert.deepEqual(pair.two.heard, ['once', 'and done']);
});

test('a frame that is missing ends the link, as does one that was changed', async () => {
  let frames = 0;
  const pair = new Pair({
    fromOne: (frame, deliver) => {
      if (++frames !== 2) deliver(frame);
    },
  });
  await pair.opened();
  for (const text of ['first', 'lost', 'third']) pair.one.say(text);
  await pair.until(() => pair.two.closed);
  assert.deepEqual(pair.two.heard, ['first']);
  await pair.until(() => pair.one.closed);

  let passed = 0;
  const changed = new Pair({
    fromOne: (frame, deliver) => {
      if (++passed === 2) frame[frame.length - 1] = (frame[frame.length - 1] ?? 0) ^ 1;
      deliver(frame);
    },
  });
  await changed.opened();
  for (const text of ['first', 'changed', 'third']) changed.one.say(text);
  await changed.until(() => changed.two.closed);
  assert.deepEqual(changed.two.heard, ['first']);
});

test('frames of a former link, after there are keys, are passed over until one of this link has come', async () => {
  const old: Bytes[] = [];
  const pair = new Pair({
    fromOne: (frame, deliver) => {
      for (const each of old) deliver(each);
      deliver(frame);
    },
  });
  await pair.opened();
  old.push(
    new Uint8Array(40),
    Uint8Array.from({ length: 40 }, (_, at) => (at === 7 ? 1 : 9)),
  );
  pair.one.say('hello');
  await pair.until(() => pair.two.heard.length === 1);
  assert.equal(pair.two.closed, false);
});

test('frames of a former link, before there are keys, are passed over', async () => {
  const pair = new Pair();
  pair.one.link.received(new Uint8Array(40));
  pair.two.link.received(new Uint8Array(3));
  await pair.opened();
  pair.one.say('hello');
  await pair.until(() => pair.two.heard.length === 1);
});

for (const body of ['', '0x', 'v=0', `0x${'00'.repeat(32)}`, `0x${'01'.repeat(33)}`]) {
  test(`a description that is no key ends the link: ${body.slice(0, 8)}`, async () => {
    const pair = new Pair();
    pair.two.link.apply('offer', body);
    await pair.until(() => pair.two.closed);
    assert.equal(pair.two.opened, 0);
  });
}

test('whoever closes has what was said sent first, and the other end is told', async () => {
  const pair = new Pair();
  await pair.opened();
  pair.one.say('goodbye');
  pair.one.hangUp();
  await pair.until(() => pair.two.closed);
  assert.deepEqual(pair.two.heard, ['goodbye']);
  assert.equal(pair.one.closed, false, 'it asked for it');
});
