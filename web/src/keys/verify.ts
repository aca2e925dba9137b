import { recoverAddress } from '../wallet/personal-message.ts';

/** RFC 8032. */
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

type Bytes = Uint8Array<ArrayBuffer>;

/** True when the signature is the key's over the message; malformed keys and signatures are false, not errors. */
export async function verifyEd25519(
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, message);
  } catch {
    return false;
  }
}

/** True when the account signed the message by `personal_sign` (EIP-191); a malleable signature (high s) is false. */
export function verifyEip191(
  address: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const recovered = recoverAddress(message, signature);
  return (
    recovered !== null &&
    recovered.length === address.length &&
    recovered.every((byte, at) => byte === address[at])
  );
}
