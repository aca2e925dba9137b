import { colorNamed } from './palette.ts';

/** Contrast that WCAG 2.2 asks for between text and what is behind it (success criterion 1.4.3). */
export const TEXT_CONTRAST_MIN = 4.5;

/** Steps in which a colour is moved towards black or white. */
const STEPS = 32;

type Rgb = readonly [red: number, green: number, blue: number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** `#rrggbb`, or `#rgb` as style sheets are shortened to; anything else is black. */
function parse(color: string): Rgb {
  const full = colorNamed(color);
  if (full === null) return BLACK;
  const value = Number.parseInt(full.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function format(color: Rgb): string {
  return `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance of WCAG 2.2. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** Contrast of two `#rrggbb` colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  return ratio(parse(one), parse(other));
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map((at) => {
    const start = from[at] ?? 0;
    return start + ((to[at] ?? 0) - start) * share;
  }) as unknown as Rgb;
}

/** The colour, moved as little as needed towards black or white until it is readable as text on the surface. */
export function readable(color: string, surface: string): string {
  const behind = parse(surface);
  const goal = ratio(BLACK, behind) > ratio(WHITE, behind) ? BLACK : WHITE;
  for (let step = 0; step <= STEPS; step++) {
    const candidate = format(mix(parse(color), goal, step / STEPS));
    if (ratio(parse(candidate), behind) >= TEXT_CONTRAST_MIN) return candidate;
  }
  return format(goal);
}
