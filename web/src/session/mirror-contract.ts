/** What the interface knows of mirrors of profiles on Ceramic. */
import type { FoundMirror, MirrorProfile, MirrorSetting, ThreeId } from '../mirror/contract.ts';

export type * from '../mirror/contract.ts';

/** What a person chooses. */
export type MirrorChoice = Omit<MirrorSetting, 'resource'>;

/** By what a profile in a room differs from time to time. */
export type MirroredPerson = Pick<MirrorProfile, 'name' | 'color'>;

/** All reject with an Error whose message is for people. */
export interface Mirrors {
  /** As it was chosen last; null before the first time. */
  setting(): Promise<MirrorSetting | null>;
  /**
   * Mirrors the profile where that is chosen, for which the wallet may ask the person once, and then remembers the choice.
   * Answers the stream that is the mirror; null where it was not chosen.
   */
  choose(choice: MirrorChoice, person: MirroredPerson): Promise<string | null>;
  /** What is mirrored of an account, by the node that was chosen; null where none was. */
  find(account: string): Promise<FoundMirror | null>;
  /** Resolves a did:3 by that node. */
  resolve(did: string): Promise<ThreeId>;
}

/** Loads what there is of mirrors; rejects with an Error for people where the server is gone. */
export interface MirrorDoor {
  open(): Promise<Mirrors>;
}
