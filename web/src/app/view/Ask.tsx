import { useSignal } from '@preact/signals';
import type { Asking } from '../state.ts';
import * as state from '../state.ts';
import { Modal } from './Modal.tsx';
import { Problem } from './Notes.tsx';
import { Sentence } from './Sentence.tsx';

function Question({ asking, close }: { readonly asking: Asking; close(): void }) {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const act = async (): Promise<void> => {
    busy.value = true;
    problem.value = await asking.act();
    busy.value = false;
    if (problem.value === null) close();
  };
  return (
    <>
      <p>
        <Sentence words={asking.words} />
      </p>
      <Problem words={problem.value} />
      <div class="ask-buttons">
        <button type="button" class="button" onClick={close}>
          No
        </button>
        <button type="button" class="primary" disabled={busy.value} onClick={() => void act()}>
          {asking.yes}
        </button>
      </div>
    </>
  );
}

/** What is asked once, before it is done. */
export default function Ask() {
  const { value: asking } = state.asking;
  const close = (): void => {
    // Another question may have come in the place of this one.
    if (state.asking.value === asking) state.asking.value = null;
  };
  return (
    <Modal
      name="ask"
      title={<Sentence words={asking?.title ?? []} />}
      open={asking !== null}
      close={close}
    >
      {asking !== null && <Question asking={asking} close={close} />}
    </Modal>
  );
}
