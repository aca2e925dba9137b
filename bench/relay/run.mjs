/** Runs relay.mjs, arguments and all, with the page's own code. */
import { fileURLToPath } from 'node:url';
import { root, translate } from '../../web/tools/translate.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

// Below web/, whose packages it uses.
const outDir = `${root}target/relay`;

await translate(outDir, { relay: path('relay.mjs') }, [
  { find: /^.*\/rtc-link\.ts$/, replacement: path('ends.mjs') },
]);
await import(`${outDir}/relay.js`);
