import { render } from 'preact';
import { startEffects } from './app/effects.ts';
import { loadPreferences, savePreferences } from './app/preferences.ts';
import { App } from './app/view/App.tsx';
import { loadViews } from './app/view/lazily.tsx';
import { loadLater } from './keys/later.ts';

/** Counts this visit; 0 where the browser keeps nothing. */
function countVisit(): number {
  const visits = loadPreferences().visits + 1;
  return savePreferences({ visits }) ? visits : 0;
}

startEffects();
const root = document.getElementById('app');
if (root) render(<App version={import.meta.env['VITE_VERSION']} visits={countVisit()} />, root);

addEventListener('load', () => {
  loadLater();
  loadViews();
});
