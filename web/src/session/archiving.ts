/** A room's history into the archives that its person chose: at once, and as it goes on. */
import {
  type ArchiveRecord,
  type ArchiveSetting,
  type Chosen,
  openArchive,
  roomFiles,
  type SealedBatch,
} from '../archive/open.ts';
import type { Archiving, LogEntry, NamedBlock, RoomStore, ToldHead } from '../history/contract.ts';
import type { ArchivePlaces } from './contract.ts';
import { type KeptContents, keptContents } from './kept.ts';

/** What has come is archived when it is so much, or so old. */
const KEEP_ENTRIES = 50;
const KEEP_MILLIS = 600_000;

/** Heads that are remembered of what members tell: a few for each kind. */
const TOLD_MAX = 16;

export interface ArchivingHost {
  /** What archives hold of the room's law since a time; from the beginning its record, too. */
  law(sinceMillis: number): Promise<readonly NamedBlock[]>;
  /** Tells the room where the archive is. */
  tell(where: string, foundBy: string, entries: number): void;
  /** Entries are in an archive of the kind. */
  archived(entries: readonly LogEntry[], kind: string): void;
  /** Archiving without being asked failed: words for people. */
  failed(words: string): void;
}

export class RoomArchiving implements ArchivePlaces {
  readonly #room: string;
  readonly #store: RoomStore;
  readonly #host: ArchivingHost;
  /** One run at a time, in all tabs. */
  #running: Promise<unknown> = Promise.resolve();
  #updating: Promise<void> = Promise.resolve();
  /** The one that was last archived in. */
  #open: { readonly setting: ArchiveSetting; readonly chosen: Chosen } | null = null;
  /** What was put in last and is not pinned yet, by the kind of archive. */
  readonly #unpinned = new Map<string, SealedBatch>();
  #fresh = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: string, store: RoomStore, host: ArchivingHost) {
    this.#room = room;
    this.#store = store;
    this.#host = host;
  }

  /** Entries have come: others' words on archives are noted down, and what is to be kept is, after a while. */
  onCame(entries: readonly LogEntry[]): void {
    const told = entries.flatMap(toldHead);
    if (told.length > 0) {
      void this.#update((before) => ({ ...before, told: newestOf([...told, ...before.told]) }));
    }
    this.#fresh += entries.filter(({ kind }) => kind !== 'archive').length;
    if (this.#fresh >= KEEP_ENTRIES) this.#keepUp();
    else if (this.#fresh > 0) this.keepSoon();
  }

  /** Something has come, said or decided: after a while, what is to be kept is. */
  keepSoon(): void {
    this.#timer ??= setTimeout(() => this.#keepUp(), KEEP_MILLIS);
  }

  close(): void {
    this.#stopWaiting();
    void this.release();
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#fresh = 0;
  }

  known(): Promise<Archiving> {
    return this.#store.archiving();
  }

  /** Archives what is not archived yet, and remembers the place. Rejects with an Error whose message is for people. */
  archive(
    setting: ArchiveSetting,
    keep: boolean,
    progress: (record: ArchiveRecord) => void,
  ): Promise<ArchiveRecord> {
    const run = this.#running.then(() =>
      navigator.locks.request(`tropichat/archive/${this.#room}`, () =>
        this.#archive(setting, keep, progress),
      ),
    );
    this.#running = run.catch(() => {});
    return run;
  }

  /** Archives there no longer; what is there stays. */
  async forget(kind: ArchiveSetting['kind']): Promise<void> {
    await this.#update(({ records, told }) => ({ records: without(records, kind), told }));
    this.#unpinned.delete(kind);
    await this.release();
  }

  #keepUp(): void {
    this.#stopWaiting();
    void this.#store.archiving().then(async ({ records }) => {
      for (const { setting, keep } of records) {
        if (!keep) continue;
        await this.archive(setting, keep, () => {}).catch((error: unknown) => {
          this.#host.failed(error instanceof Error ? error.message : String(error));
        });
      }
    });
  }

  async #archive(
    setting: ArchiveSetting,
    keep: boolean,
    progress: (record: ArchiveRecord) => void,
  ): Promise<ArchiveRecord> {
    let record = begun((await this.#store.archiving()).records, setting, keep);
    await this.#remember(record);
    const nowMillis = Date.now();
    // Whatever came before now is written behind this.
    await this.#store.put([], false);
    try {
      const chosen = await this.#opened(record);
      const before = record.head;
      const { address, writer } = chosen.archive;
      if (address !== null) {
        // Somebody has to keep it before anything can be put into it.
        record = { ...record, foundBy: address, writer, setting: located(setting, address) };
        this.#open = { setting: record.setting, chosen };
        await this.#remember(record);
        progress(record);
      }
      for await (const next of this.#append(chosen, record)) {
        record = next;
        await this.#remember(record);
        progress(record);
      }
      const { head, foundBy } = record;
      if (head === null || foundBy === null) throw new Error('There is nothing to archive yet.');
      if (head !== before) {
        record = { ...record, untilMillis: nowMillis };
        await this.#remember(record);
        this.#host.tell(setting.kind, foundBy, record.entries);
      }
      await this.#pin(chosen);
      return record;
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** The archive stays open: a page that is a node gives others what it has until then. */
  async #opened({ setting, head }: ArchiveRecord): Promise<Chosen> {
    if (this.#open !== null && JSON.stringify(this.#open.setting) === JSON.stringify(setting)) {
      return this.#open.chosen;
    }
    await this.#close();
    const chosen = await openArchive(setting, this.#room, head);
    this.#open = { setting, chosen };
    return chosen;
  }

  /** Closes the archive that is open, once nothing is being put into it. */
  release(): Promise<void> {
    return this.#running.then(() => this.#close());
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.chosen.archive.close();
  }

  async *#append(chosen: Chosen, from: ArchiveRecord): AsyncGenerator<ArchiveRecord> {
    const { archive, batchEntries } = chosen;
    const { sealBatch } = await roomFiles();
    // A clock that was set back would leave out what came since.
    const sinceMillis = from.untilMillis > Date.now() ? 0 : from.untilMillis;
    let record = from;
    const law = await this.#host.law(from.law ? sinceMillis : 0);
    for await (const contents of keptContents(this.#store, law, batchEntries, sinceMillis)) {
      // The word on the last archive waits until there is more to say.
      if (record.head !== null && isOnlyWordOfArchives(contents)) continue;
      const batch = await sealBatch(this.#room, record.head, contents);
      const head = await archive.append(batch);
      this.#unpinned.set(archive.kind, batch);
      const foundBy = archive.address ?? head;
      record = {
        ...{ ...record, head, foundBy },
        entries: record.entries + contents.entries.length,
        law: (record.law ?? 0) + contents.law.length,
      };
      this.#host.archived(contents.entries, archive.kind);
      yield record;
    }
  }

  /** The newest batch is pinned, and the older ones, which it links, with it. What fails is tried again next time. */
  async #pin({ archive, pinning }: Chosen): Promise<void> {
    const batch = this.#unpinned.get(archive.kind);
    if (batch !== undefined) await pinning?.append(batch);
    this.#unpinned.delete(archive.kind);
  }

  #remember(record: ArchiveRecord): Promise<void> {
    return this.#update(({ records, told }) => ({
      records: [...without(records, record.setting.kind), record],
      told,
    }));
  }

  /** Changes what is remembered, one change after the other. */
  #update(change: (before: Archiving) => Archiving): Promise<void> {
    this.#updating = this.#updating.then(async () =>
      this.#store.setArchiving(change(await this.#store.archiving())),
    );
    return this.#updating;
  }
}

function isOnlyWordOfArchives({ law, entries }: KeptContents): boolean {
  return law.length === 0 && entries.every(({ kind }) => kind === 'archive');
}

function without(
  records: readonly ArchiveRecord[],
  kind: ArchiveSetting['kind'],
): readonly ArchiveRecord[] {
  return records.filter(({ setting }) => setting.kind !== kind);
}

/** Of each author, the newest word on an archive of each kind; the newest first. */
function newestOf(heads: readonly ToldHead[]): readonly ToldHead[] {
  const newest = new Map<string, ToldHead>();
  for (const head of [...heads].sort((one, other) => other.timeMillis - one.timeMillis)) {
    const key = `${head.author} ${head.where}`;
    if (!newest.has(key)) newest.set(key, head);
  }
  return [...newest.values()].slice(0, TOLD_MAX);
}

/** A place that is the same goes on where it was; another begins anew. */
function begun(
  records: readonly ArchiveRecord[],
  setting: ArchiveSetting,
  keep: boolean,
): ArchiveRecord {
  const before = records.find((record) => record.setting.kind === setting.kind);
  if (before !== undefined && placeOf(before.setting) === placeOf(setting)) {
    return { ...before, setting, keep };
  }
  return { setting, keep, head: null, foundBy: null, writer: null, entries: 0, untilMillis: 0 };
}

function placeOf(setting: ArchiveSetting): string {
  switch (setting.kind) {
    case 'ipfs':
      return setting.rpc;
    case 'helia':
      return setting.peers;
    case 'orbitdb':
      return setting.address;
  }
}

/** A database that was made has an address from then on. */
function located(setting: ArchiveSetting, address: string): ArchiveSetting {
  return setting.kind === 'orbitdb' ? { ...setting, address } : setting;
}

function toldHead({ archive, name, author, timeMillis }: LogEntry): ToldHead[] {
  return archive === null ? [] : [{ ...archive, name, author, timeMillis }];
}
