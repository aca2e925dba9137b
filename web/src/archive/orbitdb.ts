/// <reference path="./orbitdb-core.d.ts" />
import { gossipsub } from '@libp2p/gossipsub';
import {
  createOrbitDB,
  type Database,
  IPFSAccessController,
  isValidAddress,
  type LogEntry,
  type OrbitDB,
} from '@orbitdb/core';
import { BATCHES_MAX, readSealed } from './blocks.ts';
import type { Archive, SealedBatch } from './contract.ts';
import { ORBITDB_DIRECTORY } from './databases.ts';
import { PageNode, PEER_PATIENCE_MILLIS } from './page-node.ts';
import { count, quote, trouble, wordsOf } from './words.ts';

/** The largest batch: gossip carries an entry in one message, which peers take up to 1 MiB. */
const BATCH_BYTES_MAX = 524_288;

/** Writers of one database: each is listed in a block that every peer reads first. */
const WRITERS_MAX = 1_000;

export interface OrbitdbOptions {
  /** The room; each has a database, and this browser a key of its own to write to it. */
  readonly room: string;
  /** The database's address, /orbitdb/…; without it a new one is made. */
  readonly address?: string | undefined;
  /** Multiaddresses of OrbitDB nodes that keep the database: /dns4/…/tcp/443/wss/p2p/…. No others are asked. */
  readonly peers: readonly string[];
  /**
   * Who may write, by {@link OrbitdbArchive.writer}, besides this browser; null where the rules are enough that the
   * database has from whoever made it.
   */
  readonly writers: readonly string[] | null;
  readonly patienceMillis?: number;
}

/** An archive whose cursor says only which batch was the newest: merged logs have no end to go on from. */
export interface OrbitdbArchive extends Archive {
  /** Where others find the database. */
  readonly address: string;
  /** What this browser has to be listed as among the writers. */
  readonly writer: string;
}

/** An OrbitDB database with a sealed batch in each entry, replicated with the peers while the page is open. */
export async function orbitdbArchive(options: OrbitdbOptions): Promise<OrbitdbArchive> {
  const { address, patienceMillis = PEER_PATIENCE_MILLIS } = options;
  if (address !== undefined && !isValidAddress(address)) {
    throw trouble(
      'The archive was not opened',
      `"${quote(address)}" is not an address of OrbitDB`,
      'It looks like /orbitdb/zdpu….',
    );
  }
  const node = await PageNode.start(options.peers, patienceMillis, { pubsub: gossipsub() });
  const endings: (() => Promise<void>)[] = [() => node.stop()];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const orbitdb = await createOrbitDB({
      ipfs: node.helia,
      id: options.room,
      directory: ORBITDB_DIRECTORY,
    });
    endings.push(() => orbitdb.stop());
    // A database that is new has to be known here before anybody is called.
    if (address !== undefined) await node.connect();
    const database = await openDatabase(orbitdb, options, patienceMillis);
    return new OpenDatabase(node, orbitdb, database, options, patienceMillis, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function openDatabase(
  orbitdb: OrbitDB,
  { room, address, writers }: OrbitdbOptions,
  patienceMillis: number,
): Promise<Database> {
  if (address === undefined) {
    const write = [...new Set([orbitdb.identity.id, ...(writers ?? [])])].slice(0, WRITERS_MAX);
    return orbitdb.open(room, { sync: false, AccessController: IPFSAccessController({ write }) });
  }
  try {
    const signal = AbortSignal.timeout(patienceMillis);
    return await orbitdb.open(address, { sync: false, signal });
  } catch (error) {
    throw trouble(
      'The OrbitDB database was not opened',
      `no peer gave what it begins with: ${quote(wordsOf(error))}`,
      'Check its address, and that a peer keeps it.',
    );
  }
}

class OpenDatabase implements OrbitdbArchive {
  readonly kind = 'orbitdb';
  readonly address: string;
  readonly writer: string;
  readonly close: () => Promise<void>;
  readonly #node: PageNode;
  readonly #orbitdb: OrbitDB;
  readonly #database: Database;
  readonly #writers: ReadonlySet<string> | null;
  readonly #patienceMillis: number;
  /** Writers whose entries the database's own rules kept out. */
  readonly #keptOut = new Set<string>();
  /** What those entries follow: it may be the room's own, and peers name only the newest. At most BATCHES_MAX. */
  readonly #behind = new Set<string>();
  #syncing: Promise<void> | null = null;
  #joined = false;

  constructor(
    node: PageNode,
    orbitdb: OrbitDB,
    database: Database,
    { writers }: OrbitdbOptions,
    patienceMillis: number,
    close: () => Promise<void>,
  ) {
    this.address = database.address;
    this.writer = orbitdb.identity.id;
    this.close = close;
    this.#node = node;
    this.#orbitdb = orbitdb;
    this.#database = database;
    this.#writers = writers === null ? null : new Set([...writers, this.writer]);
    this.#patienceMillis = patienceMillis;
    this.#watch();
  }

  async append(batch: SealedBatch): Promise<string> {
    if (batch.car.length > BATCH_BYTES_MAX) {
      throw trouble(
        'The batch was not stored in OrbitDB',
        `it has more than ${BATCH_BYTES_MAX} bytes`,
        'Batches of about 50 messages fit.',
      );
    }
    await this.#sync();
    try {
      await this.#database.add(batch.car);
    } catch (error) {
      throw trouble(
        'The batch was not stored in OrbitDB',
        quote(wordsOf(error)),
        'If this browser is not among the writers, one of them has to make a new database with it.',
      );
    }
    return batch.root;
  }

  /** All batches, whatever the cursor: others' may have been merged in before it. */
  async *since(_cursor: string | null): AsyncGenerator<SealedBatch> {
    const refused: string[] = [];
    const refuse = (why: unknown) => refused.push(wordsOf(why));
    await this.#sync().catch(refuse);
    await this.#joinBehind().catch(refuse);
    for (const hash of await this.#hashes(refuse)) {
      const batch = await this.#batch(hash, refuse);
      if (batch !== null) yield batch;
    }
    for (const writer of this.#keptOut) refuse(foreign(writer));
    if (refused.length === 0) return;
    throw trouble(
      'Not everything was taken from the OrbitDB database',
      `${count(refused.length, 'problem')}, the first: ${refused[0]}`,
      'What is valid was kept.',
    );
  }

  /** Waits until a peer has told what it has. */
  async #sync(): Promise<void> {
    await this.#node.connect();
    this.#syncing ??= this.#database.sync.start();
    await this.#syncing;
    const { events, peers } = this.#database;
    if (this.#joined && peers.size > 0) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        events.off('join', joined);
        reject(
          trouble(
            'No peer has this OrbitDB database',
            'none has joined it in time',
            'Check its address, and that a peer keeps it.',
          ),
        );
      }, this.#patienceMillis);
      const joined = () => {
        clearTimeout(timer);
        resolve();
      };
      events.once('join', joined);
    });
  }

  /** OrbitDB tells nobody of what it keeps out, and of errors only who listens. */
  #watch(): void {
    const { access, events } = this.#database;
    const canAppend = access.canAppend.bind(access);
    access.canAppend = async (entry) => {
      const allowed = await canAppend(entry);
      if (!allowed && this.#keptOut.size < WRITERS_MAX) {
        this.#keptOut.add(await this.#writerOf(entry));
      }
      if (!allowed) this.#noteBehind(entry);
      return allowed;
    };
    events.on('join', () => {
      this.#joined = true;
    });
    // A peer that went away; whoever reads or writes next hears of it.
    events.on('error', () => {});
  }

  #noteBehind({ next, refs }: LogEntry): void {
    for (const hash of [...next, ...refs]) {
      if (this.#behind.size < BATCHES_MAX) this.#behind.add(hash);
    }
  }

  /** Takes what lies behind entries that were kept out, as far as that is allowed itself. */
  async #joinBehind(): Promise<void> {
    const over = AbortSignal.timeout(this.#patienceMillis);
    const missing = new Promise<never>((_, reject) => {
      over.onabort = () =>
        reject(new Error('what lies behind refused entries did not come in time'));
    });
    missing.catch(() => {});
    // It grows while it is walked through.
    for (const hash of this.#behind) await Promise.race([this.#join(hash), missing]);
  }

  async #join(hash: string): Promise<void> {
    const entry = await this.#database.log.get(hash);
    // Whether it is refused as well, canAppend hears.
    if (entry !== undefined) await this.#database.log.joinEntry(entry).catch(() => {});
  }

  /** The entries' hashes, oldest first. */
  async #hashes(refuse: (why: unknown) => void): Promise<string[]> {
    const hashes: string[] = [];
    try {
      for await (const { hash } of this.#database.log.iterator({ amount: BATCHES_MAX })) {
        hashes.push(hash);
      }
    } catch (error) {
      refuse(error);
    }
    return hashes.reverse();
  }

  async #batch(hash: string, refuse: (why: unknown) => void): Promise<SealedBatch | null> {
    try {
      const entry = await this.#database.log.get(hash);
      if (entry === undefined) throw new Error(`entry ${hash} could not be had`);
      const writer = await this.#writerOf(entry);
      // The database's rules may be wider than the room's.
      if (this.#writers?.has(writer) === false) throw new Error(foreign(writer));
      const { value } = entry.payload;
      if (!(value instanceof Uint8Array) || value.length > BATCH_BYTES_MAX) {
        throw new Error(`entry ${hash} is not a batch`);
      }
      return await readSealed(value, (why) => refuse(`entry ${hash}: ${wordsOf(why)}`));
    } catch (error) {
      refuse(error);
      return null;
    }
  }

  async #writerOf(entry: LogEntry): Promise<string> {
    return (await this.#orbitdb.identities.getIdentity(entry.identity))?.id ?? 'unknown';
  }
}

function foreign(writer: string): string {
  return `an entry of ${quote(writer)} was refused, who is not among the room's writers`;
}
