/**
 * Runs every src/**\/*.test.ts. Node 20 reads no TypeScript, so Vite translates the tests into target/unit first.
 * Parts of file names as arguments run those files alone.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = `${root}target/unit`;
const wanted = process.argv.slice(2);

const tests = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)));

if (tests.length === 0) throw new Error(`no test file matches ${wanted.join(', ')}`);

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
        tests.map((file) => [file.replaceAll('/', '-').replace(/\.ts$/, ''), `${root}src/${file}`]),
      ),
    },
  },
});

const files = readdirSync(outDir)
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => `${outDir}/${file}`);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
