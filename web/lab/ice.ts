import { Coturn } from './coturn.ts';
import { PUBLIC_NETWORK, SERVER_ADDRESS } from './net/network.ts';

/** Where pages get STUN and TURN from. */
export type IceSource =
  /** coturn's STUN alone: relays are not to be had. */
  | 'stun'
  /** The same, and the server carries nothing itself. */
  | 'bare'
  /** coturn: STUN, and TURN by UDP, TCP, and TLS on port 443. */
  | 'coturn'
  /** What the signaling server itself serves: STUN, and TURN by UDP. */
  | 'embedded';

/** The server's flags for a source. */
export function iceFlags(source: IceSource, coturn: Coturn): readonly string[] {
  const others = ['--turn', 'false'];
  const stun = ['--ice-servers', JSON.stringify([{ urls: Coturn.stunUrl }])];
  switch (source) {
    case 'stun':
      return [...others, ...stun];
    case 'bare':
      return [...others, ...stun, '--relay', 'false'];
    case 'coturn':
      return [
        ...[...others, ...stun, '--coturn-servers', Coturn.turnUrls.join(',')],
        ...['--coturn-secret', coturn.secret],
      ];
    case 'embedded':
      // Its relays send to nobody whose address is special, as the laboratory's are.
      return [
        ...['--turn-host', SERVER_ADDRESS, '--turn-public-address', SERVER_ADDRESS],
        ...['--turn-port', '3478', '--turn-peer-networks', PUBLIC_NETWORK],
      ];
  }
}
