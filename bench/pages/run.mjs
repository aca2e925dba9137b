/** Runs the script of bench/ whose name comes first among the arguments, as `history/room`, with the page's own code. */
import { fileURLToPath } from 'node:url';
import { root, translate } from '../../web/tools/translate.js';

const [name] = process.argv.splice(2, 1);
const file = name.replace('/', '-');

// Below web/, whose packages it uses; what starts the server expects to run there.
const outDir = `${root}target/bench-${file}`;
process.chdir(root);

await translate(outDir, { [file]: fileURLToPath(new URL(`../${name}.mjs`, import.meta.url)) });
await import(`${outDir}/${file}.js`);
