import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyEd25519 } from '../keys/verify.ts';
import { fromHex, toHex } from '../wallet/hex.ts';
import {
  type Invitation,
  invitationKey,
  invitationText,
  linkOf,
  readInvitation,
} from './invitation.ts';

const ROOM = `bafyrei${'a'.repeat(52)}`;
const PAGE = new URL('https://example.org/chat/?look=quiet#/r/lobby');

const bytes = (hex: string): Uint8Array<ArrayBuffer> => fromHex(hex) ?? assert.fail(hex);

const invitation: Invitation = {
  key: Uint8Array.from({ length: 32 }, (_, at) => at),
  seed: Uint8Array.from({ length: 32 }, (_, at) => 255 - at),
};

test('an invitation survives its link', () => {
  const link = linkOf(ROOM, invitation, PAGE);
  const [head, room, text = ''] = link.split(/#\/r\/|\/(?=[^/]*$)/);
  assert.deepEqual([head, room], ['https://example.org/chat/?look=quiet', ROOM]);
  assert.match(text, /^[\w-]{86}$/);
  assert.deepEqual(readInvitation(text), invitation);
});

test('a link to a room that everybody may enter has no invitation', () => {
  assert.equal(linkOf(ROOM, null, PAGE), `https://example.org/chat/?look=quiet#/r/${ROOM}`);
});

test('what was cut, lengthened or changed into other signs is no invitation', () => {
  const text = invitationText(invitation);
  for (let length = 0; length < text.length; length++) {
    assert.equal(readInvitation(text.slice(0, length)), null, `${length}`);
  }
  for (const wrong of [`${text}A`, ` ${text}`, text.replace(/.$/, '='), 'A'.repeat(100_000)]) {
    assert.equal(readInvitation(wrong), null, wrong.slice(0, 90));
  }
  const other = text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
  assert.equal(readInvitation(other), null, 'bits that nobody needs');
});

// RFC 8032, section 7.1, test 2.
test('an invitation’s key is that of its seed', async () => {
  const seed = bytes('0x4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const { publicKey, sign } = await invitationKey(seed);
  assert.equal(
    toHex(publicKey),
    '0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  );
  assert.equal(
    toHex(await sign(bytes('0x72'))),
    '0x92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  assert.equal(await verifyEd25519(publicKey, bytes('0x72'), await sign(bytes('0x72'))), true);
});
