/** What the state does to the page around the app, and the page to the state. */
import { effect, signal } from '@preact/signals';
import { isHandLink } from '../session/hand-code.ts';
import { opened } from '../store/database.ts';
import { discoverWallets } from '../wallet/discovery.ts';
import { comeBack, goTo, sessionInRoom } from './actions.ts';
import { takeInvitation, takePassedReply, takeReply } from './by-hand.ts';
import { hearEnsNames } from './ens-names.ts';
import { hearAuthors } from './hear-law.ts';
import { look } from './looking.ts';
import { hearReplies } from './other-windows.ts';
import { loadPlace, styleOf } from './preferences.ts';
import { loadQr } from './qr.ts';
import { addressOfHash, hashOfRoom, LOBBY, roomOfHash } from './room-address.ts';
import * as state from './state.ts';

/** Below this the people list is a drawer; the same figure is in the style sheets. */
const NARROW = '(max-width: 46rem)';

/** How long a reload waits for its wallet to announce itself before it asks at the entrance. A guess. */
const WALLET_MILLIS_MAX = 1_500;

/** How long the page has its first moments to itself. A guess. */
const IDLE_MILLIS = 2_000;

function media(query: string): { readonly value: boolean } {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => {
    matches.value = list.matches;
  });
  return matches;
}

export const narrow = media(NARROW);
/** Where a mouse is at hand, the message field may take the focus: no keyboard pops up over the page. */
export const finePointer = media('(pointer: fine)');
const systemDark = media('(prefers-color-scheme: dark)');

/** The colour behind the messages, `#rrggbb`, from the theme's style sheet. */
export const surface = signal('#ffffff');

export const tropical = (): boolean => state.theme.value === 'tropical';

/** Starts what goes on as long as the page does. */
export function startEffects(): void {
  const root = document.documentElement;
  effect(() => {
    root.dataset['theme'] = styleOf(state.theme.value, systemDark.value);
    surface.value = getComputedStyle(root).getPropertyValue('--surface').trim();
  });
  effect(() => {
    root.dataset['motion'] = state.still.value ? 'still' : 'free';
  });
  effect(() => {
    document.title = state.title.value;
  });
  effect(() => hearAuthors(state.stretch.value.messages));
  effect(() => {
    const members = state.members.value;
    void hearEnsNames(sessionInRoom()?.ways ?? null, members);
  });
  document.addEventListener('visibilitychange', () => look({ visible: !document.hidden }));
  window.addEventListener('hashchange', onAddress);
  discoverWallets((choices) => {
    state.walletChoices.value = choices;
  });
  // While the server is there: later, when codes are wanted, it may not be.
  whenIdle(() => void loadQr());
  hearReplies(takePassedReply);
  if (isHandLink(location.hash)) void takeInvitation(location.href);
  else resume();
}

/** Safari has no idle callbacks. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(act);
  else setTimeout(act, IDLE_MILLIS);
}

/** The address changed: to another room, or to a code for joining by hand. */
function onAddress(): void {
  if (!isHandLink(location.hash)) {
    void goTo(addressOfHash(location.hash) ?? { room: LOBBY, invitation: null });
    return;
  }
  const { value: stage } = state.stage;
  const code = location.href;
  if (stage.at !== 'room') {
    void takeInvitation(code);
    return;
  }
  history.replaceState(null, '', hashOfRoom(stage.room));
  state.invitingOpen.value = true;
  void takeReply(code);
}

/** After a reload the tab goes back to its room as soon as its wallet is there. */
function resume(): void {
  const place = loadPlace();
  if (place === null || place.room !== (roomOfHash(location.hash) ?? place.room)) return;
  // The wallet, the keys and the messages are in it: it opens while the wallet is being loaded.
  opened().catch(() => {});
  const deadline = Date.now() + WALLET_MILLIS_MAX;
  const stop = effect(() => {
    if (!state.walletChoices.value.some(({ id }) => id === place.wallet)) return;
    // Not within the effect itself, which must not be stopped before it has its name.
    queueMicrotask(() => {
      stop();
      if (Date.now() <= deadline && state.stage.value.at === 'entrance') void comeBack(place);
    });
  });
}
