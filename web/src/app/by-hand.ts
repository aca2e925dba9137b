/** Joining without a server: what people do at the entrance, and in the room for somebody else. */

import { openHandCode } from '../session/by-hand.ts';
import type { HandCodeContent } from '../session/contract.ts';
import { codeRefusalWords } from '../session/words.ts';
import { sessionInRoom } from './actions.ts';
import { offerReply } from './other-windows.ts';
import * as state from './state.ts';

const NO_INVITATION =
  'That is the reply to an invitation. It goes to whoever made the invitation: in their room, under “Invite by hand”.';

const NO_REPLY =
  'That is an invitation, not the reply to yours. Send yours to somebody, and paste here what they send back.';

const LEFT = 'You are not in a room any more.';

/** Shows at the entrance where people paste an invitation. */
export function askForInvitation(): void {
  state.problem.value = null;
  state.joining.value = { at: 'asking' };
}

/** Back to entering by way of the server. */
export function joinByServer(): void {
  state.problem.value = null;
  state.joining.value = null;
}

/** Shows what a text invites to, or says what is wrong with it. */
export async function takeInvitation(text: string): Promise<void> {
  const content = await read(text);
  const reply = typeof content !== 'string' && content.reply;
  const passed = reply && (await offerReply(text));
  if (state.stage.value.at !== 'entrance') return;
  if (passed) {
    state.joining.value = { at: 'passed', reply: content };
    return;
  }
  const wrong = typeof content === 'string' ? content : objection(content);
  state.problem.value = wrong;
  if (wrong !== null) state.joining.value ??= { at: 'asking' };
  else if (typeof content !== 'string') {
    state.joining.value = { at: 'invited', invitation: content };
  }
}

function objection({ reply, expiresAtMillis }: HandCodeContent): string | null {
  if (reply) return NO_INVITATION;
  return expiresAtMillis < Date.now() ? codeRefusalWords('expired') : null;
}

/** What a text holds, or words for why it holds nothing. */
async function read(text: string): Promise<HandCodeContent | string> {
  const opening = await openHandCode(text);
  return opening.type === 'content' ? opening.content : opening.refusal.text;
}

const NOTHING: state.Inviting = { code: null, busy: null, problem: null, arrived: null };

function inviting(change: Partial<state.Inviting>): void {
  state.inviting.value = { ...(state.inviting.value ?? NOTHING), ...change };
}

/** Shows the invitation that there is, or makes one. */
export function showInvitation(): void {
  state.drawerOpen.value = false;
  state.invitingOpen.value = true;
  const { value: now } = state.inviting;
  const good = now?.code && now.code.expiresAtMillis > Date.now();
  if (!good && now?.busy == null) void invite();
}

/** Makes an invitation for one more person. */
export async function invite(): Promise<void> {
  const session = sessionInRoom();
  if (session === null) return;
  state.inviting.value = { ...NOTHING, busy: 'Making an invitation…' };
  try {
    const code = await session.invite();
    if (session === sessionInRoom()) inviting({ code, busy: null });
  } catch (error) {
    if (session !== sessionInRoom()) return;
    inviting({ busy: null, problem: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes a reply that was opened in another window, where an invitation of this one waits for one. */
export async function takePassedReply(text: string): Promise<boolean> {
  const content = await read(text);
  const { value: stage } = state.stage;
  const waits = stage.at === 'room' && state.inviting.value?.code != null;
  if (typeof content === 'string' || !waits || content.room !== stage.room) return false;
  state.invitingOpen.value = true;
  void takeReply(text);
  return true;
}

/** Lets in whoever replied to an invitation, or says what is wrong with the reply. */
export async function takeReply(text: string): Promise<void> {
  const session = sessionInRoom();
  const content = await read(text);
  if (session === null || session !== sessionInRoom()) return inviting({ problem: LEFT });
  if (typeof content === 'string') return inviting({ problem: content });
  if (!content.reply) return inviting({ problem: NO_REPLY });
  inviting({ busy: `Connecting with ${content.name}…`, problem: null });
  const refusal = await session.takeReply(content);
  if (session !== sessionInRoom()) return;
  if (refusal !== null) inviting({ busy: null, problem: refusal.text });
  else state.inviting.value = { ...NOTHING, arrived: content.name };
}
