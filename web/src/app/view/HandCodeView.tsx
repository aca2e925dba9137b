import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { HandCode } from '../../session/contract.ts';
import { type QrReading, qrOf } from '../qr.ts';
import { CopyButton } from './CopyButton.tsx';

/** A text to be photographed. */
export function Qr({ text }: { readonly text: string }) {
  const reading = useSignal<QrReading | null>(null);
  useEffect(() => {
    let wanted = true;
    void qrOf(text).then((made) => {
      if (wanted) reading.value = made;
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  const { value: qr } = reading;
  if (qr === null) return null;
  if (qr.type === 'refused') return <p class="hint">{qr.refusal.text}</p>;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${qr.side} ${qr.side}`}
      role="img"
      aria-label="QR code of the link"
    >
      <path d={qr.path} />
    </svg>
  );
}

interface HandCodeViewProps {
  readonly code: HandCode;
  /** "Invitation" or "Reply". */
  readonly what: string;
  /** What goes on below the texts. */
  readonly children?: ComponentChildren;
}

/** A code to carry to somebody: as a link, as text, and to be photographed. */
export function HandCodeView({ code, what, children }: HandCodeViewProps) {
  return (
    <div class="hand-code">
      <div class="hand-texts">
        <div class="hand-copy">
          <label>
            {what} as a link
            <input type="text" readOnly value={code.link} onFocus={selectAll} />
          </label>
          <CopyButton
            class="button"
            text={code.link}
            label={`Copy the ${what.toLowerCase()} as a link`}
          >
            Copy link
          </CopyButton>
        </div>
        <div class="hand-copy">
          <label>
            {what} as text
            <input type="text" readOnly value={code.text} onFocus={selectAll} />
          </label>
          <CopyButton
            class="button"
            text={code.text}
            label={`Copy the ${what.toLowerCase()} as text`}
          >
            Copy text
          </CopyButton>
        </div>
        {children}
      </div>
      <Qr text={code.link} />
    </div>
  );
}

export function selectAll({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
  currentTarget.select();
}
