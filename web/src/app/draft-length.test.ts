import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesLeft, lengthWords, TEXT_BYTES_MAX } from './draft-length.ts';

test('bytes are counted, not characters', () => {
  assert.equal(bytesLeft(''), TEXT_BYTES_MAX);
  assert.equal(bytesLeft('é'), TEXT_BYTES_MAX - 2);
  assert.equal(bytesLeft('🌴'), TEXT_BYTES_MAX - 4);
});

test('the composer speaks up near the limit and beyond it', () => {
  assert.equal(lengthWords('a'.repeat(TEXT_BYTES_MAX - 1024)), null);
  assert.equal(lengthWords('a'.repeat(TEXT_BYTES_MAX - 1000)), '1000 bytes left');
  assert.equal(lengthWords('a'.repeat(TEXT_BYTES_MAX)), '0 bytes left');
  assert.match(lengthWords('a'.repeat(TEXT_BYTES_MAX + 7)) ?? '', /^7 bytes too long/);
});
