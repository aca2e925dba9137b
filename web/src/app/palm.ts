/** Draws palms: paths for SVG, computed from a few angles instead of drawn by hand. */

interface Point {
  readonly x: number;
  readonly y: number;
}

const at = (x: number, y: number): Point => ({ x, y });
const write = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
const along = (from: Point, direction: Point, length: number): Point =>
  at(from.x + direction.x * length, from.y + direction.y * length);

function unit({ x, y }: Point): Point {
  const length = Math.hypot(x, y) || 1;
  return at(x / length, y / length);
}

function turn({ x, y }: Point, radians: number): Point {
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  return at(x * cos - y * sin, x * sin + y * cos);
}

/** A quadratic Bézier curve and its direction. */
interface Curve {
  readonly start: Point;
  readonly bend: Point;
  readonly end: Point;
}

function pointOn({ start, bend, end }: Curve, t: number): Point {
  const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
  return at(a * start.x + b * bend.x + c * end.x, a * start.y + b * bend.y + c * end.y);
}

function directionOn({ start, bend, end }: Curve, t: number): Point {
  return unit(
    at(
      (1 - t) * (bend.x - start.x) + t * (end.x - bend.x),
      (1 - t) * (bend.y - start.y) + t * (end.y - bend.y),
    ),
  );
}

const LEAFLETS = 22;

/** How far the leaflets hang instead of standing out from the rib. */
const GRAVITY = 0.55;

function leaflet(rib: Curve, t: number, side: 1 | -1, length: number): string {
  const root = pointOn(rib, t);
  const forward = directionOn(rib, t);
  const outward = turn(forward, side * (1.15 - 0.6 * t));
  const hanging = unit(at(outward.x, outward.y + GRAVITY));
  const size = length * (0.1 + 0.24 * Math.sin(Math.PI * (0.12 + 0.83 * t)));
  const tip = along(root, hanging, size);
  const middle = along(root, outward, size * 0.55);
  const foot = length * 0.026;
  return [
    `M${write(along(root, forward, -foot))}`,
    `Q${write(along(middle, forward, -foot * 0.6))} ${write(tip)}`,
    `Q${write(along(middle, forward, foot * 1.4))} ${write(along(root, forward, foot))}Z`,
  ].join('');
}

/** A leaf of a palm that grows at an angle (degrees, 0 to the right, -90 up) and bows under its own weight. */
export function frond(x: number, y: number, degrees: number, length: number): string {
  const radians = (degrees * Math.PI) / 180;
  const start = at(x, y);
  const growth = at(Math.cos(radians), Math.sin(radians));
  const bend = along(start, unit(at(growth.x, growth.y - 0.35)), length * 0.55);
  const tip = along(start, growth, length);
  const rib: Curve = { start, bend, end: at(tip.x, tip.y + length * 0.38 * Math.abs(growth.x)) };
  const steps = Array.from({ length: LEAFLETS }, (_, step) => (step + 1) / (LEAFLETS + 0.5));
  const leaves = steps.flatMap((t) => [leaflet(rib, t, 1, length), leaflet(rib, t, -1, length)]);
  const thick = length * 0.012;
  const spine = `M${write(at(x, y - thick))}Q${write(at(bend.x, bend.y - thick))} ${write(rib.end)}Q${write(at(bend.x, bend.y + thick))} ${write(at(x, y + thick))}Z`;
  return spine + leaves.join('');
}

interface Trunk {
  readonly outline: string;
  /** Scars of fallen leaves, as strokes. */
  readonly rings: string;
}

const RINGS = 17;

/** A trunk from its foot to its crown, bowed sideways. */
export function trunk(foot: Point, crown: Point, bow: number, width: number): Trunk {
  const bend = at((foot.x + crown.x) / 2 + bow, (foot.y + crown.y) / 2);
  const curve: Curve = { start: foot, bend, end: crown };
  const half = (t: number): number => (width / 2) * (1 - 0.5 * t + 0.35 * (1 - t) ** 6);
  const edge = (t: number, side: number): Point =>
    along(pointOn(curve, t), turn(directionOn(curve, t), (side * Math.PI) / 2), half(t));
  const steps = Array.from({ length: RINGS + 1 }, (_, step) => step / RINGS);
  const outline = [...steps.map((t) => edge(t, 1)), ...steps.toReversed().map((t) => edge(t, -1))];
  const rings = steps.slice(1, -1).map((t) => {
    const low = along(pointOn(curve, t), directionOn(curve, t), -width * 0.14);
    return `M${write(edge(t, 1))}Q${write(low)} ${write(edge(t, -1))}`;
  });
  return { outline: `M${outline.map(write).join('L')}Z`, rings: rings.join('') };
}
