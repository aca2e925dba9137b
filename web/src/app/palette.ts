/** The colours that people are offered. */
export const PALETTE: readonly { readonly name: string; readonly color: string }[] = [
  { name: 'coral', color: '#ff6f61' },
  { name: 'sunset', color: '#e8590c' },
  { name: 'mango', color: '#f5a300' },
  { name: 'lime', color: '#74b816' },
  { name: 'palm', color: '#2b8a3e' },
  { name: 'lagoon', color: '#0c9aa8' },
  { name: 'ocean', color: '#1c6fd6' },
  { name: 'orchid', color: '#9b5de5' },
  { name: 'hibiscus', color: '#e0317f' },
  { name: 'cocoa', color: '#8a5a3c' },
];

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/;

/** `#rrggbb` of a name of the palette, of `#rgb` or of `#rrggbb`; null for anything else. */
export function colorNamed(text: string): string | null {
  const wanted = text.trim().toLowerCase();
  const known = PALETTE.find(({ name }) => name === wanted);
  if (known) return known.color;
  if (!HEX.test(wanted)) return null;
  return wanted.length === 4 ? wanted.replace(/[0-9a-f]/g, '$&$&') : wanted;
}

/** A colour of the palette; `share` is a random number of [0, 1). */
export function colorByChance(share: number): string {
  return PALETTE[Math.floor(share * PALETTE.length)]?.color ?? '#0c9aa8';
}
