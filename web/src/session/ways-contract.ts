/** The ways to the server and to the members, and what the server can be asked on them. */
import type { AvatarAnswer } from './card-contract.ts';

/**
 * The way that what is said takes to a member: between addresses that the computers have themselves (`host`), or that
 * routers gave them (`reflexive`); through a TURN server, and how it is reached here, or by the other alone (`turn`);
 * sealed, through the signaling server (`relay`).
 */
export type LinkPath =
  | 'host'
  | 'reflexive'
  | 'turn'
  | 'turn-udp'
  | 'turn-tcp'
  | 'turn-tls'
  | 'relay';

export interface LinkFacts {
  /** Null while none is chosen. */
  readonly path: LinkPath | null;
  readonly roundTripMillis: number | null;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** ICE servers, for whoever tries them. */
export interface IceOffer {
  readonly iceServers: readonly RTCIceServer[];
  /** URLs of STUN servers that no connection needs: whoever asks these too learns what the NAT does. */
  readonly alternateStun: readonly string[];
}

/** The ways to the server and to the members, for whoever looks into them. */
export interface Ways {
  /** `websocket` or `polling`; null where the server is out of reach, or there is none. */
  readonly transport: string | null;
  /** Those that links are made with. */
  readonly iceServers: readonly RTCIceServer[];
  /** Asks the server for ICE servers; null where no answer comes. */
  ice(): Promise<IceOffer | null>;
  /** Whether the server tells names of ENS. */
  readonly tellsNames: boolean;
  /** By which names up to 50 accounts in the room go, those that have one; null where no answer comes. */
  names(accounts: readonly string[]): Promise<ReadonlyMap<string, string> | null>;
  /** Whether the server finds people's pictures. */
  readonly tellsAvatars: boolean;
  /** The picture by which an account in the room wants to be shown, where it may be; null where no answer comes. */
  avatar(account: string, avatar: string): Promise<AvatarAnswer | null>;
  /** What is known of the link to a session, by the browser where it is the browser's; null where there is none. */
  linkTo(did: string): Promise<RTCStatsReport | LinkFacts | null>;
}
