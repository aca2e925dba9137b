import { Look } from './Look.tsx';

interface FooterProps {
  readonly version: string;
  /** How often this browser opened the page; 0 where it cannot count. */
  readonly visits: number;
}

const COUNTER_DIGITS = 6;

/** A hit counter of its time, but an honest one: it counts this browser alone. */
function Counter({ visits }: { readonly visits: number }) {
  if (visits === 0) return null;
  const digits = [...String(visits).padStart(COUNTER_DIGITS, '0')];
  const words = `You have been here ${visits === 1 ? 'once' : `${visits} times`}, by this browser's count`;
  return (
    <p class="counter" title={words}>
      <span class="sr-only">{words}</span>
      <span aria-hidden="true">Your visits </span>
      <span class="digits" aria-hidden="true">
        {digits.map((digit, at) => (
          <span key={digits.length - at}>{digit}</span>
        ))}
      </span>
    </p>
  );
}

/** The page's foot: its look, its documents, its version, and the counter. */
export function Footer({ version, visits }: FooterProps) {
  return (
    <footer class="foot">
      <Look />
      <Counter visits={visits} />
      <p>
        TropiChat {version} · <a href="docs.html">How it works</a>
      </p>
    </footer>
  );
}
