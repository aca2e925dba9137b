/** The page of documents has the look that its reader chose for the chat. */
import { loadPreferences, styleOf } from './app/preferences.ts';

const systemDark = matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.dataset['theme'] = styleOf(loadPreferences().theme, systemDark);
