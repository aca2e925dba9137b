import { render } from 'preact';
import { startEffects } from './app/effects.ts';
import { loadPreferences, savePreferences } from './app/preferences.ts';
import { App } from './app/view/App.tsx';
import { loadSealing } from './keys/sealing.ts';

/** Counts this visit; 0 where the browser keeps nothing. */
function countVisit(): number {
  const visits = loadPreferences().visits + 1;
  return savePreferences({ visits }) ? visits : 0;
}

startEffects();
const root = document.getElementById('app');
if (root) render(<App version={import.meta.env['VITE_VERSION']} visits={countVisit()} />, root);

// What a room needs comes while the person fills in the form; it is asked for again where that fails.
addEventListener('load', () => void loadSealing().catch(() => {}));
