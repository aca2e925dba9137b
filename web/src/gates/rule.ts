/** A gate's rule and what became of it, as the server tells of them: none of it is certain. */

export interface GateVerdict {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly reason: 'holds' | 'lacks' | 'too_new' | 'no_answer' | 'unknown' | 'parts';
  readonly parts: readonly GateVerdict[];
}

/** What a room asks for. */
export interface Gate {
  /** A rule as JSON (docs/protocol.md, 1.6). */
  readonly rule: unknown;
  /** By which tickets name it, 32 bytes. */
  readonly hash: Uint8Array<ArrayBuffer>;
  /** Whose word counts: `did:key`. */
  readonly keepers: readonly string[];
}

/** Why somebody was not let in. */
export interface GateDenial {
  readonly rule: unknown;
  readonly verdict: unknown;
}
