/** Lower-case hexadecimal with `0x`, as wallets speak it. */
export function toHex(bytes: Uint8Array): string {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The bytes of `0x…`, or null when it is not hexadecimal of whole bytes. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> | null {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(hex)) return null;
  return Uint8Array.from({ length: hex.length / 2 - 1 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at + 2, 2 * at + 4), 16),
  );
}
