/** Runs newcomer.mjs, room.mjs or compare.mjs, whichever comes first among the arguments: Node 20 reads no TypeScript, Vite translates it. */
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const web = path('../../web/');
const { build } = await import(`${web}node_modules/vite/dist/node/index.js`);
const [what] = process.argv.splice(2, 1);

// Below web/, whose packages it uses; what starts the server expects to run there.
const outDir = `${web}target/history-${what}`;
process.chdir(web);

await build({
  root: web,
  configFile: `${web}vite.config.ts`,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { input: { [what]: path(`${what}.mjs`) } },
  },
});

await import(`${outDir}/${what}.js`);
