import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { addressOfPublicKey } from './address.ts';
import { SIGNATURE_BYTES } from './signature.ts';

/** What v adds to the recovery bit in Ethereum's signatures. */
const V_BASE = 27;

const RECOVERY_BITS_MAX = 1;

const PREFIX = '\x19Ethereum Signed Message:\n';

/** The hash that `personal_sign` signs: EIP-191, version 0x45. */
export function hashPersonalMessage(message: Uint8Array): Uint8Array {
  const prefix = new TextEncoder().encode(PREFIX + message.length);
  return keccak_256.create().update(prefix).update(message).digest();
}

/** r, s, v with v of 27 or 28 and s in the lower half (EIP-2). */
export function signPersonalMessage(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  const [recovery = 0, ...rs] = secp256k1.sign(hashPersonalMessage(message), secretKey, {
    prehash: false,
    lowS: true,
    format: 'recovered',
  });
  return Uint8Array.of(...rs, V_BASE + recovery);
}

/** The address whose key signed, or null when the signature is malformed, malleable (s too high) or fits no key. */
export function recoverAddress(message: Uint8Array, signature: Uint8Array): Uint8Array | null {
  const recovery = (signature[SIGNATURE_BYTES - 1] ?? 0) - V_BASE;
  if (signature.length !== SIGNATURE_BYTES || recovery < 0 || recovery > RECOVERY_BITS_MAX) {
    return null;
  }
  try {
    const parsed = secp256k1.Signature.fromBytes(
      Uint8Array.of(recovery, ...signature.subarray(0, -1)),
      'recovered',
    );
    if (parsed.hasHighS()) return null;
    return addressOfPublicKey(parsed.recoverPublicKey(hashPersonalMessage(message)).toBytes(false));
  } catch {
    return null;
  }
}
