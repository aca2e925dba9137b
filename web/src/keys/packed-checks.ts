/** Many checks in one piece of memory, which goes from thread to thread without being copied. */
import type { SessionCheck } from './verify.ts';

/** Each part of a check lies behind its length. */
const LENGTH_BYTES = 4;

const partsOf = ({ signer, message, signature }: SessionCheck) => [signer, message, signature];

export function packChecks(checks: readonly SessionCheck[]): ArrayBuffer {
  const parts = checks.flatMap(partsOf);
  const bytes = parts.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0);
  const packed = new Uint8Array(bytes);
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const part of parts) {
    view.setUint32(at, part.length);
    packed.set(part, at + LENGTH_BYTES);
    at += LENGTH_BYTES + part.length;
  }
  return packed.buffer;
}

export function unpackChecks(packed: ArrayBuffer): SessionCheck[] {
  const view = new DataView(packed);
  let at = 0;
  const next = (): Uint8Array<ArrayBuffer> => {
    const part = new Uint8Array(packed, at + LENGTH_BYTES, view.getUint32(at));
    at += LENGTH_BYTES + part.length;
    return part;
  };
  const checks: SessionCheck[] = [];
  while (at < packed.byteLength) {
    checks.push({ signer: next(), message: next(), signature: next() });
  }
  return checks;
}
