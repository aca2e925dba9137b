/** Runs relay.mjs, arguments and all, with the page's own code: Node 20 reads no TypeScript, Vite translates it. */
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const web = path('../../web/');
const { build } = await import(`${web}node_modules/vite/dist/node/index.js`);

// Below web/, whose packages it uses.
const outDir = `${web}target/relay`;

await build({
  root: web,
  configFile: `${web}vite.config.ts`,
  logLevel: 'warn',
  resolve: { alias: [{ find: /^.*\/rtc-link\.ts$/, replacement: path('ends.mjs') }] },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { input: { relay: path('relay.mjs') } },
  },
});

await import(`${outDir}/relay.js`);
