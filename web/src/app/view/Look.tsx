import { chooseTheme, setStill } from '../looking.ts';
import { THEMES, type Theme } from '../preferences.ts';
import * as state from '../state.ts';

const NAMES: Readonly<Record<Theme, string>> = {
  tropical: 'Tropical',
  quiet: 'Quiet',
  light: 'Quiet, light',
  dark: 'Quiet, dark',
};

/** Chooses the theme, and whether pictures may move. */
export function Look() {
  return (
    <div class="look">
      <label>
        Look{' '}
        <select
          value={state.theme.value}
          onChange={({ currentTarget }) =>
            chooseTheme(THEMES.find((theme) => theme === currentTarget.value) ?? 'tropical')
          }
        >
          {THEMES.map((theme) => (
            <option key={theme} value={theme}>
              {NAMES[theme]}
            </option>
          ))}
        </select>
      </label>
      {state.theme.value === 'tropical' && (
        <label class="check motion-choice">
          <input
            type="checkbox"
            checked={!state.still.value}
            onChange={({ currentTarget }) => setStill(!currentTarget.checked)}
          />{' '}
          Moving pictures
        </label>
      )}
    </div>
  );
}
