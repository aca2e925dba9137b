/** The name in the letters of a proud word processor of 1995. */
export function Logo() {
  const letters = (name: string, dx: number, dy: number) => (
    <text class={name} x={300 + dx} y={92 + dy} textLength="520" lengthAdjust="spacingAndGlyphs">
      TropiChat
    </text>
  );
  return (
    <svg class="logo" viewBox="0 0 600 130" role="img" aria-label="TropiChat">
      <title>TropiChat</title>
      <defs>
        <linearGradient id="logo-fill" x2="0" y2="1">
          <stop offset="0.1" stop-color="#fffbd0" />
          <stop offset="0.5" stop-color="#ffc53d" />
          <stop offset="0.58" stop-color="#ff7a3d" />
          <stop offset="1" stop-color="#ff3d8b" />
        </linearGradient>
      </defs>
      <g class="letters">
        {[8, 7, 6, 5, 4, 3, 2, 1].map((depth) => letters('logo-depth', depth * 0.8, depth))}
        {letters('logo-edge', 0, 0)}
        {letters('logo-face', 0, 0)}
      </g>
    </svg>
  );
}
