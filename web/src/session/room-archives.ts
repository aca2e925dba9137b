/** A room's history out of this browser and back into it: files, and archives elsewhere. */
import type { PeerEvent } from '#peer';
import {
  type ArchiveSetting,
  BATCH_ENTRIES,
  type Found,
  type FoundEntry,
  openArchive,
  roomFiles,
} from '../archive/open.ts';
import type { LogEntry, RoomStore } from '../history/contract.ts';
import type { RoomArchiving } from './archiving.ts';
import type { Archives, ImportReport } from './contract.ts';
import { keptContents, keptEntries } from './kept.ts';
import type { Step } from './peer-driver.ts';
import type { RuledRoom } from './ruled-room.ts';

/** Entries or rules handed to core at a time: a tenth of a second of signatures. */
const IMPORT_PART = 500;

type Imported = PeerEvent & { type: 'imported' };

const NOTHING: ImportReport = { taken: 0, known: 0, rules: 0, refused: [] };

export class RoomArchives implements Archives {
  readonly places: RoomArchiving;
  readonly #room: string;
  readonly #store: RoomStore;
  readonly #take: (step: Step) => void;
  /** Null in rooms of a short name. */
  readonly #ruled: Pick<RuledRoom, 'log' | 'core'> | null;
  /** One import at a time: core does not say which it answers. */
  #importing: Promise<unknown> = Promise.resolve();
  #hear: (outcome: Imported) => void = () => {};

  constructor(
    roomName: string,
    store: RoomStore,
    places: RoomArchiving,
    take: (step: Step) => void,
    ruled: Pick<RuledRoom, 'log' | 'core'> | null,
  ) {
    this.#room = roomName;
    this.#store = store;
    this.places = places;
    this.#take = take;
    this.#ruled = ruled;
    if (ruled !== null) ruled.log.onRule = () => places.keepSoon();
  }

  onImported(event: Imported): void {
    this.#hear(event);
  }

  async car(): Promise<Blob | null> {
    const { carFile } = await roomFiles();
    const law = (await this.#ruled?.log.archived(0)) ?? [];
    const file = await carFile(this.#room, keptContents(this.#store, law, BATCH_ENTRIES));
    return file === null ? null : new Blob([file], { type: 'application/vnd.ipld.car' });
  }

  async json(): Promise<Blob> {
    const messages: unknown[] = [];
    for await (const entries of keptEntries(this.#store)) {
      // What is between two is nothing to hand on with what the room said.
      messages.push(...entries.filter(({ kind }) => kind !== 'letter').map(readable));
    }
    const all = { room: this.#room, saved: new Date().toISOString(), messages };
    return new Blob([JSON.stringify(all, null, 2)], { type: 'application/json' });
  }

  async importCar(file: Blob): Promise<ImportReport> {
    const car = new Uint8Array(await file.arrayBuffer());
    const found = await (await roomFiles()).readRoomCar(car);
    return joined(await this.#importLaw(found), await this.#importSaid(found));
  }

  async restore(setting: ArchiveSetting, foundBy: string): Promise<ImportReport> {
    const name = foundBy.trim();
    const place = setting.kind === 'orbitdb' ? { ...setting, address: name } : setting;
    // A database can be open only once.
    await this.places.release();
    const { archive } = await openArchive(place, this.#room, name);
    const { readRoomCar } = await roomFiles();
    let report = NOTHING;
    const read = async (take: (found: Found) => Promise<ImportReport>): Promise<void> => {
      for await (const { car } of archive.since(null)) {
        report = joined(report, await take(await readRoomCar(car)));
      }
    };
    try {
      // All of the law first: what was said is judged by it, and the newest rules hold the keys to the oldest words.
      if (this.#ruled !== null) {
        await read((found) => this.#importLaw(found)).catch(() => {
          // What could not be had is told when it is read once more.
        });
      }
      await read((found) => this.#importSaid(found));
      return report;
    } catch (error) {
      // What could be had is here.
      const words = error instanceof Error ? error.message : String(error);
      return { ...report, refused: [...report.refused, words] };
    } finally {
      await archive.close();
    }
  }

  async #importLaw({ record, rules, profiles }: Found): Promise<ImportReport> {
    const { core } = this.#ruled ?? {};
    if (core === undefined || (record === null && rules.length === 0)) return NOTHING;
    let report = NOTHING;
    for (let at = 0; at === 0 || at < rules.length; at += IMPORT_PART) {
      const part = partOf(rules, profiles, at);
      const outcome = await this.#ask((peer, now) =>
        core.importLaw(peer, at === 0 ? record : null, part.blocks, part.profiles, now),
      );
      const refused = refusedWords(outcome.refused, ' of the room’s rules');
      report = joined(report, { ...NOTHING, rules: outcome.taken, refused });
    }
    return report;
  }

  async #importSaid({ profiles, entries, refused }: Found): Promise<ImportReport> {
    let report: ImportReport = { ...NOTHING, refused };
    for (let at = 0; at < entries.length; at += IMPORT_PART) {
      const part = partOf(entries, profiles, at);
      const { taken, known, ...outcome } = await this.#ask((peer, now) =>
        peer.importBlocks(part.profiles, part.blocks, now),
      );
      report = joined(report, { taken, known, rules: 0, refused: refusedWords(outcome.refused) });
    }
    return report;
  }

  #ask(step: Step): Promise<Imported> {
    const asked = this.#importing.then(
      () =>
        new Promise<Imported>((resolve) => {
          this.#hear = resolve;
          this.#take(step);
        }),
    );
    this.#importing = asked;
    return asked;
  }
}

/** Some of the entries or rules, and the profiles that they name. */
function partOf(all: readonly FoundEntry[], profiles: Found['profiles'], at: number) {
  const part = all.slice(at, at + IMPORT_PART);
  const named = new Set(part.map(({ profile }) => profile));
  return {
    blocks: part.map(({ block }) => block),
    profiles: [...profiles].filter(([id]) => named.has(id)).map(([, block]) => block),
  };
}

/** An entry for people to read, without what it does not have. */
function readable(entry: LogEntry): unknown {
  const { id, lamport, kind, author, name, account, proof, timeMillis } = entry;
  const { text, action, reply, target, emoji, on } = entry;
  const time = new Date(timeMillis).toISOString();
  const about = {
    text,
    action: action || null,
    reply,
    target,
    emoji,
    on: emoji === null ? null : on,
  };
  const there = Object.entries(about).filter(([, value]) => value !== null);
  return {
    ...{ id, lamport, time, kind, author, name, account, verified: proof === 'wallet' },
    ...Object.fromEntries(there),
  };
}

function joined(one: ImportReport, other: ImportReport): ImportReport {
  return {
    taken: one.taken + other.taken,
    known: one.known + other.known,
    rules: one.rules + other.rules,
    refused: [...one.refused, ...other.refused],
  };
}

const REFUSED_WORDS = {
  malformed: 'are no entries of this room',
  forged: 'have a false signature',
  nameless: 'lack the profile that says who spoke',
  locked: 'are sealed with keys that are not here',
  unlawful: 'were said by people who were no members then',
  early: 'build on rules that are not here',
  uncovered: 'were said without a wallet’s permission that is good for this site and that time',
} as const;

/** @param of which were counted, where they are not what was said */
function refusedWords(counts: Imported['refused'], of = ''): string[] {
  return Object.entries(REFUSED_WORDS).flatMap(([code, words]) => {
    const count = counts[code as keyof typeof REFUSED_WORDS];
    return count === undefined ? [] : [`${count}${of} ${words}`];
  });
}
