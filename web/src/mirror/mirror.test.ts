import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encode } from '@ipld/dag-cbor';
import { cacaoOf, isSigned, readCacao } from './cacao.ts';
import { patched } from './patch.ts';
import { documentOf, profileOf, readProfile } from './profile.ts';
import { cidOfBlock, genesisOf, genesisOfStream, mirrorOf, streamOf } from './stream.ts';

interface Vector {
  readonly op: string;
  readonly in: readonly string[];
  readonly out: string;
}

/** Those of core, which the JVM and the compiled module keep to. */
const VECTORS = JSON.parse(
  readFileSync('../cases/src/main/resources/vectors/capability.json', 'utf8'),
) as readonly Vector[];

test('a capability has the bytes that core gives it', () => {
  // Signatures come here as wallets' parts give them, with v of 27 or 28.
  const made = VECTORS.filter(
    ({ op, in: [, signature], out }) =>
      op === 'cacao.encode' && /^0x.*1[bc]$/.test(signature ?? '') && !out.startsWith('!'),
  );
  assert.ok(made.length > 3);
  for (const {
    in: [text = '', signature = ''],
    out,
  } of made) {
    assert.equal(Buffer.from(encode(cacaoOf(text, signature))).toString('hex'), out);
  }
});

test('a capability counts for whom its wallet signed it alone', () => {
  const [first] = VECTORS;
  const cacao = cacaoOf(first?.in[0] ?? '', first?.in[1] ?? '');
  assert.equal(isSigned(cacao), true);
  const { h, p, s } = cacao;
  assert.equal(isSigned({ h, p: { ...p, aud: 'did:key:z6Mk' }, s }), false);
  assert.equal(isSigned({ h, p: { ...p, resources: ['ceramic://*'] }, s }), false);
  assert.equal(isSigned({ h, p, s: { ...s, s: `${s.s.slice(0, -2)}1c` } }), false);
  assert.throws(() => cacaoOf('Hello', '0x00'), /no text that a wallet signs in with/);
  assert.throws(() => cacaoOf(`${first?.in[0]}\nand more`, '0x00'));
});

test('what is no capability is read as none', () => {
  const { h, p, s } = cacaoOf(VECTORS[0]?.in[0] ?? '', VECTORS[0]?.in[1] ?? '');
  const wrong: readonly unknown[] = [
    ...[null, 1, [], {}, { h }, { h, p }, { h: { t: 'caip122' }, p, s }],
    { h, p: { ...p, iss: 'did:pkh:eip155:1:0x12' }, s },
    { h, p: { ...p, nonce: 7 }, s },
    { h, p: { ...p, domain: 'a\nb' }, s },
    { h, p: { ...p, resources: 'ceramic://*' }, s },
    { h, p: { ...p, statement: 'x'.repeat(20_000) }, s },
  ];
  for (const value of wrong) assert.equal(readCacao(encode(value)), null);
  assert.equal(readCacao(Uint8Array.of(0xff)), null);
});

test('a stream has the name that a node gives it', () => {
  // As a node of @ceramicnetwork/cli 6.11.0 answered.
  const did = 'did:pkh:eip155:1:0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
  const cid = cidOfBlock(encode(genesisOf(did)));
  assert.equal(`${cid}`, 'bafyreibvl4iwq7nmu4fg7xwggfqqtzzb3hsvfzcipgkyxq5frgseiyr66q');
  const stream = 'k2t6wyfsu4pfy0mnlyg64nfajqwox51tmfhcg2vahlsjyu6xh327iay2uwefp0';
  assert.equal(streamOf(cid), stream);
  assert.equal(mirrorOf(did.slice(-42)).stream, stream);
  assert.ok(genesisOfStream(stream)?.equals(cid));
  for (const wrong of ['', 'k', `${stream}0`, stream.toUpperCase(), `${cid}`, 'k'.repeat(9_999)]) {
    assert.equal(genesisOfStream(wrong), null);
  }
});

test('patches change what they are to change, and no prototype', () => {
  const before = { name: 'Ana', links: ['a', 'b'], deep: { x: 1 } };
  const after = (...patch: object[]) => patched(before, patch)?.document;
  const whole = { op: 'replace', path: '', value: { z: 1 } };
  assert.deepEqual(after(whole), { z: 1 });
  assert.deepEqual(
    after(
      { op: 'replace', path: '/name', value: 'Ben' },
      { op: 'add', path: '/links/1', value: 'c' },
      { op: 'add', path: '/links/-', value: 'd' },
      { op: 'remove', path: '/links/0' },
      { op: 'remove', path: '/deep/x' },
      { op: 'add', path: '/a~1b', value: null },
    ),
    { name: 'Ben', links: ['c', 'b', 'd'], deep: {}, 'a/b': null },
  );
  assert.equal(before.name, 'Ana');
  const wrong: readonly unknown[] = [
    ...[null, 1, {}, 'x', [1], [null], Array(300).fill(whole)],
    ...[
      { op: 'move', path: '/name' },
      { op: 'add', path: 'name' },
      { op: 'remove', path: '/y' },
    ].map((change) => [change]),
    [{ op: 'add', path: '/__proto__/polluted', value: 1 }],
    [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }],
    [{ op: 'add', path: '/__proto__', value: { polluted: 1 } }],
    [{ op: 'add', path: '/links/9', value: 1 }],
    [{ op: 'add', path: '/x', value: () => 1 }],
    [{ op: 'replace', path: '/links/2', value: 1 }],
    [{ op: 'add', path: '/links/01', value: 1 }],
    [{ op: 'add', path: '/a/b/c/d/e/f/g/h/i', value: 1 }],
  ];
  for (const patch of wrong) assert.equal(patched(before, patch), null, JSON.stringify(patch));
  assert.equal((Object.prototype as { polluted?: unknown }).polluted, undefined);
});

test('a profile is bounded on its way out and on its way in', () => {
  const person = { name: 'Ana', color: '#ff8800' };
  const typed = { avatar: ' https://example.org/a.png ', links: 'https://a.example did:3:kx \n' };
  const profile = profileOf(person, typed);
  assert.deepEqual(readProfile(documentOf(profile)), profile);
  assert.deepEqual(profile.links, ['https://a.example', 'did:3:kx']);
  const wrong: readonly unknown[] = [
    ...[null, 1, 'x', [], {}, { name: 'Ana' }],
    { ...person, name: '' },
    { ...person, name: { toString: 1 } },
    { ...person, name: 'x'.repeat(33) },
    { ...person, color: 'red' },
    { ...person, avatar: 'data:image/png;base64,AA' },
    { ...person, links: ['javascript:alert(1)'] },
    { ...person, links: Array(13).fill('https://a.example') },
    { ...person, more: 'x'.repeat(4_096) },
  ];
  for (const document of wrong) assert.equal(readProfile(document), null);
});
