import { setStill } from '../looking.ts';
import * as state from '../state.ts';
import { peopleCount } from '../words.ts';

function items(): readonly string[] {
  const stage = state.stage.value;
  const place =
    stage.at === 'room' && state.size.value > 0
      ? `You are in ${state.roomLabel.value}, ${peopleCount(state.size.value)} on this beach`
      : 'Welcome to TropiChat, the chat that is only its people';
  return [
    place,
    'What you write goes straight from browser to browser',
    'No accounts, no cookies, no tracking: your wallet is your name',
    'Type /help for what you can do, /shrug if you do not know',
    'Bring a friend: the room lives as long as somebody is in it',
  ];
}

/** A line that moves, as it must on a page of its time. It repeats what the page says, so screen readers pass it by. */
export function Marquee() {
  const still = state.still.value;
  const run = (copy: number) => (
    <span class="marquee-run" key={copy}>
      {items().map((item) => (
        <span key={item}>{item}</span>
      ))}
    </span>
  );
  return (
    <div class="marquee">
      <div class="marquee-view" aria-hidden="true">
        <div class="marquee-track">
          {run(0)}
          {run(1)}
        </div>
      </div>
      <button type="button" class="marquee-stop motion-choice" onClick={() => setStill(!still)}>
        <span aria-hidden="true">{still ? '▶' : '■'}</span>
        <span class="sr-only">{still ? 'Let the pictures move' : 'Stop the moving pictures'}</span>
      </button>
    </div>
  );
}
