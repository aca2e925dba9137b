import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { LINKS_MAX } from '../../session/card-contract.ts';
import { reasonWords, tokenOf } from '../avatar-words.ts';
import { forget, type Picture, pictureIn } from '../avatars.ts';
import { chooseCard, tryAvatar } from '../card.ts';
import { linkOf } from '../link-text.ts';
import * as state from '../state.ts';
import '../styles/avatar.css';
import { Problem } from './Notes.tsx';

/** How long somebody types before what is typed is looked up. */
const PAUSE_MILLIS = 600;

interface Draft {
  readonly from: 'none' | 'ens' | 'token';
  readonly kind: string;
  readonly chain: string;
  readonly address: string;
  readonly id: string;
  readonly links: string;
}

function draftOf(): Draft {
  const { avatar, links } = state.card.value;
  const token = avatar === null ? null : tokenOf(avatar);
  const other = avatar === null ? 'none' : 'ens';
  return {
    from: token === null ? other : 'token',
    ...(token ?? { kind: 'erc721', chain: '1', address: '', id: '' }),
    links: links.join('\n'),
  };
}

function avatarOf({ from, kind, chain, address, id }: Draft): string | null {
  if (from === 'none') return null;
  if (from === 'ens') return 'ens';
  return `eip155:${chain.trim()}/${kind}:${address.trim().toLowerCase()}/${id.trim()}`;
}

interface FieldProps {
  readonly words: string;
  readonly value: string;
  readonly type: (typed: string) => void;
}

function Field({ words, value, type }: FieldProps) {
  return (
    <label>
      {words}
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
    </label>
  );
}

interface DraftProps {
  readonly draft: Signal<Draft>;
}

function TokenFields({ draft }: DraftProps) {
  const { kind, chain, address, id } = draft.value;
  const change = (changed: Partial<Draft>): void => {
    draft.value = { ...draft.value, ...changed };
  };
  return (
    <>
      <Field words="Contract" value={address} type={(typed) => change({ address: typed })} />
      <Field words="Token id" value={id} type={(typed) => change({ id: typed })} />
      <Field words="Chain" value={chain} type={(typed) => change({ chain: typed })} />
      <label>
        Kind of token
        <select
          value={kind}
          onChange={({ currentTarget }) => change({ kind: currentTarget.value })}
        >
          <option value="erc721">ERC-721, one of its kind</option>
          <option value="erc1155">ERC-1155, one of several</option>
        </select>
      </label>
    </>
  );
}

/** What others will see, or why they will not. */
function Preview({ account, avatar }: { readonly account: string; readonly avatar: string }) {
  const picture = useSignal<Picture | null>(null);
  useEffect(() => {
    let wanted = true;
    const look = async (): Promise<void> => {
      const answer = await tryAvatar(account, avatar);
      if (wanted) picture.value = pictureIn(answer);
    };
    const timer = setTimeout(() => void look(), PAUSE_MILLIS);
    return () => {
      wanted = false;
      clearTimeout(timer);
      forget(picture.value);
      picture.value = null;
    };
  }, [account, avatar, picture]);
  const { value: shown } = picture;
  if (shown === null) return <p role="status">Looking for the picture…</p>;
  if ('reason' in shown) return <p role="status">Your card {reasonWords(avatar, shown.reason)}</p>;
  return (
    <span class="avatar avatar-large">
      <img src={shown.url} alt="What others will see" />
    </span>
  );
}

const isWhole = (avatar: string): boolean => avatar === 'ens' || tokenOf(avatar) !== null;

function Pictures({ account, draft }: DraftProps & { readonly account: string }) {
  const avatar = avatarOf(draft.value);
  return (
    <>
      <label>
        Picture
        <select
          value={draft.value.from}
          onChange={({ currentTarget: { value } }) => {
            const from = value === 'ens' || value === 'token' ? value : 'none';
            draft.value = { ...draft.value, from };
          }}
        >
          <option value="none">None</option>
          <option value="ens">From my name in ENS</option>
          <option value="token">An NFT that my wallet holds</option>
        </select>
      </label>
      {draft.value.from === 'token' && <TokenFields draft={draft} />}
      {avatar !== null && isWhole(avatar) && <Preview account={account} avatar={avatar} />}
    </>
  );
}

function Links({ draft }: DraftProps) {
  return (
    <label>
      Where else to find you: at most {LINKS_MAX} addresses, one a line
      <textarea
        rows={LINKS_MAX}
        spellcheck={false}
        placeholder="https://…"
        value={draft.value.links}
        onInput={({ currentTarget: { value: links } }) => {
          draft.value = { ...draft.value, links };
        }}
      />
    </label>
  );
}

/** What the person at this page shows besides name and colour. */
export default function OwnCard({ account }: { readonly account: string }) {
  const draft = useSignal(draftOf());
  const problem = useSignal<string | null>(null);
  const done = useSignal(false);
  const save = (): void => {
    const links = draft.value.links.split(/\s+/).filter((link) => link !== '');
    problem.value = chooseCard({ avatar: avatarOf(draft.value), links: links.map(linkOf) });
    done.value = problem.value === null;
  };
  return (
    <form
      class="own-card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <fieldset>
        <legend>What you show</legend>
        <p class="hint">
          Everybody in the room is told. A picture is shown for as long as your wallet holds it:
          this server asks the chain.
        </p>
        <div class="fields one">
          {account.startsWith('0x') && <Pictures account={account} draft={draft} />}
          <Links draft={draft} />
        </div>
        <button type="submit" class="button">
          Show this
        </button>
      </fieldset>
      <Problem words={problem.value} />
      {done.value && <p role="status">Others see it now.</p>}
    </form>
  );
}
