/** What people do with mirrors of profiles on Ceramic. */
import type { FoundMirror, MirrorChoice, MirrorSetting, ThreeId } from '../session/contract.ts';
import { sessionInRoom } from './actions.ts';
import * as state from './state.ts';

/** An answer, or in words for people why there is none. */
export type Outcome<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly value: null; readonly problem: string };

async function outcomeOf<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work(), problem: null };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

const mirrors = () => {
  const session = sessionInRoom();
  if (session === null) throw new Error('You are not in a room any more.');
  return session.mirror.open();
};

export const mirrorSetting = (): Promise<Outcome<MirrorSetting | null>> =>
  outcomeOf(async () => (await mirrors()).setting());

/** The stream that is the mirror now; null where the person does not mirror. */
export const chooseMirror = (choice: MirrorChoice): Promise<Outcome<string | null>> =>
  outcomeOf(async () => {
    const [name, color] = [state.name.value.trim(), state.color.value];
    return (await mirrors()).choose(choice, { name, color });
  });

/** Null where no node was chosen. */
export const findMirror = (account: string): Promise<Outcome<FoundMirror | null>> =>
  outcomeOf(async () => (await mirrors()).find(account));

export const resolveDid = (did: string): Promise<Outcome<ThreeId>> =>
  outcomeOf(async () => (await mirrors()).resolve(did));
