import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, readable, TEXT_CONTRAST_MIN } from './contrast.ts';

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#123456', '#123456'), 1);
  // The lightest grey that passes on white.
  assert.ok(contrast('#767676', '#ffffff') >= TEXT_CONTRAST_MIN);
  assert.ok(contrast('#777777', '#ffffff') < TEXT_CONTRAST_MIN);
});

test('a shortened colour is read', () => {
  assert.equal(contrast('#000', '#fff'), 21);
  assert.equal(contrast('#abc', '#aabbcc'), 1);
});

test('a readable colour stays as it is', () => {
  assert.equal(readable('#a01020', '#ffffff'), '#a01020');
});

test('any colour becomes readable on any surface', () => {
  const parts = ['00', '40', '80', 'c0', 'ff'];
  const colors = parts.flatMap((r) => parts.flatMap((g) => parts.map((b) => `#${r}${g}${b}`)));
  for (const surface of colors) {
    for (const color of colors) {
      const shown = readable(color, surface);
      assert.ok(contrast(shown, surface) >= TEXT_CONTRAST_MIN, `${color} on ${surface}: ${shown}`);
    }
  }
});

test('what is no colour is shown readable all the same', () => {
  assert.equal(readable('red; --x: 1', '#ffffff'), '#000000');
});
