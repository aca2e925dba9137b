import { Lab } from './lab.ts';
import { LINES } from './net/router.ts';
import { pairCases } from './cases/pairs.ts';

process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
const line = LINES['clear'];
if (!line) throw new Error();
const lab = await Lab.open(line);
const wanted = process.argv.slice(2);
for (const each of pairCases.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const missing = each.notBuilt?.() ?? null;
  if (missing !== null) {
    console.log(each.name, missing);
    continue;
  }
  const began = Date.now();
  const outcome = await each.play(lab, lab.nextRoom());
  await lab.clear();
  console.log(each.name, JSON.stringify(outcome), each.goal.path === outcome.path, Date.now() - began);
}
await lab.close();
