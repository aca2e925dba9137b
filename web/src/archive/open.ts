import type { Archive } from './contract.ts';
import type { HeliaOptions } from './helia.ts';
import type { KuboOptions } from './kubo.ts';
import type { OrbitdbArchive, OrbitdbOptions } from './orbitdb.ts';
import type { PinningOptions } from './pinning.ts';

export type { Archive, ArchiveKind, SealedBatch } from './contract.ts';
export type { Contents, Found, NamedBlock } from './room.ts';
export type { HeliaOptions, KuboOptions, OrbitdbArchive, OrbitdbOptions, PinningOptions };

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

/** A room's entries as batches and files, and back. */
export const roomFiles = (): Promise<typeof import('./room.ts')> => import('./room.ts');

/** Deletes all that archives keep in this browser; those that are open have to be closed before. */
export const forgetArchives = async (): Promise<void> =>
  (await import('./databases.ts')).forgetArchives();
