import { PALETTE } from '../palette.ts';
import * as state from '../state.ts';

const choose = (color: string): void => {
  state.color.value = color;
};

/** The colour of one's name: one of the palette, or any other. */
export function ColorChooser() {
  const chosen = state.color.value;
  return (
    <fieldset class="colors">
      <legend>Colour of your name</legend>
      <div class="swatches">
        {PALETTE.map(({ name, color }) => (
          <label key={name} class="swatch" title={name} style={{ backgroundColor: color }}>
            <input
              type="radio"
              name="color"
              value={color}
              checked={color === chosen}
              onChange={() => choose(color)}
            />
            <span class="sr-only">{name}</span>
          </label>
        ))}
        <label class="any-color" title="another colour">
          <input
            type="color"
            value={chosen}
            onInput={({ currentTarget }) => choose(currentTarget.value)}
          />
          <span class="sr-only">another colour</span>
        </label>
      </div>
    </fieldset>
  );
}
