/**
 * One page that relays: core and its driver as the page has them, with five links in a large room. What comes in over
 * one of them must go out over each of the others, once and in order. Prints figures, `name=value` a line.
 *
 *   node run.mjs --text-bytes 50 --rate 1000 --count 20000     at a fixed rate; without --rate as fast as it goes
 */
import { webcrypto } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { memoryStore } from '../../web/src/history/room-store.ts';
import { loadVerifyAccount } from '../../web/src/keys/later.ts';
import { createSealingKey } from '../../web/src/keys/sealing.ts';
import { PeerDriver } from '../../web/src/session/peer-driver.ts';
import { End } from './ends.mjs';
import { hop, prepare, ROOM } from './entries.mjs';

const ROOM_MEMBERS = 10_000;

/** The relay's links beside the one over which everything comes (PartialView.ACTIVE is five). */
const RECEIVERS = 4;

/** Entries that the page keeps, in memory: Node has no IndexedDB. */
const ENTRIES_MAX = 10_000;

/** So many that none exceeds its rate, and so few that each is told of once (Link.TOLD_MAX). */
const AUTHORS = 500;

/** Go first, as fast as they can, and do not count: all profiles come along with them, and the engine compiles. */
const WARM_UP = 5_000;

/** Not yet out, where it goes as fast as it can: enough to keep the crypto threads supplied. */
const UNDER_WAY = 64;

/** What is not out so long after the last was due is backlog. */
const GRACE_MILLIS = 50;

const RUN_MILLIS_MAX = 300_000;

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function keysOf() {
  const pair = await webcrypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  const publicKey = new Uint8Array(await webcrypto.subtle.exportKey('raw', pair.publicKey));
  const sign = async (message) => new Uint8Array(await webcrypto.subtle.sign('Ed25519', pair.privateKey, message));
  const [sealing, device, verifyAccount] = await Promise.all([createSealingKey(), createSealingKey(), loadVerifyAccount()]);
  return { session: { publicKey, sign, sealing: device }, sealing, verifyAccount };
}

class Relay {
  #fragments;
  #feed = new End('feed', () => fault('an entry went back to where it came from'));
  #sent;
  handed = 0;
  out = 0;
  shown = 0;
  onOut = () => {};

  constructor(fragments) {
    this.#fragments = fragments;
    this.#sent = new Uint8Array(fragments.length);
  }

  /** Opens the links. */
  async open() {
    const open = new Set();
    const config = { room: ROOM, domains: [], wallet: `0x${'0'.repeat(40)}`, delegation: null, meshMembers: 2 };
    const profile = { name: 'Relay', color: '#00ff88', entriesMax: ENTRIES_MAX, charter: null, chain: null };
    const driver = new PeerDriver({ ...config, ...profile }, await keysOf(), null, memoryStore(ENTRIES_MAX), {
      hear: (event) => {
        if (event.type === 'message') this.shown++;
        else if (event.member?.link === 'open') open.add(event.member.did);
      },
      said: () => {},
      came: () => {},
      kept: () => {},
    });
    driver.entered({ id: 'relay', others: [], size: ROOM_MEMBERS, iceServers: [], relayBytesPerSecond: null });
    const ends = [this.#feed, ...Array.from({ length: RECEIVERS }, (_, i) => this.#receiver(`receiver ${i}`))];
    for (const { name, did } of ends) {
      driver.take((peer, now) => peer.signalReceived(name, did, name, 1, 'offer', false, name, 0, null, false, now));
    }
    while (open.size < ends.length) await pause(10);
  }

  #receiver(name) {
    let next = 0;
    return new End(name, (fragment) => {
      const expected = next < this.handed && this.#fragments[next];
      if (!expected || expected.compare(fragment) !== 0) fault(`${name} was sent another entry than number ${next}`);
      if (++this.#sent[next] === RECEIVERS) {
        this.out++;
        this.onOut(next);
      }
      next++;
    });
  }

  get count() {
    return this.#fragments.length;
  }

  handIn() {
    const fragment = this.#fragments[this.handed++];
    this.#feed.send(fragment);
    // The page has copied it. From now on it is what must come out.
    hop(fragment);
  }

  /** Throws where not all was sent to everybody and shown. */
  check() {
    const { count, out, shown } = this;
    if (out !== count || shown !== count) fault(`of ${count} entries ${out} went out, ${shown} were shown`);
  }
}

function fault(what) {
  throw new Error(what);
}

/** From its making on: time, how busy the event loop was, and processor time of all threads. */
class Watch {
  #startedAt = performance.now();
  #loop = performance.eventLoopUtilization();
  #cpu = process.cpuUsage();

  read() {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const { user, system } = process.cpuUsage(this.#cpu);
    const cpuSeconds = (user + system) / 1e6;
    const loopShare = performance.eventLoopUtilization(this.#loop).utilization;
    return { seconds, cpuSeconds, loopShare };
  }
}

/** Hands in all up to number `end`, others as soon as some have come out; resolves once all have. */
function rush(relay, end) {
  return new Promise((resolve) => {
    let planned = false;
    const topUp = () => {
      planned = false;
      while (relay.handed < end && relay.handed - relay.out < UNDER_WAY) relay.handIn();
    };
    relay.onOut = () => {
      if (relay.out === end) resolve();
      if (!planned) setImmediate(topUp);
      planned = true;
    };
    topUp();
  });
}

/** Each entry is handed in when it is due, and counts from then, however late that was. */
async function atRate(relay, perSecond) {
  const delays = [];
  const startAt = performance.now();
  const dueAt = (index) => startAt + ((index - WARM_UP) / perSecond) * 1000;
  relay.onOut = (index) => delays.push(performance.now() - dueAt(index));
  const watch = new Watch();
  while (relay.handed < relay.count) {
    await pause(1);
    while (relay.handed < relay.count && dueAt(relay.handed) <= performance.now()) relay.handIn();
  }
  const { seconds, cpuSeconds, loopShare } = watch.read();
  await pause(dueAt(relay.count - 1) + GRACE_MILLIS - performance.now());
  const backlog = relay.count - relay.out;
  while (relay.out < relay.count) await pause(1);
  delays.sort((a, b) => a - b);
  const quantile = (share) => delays[Math.ceil(share * delays.length) - 1];
  return {
    delayP50Millis: quantile(0.5),
    delayP99Millis: quantile(0.99),
    delayMaxMillis: quantile(1),
    backlog,
    loopShare,
    cpuShare: cpuSeconds / seconds,
  };
}

async function asFastAsItGoes(relay) {
  const watch = new Watch();
  await rush(relay, relay.count);
  const { seconds, cpuSeconds, loopShare } = watch.read();
  const counted = relay.count - WARM_UP;
  return { entriesPerSecond: counted / seconds, entriesPerCpuSecond: counted / cpuSeconds, loopShare };
}

const { values } = parseArgs({
  options: { 'text-bytes': { type: 'string' }, rate: { type: 'string' }, count: { type: 'string' } },
});
const relay = new Relay(prepare(WARM_UP + Number(values.count), AUTHORS, Number(values['text-bytes'])));
setTimeout(() => fault(`after ${relay.out} entries it took too long`), RUN_MILLIS_MAX);
await relay.open();
await rush(relay, WARM_UP);
const figures = await (values.rate ? atRate(relay, Number(values.rate)) : asFastAsItGoes(relay));
relay.check();
for (const [name, value] of Object.entries(figures)) console.log(`${name}=${value}`);
process.exit(0);
