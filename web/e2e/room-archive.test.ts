import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person } from './stage/person.ts';
import { loads, MESSAGES, openPanel, saved, spoken } from './stage/spoken.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

test('a room is saved as a file, and restored from it by somebody who meets nobody', async () => {
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  await ana.say('/nick Anna');
  await ana.seesNotice('Anna');
  const car = await saved(ana, 'Save as CAR file');
  const json = JSON.parse((await saved(ana, 'Save as JSON')).toString('utf8'));
  assert.deepEqual(
    json.messages.flatMap(({ text }: { text?: string }) => text ?? []),
    MESSAGES,
  );
  await ana.leave();

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await openPanel(bo);
  await loads(bo, car);
  // The new name is an entry as well.
  await bo.hasStatus('4 messages taken, 0 were here already.');
  for (const text of MESSAGES) await bo.reads(text);
  await bo.page.reload();
  await bo.isInRoom();
  for (const text of MESSAGES) await bo.reads(text);
});

test('of a damaged file everything sound is taken, and it is said what was not and why', async () => {
  const room = stage.nextRoom();
  const ana = await spoken(stage, room);
  const car = await saved(ana, 'Save as CAR file');
  await ana.leave();
  const changed = Buffer.from(car);
  changed.set(Buffer.from('SECOND'), changed.indexOf('second words'));

  const bo = await Person.inRoom(stage, { room, name: 'Bo' });
  await openPanel(bo);
  await loads(bo, changed);
  await bo.hasStatus(
    /2 messages taken, 0 were here already\. Refused: block baf\S+ has a wrong hash/,
  );
  await bo.reads('first words');
  await bo.reads('third words');
  assert.equal(await bo.log.getByText('SECOND words').count(), 0);

  await loads(bo, car.subarray(0, car.length - 10));
  await bo.hasStatus(/1 message taken, 1 were here already\. Refused: /);
  await loads(bo, Buffer.from('no CAR at all'));
  await bo.hasStatus(/0 messages taken, 0 were here already\. Refused: /);
});

test('a room of another name takes nothing from the file', async () => {
  const ana = await spoken(stage, stage.nextRoom());
  const car = await saved(ana, 'Save as CAR file');
  await ana.leave();
  const bo = await Person.inRoom(stage, { room: stage.nextRoom(), name: 'Bo' });
  await openPanel(bo);
  await loads(bo, car);
  await bo.hasStatus('Refused: 3 are no entries of this room.');
});
