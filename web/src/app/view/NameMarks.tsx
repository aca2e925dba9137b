import type { NameDoubt } from '../look-alikes.ts';
import * as state from '../state.ts';

const DOUBTS: Readonly<Record<NameDoubt, { readonly words: string; readonly title: string }>> = {
  alike: {
    words: 'name like another’s',
    title: 'Somebody else here has a name that looks the same. Compare the addresses.',
  },
  mixed: {
    words: 'mixed alphabets',
    title:
      'This name has letters of several alphabets, some of which look alike: it may not be what it seems. Compare the address.',
  },
};

/** The name in ENS, and a warning where a name looks like another. */
export function NameMarks({ id, account }: { readonly id: string; readonly account: string }) {
  const doubt = state.nameDoubts.value.get(id);
  return (
    <>
      <EnsName account={account} />
      {doubt !== undefined && (
        <span class="mark doubt" title={DOUBTS[doubt].title}>
          <span aria-hidden="true">⚠ </span>
          {DOUBTS[doubt].words}
          <span class="sr-only">. {DOUBTS[doubt].title}</span>
        </span>
      )}
    </>
  );
}

/** What the server says, and says that it does. */
export function EnsName({ account }: { readonly account: string }) {
  const name = state.ensNames.value.get(account);
  if (name === undefined) return null;
  return (
    <span
      class="ens"
      title="The wallet’s name in ENS. This server looked it up; nobody else has checked it."
    >
      <bdi>{name}</bdi> <small>ENS, by this server</small>
    </span>
  );
}
