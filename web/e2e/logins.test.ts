import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Person } from './stage/person.ts';
import { appClaim, guideClaim, guideText, NodeSession, RawClient } from './stage/raw-client.ts';
import { Stage } from './stage/stage.ts';
import { Account } from './stage/wallet.ts';

const stage = Stage.forFile();

const clients: RawClient[] = [];

async function connect(): Promise<RawClient> {
  const client = await RawClient.connect(stage.server.url);
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

test('a challenge is good once, and on its own connection only', async () => {
  const [account, room] = [new Account(), stage.nextRoom()];
  const [one, other, session] = [await connect(), await connect(), await NodeSession.make()];
  const foreign = await one.challenge();
  await other.challenge();
  const borrowed = await other.authenticate(await appClaim(account, session, foreign, room));
  assert.equal(borrowed.code, 'signature_invalid', "it proves another connection's challenge");

  const spent = await other.challenge();
  const claim = await appClaim(account, session, spent, room);
  assert.equal((await other.authenticate({ ...claim, room: '' })).code, 'room_invalid');
  assert.equal((await other.authenticate(claim)).code, 'nonce_invalid', 'it is used up');
  assert.match((await other.authenticate(claim)).message ?? '', /try again/);

  const fresh = await other.challenge();
  const answer = await other.authenticate(await appClaim(account, session, fresh, room));
  assert.ok(answer.id);
  assert.equal((await other.authenticate(claim)).code, 'already_in');
});

test('a session that comes back takes the place of a connection not known to be dead yet', async () => {
  const [account, room] = [new Account(), stage.nextRoom()];
  const [one, other, session] = [await connect(), await connect(), await NodeSession.make()];
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  await one.authenticate(await appClaim(account, session, await one.challenge(), room));
  await ana.members('Raw').waitFor();
  const ends = one.hears('disconnect');
  const answer = await other.authenticate(
    await appClaim(account, session, await other.challenge(), room),
  );
  assert.equal(answer.peers?.length, 2, 'Ana and the session, which is there once');
  assert.equal(await ends, 'io server disconnect', 'a client does not come back after that');
  await Person.inRoom(stage, { room, name: 'Bo' });
  await ana.members('Bo').getByText('linked directly').waitFor();
  assert.equal(await ana.members('Raw').count(), 1);
  assert.equal(await ana.log.getByText('left').count(), 0, 'nobody seemed to leave');
});

test('without a session key, only the signed challenge itself is good', async () => {
  const [account, room, client] = [new Account(), stage.nextRoom(), await connect()];
  const session = await NodeSession.make();
  const stale = await client.challenge();
  const { did, proof, ...claim } = await appClaim(account, session, stale, room);
  assert.ok(did && proof);
  await client.challenge();
  assert.equal((await client.authenticate(claim)).code, 'nonce_invalid');
});

test("the guide's form is good once, for its own wallet, and for minutes", async () => {
  const [account, room] = [new Account(), stage.nextRoom()];
  const [one, other] = [await connect(), await connect()];
  const claim = guideClaim(account, room);
  assert.ok((await one.authenticate(claim)).id);
  assert.equal((await other.authenticate(claim)).code, 'replayed');
  const foreign = { ...guideClaim(account, room), walletAddress: new Account().address };
  assert.equal((await other.authenticate(foreign)).code, 'address_mismatch');
  const old = guideText(account.address, Date.now() - 6 * 60_000);
  assert.equal((await other.authenticate(guideClaim(account, room, old))).code, 'expired');
  const early = guideText(account.address, Date.now() + 6 * 60_000);
  assert.equal((await other.authenticate(guideClaim(account, room, early))).code, 'not_yet_valid');
  const forged = { ...claim, signature: new Account().sign(guideText(account.address)) };
  assert.equal((await other.authenticate(forged)).code, 'signature_invalid');
});

test('who does not sign is not let in', async () => {
  const [account, client] = [new Account(), await connect()];
  const { message, signature, ...claim } = guideClaim(account, stage.nextRoom());
  assert.ok(message && signature);
  const answer = await client.authenticate(claim);
  assert.equal(answer.code, 'signature_required');
  assert.match(answer.message ?? '', /sign the login message with your wallet/);
});

test('a page that claims a session key it does not have is not let in, and nobody hears of it', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const [account, session, client] = [new Account(), await NodeSession.make(), await connect()];
  const challenge = await client.challenge();
  const { proof, ...unproven } = await appClaim(account, session, challenge, room);
  assert.equal((await client.authenticate(unproven)).code, 'session_invalid');
  const again = await client.challenge();
  const liar = await NodeSession.make();
  const wrong = { ...unproven, proof: await liar.prove(again) };
  assert.equal((await client.authenticate(wrong)).code, 'signature_invalid');
  assert.ok(proof);

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  assert.equal(await ana.log.getByText('Raw').count(), 0);
});

test("a page that speaks only the guide's events is shown as one that cannot be talked with", async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const client = await connect();
  const { peers = [], id } = await client.authenticate(guideClaim(new Account(), room));
  assert.deepEqual(
    peers.filter((peer) => peer.id !== id).map(({ username }) => username),
    ['Ana'],
  );
  await ana.seesNotice('Guide came in');
  const item = ana.members('Guide');
  await item.getByText('speaks another version').waitFor();
  await item.getByText('you can see each other, but not talk').waitFor();
  await item.getByText('unverified').waitFor();

  // Signals that make no sense to the app do no harm.
  const target = peers.find((peer) => peer.id !== id)?.id;
  const nonsense = [null, 'x', { type: 'offer', sdp: 'v=0' }, { candidate: {} }, [1, 2]];
  for (const signal of nonsense) client.socket.emit('signal', { peerId: target, signal });
  client.close();
  await ana.seesNotice('Guide left');
  await ana.isAlone();
});

test('signals of one who knows the protocol but not the key end in a refused link', async () => {
  const room = stage.nextRoom();
  const ana = await Person.inRoom(stage, { room, name: 'Ana' });
  const [account, session, client] = [new Account(), await NodeSession.make(), await connect()];
  const challenge = await client.challenge();
  const { id, peers = [] } = await client.authenticate(
    await appClaim(account, session, challenge, room),
  );
  const target = peers.find((peer) => peer.id !== id)?.id;
  await ana.members('Raw').getByText('connecting…').waitFor();
  client.socket.emit('signal', {
    peerId: target,
    signal: { type: 'offer', sdp: 'nonsense', instance: 'x', attempt: 1 },
  });
  await ana.members('Raw').getByText('out of reach').waitFor();
  await ana.members('Raw').getByText('The connection broke').waitFor();
  client.close();
  await ana.isAlone();
});
