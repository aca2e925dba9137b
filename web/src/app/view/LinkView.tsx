import type { ComponentChildren } from 'preact';
import { CopyButton } from './CopyButton.tsx';
import { Qr, selectAll } from './HandCodeView.tsx';

/** A link to be copied, or seen by another device's camera. */
export function LinkView({
  link,
  children,
}: {
  readonly link: string;
  children: ComponentChildren;
}) {
  return (
    <div class="hand-code">
      <div class="hand-texts">
        {children}
        <div class="hand-copy">
          <label>
            The link
            <input type="text" readOnly value={link} onFocus={selectAll} />
          </label>
          <CopyButton class="button" text={link} label="Copy the link">
            Copy link
          </CopyButton>
        </div>
      </div>
      <Qr text={link} />
    </div>
  );
}
