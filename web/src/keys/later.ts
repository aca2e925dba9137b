/**
 * Parts that the page's first load goes without: they come while the person fills in the form. All are fetched while the
 * server is there; a room lives on without it.
 */
import type { CipherSuite } from '@hpke/core';

export type VerifyAccount = typeof import('./account-signature.ts').verifyEip191;

/** Loads once; after a failure it is tried again when next asked for. Rejects with an Error for people. */
export function later<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let part: Promise<Part> | null = null;
  return () => {
    part ??= load().catch((cause: unknown) => {
      part = null;
      throw new Error('A part of the page could not be loaded: the server is out of reach.', {
        cause,
      });
    });
    return part;
  };
}

/** What seals and unseals. */
export const loadSuite = later(async (): Promise<CipherSuite> => {
  const { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } = await import('@hpke/core');
  return new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
});

/** What verifies the signatures of wallets. */
export const loadVerifyAccount = later(
  async (): Promise<VerifyAccount> => (await import('./account-signature.ts')).verifyEip191,
);

/** Fetches all of it; whatever fails is asked for again when it is needed. */
export function loadLater(): void {
  void Promise.allSettled([
    loadSuite(),
    loadVerifyAccount(),
    import('./aead.ts').then(({ loadAead }) => loadAead()),
    import('./wallet-box.ts').then(({ loadSalsa }) => loadSalsa()),
    import('../wallet/guest.ts'),
  ]);
}
