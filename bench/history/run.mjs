/** Runs newcomer.mjs, room.mjs or compare.mjs, whichever comes first among the arguments, with the page's own code. */
import { fileURLToPath } from 'node:url';
import { root, translate } from '../../web/tools/translate.js';

const [what] = process.argv.splice(2, 1);

// Below web/, whose packages it uses; what starts the server expects to run there.
const outDir = `${root}target/history-${what}`;
process.chdir(root);

await translate(outDir, { [what]: fileURLToPath(new URL(`${what}.mjs`, import.meta.url)) });
await import(`${outDir}/${what}.js`);
