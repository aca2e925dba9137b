/**
 * Runs every *.test.ts below a folder: `node tools/run-tests.js src`. Parts of file names as further arguments run those
 * files alone.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { root, translate } from './translate.js';

/** Ends what hangs: a file of many tests, which counts as one, may take a few minutes on a busy machine. */
const TEST_MILLIS_MAX = 360_000;

const [folder = 'src', ...wanted] = process.argv.slice(2);
const outDir = `${root}target/tests/${folder}`;

const tests = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));

if (tests.length === 0) throw new Error(`no test file in ${folder} matches ${wanted.join(', ')}`);

await translate(
  outDir,
  Object.fromEntries(
    tests.map((file) => [
      file.replaceAll('/', '-').replace(/\.ts$/, ''),
      `${root}${folder}/${file}`,
    ]),
  ),
);

const files = readdirSync(outDir)
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => `${outDir}/${file}`);
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', `--test-timeout=${TEST_MILLIS_MAX}`, ...files],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
