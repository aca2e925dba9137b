import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOfRoom, roomOfHash } from './room-address.ts';

test('a room’s name survives its address', () => {
  for (const room of ['lobby', 'coco nuts', 'a/b#c?d%', 'Kōkō 🌴', 'شاطئ']) {
    assert.equal(roomOfHash(hashOfRoom(room)), room);
  }
});

test('other addresses name no room', () => {
  for (const hash of ['', '#', '#/r/', '#/r/%20', '#/x/lobby', '#/r/%']) {
    assert.equal(roomOfHash(hash), null, hash);
  }
});
