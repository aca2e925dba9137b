import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { safetyNumber } from './safety-number.ts';

const ANA = 'did:key:z6MkAna';
const BEN = 'did:key:z6MkBen';

test('both of two people see the same twelve groups of five digits', async () => {
  const number = await safetyNumber(ANA, BEN);
  assert.deepEqual(await safetyNumber(BEN, ANA), number);
  assert.equal(number.length, 12);
  for (const group of number) assert.match(group, /^\d{5}$/);
});

test('another session has another number', async () => {
  const number = await safetyNumber(ANA, BEN);
  assert.notDeepEqual(await safetyNumber(ANA, `${BEN}2`), number);
  assert.notDeepEqual(await safetyNumber(ANA, ANA), number);
});

test('the number is what decision 0019 says', async () => {
  const digest = createHash('sha256')
    .update('tropichat safety number 1\0did:key:z6MkAna\0did:key:z6MkBen')
    .digest('hex');
  const expected = (BigInt(`0x${digest}`) % 10n ** 60n).toString().padStart(60, '0');
  assert.equal((await safetyNumber(BEN, ANA)).join(''), expected);
});
