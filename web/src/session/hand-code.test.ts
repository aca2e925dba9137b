import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { HAND_CODE_BYTES_MAX, handCodeOf, handLinkOf, readHandCode } from './hand-code.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that do not shrink; the same ones for the same length. */
function noise(length: number): Bytes {
  let state = length + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

async function bytesOf(text: string): Promise<Bytes> {
  const reading = await readHandCode(text);
  return reading.type === 'code' ? reading.bytes : assert.fail(reading.refusal.text);
}

async function refusalOf(text: string): Promise<string> {
  const reading = await readHandCode(text);
  assert.ok(reading.type === 'refused', 'it was read');
  assert.match(reading.refusal.text, /^That .*\.$/, 'words for people');
  return reading.refusal.code;
}

const codeOfDeflated = (deflated: Uint8Array): string =>
  `tropi1.${Buffer.from(deflated).toString('base64url')}`;

test('what is put into a code comes out of it, up to 16 KiB', async () => {
  for (const length of [1, 2, 3, 1_000, HAND_CODE_BYTES_MAX]) {
    for (const bytes of [noise(length), new Uint8Array(length)]) {
      const code = await handCodeOf(bytes);
      assert.match(code, /^tropi1\.[\w-]+$/);
      assert.deepEqual(await bytesOf(code), bytes);
    }
  }
  await assert.rejects(handCodeOf(noise(HAND_CODE_BYTES_MAX + 1)), RangeError);
});

// The other way about than we do it: by zlib, whatever its level.
test('any DEFLATE of the bytes is read', async () => {
  const bytes = noise(3_000);
  for (const level of [0, 1, 9]) {
    const code = codeOfDeflated(deflateRawSync(bytes, { level }));
    assert.deepEqual(await bytesOf(code), bytes, `level ${level}`);
  }
});

test('a code may come as a link, and with white space in it', async () => {
  const bytes = noise(500);
  const code = await handCodeOf(bytes);
  const link = handLinkOf(code, new URL('https://chat.example/room/?a=b#/r/lobby'));
  assert.equal(link, `https://chat.example/room/?a=b#join=${code}`);
  const lines = code.replace(/.{60}/g, '$&\r\n  ');
  const texts = [
    `  ${code}\n`,
    lines,
    link,
    `\t${link} `,
    link.replace(/.{40}/g, '$&\n'),
    `\uFEFF${code.slice(0, 9)}\u200B${code.slice(9)}\u00A0`,
    `http://localhost:3000/#join=${lines}`,
  ];
  for (const text of texts) assert.deepEqual(await bytesOf(text), bytes, text);
});

test('what is no code, or of another version, is told apart', async () => {
  const missing = ['', ' ', 'hello', 'tropi', 'tropi1', 'tropix.AAAA', '#join=', 'TROPI1.AAAA'];
  for (const text of [...missing, 'x tropi1.AAAA', 'https://chat.example/#/r/tropi1.AAAA']) {
    assert.equal(await refusalOf(text), 'code_missing', text);
  }
  // Not base64url.
  for (const body of ['AA+A', 'AA/A', 'AAA=', 'ÄÄÄÄ', '🌴', 'AAAA.AAAA', '<b>']) {
    assert.equal(await refusalOf(`tropi1.${body}`), 'code_missing', body);
  }
  assert.equal(await refusalOf('tropi2.AAAA'), 'code_version');
  assert.equal(await refusalOf('https://chat.example/#join=tropi0.AAAA'), 'code_version');
});

test('a damaged code is refused, wherever it was cut', async () => {
  const code = await handCodeOf(new TextEncoder().encode('a candidate, and a candidate more'));
  for (let length = 'tropi1.'.length; length < code.length; length++) {
    assert.equal(await refusalOf(code.slice(0, length)), 'code_damaged', `cut to ${length}`);
  }
  assert.equal(await refusalOf(codeOfDeflated(deflateRawSync(new Uint8Array()))), 'code_damaged');
  for (let seed = 1; seed <= 200; seed++) {
    // The first three bits name a block type that there is not: garbage, whatever follows.
    const garbage = noise(seed);
    garbage[0] = (garbage[0] ?? 0) | 0b111;
    assert.equal(await refusalOf(codeOfDeflated(garbage)), 'code_damaged', `seed ${seed}`);
  }
});

test('garbage never does more than be refused', async () => {
  for (let seed = 1; seed <= 300; seed++) {
    const reading = await readHandCode(codeOfDeflated(noise(seed)));
    if (reading.type === 'code') assert.ok(reading.bytes.length <= HAND_CODE_BYTES_MAX);
  }
});

test('a bomb is not inflated beyond 16 KiB', async () => {
  for (const length of [HAND_CODE_BYTES_MAX + 1, 1_000_000, 20_000_000]) {
    const code = codeOfDeflated(deflateRawSync(new Uint8Array(length)));
    assert.equal(await refusalOf(code), 'code_too_large', `${length} bytes`);
  }
});

test('a text longer than any code is not looked at', async () => {
  const code = await handCodeOf(noise(HAND_CODE_BYTES_MAX));
  assert.deepEqual(await bytesOf(code.padEnd(32_768)), noise(HAND_CODE_BYTES_MAX));
  assert.equal(await refusalOf(code.padEnd(32_769)), 'code_too_long');
  assert.equal(await refusalOf('#join=tropi1.'.repeat(100_000)), 'code_too_long');
});
