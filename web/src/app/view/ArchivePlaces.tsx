import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ArchiveRecord, ArchiveSetting } from '../../archive/open.ts';
import type { Archiving, ToldHead } from '../../history/contract.ts';
import { archives } from '../history.ts';
import type { Run } from './Keeping.tsx';
import { reportWords } from './report-words.ts';

type Kind = ArchiveSetting['kind'];

interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly secret?: true;
}

interface Form {
  readonly title: string;
  readonly about: string;
  readonly fields: readonly Field[];
  readonly empty: ArchiveSetting;
}

const MULTIADDRESS = '/dns4/…/tcp/443/wss/p2p/…';

/** What is asked of a person for each kind of archive. */
const FORMS: Readonly<Record<Kind, Form>> = {
  ipfs: {
    title: 'IPFS node',
    about: 'A node that you run or have an account at keeps the room, pinned.',
    fields: [
      { name: 'rpc', label: 'Address' },
      { name: 'token', label: 'Token', hint: 'if it wants one', secret: true },
      { name: 'gateway', label: 'Gateway to read from', hint: 'else the node itself' },
      { name: 'service', label: 'Pinning service', hint: 'https://…/psa' },
      { name: 'serviceToken', label: 'Its token', secret: true },
    ],
    empty: {
      ...{ kind: 'ipfs', rpc: 'http://127.0.0.1:5001', token: '' },
      ...{ gateway: '', service: '', serviceToken: '' },
    },
  },
  helia: {
    title: 'IPFS from this page',
    about:
      'This page gives the room to nodes that you name, over their WebSocket addresses; it lasts where one of them pins it.',
    fields: [{ name: 'peers', label: 'Nodes', hint: MULTIADDRESS }],
    empty: { kind: 'helia', peers: '' },
  },
  orbitdb: {
    title: 'OrbitDB',
    about:
      'A database that this page makes; nodes that you name keep it. Others may write to it whom you list.',
    fields: [
      { name: 'peers', label: 'Nodes', hint: MULTIADDRESS },
      { name: 'address', label: 'Database', hint: 'empty for a new one' },
      { name: 'writers', label: 'Writers', hint: 'besides you' },
    ],
    empty: { kind: 'orbitdb', peers: '', address: '', writers: '' },
  },
};

const KINDS = Object.keys(FORMS) as Kind[];

function isKind(where: string): where is Kind {
  return where in FORMS;
}

/** What a person typed in for an archive of one kind. */
interface Draft {
  readonly setting: ArchiveSetting;
  readonly keep: boolean;
  readonly foundBy: string;
}

function progressWords({ entries, foundBy }: ArchiveRecord): string {
  return entries === 0
    ? `Waiting for one of the nodes to open ${foundBy}`
    : `${entries} entries are in the archive so far…`;
}

function draftOf(kind: Kind, record: ArchiveRecord | undefined): Draft {
  return {
    setting: record?.setting ?? FORMS[kind].empty,
    keep: record?.keep ?? false,
    foundBy: record?.foundBy ?? '',
  };
}

function Fields({
  fields,
  draft,
  change,
}: {
  readonly fields: readonly Field[];
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
}) {
  const values = draft.setting as unknown as Readonly<Record<string, string>>;
  return fields.map(({ name, label, hint, secret }) => (
    <label key={name}>
      {label}{' '}
      <input
        {...(secret ? ({ type: 'password' } as const) : ({ type: 'text' } as const))}
        autocomplete="off"
        spellcheck={false}
        placeholder={hint}
        value={values[name]}
        onInput={({ currentTarget }) =>
          change({ ...draft, setting: { ...draft.setting, [name]: currentTarget.value } })
        }
      />
    </label>
  ));
}

/** An archive of one kind, and what can be done with it. */
function Place({
  kind,
  run,
  record,
  draft,
  change,
}: {
  readonly kind: Kind;
  readonly run: Run;
  readonly record: ArchiveRecord | undefined;
  readonly draft: Draft;
  /** Null: what is remembered counts again. */
  readonly change: (draft: Draft | null) => void;
}) {
  const { title, about, fields } = FORMS[kind];
  const archive: Parameters<Run>[0] = async (room, say) => {
    change(null);
    const { entries, foundBy } = await room.places.archive(draft.setting, draft.keep, (record) =>
      say(progressWords(record)),
    );
    return `${entries} entries are in the archive. The room has been told what names it: ${foundBy}`;
  };
  const restore: Parameters<Run>[0] = async (room) =>
    reportWords(await room.restore(draft.setting, draft.foundBy));
  const forget: Parameters<Run>[0] = async (room) => {
    await room.places.forget(kind);
    return 'Nothing more goes there; what is there stays.';
  };
  return (
    <fieldset class="archive-place">
      <legend>{title}</legend>
      <p>{about}</p>
      <div class="search-fields">
        <Fields fields={fields} draft={draft} change={change} />
        <label>
          <input
            type="checkbox"
            checked={draft.keep}
            onChange={({ currentTarget }) => change({ ...draft, keep: currentTarget.checked })}
          />{' '}
          Go on by itself while I am here
        </label>
        <button type="button" class="button" onClick={() => run(archive)}>
          Archive the room there
        </button>
        {record && (
          <button type="button" class="button" onClick={() => run(forget)}>
            Archive no longer
          </button>
        )}
        <label>
          What names the archive{' '}
          <input
            type="text"
            placeholder={kind === 'orbitdb' ? '/orbitdb/…' : 'bafyrei…'}
            value={draft.foundBy}
            onInput={({ currentTarget }) => change({ ...draft, foundBy: currentTarget.value })}
          />
        </label>
        <button type="button" class="button" onClick={() => run(restore)}>
          Restore from there
        </button>
      </div>
      {record?.writer && (
        <p>
          This browser writes there as <code>{record.writer}</code>.
        </p>
      )}
    </fieldset>
  );
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** What members told of archives; the one who wants it gives what names it to the place. */
function Told({
  told,
  choose,
}: {
  readonly told: readonly ToldHead[];
  readonly choose: (head: ToldHead) => void;
}) {
  if (told.length === 0) return null;
  return (
    <ul class="told-archives">
      {told.map((head) => (
        <li key={`${head.author} ${head.where}`}>
          <button type="button" onClick={() => choose(head)}>
            {isKind(head.where) ? FORMS[head.where].title : head.where}: {head.entries} entries,{' '}
            <bdi>{head.name}</bdi>, {moment.format(head.timeMillis)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Archives of the room: where this browser puts it, and of which others have told. */
export function ArchivePlaces({ run, done }: { readonly run: Run; readonly done: number }) {
  const known = useSignal<Archiving | null>(null);
  const kind = useSignal<Kind>('ipfs');
  const drafts = useSignal<Readonly<Partial<Record<Kind, Draft>>>>({});
  // Read anew each time that something was done.
  useEffect(() => {
    void archives()
      ?.places.known()
      .then((archiving) => {
        known.value = archiving;
      });
  }, [known, done]);
  if (known.value === null) return null;
  const { records, told } = known.value;
  const recordOf = (each: Kind) => records.find(({ setting }) => setting.kind === each);
  const draftFor = (each: Kind) => drafts.value[each] ?? draftOf(each, recordOf(each));
  const change = (each: Kind, draft: Draft | null): void => {
    const { [each]: _before, ...others } = drafts.value;
    drafts.value = draft === null ? others : { ...others, [each]: draft };
  };
  return (
    <>
      <label>
        Archive in{' '}
        <select
          value={kind.value}
          onChange={({ currentTarget }) => {
            kind.value = currentTarget.value as Kind;
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {FORMS[each].title}
              {recordOf(each) === undefined ? '' : ' (chosen)'}
            </option>
          ))}
        </select>
      </label>
      <Place
        kind={kind.value}
        run={run}
        record={recordOf(kind.value)}
        draft={draftFor(kind.value)}
        change={(draft) => change(kind.value, draft)}
      />
      <Told
        told={told}
        choose={({ where, head }) => {
          if (!isKind(where)) return;
          kind.value = where;
          change(where, { ...draftFor(where), foundBy: head });
        }}
      />
    </>
  );
}
