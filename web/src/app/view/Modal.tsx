import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A dialog that lies over the room while `open`. */
export function useModal(open: boolean): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return dialog;
}

interface ModalProps {
  /** Its class, and what its title's id begins with. */
  readonly name: string;
  readonly title: ComponentChildren;
  readonly open: boolean;
  close(): void;
  readonly children: ComponentChildren;
}

/** One with a title, and a button that closes it; what is in it is made when it opens. */
export function Modal({ name, title, open, close, children }: ModalProps) {
  const titleId = `${name}-title`;
  return (
    <dialog ref={useModal(open)} class={`modal ${name}`} aria-labelledby={titleId} onClose={close}>
      {open && (
        <div class="modal-inside">
          <header>
            <h2 id={titleId}>{title}</h2>
            <button type="button" class="button" onClick={close}>
              <span aria-hidden="true">✕ </span>Close
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
