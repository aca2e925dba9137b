/** A text as a QR code (ISO/IEC 18004), to be drawn as one path of an SVG. */
import type { Refusal } from '../session/contract.ts';

/** Bytes that the largest code holds: version 40 at level L. */
const TEXT_BYTES_MAX = 2_953;

/** Light modules that readers need around a code. */
const QUIET_MODULES = 4;

export type QrReading =
  | {
      readonly type: 'drawing';
      /** Of all dark modules, one unit each: the `d` of a path. */
      readonly path: string;
      /** Units of each side, quiet zone included: the view box is `0 0 side side`. */
      readonly side: number;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Draws a text; what makes QR codes is loaded for the first. */
export async function qrOf(text: string): Promise<QrReading> {
  if (new TextEncoder().encode(text).length > TEXT_BYTES_MAX) {
    return refused('qr_too_long', 'This is too long for a QR code: send it as text or as a link.');
  }
  const library = await loadQr();
  if (library === null) {
    return refused(
      'qr_missing',
      'The QR code cannot be drawn, because the part of the page that does so did not load. Send the text or the link instead.',
    );
  }
  // The level is raised as far as the size allows.
  const { data, size } = library.encode(text, { ecc: 'L', boostEcc: true, border: 0 });
  return { type: 'drawing', path: pathOf(data), side: size + 2 * QUIET_MODULES };
}

function refused(code: string, text: string): QrReading {
  return { type: 'refused', refusal: { code, text } };
}

/** What makes QR codes; null when the server that has it is out of reach. */
export async function loadQr() {
  try {
    return await import('uqr');
  } catch {
    return null;
  }
}

/** A rectangle for each run of dark modules of a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x]) x++;
      const run = x - from;
      if (run > 0) path += `M${from + QUIET_MODULES} ${y + QUIET_MODULES}h${run}v1h-${run}z`;
    }
  }
  return path;
}
