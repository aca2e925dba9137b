import { execFileSync } from 'node:child_process';
import { serverCommand } from '../e2e/stage/server.ts';
import { NotBuilt } from './cases/case.ts';
import { Coturn } from './coturn.ts';
import { PUBLIC_NETWORK, SERVER_ADDRESS } from './net/network.ts';

/** Where pages get STUN and TURN from. */
export type IceSource =
  /** coturn's STUN alone: relays are not to be had. */
  | 'stun'
  /** coturn: STUN, and TURN by UDP, TCP, and TLS on port 443. */
  | 'coturn'
  /** What the signaling server itself serves: STUN, and TURN by UDP. */
  | 'embedded';

let help: string | undefined;

/** Whether this build of the server has a setting. */
function hasSetting(flag: string): boolean {
  const [command = '', ...words] = serverCommand('help');
  help ??= execFileSync(command, words, { encoding: 'utf8' });
  return help.includes(`${flag} `);
}

/** Whether the server serves STUN and TURN itself. */
const hasEmbedded = (): boolean => hasSetting('--turn-port');

/** The server's flags for a source. */
export function iceFlags(source: IceSource, coturn: Coturn): readonly string[] {
  const others = hasEmbedded() ? ['--turn', 'false'] : [];
  const stun = ['--ice-servers', JSON.stringify([{ urls: Coturn.stunUrl }])];
  switch (source) {
    case 'stun':
      return [...others, ...stun];
    case 'coturn':
      if (!hasSetting('--coturn-secret')) {
        const servers = [{ urls: Coturn.stunUrl }, coturn.iceServer];
        return [...others, '--ice-servers', JSON.stringify(servers)];
      }
      return [
        ...[...others, ...stun, '--coturn-servers', Coturn.turnUrls.join(',')],
        ...['--coturn-secret', coturn.secret],
      ];
    case 'embedded':
      if (!hasEmbedded()) throw new NotBuilt("the server's own STUN and TURN");
      // Its relays send to nobody whose address is special, as the laboratory's are.
      return [
        ...['--turn-host', SERVER_ADDRESS, '--turn-public-address', SERVER_ADDRESS],
        ...['--turn-port', '3478', '--turn-peer-networks', PUBLIC_NETWORK],
      ];
  }
}
