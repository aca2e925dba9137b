import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { pictureOf, wantPicture } from '../avatars.ts';
import '../styles/avatar.css';

/** How often it is looked at whether somebody who stays in sight is to be asked about again. */
const LOOKED_AT_MILLIS = 60 * 1_000;

interface AvatarProps {
  readonly account: string;
  /** As the person's card has it. */
  readonly avatar: string;
  readonly name: string;
  /** Beside a name, or by itself. */
  readonly size: 'small' | 'large';
}

/** Somebody's picture, once the server has found that it is theirs; nothing before, and nothing where it is not. */
export default function Avatar({ account, avatar, name, size }: AvatarProps) {
  const place = useRef<HTMLSpanElement>(null);
  const broken = useSignal('');
  useEffect(() => {
    if (place.current === null) return;
    let isSeen = false;
    const want = (): void => {
      if (isSeen) wantPicture(account, avatar);
    };
    const watcher = new IntersectionObserver((entries) => {
      isSeen = entries.at(-1)?.isIntersecting === true;
      want();
    });
    watcher.observe(place.current);
    const timer = setInterval(want, LOOKED_AT_MILLIS);
    return () => {
      watcher.disconnect();
      clearInterval(timer);
    };
  }, [account, avatar]);
  const picture = pictureOf(account, avatar);
  const url = picture !== null && 'url' in picture ? picture.url : null;
  return (
    <span ref={place} class={`avatar avatar-${size}`}>
      {url !== null && url !== broken.value && (
        <img
          src={url}
          alt={name}
          onError={() => {
            broken.value = url;
          }}
        />
      )}
    </span>
  );
}
