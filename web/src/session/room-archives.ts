/** A room's history out of this browser and back into it: files, and archives elsewhere. */
import type { PeerEvent } from '#peer';
import {
  type ArchiveSetting,
  BATCH_ENTRIES,
  type Found,
  openArchive,
  roomFiles,
} from '../archive/open.ts';
import type { LogEntry, RoomStore } from '../history/contract.ts';
import type { RoomArchiving } from './archiving.ts';
import type { Archives, ImportReport } from './contract.ts';
import { keptContents, keptEntries } from './kept.ts';
import type { Step } from './peer-driver.ts';

/** Entries handed to core at a time: a tenth of a second of signatures. */
const IMPORT_PART = 500;

export class RoomArchives implements Archives {
  readonly places: RoomArchiving;
  readonly #room: string;
  readonly #store: RoomStore;
  readonly #take: (step: Step) => void;
  /** Who waits for the outcome of an import; core answers in order. */
  readonly #importing: ((outcome: PeerEvent & { type: 'imported' }) => void)[] = [];

  constructor(
    roomName: string,
    store: RoomStore,
    places: RoomArchiving,
    take: (step: Step) => void,
  ) {
    this.#room = roomName;
    this.#store = store;
    this.places = places;
    this.#take = take;
  }

  onImported(event: PeerEvent & { type: 'imported' }): void {
    this.#importing.shift()?.(event);
  }

  async car(): Promise<Blob | null> {
    const { carFile } = await roomFiles();
    const file = await carFile(this.#room, keptContents(this.#store, BATCH_ENTRIES));
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
    return this.#import(await (await roomFiles()).readRoomCar(car));
  }

  async restore(setting: ArchiveSetting, foundBy: string): Promise<ImportReport> {
    const name = foundBy.trim();
    const place = setting.kind === 'orbitdb' ? { ...setting, address: name } : setting;
    // A database can be open only once.
    await this.places.release();
    const { archive } = await openArchive(place, this.#room, name);
    const { readRoomCar } = await roomFiles();
    let report: ImportReport = { taken: 0, known: 0, refused: [] };
    try {
      for await (const { car } of archive.since(null)) {
        report = joined(report, await this.#import(await readRoomCar(car)));
      }
      return report;
    } catch (error) {
      // What could be had is here.
      const words = error instanceof Error ? error.message : String(error);
      return { ...report, refused: [...report.refused, words] };
    } finally {
      await archive.close();
    }
  }

  async #import({ profiles, entries, refused }: Found): Promise<ImportReport> {
    let report: ImportReport = { taken: 0, known: 0, refused };
    for (let at = 0; at < entries.length; at += IMPORT_PART) {
      const part = entries.slice(at, at + IMPORT_PART);
      const named = new Set(part.map(({ profile }) => profile ?? ''));
      const theirs = [...profiles].filter(([id]) => named.has(id)).map(([, block]) => block);
      const blocks = part.map(({ block }) => block);
      const outcome = await new Promise<PeerEvent & { type: 'imported' }>((resolve) => {
        this.#importing.push(resolve);
        this.#take((peer, now) => peer.importBlocks(theirs, blocks, now));
      });
      report = joined(report, {
        taken: outcome.taken,
        known: outcome.known,
        refused: refusedWords(outcome.refused),
      });
    }
    return report;
  }
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
    refused: [...one.refused, ...other.refused],
  };
}

const REFUSED_WORDS = {
  malformed: 'are no entries of this room',
  forged: 'have a false signature',
  nameless: 'lack the profile that says who spoke',
  locked: 'are sealed with keys that are not here',
  unlawful: 'were said by people who were no members then',
  uncovered: 'were said without a wallet’s permission that is good for this site and that time',
} as const;

function refusedWords(counts: (PeerEvent & { type: 'imported' })['refused']): string[] {
  return Object.entries(REFUSED_WORDS).flatMap(([code, words]) => {
    const count = counts[code as keyof typeof REFUSED_WORDS];
    return count === undefined ? [] : [`${count} ${words}`];
  });
}
