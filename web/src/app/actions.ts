/** What people do: enter, speak, leave. */
import { batch } from '@preact/signals';
import type { ChatMessage, ChatSession, NewRoom, Refusal, Wallet } from '../session/contract.ts';
import { createChatSession } from '../session/session.ts';
import type { WalletChoice } from '../wallet/discovery.ts';
import type { ConnectMode } from '../wallet/injected.ts';
import { readDraft } from './commands.ts';
import { hear, notice, showHelp } from './hear.ts';
import { forgetLaw } from './hear-law.ts';
import { clearScreen, followHistory, forgetHistory, showLatest } from './history.ts';
import { type Place, savePlace, savePreferences } from './preferences.ts';
import { hashOfRoom, isRuled, LOBBY, type RoomAddress } from './room-address.ts';
import * as state from './state.ts';
import { arrivalWords, progressWords, shortAddress, type Words } from './words.ts';

/** A stay in a room, from the button at the entrance to the leaving. */
interface Stay {
  readonly session: ChatSession;
  readonly choice: WalletChoice;
  /** Undoes every subscription of the stay. */
  readonly ends: (() => void)[];
  /** The session is in the room, whatever the screen shows. */
  inside: boolean;
  /** The person has been told who can read what is said. */
  greeted: boolean;
}

let stay: Stay | null = null;

const words = (error: unknown): string =>
  error instanceof Error ? error.message : 'Something unexpected happened. Try again.';

/** How a session gets into a room once there is a wallet; answers which it is. */
type Way = (session: ChatSession, wallet: Wallet) => Promise<string>;

/** Enters the room of the form by way of the server. */
export async function enter(mode: ConnectMode = 'asked'): Promise<void> {
  const place = placeOfForm(state.roomWanted.value.trim());
  const invitation = state.invitationWanted.value;
  await goIn(place, mode, async (session, wallet) => {
    await session.enter({ ...place, wallet, ...(invitation !== null && { invitation }) });
    return place.room;
  });
}

/** Makes a room that belongs to the person, and enters it. */
export async function makeRoom(room: NewRoom): Promise<void> {
  const place = placeOfForm(room.settings.name);
  await goIn(place, 'asked', async (session, wallet) => {
    const id = await session.found({ ...place, wallet }, room);
    // It is there from now on, whether or not it can be entered at once.
    batch(() => {
      state.roomNames.value = new Map(state.roomNames.value).set(id, room.settings.name);
      state.roomWanted.value = id;
      state.making.value = false;
    });
    await session.enter({ ...place, wallet, room: id });
    return id;
  });
}

/** Enters the room of the invitation, once somebody has taken the reply to it. */
export async function enterByHand(): Promise<void> {
  const { value: joining } = state.joining;
  if (joining?.at !== 'invited') return;
  const { invitation } = joining;
  const place = placeOfForm(invitation.room);
  await goIn(place, 'asked', async (session, wallet) => {
    await session.enterByHand({ ...place, wallet }, invitation, (reply) => {
      state.joining.value = { at: 'replied', invitation, reply };
    });
    return place.room;
  });
}

function placeOfForm(room: string): Place {
  return {
    wallet: state.walletChoice.value.id,
    name: state.name.value.trim(),
    color: state.color.value,
    card: state.card.value,
    room,
  };
}

/** Every failure ends at the entrance with its words. */
async function goIn(place: Place, mode: ConnectMode, way: Way): Promise<void> {
  const choice = state.walletChoice.value;
  const missing = whatIsMissing(place);
  if (missing !== null) {
    state.problem.value = missing;
    return;
  }
  const own: Stay = {
    session: createChatSession(),
    choice,
    ends: [],
    inside: false,
    greeted: false,
  };
  const ownSession = () => (stay === own ? own.session : null);
  followHistory(
    () => ownSession()?.history ?? null,
    () => ownSession()?.archives ?? null,
  );
  begin(
    own,
    choice.id === 'guest'
      ? 'Opening your guest wallet…'
      : `Asking ${choice.name} for your account…`,
  );
  try {
    const wallet = await choice.connect(mode);
    if (stay !== own) return;
    if (wallet === null) {
      end(`${choice.name} is locked or no longer connected. Press “Enter” to ask it.`);
      return;
    }
    follow(own, wallet, place);
    if (mode === 'silent') showWhenOpened(own, place);
    const room = await way(own.session, wallet);
    if (stay !== own) return;
    own.inside = true;
    const shown = state.stage.value.at === 'room';
    arrive({ ...place, room });
    if (!shown) await showLatest();
    greet(own);
    if (isFleeting(wallet)) notice('info', [FLEETING_WORDS]);
  } catch (error) {
    if (stay === own) end(words(error));
  }
}

/** Tells once who can read what is said; of a room that belongs to somebody, as soon as its law is known. */
function greet(own: Stay): void {
  const { value: stage } = state.stage;
  const { value: law } = state.law;
  if (own.greeted || !own.inside || stay !== own || stage.at !== 'room') return;
  if (isRuled(stage.room) && law === null) return;
  own.greeted = true;
  notice('info', arrivalWords(stage.room, law));
}

/** Whoever comes back sees what this browser keeps of the room, if anything, before the server has answered. */
function showWhenOpened(own: Stay, place: Place): void {
  const show = async (): Promise<void> => {
    await showLatest();
    const { messages } = state.stretch.value;
    if (stay === own && !own.inside && messages.length > 0) arrive(place);
  };
  own.ends.push(
    own.session.listen(({ type }) => {
      if (type === 'opened') void show();
    }),
  );
}

function whatIsMissing({ name, room }: Place): string | null {
  if (name === '') return 'Choose a name, so that people know what to call you.';
  if (room === '') return 'Say which room to enter; “lobby” is where most people meet.';
  return null;
}

/** A guest whose key the browser does not keep. */
function isFleeting(wallet: Wallet): boolean {
  return 'persistent' in wallet && wallet.persistent === false;
}

const FLEETING_WORDS =
  'This browser keeps nothing (a private window, perhaps): the guest that you are ends with this tab.';

function begin(own: Stay, progress: string): void {
  stay?.session.leave();
  forget();
  stay = own;
  batch(() => {
    state.problem.value = null;
    state.accountNotice.value = null;
    forgetHistory();
    state.members.value = [];
    state.size.value = 0;
    forgetLaw();
    state.unread.value = 0;
    state.status.value = 'connecting';
    state.stage.value = { at: 'entering', words: progress };
  });
}

/** Listens to the session and to the wallet for as long as the stay lasts. */
function follow(own: Stay, wallet: Wallet, { room }: Place): void {
  // A room that is being made has no id yet, and no other name than what its maker chose.
  const label = state.making.value || isRuled(room) ? 'the room' : `#${room}`;
  own.ends.push(
    own.session.listen((event) => {
      hear(event);
      if (event.type === 'law') greet(own);
      if (event.type !== 'status') return;
      const { at } = state.stage.value;
      // On the way in, enter() itself rejects and says why.
      if (event.status === 'left' && own.inside) end(state.problem.value);
      if (at === 'entering') {
        state.stage.value = {
          at: 'entering',
          words: progressWords(event.status, own.choice.name, label),
        };
      }
    }),
    wallet.onAccountChanged((address) => {
      state.accountNotice.value = accountWords(own.choice.name, wallet.address, address);
    }),
  );
}

function accountWords(wallet: string, own: string, now: string | null): string | null {
  if (now === own) return null;
  const here = `You are still here as ${shortAddress(own)}`;
  return now === null
    ? `${wallet} was locked or disconnected. ${here}; unlock it before you enter again.`
    : `${wallet} switched to ${shortAddress(now)}. ${here}; to speak as the other account, leave and enter again.`;
}

function arrive(place: Place): void {
  savePlace(place);
  savePreferences({ name: place.name, color: place.color, wallet: place.wallet });
  // Not location.hash: that would announce a change that we made ourselves.
  history.replaceState(null, '', hashOfRoom(place.room));
  batch(() => {
    state.problem.value = null;
    state.joining.value = null;
    state.making.value = false;
    // Used, or kept by this browser.
    state.invitation.value = null;
    state.stage.value = { at: 'room', room: place.room };
  });
}

function forget(): void {
  for (const undo of stay?.ends ?? []) undo();
  stay = null;
}

function end(why: string | null): void {
  forget();
  savePlace(null);
  const { value: joining } = state.joining;
  batch(() => {
    state.problem.value = why;
    state.drawerOpen.value = false;
    state.invitingOpen.value = false;
    state.doctorOpen.value = false;
    state.inviting.value = null;
    state.roomInviteOpen.value = false;
    state.roomOpen.value = false;
    state.shown.value = null;
    state.asking.value = null;
    state.letters.value = null;
    forgetLaw();
    // The invitation may still be good for another try.
    if (joining?.at === 'replied') {
      state.joining.value = { at: 'invited', invitation: joining.invitation };
    }
    state.stage.value = { at: 'entrance' };
  });
}

/** The session of whoever is in a room. */
export function sessionInRoom(): ChatSession | null {
  return state.stage.value.at === 'room' ? (stay?.session ?? null) : null;
}

/** Leaves the room, or gives up entering it. */
export function leave(): void {
  const session = stay?.session;
  end(null);
  session?.leave();
}

/** Goes on where this tab was before its reload, if the wallet allows it without asking. */
export async function comeBack(place: Place): Promise<void> {
  batch(() => {
    state.walletId.value = place.wallet;
    state.name.value = place.name;
    state.color.value = place.color;
    state.roomWanted.value = place.room;
  });
  await enter('silent');
}

/** The address names another room: the form follows, and whoever is in a room moves. */
export async function goTo(address: RoomAddress): Promise<void> {
  const here = state.stage.value;
  if (here.at === 'room' && here.room === address.room) {
    // An invitation to where one is stays in no history of the browser's.
    history.replaceState(null, '', hashOfRoom(here.room));
    return;
  }
  batch(() => {
    state.roomWanted.value = address.room;
    state.invitation.value = address;
    state.making.value = false;
  });
  if (here.at === 'room') await enter('silent');
}

/** Back to the form that asks for a room. */
export function enterElsewhere(): void {
  history.replaceState(null, '', location.pathname + location.search);
  batch(() => {
    state.problem.value = null;
    state.invitation.value = null;
    state.roomWanted.value = LOBBY;
  });
}

/** Sends a draft or does what its command says. Null when done; otherwise why not: the draft is then kept. */
export function submit(text: string): string | null {
  const draft = readDraft(text);
  switch (draft.type) {
    case 'nothing':
      return null;
    case 'mistake':
      return draft.text;
    case 'help':
      showHelp();
      return null;
    case 'doctor':
      state.doctorOpen.value = true;
      return null;
    case 'clear':
      clearScreen();
      return null;
    case 'say':
      return say(draft.text, draft.action);
    case 'color':
      return changeProfile(state.name.value, draft.color, [
        `Your colour already is ${draft.color}.`,
      ]);
    case 'nick':
      return changeProfile(draft.name, state.color.value, [
        'You already are called ',
        { name: draft.name },
        '.',
      ]);
  }
}

/** Says something new, answers a message, or changes one. */
function say(text: string, action: boolean): string | null {
  const writing = state.writingTo.value;
  const session = stay?.session;
  const refusal = refusalWords(
    writing?.to === 'edit'
      ? session?.edit(writing.message.id, text)
      : session?.say(text, action, writing?.message.id ?? null),
  );
  if (refusal === null) state.writingTo.value = null;
  return refusal;
}

/** Whoever was written to alone also reads alone what is said about that; here and below. */
export function retract({ id, with: to }: ChatMessage): void {
  const refusal = refusalWords(stay?.session.retract(id, to));
  if (refusal !== null) notice('problem', [refusal]);
}

export function react({ id, with: to }: ChatMessage, emoji: string, on: boolean): void {
  const refusal = refusalWords(stay?.session.react(id, emoji, on, to));
  if (refusal !== null) notice('problem', [refusal]);
}

/** No session means that it ended while somebody wrote. */
export function refusalWords(refusal: Refusal | null | undefined): string | null {
  return refusal === undefined ? 'You are not in a room any more.' : (refusal?.text ?? null);
}

/** `already` is said when nothing changes: core then has nothing to tell anybody. */
function changeProfile(name: string, color: string, already: Words): string | null {
  const refusal = refusalWords(stay?.session.setProfile(name, color, state.card.value));
  if (refusal !== null) return refusal;
  if (name === state.name.value.trim() && color === state.color.value) {
    notice('info', already);
    return null;
  }
  const recolored = color !== state.color.value;
  batch(() => {
    state.name.value = name;
    state.color.value = color;
  });
  savePreferences({ name, color });
  if (stay && state.stage.value.at === 'room') {
    savePlace({ ...placeOfForm(state.stage.value.room), wallet: stay.choice.id });
  }
  if (recolored) notice('info', [`Your colour is now ${color}.`]);
  return null;
}

export function setTyping(typing: boolean): void {
  stay?.session.setTyping(typing);
}
