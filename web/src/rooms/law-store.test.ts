import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cidOf } from '../history/places.ts';
import { sha256 } from '../keys/hashes.ts';
import { forgetLaw, keptEpochs, LawStore, putSavedEpoch, type Rule } from './law-store.ts';

const state = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function rule(text: string): Rule {
  const block = state(text);
  return { id: cidOf(sha256(block)), account: new Uint8Array(20), block, arrivedMillis: 1 };
}

test('rules come back in the order in which they were stored, each once', async () => {
  const store = new LawStore('rules', 'did:key:zAna');
  const rules = ['one', 'two', 'three', 'four'].map(rule);
  for (const each of rules) store.putRule(each);
  assert.deepEqual((await store.kept()).rules, rules);
  assert.deepEqual((await new LawStore('rules', 'did:key:zBen').kept()).rules, rules);
  assert.deepEqual((await new LawStore('elsewhere', 'did:key:zAna').kept()).rules, []);
});

test('an epoch’s newest state counts, and the oldest epoch comes first', async () => {
  const store = new LawStore('epochs', 'did:key:zAna');
  await store.putEpoch('first', state('1'));
  await store.putEpoch('second', state('2'));
  await store.putEpoch('first', state('1, later'));
  assert.deepEqual((await store.kept()).epochs, [state('1, later'), state('2')]);
  await store.putEpoch('first', null);
  assert.deepEqual((await store.kept()).epochs, [state('2')]);
});

test('a session has its own states, and else those of another in this browser', async () => {
  const [ana, ben] = [new LawStore('two', 'did:key:zAna'), new LawStore('two', 'did:key:zBen')];
  await ana.putEpoch('epoch', state('as Ana has it'));
  assert.deepEqual((await ben.kept()).epochs, [state('as Ana has it')]);
  await ben.putEpoch('epoch', state('as Ben has it'));
  assert.deepEqual((await ben.kept()).epochs, [state('as Ben has it')]);
  assert.deepEqual((await ana.kept()).epochs, [state('as Ana has it')]);
  await ben.putEpoch('epoch', null);
  assert.deepEqual((await ana.kept()).epochs, []);
});

test('a saved epoch takes no place of one that is here', async () => {
  const ana = new LawStore('saved', 'did:key:zAna');
  await ana.putEpoch('here', state('newer'));
  for (const id of ['here', 'there']) {
    await putSavedEpoch('saved', { id, sinceMillis: 1, state: state('saved') });
  }
  assert.deepEqual((await ana.kept()).epochs, [state('saved'), state('newer')]);
});

test('what was deleted stays deleted, whatever the room still says', async () => {
  const store = new LawStore('deleted', 'did:key:zAna');
  store.putRule(rule('one'));
  await store.putEpoch('epoch', state('1'));
  store.close();
  await forgetLaw('deleted');
  store.putRule(rule('two'));
  await store.putEpoch('epoch', state('2'));
  assert.deepEqual(await store.kept(), { rules: [], epochs: [] });
  assert.deepEqual(await keptEpochs('deleted', ''), []);
});
