/** What the doctor found out, as far as it has got. */

export type SignalingFinding =
  | {
      readonly state: 'reached';
      readonly transport: string;
      /** The median of several. */
      readonly roundTripMillis: number;
    }
  | { readonly state: 'unreachable' }
  /** Entered by hand: nobody introduces. */
  | { readonly state: 'none' };

export type StunFinding =
  | {
      readonly state: 'answered';
      /** From the beginning of the search for candidates; null where the browser does not tell when. */
      readonly millis: number | null;
      /** Whether the server sees another address than this computer has itself; browsers may hide the latter. */
      readonly address: 'same' | 'other' | 'hidden';
    }
  | { readonly state: 'silent' }
  /** The browser looks for no way by UDP at all. */
  | { readonly state: 'forbidden' };

/**
 * How the NAT chooses the outer address of a socket (RFC 4787, section 4.1): `independent` of the destination, one of its
 * own for each (`dependent`, as symmetric NATs do), or there is no NAT.
 */
export type Mapping = 'none' | 'independent' | 'dependent' | 'unknown';

/** How a TURN server is spoken with. */
export type TurnTransport = 'udp' | 'tcp' | 'tls';

export type TurnFinding =
  /** What was sent through it came back: so long after the beginning, and so long after it was sent. */
  | { readonly state: 'echoed'; readonly openMillis: number; readonly echoMillis: number }
  /** It gave a relay, and nothing came through. */
  | { readonly state: 'allocated' }
  /** It answered with an error of STUN (RFC 8489, section 14.8; RFC 8656, section 19). */
  | { readonly state: 'refused'; readonly code: number }
  | { readonly state: 'silent' };

export interface Findings {
  /** The browser can make connections at all. */
  readonly webRtc: boolean;
  /** Null while it is being tried; so with all that follow. */
  readonly signaling: SignalingFinding | null;
  readonly stun: readonly (StunFinding | null)[];
  readonly mapping: Mapping | null;
  readonly turn: readonly {
    readonly transport: TurnTransport;
    readonly finding: TurnFinding | null;
  }[];
  /** Servers that were named beyond those that are tried. */
  readonly untried: number;
  readonly done: boolean;
}
