/** RFC 8032. */
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** As many as core keeps who spoke lately (AUTHORS_MAX). */
const KEYS_MAX = 2_000;

type Bytes = Uint8Array<ArrayBuffer>;

/** Keys of those who speak, as WebCrypto has them: importing one costs half as much as verifying. */
const keys = new Map<string, Promise<CryptoKey>>();

function keyOf(publicKey: Bytes): Promise<CryptoKey> {
  const name = String.fromCharCode(...publicKey);
  const known = keys.get(name);
  if (known) return known;
  const key = crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  keys.set(name, key);
  if (keys.size > KEYS_MAX) {
    const [first] = keys.keys();
    if (first !== undefined) keys.delete(first);
  }
  return key;
}

/** True when the signature is the key's over the message; malformed keys and signatures are false, not errors. */
export async function verifyEd25519(
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  try {
    return await crypto.subtle.verify('Ed25519', await keyOf(publicKey), signature, message);
  } catch {
    return false;
  }
}

/** One signature of an Ed25519 key. */
export interface SessionCheck {
  readonly signer: Bytes;
  readonly message: Bytes;
  readonly signature: Bytes;
}

/** Whether each of many signatures is right, in their order. */
export type VerifyAll = (checks: readonly SessionCheck[]) => Promise<readonly boolean[]>;

export const verifyHere: VerifyAll = (checks) =>
  Promise.all(
    checks.map(({ signer, message, signature }) => verifyEd25519(signer, message, signature)),
  );
