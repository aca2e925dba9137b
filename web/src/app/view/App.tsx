import { useRef } from 'preact/hooks';
import { narrow, tropical } from '../effects.ts';
import * as state from '../state.ts';
import { Entrance } from './Entrance.tsx';
import { Footer } from './Footer.tsx';
import { lazily } from './lazily.tsx';
import { Marquee } from './Marquee.tsx';
import { Room } from './Room.tsx';
import { Scenery } from './Scenery.tsx';

const Backup = lazily(() => import('./Backup.tsx'), true);
const Ask = lazily(() => import('./Ask.tsx'), true);

interface AppProps {
  readonly version: string;
  readonly visits: number;
}

/** A button, not a link to a fragment: the fragment of the address names the room. */
function SkipButton() {
  return (
    <button type="button" class="skip" onClick={() => document.getElementById('message')?.focus()}>
      Skip to the message field
    </button>
  );
}

/** The whole page. */
export function App({ version, visits }: AppProps) {
  const stage = state.stage.value;
  const inRoom = stage.at === 'room';
  // From their first opening on: they give the focus back when they close.
  const asked = useRef(false);
  asked.current ||= state.asking.value !== null;
  const saved = useRef(false);
  saved.current ||= state.backup.value !== null;
  return (
    <div class={`page ${inRoom ? 'page-room' : 'page-entrance'}`}>
      {inRoom && <SkipButton />}
      {tropical() && <Scenery />}
      {tropical() && <Marquee />}
      <main>{inRoom ? <Room key={stage.room} room={stage.room} /> : <Entrance />}</main>
      {saved.current && <Backup />}
      {asked.current && <Ask />}
      {!(inRoom && narrow.value) && <Footer version={version} visits={visits} />}
    </div>
  );
}
