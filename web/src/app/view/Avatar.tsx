import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { pictureOf, wantPicture } from '../avatars.ts';
import '../styles/avatar.css';

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
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) wantPicture(account, avatar);
    });
    watcher.observe(place.current);
    return () => watcher.disconnect();
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
