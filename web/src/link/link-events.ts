import type { SignalKind } from '#peer';

/** What a link tells of itself, whatever it travels by. */
export interface LinkEvents {
  /** Something for the other end's `apply`. */
  signal(kind: SignalKind, body: string): void;
  /** The channel is open; fingerprints of what this end and the other one have shown. */
  opened(localFingerprint: string, remoteFingerprint: string): void;
  received(message: Uint8Array, bulk: boolean): void;
  /** It is over, and this end did not ask for it. */
  closed(): void;
}
