/**
 * The owner of a closed room removes a member, in the person's dialog: the page begins a new epoch and seals its secret for
 * all other devices. Nobody else is there.
 *
 *   node run.mjs keys/remove --room FILE --port PORT --rounds 3
 */
import { close, end, mainThread, print, rounds } from '../pages/pages.mjs';
import { enterClosed, rest, stepsOf } from './closed.mjs';

/** The removal itself, the new epoch, and its grant. */
const RULES = 3;

const figures = { mainMillis: [], grantedMillis: [] };

/** Presses a button without the clicks of a mouse, which Playwright would look for a place for. */
const press = (button) => button.first().evaluate((element) => element.click());

/** Opens the dialog in which the last member's removal is decided; the button that decides it. */
async function deciding({ page }) {
  await press(page.getByRole('button', { name: /^More about / }).last());
  await press(page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }));
  const yes = page.getByRole('dialog', { name: /^Remove: / }).getByRole('button', { name: 'Remove', exact: true });
  await yes.waitFor();
  return yes;
}

async function remove(owner) {
  const yes = await deciding(owner);
  await rest();
  const before = await stepsOf(owner);
  const taken = await mainThread(owner);
  const decidedAt = await yes.evaluate((element) => {
    const at = performance.now();
    element.click();
    return at;
  });
  await owner.page.waitForFunction((rules) => window.steps.rules >= rules, before.rules + RULES, { polling: 100 });
  await rest();
  figures.mainMillis.push((await taken()).millis);
  figures.grantedMillis.push((await stepsOf(owner)).ruledAt - decidedAt);
}

for (let round = 0; round < rounds; round++) {
  const owner = await enterClosed();
  await remove(owner);
  await close(owner);
}
print(figures);
await end();
