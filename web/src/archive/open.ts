import type { Archive, ArchiveSetting } from './contract.ts';
import type { HeliaOptions } from './helia.ts';
import type { KuboOptions } from './kubo.ts';
import type { OrbitdbArchive, OrbitdbOptions } from './orbitdb.ts';
import type { PinningOptions } from './pinning.ts';

export type {
  Archive,
  ArchiveKind,
  ArchiveRecord,
  ArchiveSetting,
  SealedBatch,
} from './contract.ts';
export type { Contents, Found, FoundEntry } from './room.ts';
export type { HeliaOptions, KuboOptions, OrbitdbArchive, OrbitdbOptions, PinningOptions };

/** Half a megabyte of ordinary messages. */
export const BATCH_ENTRIES = 500;

/** In OrbitDB each batch is an entry of its log, which peers gossip. */
const ORBITDB_BATCH_ENTRIES = 50;

// The door to this folder: archives are large, and few rooms have one, so each is loaded when it is first opened.

/** An IPFS node by Kubo's RPC, or a trustless gateway to read from. */
export const kuboArchive = async (options: KuboOptions): Promise<Archive> =>
  (await import('./kubo.ts')).kuboArchive(options);

/** A service that pins what another archive stored. */
export const pinningArchive = async (options: PinningOptions): Promise<Archive> =>
  (await import('./pinning.ts')).pinningArchive(options);

/** An IPFS node in this page. */
export const heliaArchive = async (options: HeliaOptions): Promise<Archive> =>
  (await import('./helia.ts')).heliaArchive(options);

/** An OrbitDB database that is replicated with peers. */
export const orbitdbArchive = async (options: OrbitdbOptions): Promise<OrbitdbArchive> =>
  (await import('./orbitdb.ts')).orbitdbArchive(options);

/** An archive as a person chose it; `pinning` is to pin what the other has taken. */
export interface Chosen {
  readonly archive: Archive;
  readonly pinning: Archive | null;
  /** Entries that go into a batch. */
  readonly batchEntries: number;
}

/** Opens an archive of a room; `head` is the newest batch where it is known. */
export async function openArchive(
  setting: ArchiveSetting,
  room: string,
  head: string | null,
): Promise<Chosen> {
  switch (setting.kind) {
    case 'ipfs': {
      const options = { ...reading(setting), head };
      const archive = await kuboArchive(options);
      const pinning = setting.service === '' ? null : await pinningOf(setting, room, options);
      return { archive, pinning, batchEntries: BATCH_ENTRIES };
    }
    case 'helia': {
      const archive = await heliaArchive({ peers: listed(setting.peers), head });
      return { archive, pinning: null, batchEntries: BATCH_ENTRIES };
    }
    case 'orbitdb': {
      const address = setting.address.trim() === '' ? undefined : setting.address.trim();
      const [peers, named] = [listed(setting.peers), listed(setting.writers)];
      const writers = named.length === 0 ? null : named;
      const archive = await orbitdbArchive({ room, address, peers, writers });
      return { archive, pinning: null, batchEntries: ORBITDB_BATCH_ENTRIES };
    }
  }
}

type IpfsSetting = ArchiveSetting & { readonly kind: 'ipfs' };

function reading({ rpc, token, gateway }: IpfsSetting): Omit<KuboOptions, 'head'> {
  return {
    rpc: rpc.trim() === '' ? undefined : rpc.trim(),
    token: token === '' ? undefined : token,
    gateway: gateway.trim() === '' ? undefined : gateway.trim(),
  };
}

/** The service fetches from the node, which says where it is to be found. */
async function pinningOf(
  { service, serviceToken }: IpfsSetting,
  room: string,
  options: KuboOptions,
): Promise<Archive> {
  const origins = await (await import('./kubo.ts')).nodeAddresses(options);
  return pinningArchive({
    endpoint: service.trim(),
    token: serviceToken,
    name: room,
    origins,
    head: null,
  });
}

function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** A room's entries and law as batches and files, and back. */
export const roomFiles = (): Promise<typeof import('./room.ts')> => import('./room.ts');

/** Deletes all that archives keep in this browser; those that are open have to be closed before. */
export const forgetArchives = async (): Promise<void> =>
  (await import('./databases.ts')).forgetArchives();
