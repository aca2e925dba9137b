import { reasonWords } from '../avatar-words.ts';
import { pictureOf } from '../avatars.ts';
import { linkText } from '../link-text.ts';
import * as state from '../state.ts';
import Avatar from './Avatar.tsx';

/** Where somebody says to be found elsewhere: nobody has checked whose it is. */
function Links({ links }: { readonly links: readonly string[] }) {
  if (links.length === 0) return null;
  return (
    <ul class="card-links" aria-label="Links">
      {links.map((link) => (
        <li key={link}>
          <a href={link} target="_blank" rel="noopener noreferrer nofollow ugc">
            {linkText(link)}
          </a>
        </li>
      ))}
    </ul>
  );
}

interface PictureProps {
  readonly account: string;
  readonly avatar: string;
  readonly name: string;
}

function Picture({ account, avatar, name }: PictureProps) {
  const picture = pictureOf(account, avatar);
  return (
    <>
      <Avatar account={account} avatar={avatar} name={name} size="large" />
      {picture !== null && 'reason' in picture && (
        <p role="status">
          <bdi>{name}</bdi> {reasonWords(avatar, picture.reason)}
        </p>
      )}
    </>
  );
}

interface CardProps {
  readonly account: string;
  readonly name: string;
}

/** What somebody who is here shows besides name and colour. */
export default function Card({ account, name }: CardProps) {
  const here = state.members.value.filter(
    (member) => member.account === account && member.proof === 'wallet',
  );
  const avatar = state.avatarsWanted.value.get(account) ?? null;
  return (
    <>
      {avatar !== null && <Picture account={account} avatar={avatar} name={name} />}
      <Links links={[...new Set(here.flatMap(({ card }) => card.links))]} />
    </>
  );
}
