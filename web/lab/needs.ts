import { accessSync, constants } from 'node:fs';
import { delimiter } from 'node:path';
import { CHROMIUM } from '../e2e/stage/stage.ts';

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
  if (packages.length === 0) return null;
  const names = [...new Set(packages)].join(' ');
  return `The NAT laboratory needs more programs. Debian: apt-get install ${names}`;
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
