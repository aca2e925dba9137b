/**
 * Runs every *.test.ts below a folder: `node tools/run-tests.js src`. Node 20 reads no TypeScript, so Vite translates
 * the tests into target/ first. Parts of file names as further arguments run those files alone.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = 'src', ...wanted] = process.argv.slice(2);
const outDir = `${root}target/tests/${folder}`;

const tests = readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));

if (tests.length === 0) throw new Error(`no test file in ${folder} matches ${wanted.join(', ')}`);

await build({
  root,
  configFile: `${root}vite.config.ts`,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: {
      input: Object.fromEntries(
        tests.map((file) => [
          file.replaceAll('/', '-').replace(/\.ts$/, ''),
          `${root}${folder}/${file}`,
        ]),
      ),
    },
  },
});

const files = readdirSync(outDir)
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => `${outDir}/${file}`);
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-timeout=120000', ...files],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
