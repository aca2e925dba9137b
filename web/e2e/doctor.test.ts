/** The connection doctor, with real servers. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import { faintTexts, focused, namelessRoles } from './stage/accessibility.ts';
import { PROFILE } from './stage/browser.ts';
import { Doctor } from './stage/doctor.ts';
import { Person, type Place } from './stage/person.ts';
import { TestServer } from './stage/server.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

/** IPv4, IPv6, keys, wallets and hosts: nothing of it is for others to read. */
const PRIVATE =
  /\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f]*:[0-9a-f]*|0x[0-9a-f]{6}|did:|localhost|candidate/i;

/** A server with flags of its own, and new profiles of this file's browser. */
async function placeOf(flags: readonly string[]): Promise<Place> {
  const server = await TestServer.start(flags);
  stage.atEnd(() => server.stop());
  return { server, profile: () => stage.profile() };
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

test('with the server’s own STUN and TURN all is well, and the text tells it without addresses', async () => {
  const room = stage.nextRoom();
  const permissions = [...(PROFILE.permissions ?? []), 'clipboard-read', 'clipboard-write'];
  const profile = await stage.profile({ permissions });
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile });
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  const doctor = await Doctor.calledBy(ana);
  await doctor.finds('Server', /✓.*by WebSocket.* ms/);
  await doctor.finds('STUN', /✓.*no NAT between/);
  await doctor.finds('Port mapping', /✓.*no NAT/);
  await doctor.finds('TURN by UDP', /✓.*carries data: open after .* ms/);
  await doctor.says(/reach you directly, and a relay \(TURN\) carries/);
  await doctor.finds('Bo', /directly, with no NAT.* ms; .* sent, .* received/);

  const text = await doctor.copies();
  assert.match(text, /reach you directly[\s\S]*✓ TURN by UDP[\s\S]*Person 1: directly/);
  assert.doesNotMatch(text, PRIVATE);
  assert.doesNotMatch(text, /Ana|Bo\b/);

  assert.deepEqual(await namelessRoles(ana.page), []);
  assert.deepEqual(await faintTexts(ana.page), []);
  await ana.page.keyboard.press('Escape');
  await doctor.dialog.waitFor({ state: 'hidden' });
  assert.equal(await focused(ana.page), 'Message');
});

test('the people list opens it too, and it can be tried again', async () => {
  const ana = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Ana' });
  const button = ana.page.getByRole('button', { name: 'Connection doctor' });
  await button.click();
  const dialog = ana.page.getByRole('dialog', { name: 'Connection doctor' });
  const again = dialog.getByRole('button', { name: 'Try again' });
  await again.click();
  await dialog.getByText('Trying your connections').waitFor();
  await dialog.getByText('Nothing need be done').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await focused(ana.page), 'Connection doctor');
});

test('a TURN server that refuses the credential is told from one that is not there', async () => {
  const turnPort = await freeUdpPort();
  await placeOf(['--turn-port', `${turnPort}`, '--turn-host', '127.0.0.1']);
  const wrong = { username: '9999999999:ana', credential: 'wrong' };
  const servers = [
    { urls: `turn:127.0.0.1:${turnPort}?transport=udp`, ...wrong },
    { urls: `turn:127.0.0.1:${await freeUdpPort()}?transport=tcp`, ...wrong },
  ];
  const place = await placeOf(['--turn', 'false', '--ice-servers', JSON.stringify(servers)]);
  const ana = await Person.inRoom(place, { room: 'here', name: 'Ana' });
  const doctor = await Doctor.calledBy(ana);
  await doctor.finds('TURN by UDP', /✕.*does not take the credential \(error 401\)/);
  await doctor.finds('TURN by TCP', /✕.*cannot be reached/);
  await doctor.says(/refuses this page\..*Reload the page/s);
});

test('a server that goes away is noticed while the doctor is open, and so is its return', async () => {
  const ana = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Ana' });
  const doctor = await Doctor.calledBy(ana);
  await doctor.says(/Nothing need be done/);
  await stage.stopServer();
  await doctor.finds('Server', /✕.*out of reach/);
  assert.deepEqual(await faintTexts(ana.page), []);
  await doctor.says(/cannot be reached.*invite people by hand/s);
  await doctor.dialog.getByRole('button', { name: 'Try again' }).click();
  await doctor.finds('STUN', /✕.*no answer/);
  await doctor.finds('TURN by UDP', /✕.*cannot be reached/);
  await doctor.says(/cannot be reached.*invite people by hand/s);
  await stage.restartServer();
  await doctor.finds('Server', /✓.*by/);
  await doctor.says(/Nothing need be done/);
});

test('what the doctor says can be read by light and in the dark', async () => {
  const profile = await stage.profile();
  await profile.addInitScript(() => {
    // The empty page that a window begins with has no storage.
    if (origin !== 'null') localStorage.setItem('tropichat', JSON.stringify({ theme: 'quiet' }));
  });
  const ana = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Ana', profile });
  await ana.hasStatus(/You are alone here/);
  const look = async () => {
    assert.deepEqual(await namelessRoles(ana.page), []);
    for (const colorScheme of ['light', 'dark'] as const) {
      await ana.page.emulateMedia({ colorScheme });
      await ana.page.locator(`html[data-theme=${colorScheme}]`).waitFor();
      assert.deepEqual(await faintTexts(ana.page), [], colorScheme);
    }
  };
  const doctor = await Doctor.calledBy(ana);
  await doctor.says(/Nothing need be done/);
  await look();
  await stage.stopServer();
  await doctor.says(/cannot be reached/);
  await look();
  await stage.restartServer();
});
