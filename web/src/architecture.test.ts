import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** The folders of src that may import a module; nobody else may. */
const DOORS: readonly { readonly module: RegExp; readonly folders: readonly string[] }[] = [
  // Rules of the protocol live in core: only what drives core may see it.
  { module: /^#peer$/, folders: ['session', 'link', 'signaling'] },
  // Loaded where a gate is judged, and by nobody else.
  { module: /^#gate-judge$/, folders: ['session'] },
  { module: /^@noble\//, folders: ['wallet', 'keys'] },
  { module: /^@hpke\//, folders: ['keys'] },
  { module: /^uqr$/, folders: ['app'] },
  // Archives are large: others go through their door, which loads them when one is opened.
  { module: /^(?:libp2p|blockstore-idb|datastore-core)\b/, folders: ['archive'] },
  { module: /^@(?:chainsafe|helia|libp2p|multiformats|orbitdb)\//, folders: ['archive'] },
  { module: /^(?:multiformats|@ipld)\b/, folders: ['archive', 'mirror', 'gates'] },
  { module: /\/archive\/(?!open\.ts|contract\.ts|http\.ts|words\.ts)/, folders: ['archive'] },
  // How other people's servers are asked, and what is said of them.
  { module: /\/archive\/(?:http|words)\.ts/, folders: ['archive', 'mirror'] },
  // Mirrors of profiles are as seldom, and behind a door of the same kind.
  { module: /\/mirror\/(?!open\.ts|contract\.ts)/, folders: ['mirror'] },
  { module: /^socket\.io-client$/, folders: ['signaling'] },
  { module: /^preact|^@preact\//, folders: ['app', ''] },
  { module: /\/(?:link|signaling)\//, folders: ['session', 'link', 'signaling'] },
  { module: /\/rooms\//, folders: ['app', 'session', 'rooms'] },
  // The doctor is seldom wanted: it is loaded with the screen's parts that come later.
  { module: /\/doctor\//, folders: ['app', 'doctor'] },
  { module: /\/app\//, folders: ['app', ''] },
];

/** Ways to turn text into markup or code. */
const FORBIDDEN =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc|eval\(|new Function|document\.write)/;

interface Source {
  readonly path: string;
  /** The first folder below src; empty for files in src itself. */
  readonly folder: string;
  readonly text: string;
}

const sources: readonly Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => ({
    path,
    folder: path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
    text: readFileSync(`src/${path}`, 'utf8'),
  }));

function importsOf(source: Source): string[] {
  const found = source.text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g);
  return [...found].map((match) => match[1] ?? '');
}

test('every import stays within the arrows between folders', () => {
  const broken = sources.flatMap((source) =>
    importsOf(source)
      .filter((imported) =>
        DOORS.some((door) => door.module.test(imported) && !door.folders.includes(source.folder)),
      )
      .map((imported) => `${source.path} imports ${imported}`),
  );
  assert.deepEqual(broken, []);
});

test('nothing turns text into markup or code', () => {
  const broken = sources.filter(({ text }) => FORBIDDEN.test(text)).map(({ path }) => path);
  assert.deepEqual(broken, []);
});

test('no file outgrows 400 lines', () => {
  const LINES_MAX = 400;
  const long = sources.filter(({ text }) => text.split('\n').length > LINES_MAX);
  assert.deepEqual(
    long.map(({ path }) => path),
    [],
  );
});
