import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, readDraft } from './commands.ts';

const say = (text: string, action = false) => ({ type: 'say', text, action });

test('words are said as they are, without the space around them', () => {
  assert.deepEqual(readDraft('  hello\nthere '), say('hello\nthere'));
  assert.deepEqual(readDraft(' \n '), { type: 'nothing' });
});

test('each command is read, in any case', () => {
  assert.deepEqual(readDraft('/help'), { type: 'help' });
  assert.deepEqual(readDraft('/CLEAR'), { type: 'clear' });
  assert.deepEqual(readDraft('/doctor'), { type: 'doctor' });
  assert.deepEqual(readDraft('/me dances\ntwice'), say('dances\ntwice', true));
  assert.deepEqual(readDraft('/shrug'), say('¯\\_(ツ)_/¯'));
  assert.deepEqual(readDraft('/shrug who knows'), say('who knows ¯\\_(ツ)_/¯'));
  assert.deepEqual(readDraft('/nick  Coco Nut'), { type: 'nick', name: 'Coco Nut' });
  assert.deepEqual(readDraft('/color Coral'), { type: 'color', color: '#ff6f61' });
  assert.deepEqual(readDraft('/color #ABC'), { type: 'color', color: '#aabbcc' });
});

test('what a command lacks is asked for', () => {
  for (const draft of ['/me', '/nick ', '/color', '/color nice', '/color #12']) {
    assert.equal(readDraft(draft).type, 'mistake', draft);
  }
});

test('an unknown command is named, and is not sent', () => {
  const draft = readDraft('/dance now');
  assert.ok(draft.type === 'mistake');
  assert.match(draft.text, /no command \/dance\..*\/help.*\/\/dance/);
  assert.equal(readDraft('/').type, 'mistake');
});

test('two slashes stand for one that is meant', () => {
  assert.deepEqual(readDraft('//help'), say('/help'));
});

test('every command has its help', () => {
  for (const { name, help } of COMMANDS) assert.ok(name && help);
});
