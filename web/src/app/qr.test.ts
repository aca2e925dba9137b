import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'uqr';
import { qrOf } from './qr.ts';

async function drawingOf(text: string) {
  const reading = await qrOf(text);
  return reading.type === 'drawing' ? reading : assert.fail(reading.refusal.text);
}

/** The modules that a path makes dark. */
function painted(path: string, side: number): boolean[][] {
  const rows = Array.from({ length: side }, () => new Array<boolean>(side).fill(false));
  const rectangles = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  assert.equal(rectangles.map(([whole]) => whole).join(''), path);
  for (const [, x, y, run, back] of rectangles) {
    assert.equal(run, back);
    rows[Number(y)]?.fill(true, Number(x), Number(x) + Number(run));
  }
  return rows;
}

test('the path paints the dark modules, with the quiet zone around', async () => {
  for (const text of ['a', 'https://chat.example/#join=tropi1.AbC-_', 'x'.repeat(2_953)]) {
    const { path, side } = await drawingOf(text);
    const { data } = encode(text, { ecc: 'L', boostEcc: true, border: 4 });
    assert.deepEqual(painted(path, side), data, text);
  }
});

test('the smallest code has 21 modules a side, the largest 177', async () => {
  assert.equal((await drawingOf('a')).side, 21 + 8);
  assert.equal((await drawingOf('a'.repeat(2_953))).side, 177 + 8);
});

test('a text too long for a QR code is refused with words, counted in bytes', async () => {
  for (const text of ['a'.repeat(2_954), 'ä'.repeat(1_477), '🌴'.repeat(10_000)]) {
    const reading = await qrOf(text);
    assert.ok(reading.type === 'refused');
    assert.equal(reading.refusal.code, 'qr_too_long');
    assert.match(reading.refusal.text, /too long for a QR code: send it as text or as a link/);
  }
  await drawingOf('ä'.repeat(1_476));
});
