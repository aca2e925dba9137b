/** r, s and v of a recoverable secp256k1 signature. */
export const SIGNATURE_BYTES = 65;

/** Before a signature that only the wallet's contract can judge (ERC-1271, ERC-6492). */
export const CONTRACT_PREFIX = 'eip1271:';

/** Longest of those, as core reads it. */
export const CONTRACT_SIGNATURE_BYTES_MAX = 3 * 1024;

export const isByContract = ({ signature }: { readonly signature: string }): boolean =>
  signature.startsWith(CONTRACT_PREFIX);
