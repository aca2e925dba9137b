/** What is used here of OrbitDB, which comes without types. */
declare module '@orbitdb/core' {
  import type { Helia } from '@helia/utils';
  import type { Libp2p } from 'libp2p';

  interface LogEntry {
    readonly hash: string;
    /** The hash of the writer's identity. */
    readonly identity: string;
    /** Hashes of the entries that it follows, and of some before those. */
    readonly next: readonly string[];
    readonly refs: readonly string[];
    readonly payload: { readonly op?: unknown; readonly value?: unknown };
  }

  interface Access {
    readonly write: readonly string[];
    canAppend(entry: LogEntry): Promise<boolean>;
  }

  interface Events {
    on(event: 'join' | 'error', listener: (about: unknown) => void): void;
    once(event: 'join', listener: () => void): void;
    off(event: 'join', listener: () => void): void;
  }

  interface Database {
    readonly address: string;
    readonly type: string;
    readonly access: Access;
    readonly events: Events;
    readonly peers: ReadonlySet<string>;
    readonly log: {
      get(hash: string): Promise<LogEntry | undefined>;
      /** Takes an entry with all that it follows; rejects where one of them is not allowed, or forged. */
      joinEntry(entry: LogEntry): Promise<boolean>;
      iterator(options?: { amount?: number }): AsyncIterable<LogEntry>;
    };
    readonly sync: { start(): Promise<void> };
    add(value: Uint8Array): Promise<string>;
  }

  interface OrbitDB {
    readonly identity: { readonly id: string };
    readonly identities: {
      getIdentity(hash: string): Promise<{ readonly id: string } | undefined>;
    };
    open(
      address: string,
      options?: { sync?: boolean; signal?: AbortSignal; AccessController?: unknown },
    ): Promise<Database>;
    stop(): Promise<void>;
  }

  export function createOrbitDB(options: {
    ipfs: Helia<Libp2p>;
    id: string;
    directory: string;
  }): Promise<OrbitDB>;
  export function IPFSAccessController(options: { write: readonly string[] }): unknown;
  export function isValidAddress(address: string): boolean;
}
