/**
 * What this browser keeps of the law of a room that belongs to somebody: its rules, in the order in which they came to be
 * known, and the secret states of its epochs. On disk where there is one, else in memory for as long as the page lives.
 */
import { cidOf } from '../history/places.ts';
import { below } from '../history/records.ts';
import { sha256 } from '../keys/hashes.ts';
import {
  completion,
  list,
  opened,
  remove,
  result,
  update,
  write,
  writeOnce,
} from '../store/database.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Rule {
  /** Content identifier of the block. */
  readonly id: string;
  /** The account that its profile proved, 20 bytes. */
  readonly account: Bytes;
  readonly block: Bytes;
  /** This page's clock when it came, Unix milliseconds; 0 where a former version did not note it. */
  readonly arrivedMillis: number;
}

interface RuleRecord {
  /** How many had come before it. */
  readonly order: number;
  readonly account: Bytes;
  readonly block: Bytes;
  readonly arrivedMillis?: number;
}

export interface EpochRecord {
  /** When the first state came, Unix milliseconds: so epochs come back in their order. */
  readonly sinceMillis: number;
  readonly state: Bytes;
}

/** What is kept of a room's law. */
export interface KeptLaw {
  /** Each behind those that it builds on. */
  readonly rules: readonly Rule[];
  readonly epochs: readonly Bytes[];
}

/** Rules that no disk has taken yet, by room. */
const unwritten = new Map<string, Rule[]>();

const ACCOUNT_BYTES = 20;

export class LawStore {
  readonly #room: string;
  readonly #session: string;
  #writing = false;
  #newestMillis = 0;
  #over = false;

  /** @param session did:key of the session: each has states of its own, since its own chain is in them */
  constructor(room: string, session: string) {
    this.#room = room;
    this.#session = session;
  }

  async kept(): Promise<KeptLaw> {
    const [rules, epochs] = await Promise.all([
      this.rules(),
      keptEpochs(this.#room, this.#session),
    ]);
    return { rules, epochs: epochs.map(({ state }) => state) };
  }

  async rules(): Promise<readonly Rule[]> {
    // Before the disk is read: they may be written meanwhile.
    const waiting = [...this.#waiting()];
    const written = await rulesOnDisk(this.#room).catch(() => []);
    const ids = new Set(written.map(({ id }) => id));
    return [...written, ...waiting.filter(({ id }) => !ids.has(id))];
  }

  putRule(rule: Rule): void {
    if (this.#over) return;
    const waiting = unwritten.get(this.#room) ?? [];
    waiting.push(rule);
    unwritten.set(this.#room, waiting);
    if (!this.#writing) void this.#writeRules();
  }

  /** All that wait go into one transaction; where that fails they wait for the next rule. */
  async #writeRules(): Promise<void> {
    this.#writing = true;
    // What comes in the same task goes along.
    await Promise.resolve();
    for (let some = [...this.#waiting()]; some.length > 0; some = [...this.#waiting()]) {
      const written = await writeRules(this.#room, some).then(
        () => true,
        () => false,
      );
      if (!written) break;
      const gone = new Set(some);
      unwritten.set(
        this.#room,
        this.#waiting().filter((rule) => !gone.has(rule)),
      );
    }
    this.#writing = false;
  }

  #waiting(): readonly Rule[] {
    return unwritten.get(this.#room) ?? [];
  }

  /** Resolves once the state is kept, or, by null, forgotten. Never rejects: where no disk takes it, memory has it. */
  async putEpoch(id: string, state: Bytes | null): Promise<void> {
    if (this.#over) return;
    const every = `${this.#room}/${id}/`;
    const own = every + this.#session;
    if (state === null) {
      await remove('epochs', every).catch(() => {});
      return;
    }
    this.#newestMillis = Math.max(Date.now(), this.#newestMillis + 1);
    const now = this.#newestMillis;
    const { value, persistent } = await update<EpochRecord>('epochs', own, (before) => ({
      sinceMillis: isEpoch(before) ? before.sinceMillis : now,
      state,
    }));
    if (persistent) return;
    // An older state that stayed on disk would have its keys used again after a reload.
    await remove('epochs', own).catch(() => {});
    await write('epochs', own, value);
  }

  /** Nothing more is kept: what there was has been deleted. */
  close(): void {
    this.#over = true;
  }
}

/** Keeps an epoch out of a backup, unless one is here: what is here may be newer. */
export async function putSavedEpoch(room: string, { id, ...record }: KeptEpoch): Promise<void> {
  const every = `${room}/${id}/`;
  const there = await list('epochs', every);
  if (there.size === 0) await writeOnce<EpochRecord>('epochs', every, record);
}

/** Rules on disk as they came; damaged ones are left out. */
async function rulesOnDisk(room: string): Promise<Rule[]> {
  const store = (await opened()).transaction('rules').objectStore('rules');
  const [keys, records] = await Promise.all([
    result(store.getAllKeys(below(room))),
    result<unknown[]>(store.getAll(below(room))),
  ]);
  const sound = records.flatMap((record, at) => {
    if (!isRule(record)) return [];
    const id = cidOf(sha256(record.block));
    return id === (keys[at] as readonly unknown[])[1] ? [{ ...record, id }] : [];
  });
  return sound
    .sort((one, other) => one.order - other.order)
    .map(({ id, account, block, arrivedMillis = 0 }) => ({ id, account, block, arrivedMillis }));
}

/** Those that are there stay where they are, and damaged ones are mended: an order that another tab gave holds. */
async function writeRules(room: string, rules: readonly Rule[]): Promise<void> {
  const transaction = (await opened()).transaction('rules', 'readwrite');
  const store = transaction.objectStore('rules');
  const [count, ...before] = await Promise.all([
    result(store.count(below(room))),
    ...rules.map(({ id }): Promise<unknown> => result(store.get([room, id]))),
  ]);
  rules.forEach(({ id, account, block, arrivedMillis }, at) => {
    const there = before[at] as Partial<RuleRecord> | undefined;
    const order = typeof there?.order === 'number' ? there.order : count + at;
    store.put({ order, account, block, arrivedMillis } satisfies RuleRecord, [room, id]);
  });
  await completion(transaction);
}

export interface KeptEpoch extends EpochRecord {
  readonly id: string;
}

/** The epochs of a room, the oldest first: as a session has them, or else as another of this browser, which it may read. */
export async function keptEpochs(room: string, session: string): Promise<readonly KeptEpoch[]> {
  const chosen = new Map<string, EpochRecord>();
  for (const [key, record] of await list<unknown>('epochs', `${room}/`)) {
    const [, id = '', owner] = key.split('/');
    if (isEpoch(record) && (owner === session || !chosen.has(id))) chosen.set(id, record);
  }
  return [...chosen]
    .map(([id, record]) => ({ id, ...record }))
    .sort((one, other) => one.sinceMillis - other.sinceMillis);
}

/** Deletes what is kept of the room's law. Rejects where a disk keeps it. */
export async function forgetLaw(room: string): Promise<void> {
  unwritten.delete(room);
  await remove('epochs', `${room}/`);
  const database = await opened().catch(() => null);
  if (database === null) return;
  const transaction = database.transaction('rules', 'readwrite', { durability: 'strict' });
  transaction.objectStore('rules').delete(below(room));
  await completion(transaction);
}

// What is on a disk may be damaged, or another version's.

function isRule(record: unknown): record is RuleRecord {
  const { order, account, block } = (record ?? {}) as Partial<RuleRecord>;
  return (
    typeof order === 'number' &&
    account instanceof Uint8Array &&
    account.length === ACCOUNT_BYTES &&
    block instanceof Uint8Array
  );
}

function isEpoch(record: unknown): record is EpochRecord {
  const { sinceMillis, state } = (record ?? {}) as Partial<EpochRecord>;
  return typeof sinceMillis === 'number' && state instanceof Uint8Array;
}
