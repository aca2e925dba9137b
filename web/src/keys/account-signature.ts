import { recoverAddress } from '../wallet/personal-message.ts';

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
