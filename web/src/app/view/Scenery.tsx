import { Palm } from './Palm.tsx';

/** Two waves of 200 units, so that a shift by one of them closes the circle. */
const WAVE =
  'M0 24C25 8 75 8 100 24S175 40 200 24 275 8 300 24 375 40 400 24 475 8 500 24 575 40 600 24 675 8 700 24 775 40 800 24V400H0Z';

const waves = ['far', 'middle', 'near'];

/** The beach behind the windows: sky, sun, sea and palms, all drawn here. */
export function Scenery() {
  return (
    <div class="scenery" aria-hidden="true">
      <div class="stars" />
      <div class="sun" />
      <svg aria-hidden="true" class="gulls" viewBox="0 0 120 40">
        <path d="M2 20q9-12 17-1q8-11 17 1M52 9q7-9 13-1q6-8 13 1M88 29q6-7 10-1q5-7 10 1" />
      </svg>
      <div class="sea">
        {waves.map((depth) => (
          <svg
            aria-hidden="true"
            key={depth}
            class={`wave ${depth}`}
            viewBox="0 0 800 400"
            preserveAspectRatio="none"
          >
            <path d={WAVE} />
          </svg>
        ))}
      </div>
      <svg
        aria-hidden="true"
        class="beach beach-left"
        viewBox="0 0 400 160"
        preserveAspectRatio="none"
      >
        <path d="M0 30C70 10 170 40 250 85C310 118 350 140 400 160H0Z" />
      </svg>
      <svg
        aria-hidden="true"
        class="beach beach-right"
        viewBox="0 0 400 160"
        preserveAspectRatio="none"
      >
        <path d="M400 60C330 48 240 80 160 118C110 140 60 152 0 160H400Z" />
      </svg>
      <Palm class="palm-left-small" bow={-46} crown={205} />
      <Palm class="palm-left" bow={70} crown={120} />
      <Palm class="palm-right" bow={-60} crown={190} />
    </div>
  );
}
