import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { profileOf, readMirror, resolveThreeId, writeMirror } from '../src/mirror/open.ts';
import { cidOfBlock } from '../src/mirror/stream.ts';
import { CeramicNode, forged, type Log, lyingNode, multikey, signerOf } from './stage/ceramic.ts';
import { Account } from './stage/wallet.ts';

let node: CeramicNode;
before(async () => {
  node = await CeramicNode.start();
});
after(() => node?.stop());

const EVE = { name: 'Eve', color: '#000000' };
const DAY_MILLIS = 86_400_000;

/** What a node may put behind what an account has in its mirror, and how a page tells of it. */
const LIES: readonly (readonly [(log: Log, account: Account) => Promise<unknown>, RegExp])[] = [
  [async (log) => forged(log, EVE, await signerOf(new Account())), /key that is not its owner/],
  [
    async (log, account) => {
      const { jws, ...others } = await forged(log, EVE, await signerOf(account));
      const [{ signature, ...head }] = jws.signatures;
      const turned = { ...head, signature: [...signature.slice(0, -4)].reverse().join('') };
      return { ...others, jws: { ...jws, signatures: [{ ...turned }] } };
    },
    /signed falsely/,
  ],
  [
    async (log, account) => {
      const record = await forged(log, EVE, await signerOf(account));
      const other = await forged(log, { ...EVE, name: 'Mal' }, await signerOf(account));
      return { ...record, linkedBlock: other.linkedBlock };
    },
    /not in a form/,
  ],
  [
    async (log, account) =>
      forged(log, EVE, await signerOf(account, { lastsMillis: -2 * DAY_MILLIS })),
    /time is over/,
  ],
  [
    async (log, account) => forged(log, { name: '' }, await signerOf(account)),
    /larger or other than it may be/,
  ],
  [
    async (log, account) =>
      forged(log, EVE, await signerOf(account), { controllers: ['did:key:z6Mk'] }),
    /key that is not its owner/,
  ],
  [
    async (log, account) =>
      forged(log, { ...EVE, name: cidOfBlock(new Uint8Array()) }, await signerOf(account)),
    /larger or other than it may be/,
  ],
  [async ({ commits }) => commits[1]?.value, /out of its place/],
  [async () => ({ header: {} }), /not in a form/],
  [async () => ({ jws: null }), /not in a form/],
];

const ANA = { name: 'Ana', color: '#ff8800', avatar: null, links: [] };

test('a profile is made, updated, and read by who knows its account alone', async () => {
  const account = new Account();
  const signer = await signerOf(account);
  assert.equal((await readMirror(node.url, account.address)).profile, null);
  const stream = await writeMirror(node.url, account.address, ANA, signer);
  const found = await readMirror(`${node.url}/`, account.address);
  assert.deepEqual(found, { stream, profile: ANA, refused: null });
  const later = { ...ANA, avatar: 'https://example.org/ana.png', links: ['https://example.org/'] };
  await writeMirror(node.url, account.address, later, signer);
  // Another device of hers goes on where that one was.
  const last = { ...later, name: 'Anita' };
  await writeMirror(node.url, account.address, last, await signerOf(account));
  const { profile, refused } = await readMirror(node.url, account.address);
  assert.deepEqual(profile, last);
  assert.equal(refused, null);
  const { commits } = await node.log(stream);
  assert.ok(commits.length >= 4, 'the log holds all three');
});

test('a record of a key that the wallet has not allowed goes nowhere, and the former one stays', async () => {
  const account = new Account();
  const stream = await writeMirror(node.url, account.address, ANA, await signerOf(account));
  const stranger = await signerOf(new Account());
  const elsewhere = await signerOf(account, { resource: 'ceramic://k2t6wyfsu4pfy0' });
  for (const wrong of [stranger, elsewhere]) {
    await assert.rejects(
      writeMirror(node.url, account.address, { ...ANA, name: 'Eve' }, wrong),
      /not mirrored: it would be signed by a key that .* let your wallet sign/,
    );
    const { status, text } = await node.forge(stream, { name: 'Eve', color: '#000000' }, wrong);
    assert.equal(status, 500);
    assert.match(text, /Can not verify signature/);
  }
  assert.deepEqual(await readMirror(node.url, account.address), {
    stream,
    profile: ANA,
    refused: null,
  });
});

test('what a node puts there that its owner has not signed is refused, and told of', async () => {
  const account = new Account();
  await writeMirror(node.url, account.address, ANA, await signerOf(account));
  for (const [lie, words] of LIES) {
    const liar = await lyingNode(node.url, async (text) => {
      const log: Log = JSON.parse(text);
      const value = await lie(log, account);
      return JSON.stringify({ ...log, commits: [...log.commits, { cid: 'x', value }] });
    });
    const { profile, refused } = await readMirror(liar.url, account.address);
    assert.deepEqual(profile, ANA);
    assert.match(refused ?? '', words);
    // Its owner's next record does away with these.
    if (!/larger or other|time is over/.test(refused ?? '')) {
      await assert.rejects(
        writeMirror(liar.url, account.address, { ...ANA, name: 'A' }, await signerOf(account)),
        /keeps a record in its place that does not count/,
      );
    }
    await liar.stop();
  }
  assert.equal((await readMirror(node.url, account.address)).refused, null);
});

test('a node that is away, that answers something else, or has no address is told of in words', async () => {
  const account = new Account();
  const read = (url: string) => readMirror(url, account.address);
  await assert.rejects(read('ftp://example.org'), /is not the address of one. It looks like https/);
  await assert.rejects(read('http://127.0.0.1:9'), /The Ceramic node at .* cannot be reached/);
  for (const answer of ['<html>', '{}', '[]', '{"commits":[{}]}', 'null']) {
    const other = await lyingNode(node.url, () => answer);
    await assert.rejects(read(other.url), /cannot be understood: it answers something/);
    await other.stop();
  }
  const endless = await lyingNode(node.url, () => ' '.repeat(5_000_000));
  await assert.rejects(read(endless.url), /larger than the 4194304 bytes/);
  await endless.stop();
});

test('a profile that is too large, or links to no address, is not mirrored', async () => {
  const person = { name: 'Ana', color: '#ff8800' };
  const long = Array.from({ length: 9 }, (_, at) => `https://example.org/${at}${'x'.repeat(480)}`);
  await assert.rejects(profileOf(person, { avatar: '', links: long.join('\n') }), /4096 bytes/);
  await assert.rejects(profileOf(person, { avatar: '', links: 'javascript:x' }), /is no link/);
  await assert.rejects(profileOf(person, { avatar: 'ftp://x/y', links: '' }), /picture/);
});

test('a did:3 that somebody made resolves to its keys', async () => {
  const keys = {
    signing: multikey([0xe7, 0x01], new Uint8Array(33).fill(2)),
    encryption: multikey([0xec, 0x01], new Uint8Array(32).fill(3)),
  };
  const did = await node.makeThreeId(keys);
  assert.deepEqual(await resolveThreeId(node.url, did), {
    did,
    keys: [
      { name: 'signing', use: 'signing', key: keys.signing },
      { name: 'encryption', use: 'encryption', key: keys.encryption },
    ],
    refused: null,
  });
  await assert.rejects(
    resolveThreeId(node.url, 'did:3:bafyreib'),
    /servers of older ones are gone/,
  );
});
