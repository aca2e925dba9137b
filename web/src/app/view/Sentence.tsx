import { linkify } from '../linkify.ts';
import type { Words } from '../words.ts';

/** A sentence in which each name keeps its own direction of writing. */
export function Sentence({ words }: { readonly words: Words }) {
  return (
    <>
      {words.map((word, at) => (typeof word === 'string' ? word : <bdi key={at}>{word.name}</bdi>))}
    </>
  );
}

/** What somebody wrote, as text alone, with its web addresses as links. */
export function RichText({ text }: { readonly text: string }) {
  return (
    <>
      {linkify(text).map((stretch, at) =>
        stretch.href === null ? (
          stretch.text
        ) : (
          <a
            key={at}
            href={stretch.href}
            title={stretch.href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
          >
            {stretch.text}
          </a>
        ),
      )}
    </>
  );
}
