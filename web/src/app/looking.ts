/** Where people look, and how it looks there. */
import { batch } from '@preact/signals';
import { noteRead } from './history.ts';
import { savePreferences, type Theme } from './preferences.ts';
import * as state from './state.ts';
import { type Attention, unreadAfterLook } from './unread.ts';

export function look(change: Partial<Attention>): void {
  const before = state.attention.value;
  const now = { ...before, ...change };
  // Every scrolling asks; most of the time nothing has changed.
  if (now.visible !== before.visible || now.atEnd !== before.atEnd) {
    batch(() => {
      state.attention.value = now;
      state.unread.value = unreadAfterLook(state.unread.value, now);
    });
  }
  noteRead();
}

export function chooseTheme(theme: Theme): void {
  state.theme.value = theme;
  savePreferences({ theme });
}

export function setStill(still: boolean): void {
  state.still.value = still;
  savePreferences({ still });
}
