/** Everything the screen shows, as signals. Who changes it: actions.ts for people, hear.ts for the session. */
import { computed, signal } from '@preact/signals';
import type { Place } from '../history/contract.ts';
import {
  ARRIVING,
  type ChatMessage,
  type ContractWord,
  type Conversation,
  type HandCode,
  type HandCodeContent,
  type Member,
  type RoomLaw,
  type SessionStatus,
} from '../session/contract.ts';
import { GUEST, type WalletChoice } from '../wallet/discovery.ts';
import { hastyOf, hidingOf } from './law.ts';
import { linesOf, NOTHING, type OwnLine, type Stretch } from './lines.ts';
import { nameDoubts as findDoubts } from './look-alikes.ts';
import { colorByChance, colorNamed } from './palette.ts';
import { loadPreferences, type Theme } from './preferences.ts';
import { addressOfHash, isRuled, LOBBY } from './room-address.ts';
import { type Attention, pageTitle } from './unread.ts';
import type { Words } from './words.ts';

/** Where the person stands: at the entrance, on the way in, or in a room. */
export type Stage =
  | { readonly at: 'entrance' }
  | { readonly at: 'entering'; readonly words: string }
  | { readonly at: 'room'; readonly room: string };

/** How far somebody at the entrance has got with joining by hand. */
export type Joining =
  | { readonly at: 'asking' }
  /** A reply was opened here, and went to the window that waits for it. */
  | { readonly at: 'passed'; readonly reply: HandCodeContent }
  | { readonly at: 'invited'; readonly invitation: HandCodeContent }
  | { readonly at: 'replied'; readonly invitation: HandCodeContent; readonly reply: HandCode };

/** How far somebody in a room has got with bringing in somebody by hand. */
export interface Inviting {
  /** The invitation to send; null while there is none. */
  readonly code: HandCode | null;
  /** What is being waited for. */
  readonly busy: string | null;
  readonly problem: string | null;
  /** Who came in by the last invitation. */
  readonly arrived: string | null;
}

/** Letters that are on the screen. */
export interface OpenLetters {
  readonly account: string;
  readonly name: string;
  readonly messages: readonly ChatMessage[];
  /** There may be more before them. */
  readonly older: boolean;
}

/** Somebody whom one looks at more closely; here now, or not. */
export interface Shown {
  readonly account: string;
  readonly name: string;
  /** A wallet vouches for the account: the law of the room is about such alone. */
  readonly proven: boolean;
  /** did:key of the session that is here; null where none is. */
  readonly did: string | null;
}

/** Something that cannot be undone, or that others feel: it is asked once. */
export interface Asking {
  readonly title: Words;
  /** What it means. */
  readonly words: Words;
  readonly yes: string;
  /** Null when done, else what went wrong. */
  act(): Promise<string | null> | string | null;
}

const remembered = loadPreferences();
const address = addressOfHash(location.hash);

export const stage = signal<Stage>({ at: 'entrance' });

/** What went wrong, told at the entrance. */
export const problem = signal<string | null>(null);

// The form at the entrance.
export const walletChoices = signal<readonly WalletChoice[]>([GUEST]);
export const walletId = signal(remembered.wallet || GUEST.id);
export const name = signal(remembered.name);
export const color = signal(colorNamed(remembered.color) ?? colorByChance(Math.random()));
/** What the person shows besides. */
export const card = signal(remembered.card);
export const roomWanted = signal(address?.room ?? LOBBY);
/** What stood behind a room's id in the link that was opened here. */
export const invitation = signal(address);
/** The same, where the room of the form is that one. */
export const invitationWanted = computed(() =>
  invitation.value?.room === roomWanted.value.trim() ? invitation.value.invitation : null,
);
/** The room of the form belongs to somebody. */
export const ruledWanted = computed(() => isRuled(roomWanted.value.trim()));
/** The person is making a room. */
export const making = signal(false);
/** Names of rooms that belong to somebody, by their ids, as far as they are known here. */
export const roomNames = signal<ReadonlyMap<string, string>>(new Map());

export const asking = signal<Asking | null>(null);
/** The person makes a backup, or takes one back. */
export const backup = signal<'make' | 'restore' | null>(null);
/** Counts changes of the rooms that this browser can enter. */
export const ownRoomsChanged = signal(0);

/** Null where a server is to introduce. */
export const joining = signal<Joining | null>(null);

/** The chosen wallet; the guest when the one remembered is not there. */
export const walletChoice = computed(
  () => walletChoices.value.find(({ id }) => id === walletId.value) ?? GUEST,
);

// The room.
export const status = signal<SessionStatus>('left');
/** Unix milliseconds. */
export const statusSinceMillis = signal(0);
/** The room is shown, and the server has still to let the person in. */
export const arriving = computed(() => ARRIVING.includes(status.value));
export const members = signal<readonly Member[]>([]);
/** How many are in the room: more than the members known here, where it is large. */
export const size = signal(0);
/** Null while the person brings in nobody. */
export const inviting = signal<Inviting | null>(null);
export const invitingOpen = signal(false);
export const doctorOpen = signal(false);
/** Null in a room of a short name, and before it is known. */
export const law = signal<RoomLaw | null>(null);
/** What the room asks of wallets; null where it is open to all. */
export const gateRule = signal<unknown>(null);
/** By account, of those who have been here. */
export const names = signal<ReadonlyMap<string, string>>(new Map());
/** Accounts of which this person wants to see nothing. */
export const mutedForMe = signal<ReadonlySet<string>>(new Set(remembered.mutedForMe));
export const roomInviteOpen = signal(false);
export const roomOpen = signal(false);
export const shown = signal<Shown | null>(null);
/** The messages on the screen. */
export const stretch = signal<Stretch>(NOTHING);
/** What only this screen shows: who came and went, help, problems. */
export const ownLines = signal<readonly OwnLine[]>([]);
export const lines = computed(() => {
  const [rules, muted] = [law.value, mutedForMe.value];
  const hasty = hastyOf(stretch.value.messages, rules);
  return linesOf(stretch.value, ownLines.value, (message) =>
    hasty.has(message.id) ? 'hasty' : hidingOf(message, rules, muted),
  );
});
/** Up to where the person had read before coming in; null where that is not known, or does not matter any more. */
export const readBefore = signal<Place | null>(null);
/** The person went to the first message that was said since. */
export const unreadShown = signal(false);
/** Missed messages that are coming; null while none are. */
export const catchingUp = signal<{ readonly come: number; readonly of: number } | null>(null);
/** What is wrong with what this browser keeps of the room; null where nothing is. */
export const storageProblem = signal<string | null>(null);
/** The message that is being answered, or changed. */
export const writingTo = signal<{
  readonly to: 'reply' | 'edit';
  readonly message: ChatMessage;
} | null>(null);
/** What is being searched for, and found so far; null while nobody searches. */
export const search = signal<{
  readonly query: string;
  readonly found: readonly ChatMessage[];
  /** There is no more. */
  readonly done: boolean;
} | null>(null);
/** The message that the log is to scroll to. */
export const wanted = signal<string | null>(null);
export const unread = signal(0);
/** With whom this account has exchanged letters; null before that is known. */
export const conversations = signal<readonly Conversation[] | null>(null);
/** The same without those of whom this person wants to see nothing. */
export const conversationsSeen = computed(() =>
  (conversations.value ?? []).filter(({ account }) => !mutedForMe.value.has(account)),
);
export const unreadLetters = computed(() =>
  conversationsSeen.value.reduce((sum, { unread }) => sum + unread, 0),
);
export const letters = signal<OpenLetters | null>(null);
/** Whether the wallet in use opens letters, and they are sealed to it. */
export const walletLetters = signal<'absent' | 'off' | 'on'>('absent');
/** Letters of this room can be sealed to it; where keys are erased after use, none are. */
export const walletLettersHere = computed(() => {
  const { policy, history } = law.value ?? {};
  const isForwardSecret = policy !== 'open' && history === 'forward-secret';
  return walletLetters.value !== 'absent' && !isForwardSecret;
});
export const attention = signal<Attention>({ visible: !document.hidden, atEnd: true });
/** The wallet changed its account or was locked while its person is in the room. */
export const accountNotice = signal<string | null>(null);

export const self = computed(() => members.value.find(({ link }) => link === 'self') ?? null);
/** By the ids of members. */
export const typing = signal<ReadonlySet<string>>(new Set());
export const typists = computed(() => members.value.filter(({ id }) => typing.value.has(id)));

/** Names in ENS by accounts, by the server's word. */
export const ensNames = signal<ReadonlyMap<string, string>>(new Map());

/** Whether wallets that are contracts have signed, by account and session. */
export const contractWords = signal<ReadonlyMap<string, ContractWord>>(new Map());

/** Whose names look like others', by the ids of members. */
export const nameDoubts = computed(() =>
  findDoubts(
    members.value.map(({ id, account, name }) => {
      const ens = ensNames.value.get(account);
      return { id, account, names: ens === undefined ? [name] : [name, ens] };
    }),
  ),
);

/** By which pictures accounts want to be shown that are here, and proven. */
export const avatarsWanted = computed<ReadonlyMap<string, string>>(
  () =>
    new Map(
      members.value.flatMap(({ account, proof, card: { avatar } }) =>
        avatar === null || proof !== 'wallet' ? [] : [[account, avatar]],
      ),
    ),
);

/** The person at this page first, then by name. */
export const people = computed(() =>
  [...members.value].sort(
    (one, other) =>
      Number(other.link === 'self') - Number(one.link === 'self') ||
      one.name.localeCompare(other.name) ||
      one.id.localeCompare(other.id),
  ),
);

/** What the room is called. */
export const roomLabel = computed(() => {
  if (stage.value.at !== 'room') return null;
  const { room } = stage.value;
  if (!isRuled(room)) return `#${room}`;
  return law.value?.settings.name ?? roomNames.value.get(room) ?? 'A room of somebody’s own';
});

export const title = computed(() => pageTitle(unread.value + unreadLetters.value, roomLabel.value));

// The look.
export const theme = signal<Theme>(remembered.theme);
export const still = signal(remembered.still);
export const drawerOpen = signal(false);
