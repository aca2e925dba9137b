import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';
import { InjectedWallet } from './stage/wallet.ts';

const stage = Stage.forFile();

/** Somebody with a browser wallet; whoever is there is linked with them. */
async function withWallet(room: string, name: string): Promise<[Person, InjectedWallet]> {
  const profile = await stage.profile();
  const wallet = await InjectedWallet.into(profile);
  return [await Person.inRoom(stage, { room, name, profile, wallet: wallet.name }), wallet];
}

test('who leaves is gone for the others, and back at the entrance', async () => {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  await bo.leave();
  await ana.seesNotice('Bo left');
  await ana.isAlone();
  assert.equal(await bo.page.title(), 'TropiChat');
  await bo.enter();
  await ana.seesNotice('Bo came in');
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
});

test('who closes the window is gone for the others', async () => {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  await bo.page.close();
  await ana.seesNotice('Bo left');
  await ana.isAlone();
});

test('a reload leads back as the same person without asking the wallet again', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const [bo, wallet] = await withWallet(room, 'Bo');
  await ana.isLinkedWith(1);
  const account = await ana
    .members('Bo')
    .getByRole('button', { name: 'Copy 0x' })
    .getAttribute('title');

  await bo.page.reload();
  await bo.isInRoom();
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await bo.say('back again');
  await ana.reads('back again');

  assert.equal(wallet.signed.length, 1, 'the wallet signed once, before the reload');
  assert.equal(wallet.asked.filter((method) => method === 'eth_requestAccounts').length, 1);
  assert.equal(await ana.members('Bo').count(), 1);
  assert.equal(
    await ana.members('Bo').getByRole('button', { name: 'Copy 0x' }).getAttribute('title'),
    account,
  );
  await ana.members('Bo').getByText('verified', { exact: true }).waitFor();
});

test('when the server comes back everybody enters again by themselves', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const [bo, wallet] = await withWallet(room, 'Bo');
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);

  await stage.stopServer();
  await Promise.all([ana, bo].map((person) => person.hasStatus('server out of reach')));
  await stage.restartServer();
  await Promise.all([ana, bo].map((person) => person.hasStatus('connected')));

  const cleo = await Person.inRoom(stage, { room, name: 'Cleo' });
  await Promise.all([ana, bo, cleo].map((person) => person.isLinkedWith(2)));
  await cleo.say('what did I miss?');
  await Promise.all([ana, bo].map((person) => person.reads('what did I miss?')));
  assert.equal(wallet.signed.length, 1, 'the wallet signed once, before the restart');
  assert.equal(await ana.log.getByText('left').count(), 0, 'nobody seemed to leave');
});

test('a server that cannot be reached is told of at the entrance', async () => {
  const ana = await Person.atEntrance(stage, { room: stage.nextRoom(), name: 'Ana' });
  await stage.stopServer();
  await ana.pressEnterButton();
  await ana.isTold('The server that introduces people cannot be reached.');
  await stage.restartServer();
  await ana.enter();
});

test('another address leads to another room, by the link of the room too', async () => {
  const [here, there] = [stage.nextRoom(), stage.nextRoom()];
  const [ana, bo] = await Person.together(stage, here, 'Ana', 'Bo');
  assert.ok(ana && bo);
  const cleo = await Person.inRoom(stage, { room: there, name: 'Cleo' });
  await bo.page.goto(cleo.page.url());
  await ana.seesNotice('Bo left');
  await Promise.all([bo.isLinkedWith(1), cleo.isLinkedWith(1)]);
  await bo.say('nice here');
  await cleo.reads('nice here');
  assert.equal(await ana.log.getByText('nice here').count(), 0);
});

test('a connection that breaks is made anew by itself', async () => {
  const room = stage.nextRoom();
  const profile = await stage.profile();
  await profile.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    Object.assign(window, { connections });
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  });
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile });
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await ana.page.evaluate(() => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    for (const connection of connections) connection.close();
  });
  await bo.members('Ana').getByText('out of reach').waitFor();
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await bo.say('can you hear me?');
  await ana.reads('can you hear me?');
  assert.equal(await bo.log.getByText('left').count(), 0);
});

test('where WebSockets are blocked people enter all the same', async () => {
  stage.excuse(/WebSocket connection to/);
  const room = stage.nextRoom();
  const profile = await stage.profile();
  await profile.addInitScript(() => {
    // As behind a proxy that knows no WebSocket: the connection is refused.
    window.WebSocket = class extends WebSocket {
      constructor(_url: string | URL) {
        super('ws://localhost:1/');
      }
    };
  });
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile });
  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await ana.say('by the back door');
  await bo.reads('by the back door');
  await ana.leave();
  await bo.seesNotice('Ana left');
});
