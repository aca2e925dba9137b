/** DAG-CBOR, encoding only, written anew: a fault that core's own encoder had would not show in what core sends on. */

/** A content identifier, 36 bytes, that stands for its block. */
export class Link {
  constructor(cid) {
    this.cid = cid;
  }
}

const UNSIGNED = 0;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const LINK_TAG = 42;

/** The encoding of a whole number, a text, bytes, a link, or an array or object of these; undefined is left out. */
export function encode(value) {
  if (typeof value === 'number') return head(UNSIGNED, value);
  if (typeof value === 'string') return string(TEXT, Buffer.from(value));
  if (value instanceof Uint8Array) return string(BYTES, value);
  if (value instanceof Link) return Buffer.concat([head(TAG, LINK_TAG), string(BYTES, Buffer.of(0, ...value.cid))]);
  if (Array.isArray(value)) return Buffer.concat([head(ARRAY, value.length), ...value.map(encode)]);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const encoded = fields.map(([key, field]) => [encode(key), encode(field)]);
  // A shorter key has the smaller head, so that this is the order by length, then by bytes.
  encoded.sort(([a], [b]) => Buffer.compare(a, b));
  return Buffer.concat([head(MAP, encoded.length), ...encoded.flat()]);
}

function string(major, content) {
  return Buffer.concat([head(major, content.length), content]);
}

function head(major, argument) {
  const top = major << 5;
  if (argument < 24) return Buffer.of(top | argument);
  if (argument < 2 ** 8) return Buffer.of(top | 24, argument);
  const buffer = Buffer.alloc(argument < 2 ** 16 ? 3 : argument < 2 ** 32 ? 5 : 9);
  buffer[0] = top | (buffer.length === 3 ? 25 : buffer.length === 5 ? 26 : 27);
  if (buffer.length === 9) buffer.writeBigUInt64BE(BigInt(argument), 1);
  else buffer.writeUIntBE(argument, 1, buffer.length - 1);
  return buffer;
}
