/** Rules as rooms and tickets carry them: DAG-CBOR. Loaded with what tells of them. */
import { decode, encode } from '@ipld/dag-cbor';

/** A rule as JSON has it; null where the bytes are none. */
export function ruleOfBytes(encoded: Uint8Array): unknown {
  try {
    return decode(encoded);
  } catch {
    return null;
  }
}

/** A rule as a server tells it in JSON; null where it cannot be written so. */
export function bytesOfRule(rule: unknown): Uint8Array | null {
  try {
    return encode(rule);
  } catch {
    return null;
  }
}
