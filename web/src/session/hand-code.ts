/**
 * Codes for joining by hand: what core wants carried to another page when no server does it, as a text that people send
 * by mail, paste, or show as a QR code. `tropi1.`, then base64url of raw DEFLATE (RFC 4648, RFC 1951).
 */
import { base64UrlOf, bytesOfBase64Url } from '../base64url.ts';
import type { Refusal } from './contract.ts';

/** Characters of a pasted text: what 16 KiB come to, with half as much again for white space and an address. */
const TEXT_CHARS_MAX = 32_768;

/** Bytes that a code stands for. */
export const HAND_CODE_BYTES_MAX = 16 * 1024;

const VERSION = '1';

const HEAD = `tropi${VERSION}.`;

/** In a link the code is a fragment, which browsers keep from servers. */
const LINK_MARK = '#join=';

/** A code, alone or at the end of a link. */
const CODE = /(?:^|#join=)tropi(?<version>\d{1,9})\.(?<body>[\w-]*)$/;

/** What mail programs and chats put between a code's characters: white space, and signs that nobody sees. */
const BETWEEN = /[\s\p{Cf}]/gu;

type Bytes = Uint8Array<ArrayBuffer>;

/** What a text turned out to be. */
export type HandCodeReading =
  | { readonly type: 'code'; readonly bytes: Bytes }
  | { readonly type: 'refused'; readonly refusal: Refusal };

const WORDS = {
  code_too_long:
    'That is longer than any code for joining. Paste the code, or its link, and nothing else.',
  code_missing:
    'That is no code for joining: one begins with “tropi1.”, or is a link with “#join=” in it. Paste all of it, and nothing else.',
  code_version:
    'That code is of another version of TropiChat. Reload the page here and there, and make a new one.',
  code_damaged:
    'That code is damaged: a part is missing, or was changed on its way. Copy all of it once more, or ask for a new one.',
  code_too_large:
    'That code holds more than any code of TropiChat does, so it was not read. Ask for a new one.',
} as const;

function refused(code: keyof typeof WORDS): HandCodeReading {
  return { type: 'refused', refusal: { code, text: WORDS[code] } };
}

/** Whether the address of a page is a link that was made of a code. */
export const isHandLink = (hash: string): boolean => hash.startsWith(LINK_MARK);

/** The code of at most {@link HAND_CODE_BYTES_MAX} bytes. */
export async function handCodeOf(bytes: Bytes): Promise<string> {
  if (bytes.length > HAND_CODE_BYTES_MAX) {
    throw new RangeError(`a code of ${bytes.length} bytes`);
  }
  const deflated = await read(through(bytes, new CompressionStream('deflate-raw')), Infinity);
  return HEAD + base64UrlOf(deflated ?? new Uint8Array());
}

/** The code as a link to a page, which then need not be pasted into anything. */
export function handLinkOf(code: string, page: URL): string {
  const link = new URL(page);
  link.hash = LINK_MARK + code;
  return link.href;
}

/** Reads what somebody pasted: a code or its link, with white space wherever it got in. */
export async function readHandCode(text: string): Promise<HandCodeReading> {
  if (text.length > TEXT_CHARS_MAX) return refused('code_too_long');
  const { version, body } = CODE.exec(text.replace(BETWEEN, ''))?.groups ?? {};
  if (version === undefined || body === undefined) return refused('code_missing');
  if (version !== VERSION) return refused('code_version');
  const deflated = bytesOfBase64Url(body);
  if (deflated === null) return refused('code_damaged');
  try {
    const inflating = through(deflated, new DecompressionStream('deflate-raw'));
    const bytes = await read(inflating, HAND_CODE_BYTES_MAX);
    if (bytes === null) return refused('code_too_large');
    return bytes.length === 0 ? refused('code_damaged') : { type: 'code', bytes };
  } catch {
    // No DEFLATE, or not to its end.
    return refused('code_damaged');
  }
}

function through(bytes: Bytes, change: CompressionStream | DecompressionStream) {
  return new Blob([bytes]).stream().pipeThrough(change);
}

/** All of a stream; null, and the rest is not even made, when it is longer than `max` bytes. */
async function read(stream: ReadableStream<Uint8Array>, max: number): Promise<Bytes | null> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.length;
    if (length > max) {
      await reader.cancel();
      return null;
    }
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
