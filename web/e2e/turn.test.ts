/** The embedded TURN server carries people whose browsers can reach nothing else. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathsTaken, relayOnly, watchConnections } from './stage/connections.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

async function relayed(room: string, name: string): Promise<Person> {
  const profile = await stage.profile();
  await relayOnly(profile);
  await watchConnections(profile);
  return Person.inRoom(stage, { room, name, profile });
}

function counted(metrics: string, name: string): number {
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(metrics)?.[1]);
}

test('two people talk through the server that they came by, from relay to relay', async () => {
  const room = stage.nextRoom();
  const ana = await relayed(room, 'Ana');
  const bo = await relayed(room, 'Bo');
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  await ana.say('Can you hear me?');
  await bo.reads('Can you hear me?');
  await bo.say('Through the palm trees');
  await ana.reads('Through the palm trees');
  assert.deepEqual(await pathsTaken(ana.page), ['relay relay']);
  const metrics = await stage.server.metrics();
  assert.ok(counted(metrics, 'tropichat_turn_allocations') >= 2, 'both have a relay');
  assert.ok(counted(metrics, 'tropichat_turn_packets_total') > 10, 'what they say goes through it');
});
