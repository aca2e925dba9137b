/** What the screen remembers of a room that belongs to somebody, and of those who have been in it. */
import type { ChatMessage, Member, SessionEvent } from '../session/contract.ts';
import * as state from './state.ts';

/** Names of accounts that are remembered while the page is open; the oldest are forgotten. A guess. */
const NAMES_MAX = 1_000;

/** The law names accounts alone: how people call themselves is known of those who have been here. */
export function hearNames(members: readonly Member[]): void {
  const known = state.names.peek();
  remember(members.filter(({ account, name }) => known.get(account) !== name));
}

/** Or of those who have spoken; what they are called now, if they are here, counts for more. */
export function hearAuthors(messages: readonly ChatMessage[]): void {
  const known = state.names.peek();
  remember(messages.filter(({ account }) => !known.has(account)));
}

function remember(people: readonly Pick<Member, 'account' | 'name' | 'proof'>[]): void {
  const known = state.names.peek();
  const news = people.filter(({ proof }) => proof === 'wallet');
  if (news.length === 0) return;
  const all = [...known, ...news.map(({ account, name }) => [account, name] as const)];
  state.names.value = new Map(all.slice(-NAMES_MAX));
}

/** What the room asks of people has become known, or is another now. */
export function hearLaw(event: Extract<SessionEvent, { type: 'gate' | 'law' }>): void {
  if (event.type === 'law') state.law.value = event.law;
  else state.gateRule.value = event.rule;
}

/** The person goes away from the room, whose name stays. */
export function forgetLaw(): void {
  const { value: stage } = state.stage;
  const { value: law } = state.law;
  if (law !== null && stage.at === 'room') {
    state.roomNames.value = new Map(state.roomNames.value).set(stage.room, law.settings.name);
  }
  state.law.value = null;
  state.gateRule.value = null;
}
