/** Runs the NAT laboratory: `node tools/run-lab.js nat …`. */
import { rmSync } from 'node:fs';
import { root, translate } from './translate.js';

// Two runs at a time must not translate over one another.
const outDir = `${root}target/lab/${process.pid}`;
process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));

await translate(outDir, { main: `${root}lab/main.ts` });

process.chdir(root);
await import(`${outDir}/main.js`);
