import { useSignal } from '@preact/signals';
import type { Archives } from '../../session/contract.ts';
import { archives } from '../history.ts';
import * as state from '../state.ts';
import { ArchivePlaces } from './ArchivePlaces.tsx';
import { Limits } from './Limits.tsx';
import { reportWords } from './report-words.ts';
import { save } from './save.ts';

/** Does something with the room's history and says in words what became of it. */
export type Run = (work: (room: Archives, say: (words: string) => void) => Promise<string>) => void;

function roomName(): string {
  const { value: stage } = state.stage;
  if (stage.at !== 'room') return 'room';
  const name = state.law.value?.settings.name ?? stage.room;
  return name.replace(/[^\p{L}\p{N}-]+/gu, '-');
}

async function saveCar(room: Archives): Promise<string> {
  const file = await room.car();
  if (file === null) return 'There is nothing to save yet.';
  save(file, `${roomName()}.car`);
  return 'Saved, with all signatures.';
}

async function saveJson(room: Archives): Promise<string> {
  save(await room.json(), `${roomName()}.json`);
  return 'Saved, to be read; signatures are only in the CAR file.';
}

function Files({ run }: { readonly run: Run }) {
  return (
    <div class="search-fields">
      <button type="button" class="button" onClick={() => run(saveCar)}>
        Save as CAR file
      </button>
      <button type="button" class="button" onClick={() => run(saveJson)}>
        Save as JSON
      </button>
      <label>
        Load a CAR file{' '}
        <input
          type="file"
          accept=".car"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) run(async (room) => reportWords(await room.importCar(file)));
          }}
        />
      </label>
    </div>
  );
}

/** The room's history into files and archives, and back; and how much of it this browser keeps. */
export default function Keeping() {
  const outcome = useSignal('');
  /** Counts what was done, so that what is remembered of archives is read anew. */
  const done = useSignal(0);
  const run: Run = (work) => {
    const room = archives();
    if (room === null) return;
    const say = (words: string): void => {
      outcome.value = words;
    };
    say('Working…');
    work(room, say)
      .then(say, (error: unknown) => say(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        done.value++;
      });
  };
  return (
    <details class="keeping">
      <summary>Save, load, archive</summary>
      <Files run={run} />
      <Limits run={run} />
      <ArchivePlaces run={run} done={done.value} />
      <p role="status">{outcome.value}</p>
    </details>
  );
}
