/**
 * The laboratory's network. Addresses are those of RFC 5737 and RFC 1918; no interface is outside of the namespaces.
 *
 *   LAN 1: ana, cleo ── router 1 ──┐
 *                                  ├── public segment: server, coturn
 *   LAN 2: bo ───────── router 2 ──┤
 *                                  └── dora, whose computer has an address of its own
 */
import { LongCable } from './long-cable.ts';
import { Namespace } from './namespace.ts';
import { LAN, Router, WAN } from './router.ts';

export const SERVER_ADDRESS = '203.0.113.10';
export const COTURN_ADDRESS = '203.0.113.20';
const DORA_ADDRESS = '203.0.113.30';

/** Every address that people have outside is in here. */
export const PUBLIC_NETWORK = '203.0.113.0/24';

export type Seat = 'ana' | 'bo' | 'cleo' | 'dora';

const SEGMENT = 'segment';
const CARD = 'card';

export class Network {
  readonly services: Namespace;
  readonly #namespaces: Namespace[] = [];
  readonly #cables: LongCable[] = [];
  readonly seats: Readonly<Record<Seat, Namespace>>;
  readonly routers: readonly [Router, Router];

  constructor(delayMillis: number) {
    this.services = this.#namespace('services');
    bridge(this.services, SEGMENT);
    for (const address of [SERVER_ADDRESS, COTURN_ADDRESS]) {
      this.services.ip('address', 'add', `${address}/24`, 'dev', SEGMENT);
    }
    drain(this.services);
    const first = this.#home(1, delayMillis);
    const second = this.#home(2, delayMillis);
    this.routers = [first.router, second.router];
    this.seats = {
      ana: first.computer('ana', 2),
      cleo: first.computer('cleo', 3),
      bo: second.computer('bo', 2),
      dora: this.#outside(),
    };
  }

  /** Resolves once all of it carries packets. */
  async start(): Promise<void> {
    await Promise.all(this.#cables.map((cable) => cable.start()));
  }

  /** Removes it and ends what runs in it. */
  remove(): void {
    for (const namespace of this.#namespaces) namespace.remove();
  }

  #namespace(word: string): Namespace {
    const namespace = new Namespace(word);
    this.#namespaces.push(namespace);
    return namespace;
  }

  #home(number: number, delayMillis: number) {
    const lan = `192.168.${number}`;
    const outer = [`203.0.113.10${number}`, `203.0.113.11${number}`] as const;
    const namespace = this.#namespace(`router-${number}`);
    this.services.ip(...cable(`home-${number}`, WAN, namespace));
    this.#connect(`home-${number}`, delayMillis);
    start(namespace, WAN, outer[0]);
    drain(namespace);
    namespace.forwards();
    bridge(namespace, LAN);
    namespace.ip('address', 'add', `${lan}.1/24`, 'dev', LAN);
    return {
      router: new Router(namespace, outer),
      computer: (name: Seat, host: number): Namespace => {
        const computer = this.#namespace(name);
        namespace.ip(...cable(name, CARD, computer));
        plug(namespace, name, LAN);
        start(computer, CARD, `${lan}.${host}`);
        computer.ip('route', 'add', 'default', 'via', `${lan}.1`);
        return computer;
      },
    };
  }

  /** Plugs a home's cable into the segment, with a long one between where that takes its time. */
  #connect(home: string, delayMillis: number): void {
    if (delayMillis === 0) {
      plug(this.services, home, SEGMENT);
      return;
    }
    const cable = new LongCable(this.services, home, delayMillis);
    const [near, far] = cable.ends;
    bridge(this.services, `to-${home}`);
    plug(this.services, home, `to-${home}`);
    plug(this.services, near, `to-${home}`);
    plug(this.services, far, SEGMENT);
    this.#cables.push(cable);
  }

  #outside(): Namespace {
    const computer = this.#namespace('dora');
    this.services.ip(...cable('dora', CARD, computer));
    plug(this.services, 'dora', SEGMENT);
    start(computer, CARD, DORA_ADDRESS);
    // Chromium takes the interface that the default route names; nothing comes back by it.
    computer.ip('route', 'add', 'default', 'via', SERVER_ADDRESS);
    return computer;
  }
}

function bridge(namespace: Namespace, name: string): void {
  namespace.ip('link', 'add', 'name', name, 'type', 'bridge');
  namespace.ip('link', 'set', name, 'up');
}

/**
 * The rest of the internet: takes every packet and answers none. Where a route refused them instead, coturn would give up
 * a relay that was asked to send to a LAN's address.
 */
function drain(namespace: Namespace): void {
  namespace.ip('link', 'add', 'name', 'drain', 'type', 'veth', 'peer', 'name', 'sink');
  namespace.ip('link', 'set', 'sink', 'up');
  // Without ARP, packets are addressed to this end; the other end, which is not meant, drops them.
  namespace.ip('link', 'set', 'drain', 'arp', 'off', 'up');
  namespace.ip('route', 'add', 'default', 'dev', 'drain');
}

/** A cable between two namespaces, as `ip` wants it said. */
function cable(here: string, there: string, other: Namespace): readonly string[] {
  return ['link', 'add', 'name', here, 'type', 'veth', 'peer', 'name', there, 'netns', other.name];
}

function plug(namespace: Namespace, name: string, into: string): void {
  namespace.ip('link', 'set', name, 'master', into, 'up');
}

function start(namespace: Namespace, name: string, address: string): void {
  namespace.ip('address', 'add', `${address}/24`, 'dev', name);
  namespace.ip('link', 'set', name, 'up');
}
