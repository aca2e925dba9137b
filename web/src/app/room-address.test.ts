import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOfHash, addressOfLink, hashOfRoom, isRuled, roomOfHash } from './room-address.ts';

const ID = `bafyrei${'a2'.repeat(26)}`;

test('a room’s name survives its address', () => {
  for (const room of ['lobby', 'coco nuts', 'a/b#c?d%', 'Kōkō 🌴', 'شاطئ', ID, `${ID}/key`]) {
    assert.equal(roomOfHash(hashOfRoom(room)), room);
    assert.equal(addressOfHash(hashOfRoom(room))?.invitation, null);
  }
});

test('other addresses name no room', () => {
  for (const hash of ['', '#', '#/r/', '#/r/%20', '#/x/lobby', '#/r/%']) {
    assert.equal(roomOfHash(hash), null, hash);
  }
});

test('behind the id of a room that belongs to somebody stands an invitation', () => {
  assert.deepEqual(addressOfHash(`#/r/${ID}`), { room: ID, invitation: null });
  assert.deepEqual(addressOfHash(`#/r/${ID}/`), { room: ID, invitation: null });
  assert.deepEqual(addressOfHash(`#/r/${ID}/s3cr-et_`), { room: ID, invitation: 's3cr-et_' });
  assert.deepEqual(addressOfHash(`#/r/${ID}/a%2`), { room: ID, invitation: 'a%2' });
});

test('a short name belongs to nobody, and has no invitation', () => {
  assert.deepEqual(addressOfHash('#/r/lobby/secret'), { room: 'lobby/secret', invitation: null });
  for (const room of ['lobby', ID.slice(1), `${ID}a`, ID.toUpperCase(), ID.replace('2', '1')]) {
    assert.equal(isRuled(room), false, room);
  }
  assert.equal(isRuled(ID), true);
});

test('a link that was pasted leads where its address does', () => {
  const link = ` https://chat.example/app/#/r/${ID}/secret\n`;
  assert.deepEqual(addressOfLink(link), { room: ID, invitation: 'secret' });
  assert.deepEqual(addressOfLink('#/r/lobby'), { room: 'lobby', invitation: null });
  for (const text of ['', 'lobby', 'https://chat.example/', '#join=tropi1.x']) {
    assert.equal(addressOfLink(text), null, text);
  }
});
