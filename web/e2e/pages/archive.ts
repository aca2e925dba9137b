/** What tests do with archives in a page: batches cross over as text. */
import type { Archive, SealedBatch } from '../../src/archive/contract.ts';
import {
  forgetArchives,
  heliaArchive,
  kuboArchive,
  orbitdbArchive,
} from '../../src/archive/open.ts';
import type { OrbitdbArchive } from '../../src/archive/orbitdb.ts';

export interface TextBatch {
  readonly root: string;
  /** In base64. */
  readonly car: string;
}

const toText = (bytes: Uint8Array) =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const toBytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

let open: Archive | undefined;

const archives = {
  async helia(options: Parameters<typeof heliaArchive>[0]): Promise<void> {
    open = await heliaArchive(options);
  },
  async kubo(options: Parameters<typeof kuboArchive>[0]): Promise<void> {
    open = await kuboArchive(options);
  },
  async orbitdb(
    options: Parameters<typeof orbitdbArchive>[0],
  ): Promise<{ address: string; writer: string }> {
    const archive: OrbitdbArchive = await orbitdbArchive(options);
    open = archive;
    return { address: archive.address, writer: archive.writer };
  },
  async append({ root, car }: TextBatch): Promise<string> {
    if (!open) throw new Error('no archive is open');
    return open.append({ root, car: toBytes(car) });
  },
  async read(cursor: string | null): Promise<{ given: TextBatch[]; words: string | null }> {
    const given: SealedBatch[] = [];
    let words: string | null = null;
    try {
      for await (const batch of open?.since(cursor) ?? []) given.push(batch);
    } catch (error) {
      words = (error as Error).message;
    }
    return { given: given.map(({ root, car }) => ({ root, car: toText(car) })), words };
  },
  async close(): Promise<void> {
    await open?.close();
    open = undefined;
  },
  forget: forgetArchives,
};

declare global {
  interface Window {
    archives: typeof archives;
  }
}
window.archives = archives;
