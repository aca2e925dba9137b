import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM, FLAGS } from './stage/browser.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

/** A burst: all of them are on their way to the disk when the browser dies. */
const MESSAGES = 40;

interface Running {
  readonly process: ChildProcess;
  readonly browser: Browser;
}

/** Starts a browser of its own, which can be killed, on a profile that outlives it. */
async function start(profile: string): Promise<Running> {
  const flags = [...FLAGS, '--headless', `--user-data-dir=${profile}`, '--remote-debugging-port=0'];
  const process = spawn(CHROMIUM, flags, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  stage.atEnd(() => kill(process));
  // Chromium says where it listens.
  for await (const line of createInterface({ input: process.stderr })) {
    const [, port] = line.match(/DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/) ?? [];
    if (port === undefined) continue;
    return { process, browser: await chromium.connectOverCDP(`http://127.0.0.1:${port}`) };
  }
  throw new Error('Chromium ended before it listened');
}

/** Kills the browser with all its processes, as SIGKILL does: nobody is asked. */
async function kill(browser: ChildProcess): Promise<void> {
  if (browser.exitCode !== null || browser.signalCode !== null || !browser.pid) return;
  const over = once(browser, 'exit');
  process.kill(-browser.pid, 'SIGKILL');
  await over;
}

test('a browser that is killed has lost nothing that it showed as kept', async () => {
  const room = stage.nextRoom();
  const profile = await mkdtemp(join(tmpdir(), 'tropichat-kill-'));
  // A killed browser's processes end one after the other, and may write until they do.
  stage.atEnd(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  const first = await start(profile);
  const [context] = first.browser.contexts();
  assert.ok(context);
  const ana = await Person.inRoom(stage, { room, name: 'Ana', profile: context });
  for (let number = 0; number < MESSAGES; number++) await ana.say(`number ${number}.`);
  const shown = ana.log.getByRole('article').filter({ hasText: 'Kept here' }).locator('.text');
  await shown.first().waitFor();
  const kept = await shown.allTextContents();
  await kill(first.process);

  const second = await start(profile);
  const [again] = second.browser.contexts();
  assert.ok(again);
  const back = await Person.inRoom(stage, { room, name: 'Ana', profile: again });
  await back.reads('number 0.');
  const texts = await back.log.locator('.text').allTextContents();
  // It writes to the profile for as long as it runs.
  await kill(second.process);
  assert.ok(kept.length > 0);
  assert.deepEqual(
    kept.filter((text) => !texts.includes(text)),
    [],
  );
});
