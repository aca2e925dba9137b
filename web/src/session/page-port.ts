import type { PagePort } from '#peer';
import { aesGcmOpen, aesGcmSeal } from '../keys/aead.ts';
import { keccak256, sha256 } from '../keys/hashes.ts';

/** What core asks of this page at once. */
export const pagePort: PagePort = {
  sha256,
  keccak256,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  aesGcmSeal,
  aesGcmOpen,
};
