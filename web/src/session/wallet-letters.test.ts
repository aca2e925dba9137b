import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { base64UrlOf } from '../base64url.ts';
import type { ClosedLetters, History, Wallet, WalletBoxes } from './contract.ts';
import { OwnWalletLetters } from './wallet-letters.ts';

const PLACE = { lamport: 1, digest: new Uint8Array(32) };
const LETTER = { place: PLACE, with: '0xBen' };
const SECRET = new Uint8Array(createHash('sha256').update('secret').digest());
const KEY = new Uint8Array(32).fill(5);

interface World {
  /** What the wallet finds in boxes. */
  text?: string;
  boxes?: WalletBoxes | null;
  closed?: ClosedLetters | null;
}

/** Letters of somebody, and what became of them: boxes that the wallet opened, and letters that core was to open. */
function letters({ text = `tropichat letter 1 ${base64UrlOf(SECRET)}`, ...world }: World = {}) {
  const opened: number[] = [];
  const asked: string[] = [];
  const boxes: WalletBoxes = {
    offered: async () => true,
    publicKey: async () => KEY,
    async open(box) {
      opened.push(box[0] ?? 0);
      return text;
    },
  };
  const closed = { box: new Uint8Array(100).fill(7), ids: ['one', 'two'] };
  const history = { box: async () => (world.closed === undefined ? closed : world.closed) };
  const own = new OwnWalletLetters({
    ask(step) {
      const peer = {
        openLetter: (id: string, secret: Uint8Array) =>
          asked.push(`${id} ${base64UrlOf(secret)}`) && [],
        shareWallet: (key: Uint8Array | null) => asked.push(`share ${key?.[0] ?? 'nothing'}`) && [],
      };
      step(peer as never, 0);
      return null;
    },
    sealsTo: () => false,
    history: () => history as unknown as History,
  });
  const address = `0x${Math.random()}`;
  const wallet = { address, boxes: world.boxes === undefined ? boxes : world.boxes };
  own.wallet = wallet as Wallet;
  return { own, opened, asked };
}

test('the wallet opens a box once, for all letters that have it', async () => {
  const { own, opened, asked } = letters();
  await own.open(LETTER);
  await own.open(LETTER);
  const secret = base64UrlOf(SECRET);
  assert.deepEqual(opened, [7]);
  assert.deepEqual(asked, [`one ${secret}`, `two ${secret}`, `one ${secret}`, `two ${secret}`]);
});

test('what the wallet finds that is no key to a letter goes no further', async () => {
  for (const text of ['', 'hello', `tropichat backup 1 ${base64UrlOf(SECRET)}`]) {
    const { own, asked } = letters({ text });
    await assert.rejects(own.open(LETTER), /no key to a letter/);
    assert.deepEqual(asked, []);
  }
});

test('a letter that is not kept any more, and a wallet that opens none, ask nothing', async () => {
  const gone = letters({ closed: null });
  await assert.rejects(gone.own.open(LETTER), /left the room/);
  assert.deepEqual(gone.opened, []);
  const guest = letters({ boxes: null });
  await assert.rejects(guest.own.open(LETTER), /opens no letters/);
  await assert.rejects(guest.own.share(true), /opens no letters/);
  assert.equal(await guest.own.standing(), 'absent');
});

test('that letters did not open is told once for a box', async () => {
  const { own } = letters();
  await own.open(LETTER);
  assert.deepEqual([own.isNews('letter_closed'), own.isNews('letter_closed')], [true, false]);
  await own.open(LETTER);
  assert.equal(own.isNews('letter_closed'), true);
  assert.equal(own.isNews('not_signed'), true);
  assert.equal(own.isNews('not_signed'), true);
});

test('the wallet’s key is shared when the person wants, remembered, and taken back', async () => {
  const { own, asked } = letters();
  assert.equal(await own.standing(), 'off');
  await own.share(true);
  assert.equal(await own.standing(), 'on');
  await own.share(false);
  assert.equal(await own.standing(), 'off');
  assert.deepEqual(asked, ['share 5', 'share nothing']);
});
