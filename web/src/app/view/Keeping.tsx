import { useSignal } from '@preact/signals';
import type { Archives, ImportReport } from '../../session/contract.ts';
import { archives } from '../history.ts';
import * as state from '../state.ts';

/** Lines of what was refused that are shown; the rest is counted. */
const REFUSED_MAX = 5;

function reportWords({ taken, known, refused }: ImportReport): string {
  const news = `${taken} message${taken === 1 ? '' : 's'} taken, ${known} were here already.`;
  if (refused.length === 0) return news;
  const more = refused.length - REFUSED_MAX;
  const shown = refused.slice(0, REFUSED_MAX).join('; ');
  return `${news} Refused: ${shown}${more > 0 ? `; and ${more} more` : ''}.`;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function roomName(): string {
  const { value: stage } = state.stage;
  return stage.at === 'room' ? stage.room.replace(/[^\p{L}\p{N}-]+/gu, '-') : 'room';
}

/** An IPFS node that a person runs, or has an account at. */
function Ipfs({ run }: { readonly run: (work: (room: Archives) => Promise<string>) => void }) {
  const rpc = useSignal('http://127.0.0.1:5001');
  const head = useSignal('');
  const archive = async (room: Archives): Promise<string> => {
    const record = await room.toIpfs(rpc.value);
    head.value = record.head;
    return `${record.entries} entries are in the IPFS node. To restore them from it: ${record.head}`;
  };
  return (
    <fieldset>
      <legend>IPFS node</legend>
      <label>
        Address{' '}
        <input
          type="url"
          value={rpc.value}
          onInput={(event) => {
            rpc.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="button" class="button" onClick={() => run(archive)}>
        Archive the room there
      </button>
      <label>
        What names the archive{' '}
        <input
          type="text"
          placeholder="bafyrei…"
          value={head.value}
          onInput={(event) => {
            head.value = event.currentTarget.value;
          }}
        />
      </label>
      <button
        type="button"
        class="button"
        onClick={() => run(async (room) => reportWords(await room.fromIpfs(rpc.value, head.value)))}
      >
        Restore from there
      </button>
    </fieldset>
  );
}

/** The room's history into files and archives, and back. */
export function Keeping() {
  const outcome = useSignal('');
  const run = (work: (room: Archives) => Promise<string>): void => {
    const room = archives();
    if (room === null) return;
    outcome.value = 'Working…';
    work(room).then(
      (words) => {
        outcome.value = words;
      },
      (error: unknown) => {
        outcome.value = error instanceof Error ? error.message : String(error);
      },
    );
  };
  const saveCar = async (room: Archives): Promise<string> => {
    const file = await room.car();
    if (file === null) return 'There is nothing to save yet.';
    save(file, `${roomName()}.car`);
    return 'Saved, with all signatures.';
  };
  const saveJson = async (room: Archives): Promise<string> => {
    save(await room.json(), `${roomName()}.json`);
    return 'Saved, to be read; signatures are only in the CAR file.';
  };
  return (
    <details class="keeping">
      <summary>Save, load, archive</summary>
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
      <Ipfs run={run} />
      <p role="status">{outcome.value}</p>
    </details>
  );
}
