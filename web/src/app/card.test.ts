import assert from 'node:assert/strict';
import { test } from 'node:test';
import { avatarWords, reasonWords, tokenOf } from './avatar-words.ts';
import { linkOf, linkText } from './link-text.ts';

test('links are shown by a host in ASCII, and without who might be before it', () => {
  assert.equal(linkOf(' https://exämple.org/Ü '), 'https://xn--exmple-cua.org/%C3%9C');
  assert.equal(linkOf('nonsense'), 'nonsense');
  assert.equal(linkText('https://xn--exmple-cua.org/'), 'xn--exmple-cua.org');
  assert.equal(linkText('https://bank.example@evil.example/a?b=c#d'), 'evil.example/a?b=c');
});

test('tokens are told in words', () => {
  const address = `0x${'ab'.repeat(20)}`;
  const token = `eip155:1/erc1155:${address}/7`;
  assert.deepEqual(tokenOf(token), { chain: '1', kind: 'erc1155', address, id: '7' });
  assert.equal(tokenOf('ens'), null);
  assert.match(avatarWords(token), /^token 7 of 0xabab/);
  assert.match(reasonWords(token, 'not-owned'), /does not hold/);
  assert.match(reasonWords('ens', 'no-avatar'), /no picture/);
  assert.match(reasonWords(token, 'made-up'), /says nothing about the wallet/);
});
