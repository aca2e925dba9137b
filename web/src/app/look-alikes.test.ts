import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixesAlphabets, nameDoubts, skeleton } from './look-alikes.ts';

test('names that look the same have the same skeleton', () => {
  const pairs = [
    ['ana', '\u0430n\u0430'],
    ['paypai', '\u0440\u0430\u0443\u0440\u0430\u04CF'],
    ['Ana', 'ana'],
    ['Bolly', 'B01Iy'],
    ['AHTOH', '\u0410\u041D\u0422\u041E\u041D'],
    ['zoe', 'zo\u00EB'],
    ['ana', 'an\u200Da'],
    ['ana', '\uFF41\uFF4E\uFF41'],
    ['coco', '\u03F2\u03BF\u03F2\u03BF'],
  ] as const;
  for (const [one, other] of pairs) assert.equal(skeleton(one), skeleton(other), `${one} ${other}`);
});

test('names that look different do not', () => {
  for (const [one, other] of [
    ['ana', 'anna'],
    ['Bo', 'Bob'],
    ['\u0416\u0430\u043D', '\u0418\u0430\u043D'],
    ['\u5B89\u5A1C', 'ana'],
  ] as const) {
    assert.notEqual(skeleton(one), skeleton(other));
  }
});

test('only alphabets that share letters to the eye count as mixed', () => {
  assert.ok(mixesAlphabets('p\u0430ypal'));
  assert.ok(mixesAlphabets('\u03B1na'));
  assert.ok(mixesAlphabets('\u0430\u03B1'));
  for (const name of [
    'ana',
    '\u0410\u043D\u043D\u0430 2',
    '\u0391\u03BD\u03BD\u03B1!',
    'Ken\u3051\u3093',
    '\u{1F334}ana',
  ]) {
    assert.ok(!mixesAlphabets(name), name);
  }
});

test('names are doubted where those of another account look the same', () => {
  const doubts = nameDoubts([
    { id: '1', account: 'ana', names: ['ana', 'ana.eth'] },
    { id: '2', account: 'ana', names: ['ana', 'ana.eth'] },
    { id: '3', account: 'bo', names: ['Bo'] },
    { id: '4', account: 'liar', names: ['\u0430n\u0430.eth'] },
    { id: '5', account: 'odd', names: ['\u0430nd'] },
  ]);
  assert.deepEqual(
    [...doubts],
    [
      ['1', 'alike'],
      ['2', 'alike'],
      ['4', 'alike'],
      ['5', 'mixed'],
    ],
  );
});
