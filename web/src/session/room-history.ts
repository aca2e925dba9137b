/** A room's history as the interface shows it: entries folded to messages. */
import { foldText, type KeptEntry } from '#peer';
import type {
  LogEntry,
  Place,
  Receipt,
  Retention,
  RoomStore,
  SearchHit,
} from '../history/contract.ts';
import { cidOf, comparePlaces } from '../history/places.ts';
import {
  type ChatMessage,
  type ClosedLetters,
  type Conversation,
  type History,
  type Quote,
  type Reaction,
  UNREAD_LETTERS_MAX,
} from './contract.ts';
import { pagePort } from './page-port.ts';
import type { RuledRoom } from './ruled-room.ts';
import { CLEARING_KEYS_WORDS, CLEARING_WORDS } from './words.ts';

/** Messages that a search shows. */
const HITS_MAX = 100;

/** Letters of a conversation, the newest ones, among which others of the same box are looked for. A guess. */
const CLOSED_MAX = 1_000;

/** Texts by their content identifier, so that a reply finds what it quotes. */
const PLACES_MAX = 5_000;

/** What has just been said, and is on its way to the disk. */
const NEW: Receipt = { stage: 'new', reached: 0, of: 0, archived: [] };

/** Where all that may be quoted is kept. */
const KEPT: ReadonlyMap<string, LogEntry> = new Map();

/** Who the person at this page is. */
export interface Self {
  readonly did: string;
  readonly account: string;
}

/** What is said of a message that is not here. */
const NOT_HERE: Omit<Quote, 'id'> = {
  ...{ place: null, name: '', account: '', text: '', timeMillis: 0 },
  proof: 'none',
};

export class RoomHistory implements History {
  readonly #store: RoomStore;
  readonly #self: Self;
  readonly #placeOf: (id: string) => Place | null;
  readonly #places = new Map<string, Place>();
  /** Null in an open room of a short name. */
  readonly #ruled: RuledRoom | null;

  /** @param placeOf where core has an entry */
  constructor(
    store: RoomStore,
    self: Self,
    placeOf: (id: string) => Place | null,
    ruled: RuledRoom | null,
  ) {
    this.#store = store;
    this.#self = self;
    this.#ruled = ruled;
    this.#placeOf = placeOf;
  }

  async latest(count: number): Promise<readonly ChatMessage[]> {
    return this.#messages((await this.#store.page(null, 'older', count)).reverse());
  }

  async beyond(
    place: Place,
    direction: 'older' | 'newer',
    count: number,
  ): Promise<readonly ChatMessage[]> {
    const entries = await this.#store.page(place, direction, count);
    return this.#messages(direction === 'older' ? entries.reverse() : entries);
  }

  async at(place: Place): Promise<ChatMessage | null> {
    const [entry] = await this.#store.entries([place]);
    if (entry === null || entry === undefined) return null;
    return (await this.#messages([entry]))[0] ?? null;
  }

  async *search(query: string): AsyncGenerator<readonly ChatMessage[]> {
    const known = new Map<string, ChatMessage | null>();
    let all: readonly SearchHit[] | null = null;
    for await (const hits of this.#store.search(query, HITS_MAX)) {
      if (all === null) yield this.#found(hits, known);
      all = hits;
    }
    if (all !== null) yield this.#found(all, known);
  }

  searching(open: boolean): void {
    this.#store.searching(open);
  }

  /** The messages that were found; those that are not known yet are looked up. */
  async #found(
    hits: readonly SearchHit[],
    known: Map<string, ChatMessage | null>,
  ): Promise<readonly ChatMessage[]> {
    const places = new Map<string, Place>();
    for (const { place, target } of hits) {
      places.set(
        target ?? cidOf(place.digest),
        target === null ? place : (this.#placeOf(target) ?? place),
      );
    }
    const fresh = [...places].filter(([id]) => !known.has(id));
    const entries = await this.#store.entries(fresh.map(([, place]) => place));
    for (const [id] of fresh) known.set(id, null);
    const texts = entries.flatMap((entry) => (entry?.kind === 'text' ? [entry] : []));
    for (const message of await this.#messages(texts)) known.set(message.id, message);
    return [...places.keys()]
      .flatMap((id) => known.get(id) ?? [])
      .filter(({ retracted }) => !retracted)
      .sort((one, other) => comparePlaces(other.place, one.place));
  }

  placeAt(timeMillis: number): Promise<Place | null> {
    return this.#store.placeAt(timeMillis);
  }

  read(): Promise<Place | null> {
    return this.#store.read();
  }

  setRead(place: Place): Promise<void> {
    return this.#store.setRead(place);
  }

  retention(): Promise<Retention> {
    return this.#store.retention();
  }

  setRetention(retention: Retention): Promise<void> {
    return this.#store.setRetention(retention);
  }

  get clearing(): string {
    return this.#ruled?.charter.key ? CLEARING_KEYS_WORDS : CLEARING_WORDS;
  }

  async clear(): Promise<void> {
    this.#ruled?.log.close();
    try {
      await this.#store.clear();
    } finally {
      await this.#ruled?.log.forget();
    }
  }

  // ---- Letters

  async conversations(): Promise<readonly Conversation[]> {
    const others = await this.#store.correspondents(this.#self.account);
    const all = await Promise.all(others.map((other) => this.#conversation(other)));
    return all
      .filter((each) => each !== null)
      .sort((one, other) => comparePlaces(other.last.place, one.last.place));
  }

  async #conversation(other: string): Promise<Conversation | null> {
    const between = { own: this.#self.account, other };
    const read = await this.#store.readLetters(between);
    const newest = await this.#store.letters(between, null, 'older', UNREAD_LETTERS_MAX);
    const [last] = await this.#messages(newest.slice(0, 1));
    if (last === undefined) return null;
    const theirs = newest.filter(({ account }) => account === other);
    const unread = theirs.filter((each) => read === null || comparePlaces(each, read) > 0);
    return { account: other, name: theirs[0]?.name ?? null, last, unread: unread.length };
  }

  async letters(account: string, count: number): Promise<readonly ChatMessage[]> {
    const between = { own: this.#self.account, other: account };
    return this.#messages((await this.#store.letters(between, null, 'older', count)).reverse());
  }

  async box(letter: Place, account: string): Promise<ClosedLetters | null> {
    const [entry] = await this.#store.entries([letter]);
    const box = entry == null ? null : this.#boxOf(entry);
    if (entry == null || box === null) return null;
    const between = { own: this.#self.account, other: account };
    const all = await this.#store.letters(between, null, 'older', CLOSED_MAX);
    const others = all.filter((each) => each.id !== entry.id && isSame(this.#boxOf(each), box));
    return { box, ids: [entry, ...others].map(({ id }) => id) };
  }

  /** What this account's wallet opens of a closed letter; null of all else. */
  #boxOf({ account, letter }: LogEntry): Uint8Array<ArrayBuffer> | null {
    if (letter?.kind !== 'closed') return null;
    return letter.boxes?.[account === this.#self.account ? 0 : 1] ?? null;
  }

  setReadLetters(account: string, place: Place): Promise<void> {
    return this.#store.setReadLetters({ own: this.#self.account, other: account }, place);
  }

  /** The other account of a letter that this account wrote or got; null of all else. */
  #with({ account, letter }: LogEntry): string | null {
    if (letter === null || letter === undefined) return null;
    return account === this.#self.account ? letter.to : account;
  }

  /** Messages of which nothing else is known yet. */
  async fresh(entries: readonly LogEntry[]): Promise<readonly ChatMessage[]> {
    const among = new Map(entries.map((entry) => [entry.id, entry]));
    const messages = await Promise.all(
      entries.map((entry) => this.#message(entry, [], null, among)),
    );
    return messages.map((message) => ({ ...message, receipt: message.own ? NEW : null }));
  }

  async #messages(entries: readonly LogEntry[]): Promise<readonly ChatMessage[]> {
    const ids = entries.map(({ id }) => id);
    const own = entries.filter((entry) => this.isOwn(entry)).map(({ id }) => id);
    const [amendments, receipts] = await Promise.all([
      this.#store.amendments(ids),
      this.#store.receipts(own),
    ]);
    return Promise.all(
      entries.map((entry) =>
        this.#message(entry, amendments.get(entry.id) ?? [], receipts.get(entry.id) ?? null),
      ),
    );
  }

  /** @param among what is not kept yet, and may be quoted */
  async #message(
    entry: LogEntry,
    amendments: readonly LogEntry[],
    receipt: Receipt | null,
    among: ReadonlyMap<string, LogEntry> = KEPT,
  ): Promise<ChatMessage> {
    const { id, author, name, color, account, proof, action, timeMillis, clockOff } = entry;
    const folded = amendments.length === 0 ? null : foldOf(entry, amendments);
    const versions = folded?.versions ?? [{ text: entry.text ?? '', timeMillis }];
    const own = this.isOwn(entry);
    const place = this.#remember(entry);
    return {
      ...{ id, place, author, name, color, account, proof, action, timeMillis, clockOff, own },
      text: versions.at(-1)?.text ?? '',
      former: versions.slice(0, -1),
      retracted: folded?.retracted ?? false,
      reactions: this.#reactions(folded?.reactions ?? []),
      reply: entry.reply === null ? null : await this.#quote(entry.reply, entry, among),
      receipt: own ? this.#receiptOf(place, receipt) : null,
      with: this.#with(entry),
      closed: entry.letter?.kind === 'closed',
    };
  }

  /** Whatever core knows of it: what only memory has is not kept yet. */
  #receiptOf(place: Place, receipt: Receipt | null): Receipt {
    if (receipt !== null && (receipt.stage === 'sent' || receipt.reached > 0)) return receipt;
    return { ...(receipt ?? NEW), stage: this.#store.kept(place) ? 'queued' : 'new' };
  }

  #remember({ id, lamport, digest }: LogEntry): Place {
    const place = { lamport, digest };
    this.#places.set(id, place);
    if (this.#places.size > PLACES_MAX) {
      const [first] = this.#places.keys();
      if (first !== undefined) this.#places.delete(first);
    }
    return place;
  }

  /** Whether the person at this page said it. */
  isOwn({ author, account, proof }: LogEntry): boolean {
    return author === this.#self.did || (proof === 'wallet' && account === this.#self.account);
  }

  #reactions(marks: NonNullable<ReturnType<typeof foldText>>['reactions']): Reaction[] {
    const byEmoji = new Map<string, { names: string[]; mine: boolean }>();
    for (const { emoji, name, author, account, proven } of marks) {
      const reaction = byEmoji.get(emoji) ?? { names: [], mine: false };
      reaction.names.push(name);
      reaction.mine ||= author === this.#self.did || (proven && account === this.#self.account);
      byEmoji.set(emoji, reaction);
    }
    return [...byEmoji].map(([emoji, reaction]) => ({ emoji, ...reaction }));
  }

  quote(id: string): Promise<Quote> {
    return this.#quote(id, null);
  }

  /** @param by what quotes it: a letter is quoted in those of the same two alone, and by nothing that all read */
  async #quote(
    id: string,
    by: LogEntry | null,
    among: ReadonlyMap<string, LogEntry> = KEPT,
  ): Promise<Quote> {
    const place = this.#places.get(id) ?? this.#placeOf(id);
    const [kept] = place === null ? [] : await this.#store.entries([place]);
    const entry = kept ?? among.get(id);
    const wanted = by === null ? null : this.#with(by);
    if (entry === undefined || this.#with(entry) !== wanted) {
      return { id, ...NOT_HERE };
    }
    const amendments = (await this.#store.amendments([id])).get(id) ?? [];
    const folded = amendments.length === 0 ? null : foldOf(entry, amendments);
    const text = folded === null ? entry.text : (folded.versions.at(-1)?.text ?? '');
    const { name, account, proof, timeMillis } = entry;
    return {
      ...{ id, place, name, account, proof, timeMillis },
      text: folded?.retracted === true ? '' : (text ?? ''),
    };
  }
}

function isSame(one: Uint8Array | null, other: Uint8Array): boolean {
  return one?.length === other.length && one.every((byte, at) => byte === other[at]);
}

function foldOf(entry: LogEntry, amendments: readonly LogEntry[]): ReturnType<typeof foldText> {
  return foldText(keptOf(entry), amendments.map(keptOf), pagePort);
}

function keptOf({ proof, letter = null, ...entry }: LogEntry): KeptEntry {
  return { ...entry, letter, proven: proof === 'wallet' };
}
