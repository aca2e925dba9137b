/** r, s and v of a recoverable secp256k1 signature. */
export const SIGNATURE_BYTES = 65;
