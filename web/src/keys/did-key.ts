/** Signatures of keys that are DIDs themselves (did:key), Ed25519 and secp256k1. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { verifyEd25519 } from './verify.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Multicodecs before the raw key, as varints. */
const ED25519 = [0xed, 0x01];
const SECP256K1 = [0xe7, 0x01];

/** Whether a signature (JWS: EdDSA or ES256K, 64 bytes) is the key's, which is a multicodec and the raw key. */
export async function verifyDidKey(
  key: Uint8Array,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  const isOf = (codec: readonly number[]): boolean => codec.every((byte, at) => key[at] === byte);
  const raw = Uint8Array.from(key.subarray(ED25519.length));
  if (isOf(ED25519)) return verifyEd25519(raw, message, signature);
  return isOf(SECP256K1) && verifyEs256k(raw, message, signature);
}

/** Some of those who sign so take no care that s is low. */
function verifyEs256k(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  try {
    return secp256k1.verify(signature, message, publicKey, { lowS: false });
  } catch {
    return false;
  }
}
