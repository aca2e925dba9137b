import { frond, trunk } from '../palm.ts';

interface PalmProps {
  readonly class: string;
  /** Sideways bow of the trunk, in units of the picture (300 wide, 560 high). */
  readonly bow: number;
  /** Where the crown is, from the left. */
  readonly crown: number;
}

const FOOT = { x: 150, y: 560 };
const CROWN_Y = 190;
/** Leaves by angle and length. */
const BACK = [
  [-172, 168],
  [-128, 150],
  [-70, 158],
  [-18, 172],
  [36, 120],
] as const;
const FRONT = [
  [-203, 150],
  [-153, 190],
  [-108, 172],
  [-52, 178],
  [-2, 190],
  [20, 150],
] as const;

/** A palm tree. */
export function Palm({ class: name, bow, crown }: PalmProps) {
  const { outline, rings } = trunk(FOOT, { x: crown, y: CROWN_Y }, bow, 34);
  const leaf = ([degrees, length]: readonly [number, number]) => (
    <path key={degrees} d={frond(crown, CROWN_Y, degrees, length)} />
  );
  return (
    <svg class={`palm ${name}`} viewBox="-60 0 420 560" aria-hidden="true">
      <defs>
        <linearGradient id="leaf" x1="0" y1="1" x2="0.3" y2="0">
          <stop offset="0" stop-color="#0e4a4a" />
          <stop offset="1" stop-color="#3f9a4e" />
        </linearGradient>
      </defs>
      <g class="crown crown-back">{BACK.map(leaf)}</g>
      <path class="trunk" d={outline} />
      <path class="rings" d={rings} />
      <g class="crown crown-front">
        <g class="nuts">
          <circle cx={crown - 12} cy={CROWN_Y + 12} r="11" />
          <circle cx={crown + 11} cy={CROWN_Y + 14} r="11" />
          <circle cx={crown} cy={CROWN_Y + 20} r="11" />
        </g>
        {FRONT.map(leaf)}
      </g>
    </svg>
  );
}
