/**
 * Somebody comes into a room whose only other member keeps its whole history. Prints how long it takes from the link's
 * opening until all of it is verified and on disk.
 *
 *   node run.mjs history/newcomer --car FILE --port PORT --entries 10000 --rounds 3
 */
import { close, end, enter, entries, load, mainThread, print, rounds, seenBy, stored } from '../pages/pages.mjs';

const giver = await enter('Giver');
await load(giver);
await stored(giver, entries);
const seconds = [];
const mainSeconds = [];
for (let round = 0; round < rounds; round++) {
  const newcomer = await enter(`Newcomer ${round}`);
  const taken = await mainThread(newcomer);
  await stored(newcomer, entries);
  const { linked, storedAt } = await seenBy(newcomer);
  seconds.push((storedAt - linked) / 1000);
  mainSeconds.push((await taken()).millis / 1000);
  await close(newcomer);
}
print({ seconds, mainSeconds });
await close(giver);
await end();
