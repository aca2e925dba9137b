/**
 * Runs the NAT laboratory: `node tools/run-lab.js nat …`. Node 20 reads no TypeScript, so Vite translates it into
 * target/ first.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
// Two runs at a time must not translate over one another.
const outDir = `${root}target/lab/${process.pid}`;
process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));

await build({
  root,
  configFile: `${root}vite.config.ts`,
  logLevel: 'warn',
  build: {
    ssr: true,
    copyPublicDir: false,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { input: `${root}lab/main.ts` },
  },
});

process.chdir(root);
await import(`${outDir}/main.js`);
