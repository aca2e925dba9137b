import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { decodeSaved, encodeSaved, type Saved, type SavedRoom } from './backup-content.ts';

const filled = (byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(byte);

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const record = utf8('the record of a room');

const ROOM: SavedRoom = {
  ...{ id: cidOf(sha256(record)), record, key: filled(1), name: 'Kōkō 🌴', history: 'shared' },
  epochs: [{ id: cidOf(filled(3)), sinceMillis: 5, state: utf8('state') }],
};

const SAVED: Saved = { guest: filled(2), rooms: [ROOM] };

/** The content with something else in its place. */
const with_ = (change: (saved: Record<string, unknown>, room: Record<string, unknown>) => void) => {
  const saved = JSON.parse(new TextDecoder().decode(encodeSaved(SAVED)));
  change(saved, saved.rooms[0]);
  return decodeSaved(utf8(JSON.stringify(saved)));
};

test('what is saved comes back', () => {
  assert.deepEqual(decodeSaved(encodeSaved(SAVED)), SAVED);
  const open: Saved = { guest: null, rooms: [{ ...ROOM, key: null, history: null, epochs: [] }] };
  assert.deepEqual(decodeSaved(encodeSaved(open)), open);
});

test('what is not of this form is not taken', () => {
  for (const wrong of ['', '[]', 'null', '{}', '{"guest":null}', '{"guest":null,"rooms":[7]}']) {
    assert.equal(decodeSaved(utf8(wrong)), null, wrong);
  }
  assert.equal(decodeSaved(Uint8Array.of(0xff)), null, 'no UTF-8');
  assert.equal(
    with_((saved) => (saved['guest'] = 'AAAA')),
    null,
    'a short key of a guest',
  );
  assert.equal(
    with_((_, room) => (room['key'] = 'AAAA')),
    null,
    'a short key of a room',
  );
  assert.equal(
    with_((_, room) => (room['record'] = 'a b')),
    null,
    'no base64url',
  );
  assert.equal(
    with_((_, room) => (room['epochs'] = null)),
    null,
    'no epochs',
  );
  assert.equal(
    with_((_, room) => (room['epochs'] = [{ id: 'a/b', state: '' }])),
    null,
    'no CID',
  );
});

test('a room’s id is that of its record, and what cannot be shown is no name', () => {
  assert.equal(with_((_, room) => (room['id'] = 'another'))?.rooms[0]?.id, ROOM.id);
  for (const name of ['two\nlines', 'over\u202eride', 'a'.repeat(65), 7]) {
    assert.equal(with_((_, room) => (room['name'] = name))?.rooms[0]?.name, '', `${name}`);
  }
});
