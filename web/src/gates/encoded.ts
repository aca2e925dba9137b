/** Rules as rooms and tickets carry them: DAG-CBOR. Loaded with what tells of them. */
import { decode } from '@ipld/dag-cbor';

/** A rule as JSON has it; null where the bytes are none. */
export function ruleOfBytes(encoded: Uint8Array): unknown {
  try {
    return decode(encoded);
  } catch {
    return null;
  }
}
