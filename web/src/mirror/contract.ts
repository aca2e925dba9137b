/** What others see of an account in its mirror. All of it is what its owner says; only who said it is proven. */
export interface MirrorProfile {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  /** Address of a picture, which is never loaded by itself; null where there is none. */
  readonly avatar: string | null;
  /** Web addresses and DIDs. */
  readonly links: readonly string[];
}

/** How a person has the own profile mirrored. */
export interface MirrorSetting {
  /** Address of the Ceramic node that is written to and asked. */
  readonly node: string;
  /** The profile is mirrored; else others' mirrors are read alone. */
  readonly on: boolean;
  /** As typed; empty where there is none. */
  readonly avatar: string;
  /** As typed, one a line. */
  readonly links: string;
  /** What the wallet is to allow the session key: the one stream that is the mirror, as a URI. */
  readonly resource: string;
}

/** What was found of somebody's mirror. */
export interface FoundMirror {
  /** The stream's id. */
  readonly stream: string;
  /** The newest profile that is all right; null where there is none. */
  readonly profile: MirrorProfile | null;
  /** What was refused of it, and why, in words for people; null where nothing was. */
  readonly refused: string | null;
}

/** A key of a DID's document. */
export interface PublicKey {
  /** As the document calls it. */
  readonly name: string;
  readonly use: 'signing' | 'encryption' | 'other';
  /** Multibase, base58btc. */
  readonly key: string;
}

/** A did:3 as its node resolves it, checked against its log. */
export interface ThreeId {
  readonly did: string;
  readonly keys: readonly PublicKey[];
  /** What was refused of it, and why, in words for people; null where nothing was. */
  readonly refused: string | null;
}

/** What signs for a session: the key itself stays where it is. */
export interface MirrorSigner {
  /** did:key. */
  readonly did: string;
  /** What the wallet signed for it, which allows the mirror's stream; the wallet may ask the person for it. */
  capability(): Promise<{ readonly message: string; readonly signature: string }>;
  /** Ed25519, 64 bytes. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
}
