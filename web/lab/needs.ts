import { accessSync, constants } from 'node:fs';
import { delimiter } from 'node:path';
import { CHROMIUM } from '../e2e/stage/browser.ts';
import { Namespace } from './net/namespace.ts';

/** Each command that the laboratory runs, and the Debian package that has it. */
const COMMANDS: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  ss: 'iproute2',
  nft: 'nftables',
  turnserver: 'coturn',
  openssl: 'openssl',
  [CHROMIUM]: 'chromium',
};

/** What is missing to run the laboratory, in words; null where nothing is. */
export function needs(): string | null {
  if (process.getuid?.() !== 0) {
    return 'The NAT laboratory makes networks of its own, and only root may do that.';
  }
  const packages = Object.entries(COMMANDS)
    .filter(([command]) => !isThere(command))
    .map(([, name]) => name);
  if (packages.length === 0) return refusal();
  const names = [...new Set(packages)].join(' ');
  return `The NAT laboratory needs more programs. Debian: apt-get install ${names}`;
}

/** Why this machine lets no networks be made; null where it does. */
function refusal(): string | null {
  try {
    const probe = new Namespace('probe');
    probe.nft('table ip probe { chain out { type nat hook postrouting priority srcnat; }; }');
    probe.ip('link', 'add', 'name', 'probe', 'type', 'bridge');
    probe.remove();
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    return `The NAT laboratory makes networks of its own, and this machine does not let it. ${why}`;
  }
}

function isThere(command: string): boolean {
  const folders = command.startsWith('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(folder === '' ? command : `${folder}/${command}`, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
