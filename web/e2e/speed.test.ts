import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

const ROUNDS = 5;

/** Marks of the page's clock, Unix milliseconds, from the click on. */
interface Marks {
  clicked: number;
  connected: number;
  authenticated: number;
  negotiated: number;
  open: number;
  linked: number;
}

/** Runs in the page: notes when what happens on the way in. */
function watch(): void {
  const marks: Partial<Marks> = {};
  Object.assign(window, { marks });
  const mark = (name: keyof Marks) => {
    marks[name] = performance.timeOrigin + performance.now();
  };
  addEventListener(
    'click',
    ({ target }) => {
      if (target instanceof HTMLElement && target.innerText === 'Enter') mark('clicked');
    },
    { capture: true },
  );
  const { WebSocket: Original } = window;
  window.WebSocket = class extends Original {
    constructor(...address: ConstructorParameters<typeof Original>) {
      super(...address);
      this.addEventListener('open', () => mark('connected'));
      this.addEventListener('message', ({ data }) => {
        if (String(data).startsWith('42["authenticated"')) mark('authenticated');
      });
    }
  };
  const { createDataChannel: create } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.createDataChannel = function (...wish) {
    const channel = create.apply(this, wish);
    channel.addEventListener('open', () => mark('open'));
    this.addEventListener('signalingstatechange', () => {
      if (this.signalingState === 'stable') mark('negotiated');
    });
    return channel;
  };
  const observer = new MutationObserver(() => {
    if (document.querySelectorAll('.person.link-open').length < 2 || marks.linked) return;
    mark('linked');
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}

async function profile(): Promise<BrowserContext> {
  const context = await stage.profile();
  await context.addInitScript(watch);
  return context;
}

const median = (values: number[]): number =>
  values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

test('how long it takes from the click on “Enter” to open links with everyone in a room of three', async () => {
  const room = stage.nextRoom();
  const others = await Person.together(stage, room, 'Ana', 'Bo');
  const rounds: Marks[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const wish = { room, name: 'Coco', profile: await profile() };
    const coco = await Person.inRoom(stage, wish);
    await Promise.all([coco, ...others].map((person) => person.isLinkedWith(2)));
    rounds.push(await coco.page.evaluate(() => (window as unknown as { marks: Marks }).marks));
    await coco.leave();
    await Promise.all(others.map((person) => person.isLinkedWith(1)));
  }
  const steps = [
    ['connected to the server', 'connected', 'clicked'],
    ['signed in and let in', 'authenticated', 'connected'],
    ['descriptions exchanged', 'negotiated', 'authenticated'],
    ['last channel open', 'open', 'negotiated'],
    ['both verified and shown', 'linked', 'open'],
    ['in all', 'linked', 'clicked'],
  ] as const;
  console.log(`Entering a room of three, median of ${ROUNDS} (a goal, not a gate: 500 ms in all):`);
  for (const [words, to, from] of steps) {
    const millis = median(rounds.map((marks) => marks[to] - marks[from]));
    assert.ok(Number.isFinite(millis), words);
    console.log(`${words.padEnd(26)} ${millis.toFixed(0).padStart(6)} ms`);
  }
});
