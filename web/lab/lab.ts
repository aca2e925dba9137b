import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestServer } from '../e2e/stage/server.ts';
import { Desk } from './browsers.ts';
import { Coturn } from './coturn.ts';
import { type IceSource, iceFlags } from './ice.ts';
import { Network, SERVER_ADDRESS, type Seat } from './net/network.ts';
import type { Line, Nat } from './net/router.ts';

/** The signaling server's: the only one that every router lets out. */
const SERVER_PORT = 443;

/** What a case wants of the laboratory. */
export interface Conditions {
  /** The router before Ana and Cleo, and the one before Bo. */
  readonly routers: readonly [Nat, Nat];
  readonly ice: IceSource;
}

export interface LabWish {
  /** Of both routers. */
  readonly line: Line;
  /** How long who stands still does. */
  readonly sleepSeconds: number;
}

/** The network, its servers, and people's browsers; all of it ends with this process at the latest. */
export class Lab {
  readonly network: Network;
  readonly url = `http://${SERVER_ADDRESS}:${SERVER_PORT}`;
  readonly sleepSeconds: number;
  readonly #line: Line;
  readonly #coturn: Coturn;
  readonly #folder: string;
  readonly #desks = new Map<Seat, Promise<Desk>>();
  #server: TestServer | null = null;
  #flags: readonly string[] = [];
  #rooms = 0;

  private constructor({ line, sleepSeconds }: LabWish) {
    this.#folder = mkdtempSync(join(tmpdir(), 'tropichat-lab-'));
    process.once('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
    this.#line = line;
    this.sleepSeconds = sleepSeconds;
    this.network = new Network(line.delayMillis);
    this.#coturn = new Coturn(this.#folder);
  }

  static async open(wish: LabWish): Promise<Lab> {
    const lab = new Lab(wish);
    await lab.network.start();
    await lab.#coturn.start(lab.network.services);
    return lab;
  }

  /** Sets routers and servers as a case wants them, and opens the browsers of those who take part. */
  async prepare({ routers, ice }: Conditions, seats: readonly Seat[]): Promise<Desk[]> {
    for (const [at, nat] of routers.entries()) this.network.routers[at]?.behave(nat, this.#line);
    this.#flags = ['--host', SERVER_ADDRESS, ...iceFlags(ice, this.#coturn)];
    await this.startServer();
    return Promise.all(seats.map((seat) => this.#desk(seat)));
  }

  /** A room that no other case is in. */
  nextRoom(): string {
    return `lab ${++this.#rooms}`;
  }

  /** Starts the signaling server; resolves once it listens. */
  async startServer(): Promise<void> {
    const { prefix } = this.network.services;
    this.#server = await TestServer.start(this.#flags, SERVER_PORT, prefix);
  }

  /** Ends the signaling server without a word. */
  async killServer(): Promise<void> {
    await this.#server?.kill();
    this.#server = null;
  }

  /** Ends a case: nobody is there any more. */
  async clear(): Promise<void> {
    const desks = await Promise.all(this.#desks.values());
    await Promise.all(desks.map((desk) => desk.clear()));
    await this.killServer();
  }

  async close(): Promise<void> {
    const desks = await Promise.all(this.#desks.values());
    await Promise.all(desks.map((desk) => desk.close()));
    await this.killServer();
    this.network.remove();
  }

  #desk(seat: Seat): Promise<Desk> {
    const known = this.#desks.get(seat);
    if (known) return known;
    const place = { url: this.url, keyHash: this.#coturn.keyHash, folder: this.#folder };
    const desk = Desk.open(this.network.seats[seat], seat, place);
    this.#desks.set(seat, desk);
    return desk;
  }
}
