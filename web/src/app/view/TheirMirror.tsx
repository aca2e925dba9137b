import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FoundMirror, MirrorProfile, ThreeId } from '../../session/contract.ts';
import { findMirror, type Outcome, resolveDid } from '../mirror.ts';
import type { Shown } from '../state.ts';
import '../styles/mirror.css';
import { Problem } from './Notes.tsx';

/** An address that whoever made it up wants to be followed. */
function Link({ href }: { readonly href: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {href}
    </a>
  );
}

/** A did:3, and on request the keys by which it can be written to, and verified. */
function ThreeIdLink({ did }: { readonly did: string }) {
  const found = useSignal<Outcome<ThreeId> | null>(null);
  const resolve = async (): Promise<void> => {
    found.value = await resolveDid(did);
  };
  const keys = found.value?.value?.keys;
  return (
    <>
      <code>{did}</code>{' '}
      {keys === undefined ? (
        <button type="button" class="button" onClick={() => void resolve()}>
          Show its keys
        </button>
      ) : (
        <ul aria-label="Keys">
          {keys.map(({ name, use, key }) => (
            <li key={name}>
              <bdi>{name}</bdi>
              {use !== name && ` (${use})`}: <code>{key}</code>
            </li>
          ))}
        </ul>
      )}
      <Problem words={found.value?.problem ?? found.value?.value?.refused ?? null} />
    </>
  );
}

function linkOf(link: string) {
  if (link.startsWith('did:3:')) return <ThreeIdLink did={link} />;
  return link.startsWith('did:') ? <code>{link}</code> : <Link href={link} />;
}

function Profile({ profile, name }: { readonly profile: MirrorProfile; readonly name: string }) {
  return (
    <>
      <p>
        {profile.name === name ? 'Called the same there: ' : 'Called otherwise there: '}
        <bdi class="person-name">{profile.name}</bdi>
      </p>
      {(profile.links.length > 0 || profile.avatar !== null) && (
        <ul class="mirror-links" aria-label="Links">
          {profile.links.map((link) => (
            <li key={link}>{linkOf(link)}</li>
          ))}
          {profile.avatar !== null && (
            <li>
              Picture: <Link href={profile.avatar} />
            </li>
          )}
        </ul>
      )}
    </>
  );
}

/** What somebody's account says of itself on Ceramic, where the person has chosen a node to ask. */
export default function TheirMirror({ account, name }: Shown) {
  const found = useSignal<Outcome<FoundMirror | null> | null>(null);
  useEffect(() => {
    let wanted = true;
    found.value = null;
    void findMirror(account).then((outcome) => {
      if (wanted) found.value = outcome;
    });
    return () => {
      wanted = false;
    };
  }, [account, found]);
  const { value: mirror, problem } = found.value ?? { value: null, problem: null };
  const words = problem ?? mirror?.refused ?? null;
  if (words === null && mirror?.profile == null) return null;
  return (
    <section class="mirror" aria-labelledby="mirror-title">
      <h3 id="mirror-title">Also on Ceramic</h3>
      {mirror?.profile != null && <Profile profile={mirror.profile} name={name} />}
      <Problem words={words} />
    </section>
  );
}
