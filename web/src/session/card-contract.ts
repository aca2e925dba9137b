/** What people add to name and colour, and what comes of it. */

export interface Card {
  /** `ens`: the picture of the wallet's name; else a token, as `eip155:1/erc721:0x…/7`; null for none. */
  readonly avatar: string | null;
  /** URLs by HTTPS, at most {@link LINKS_MAX}. */
  readonly links: readonly string[];
}

/** As core has it. */
export const LINKS_MAX = 4;

export const NO_CARD: Card = { avatar: null, links: [] };

/** Why somebody is shown without the picture: the server's word, docs/protocol.md lists them. */
export type AvatarAnswer =
  | { readonly kind: 'image'; readonly type: string; readonly bytes: ArrayBuffer }
  | { readonly kind: 'refused'; readonly reason: string };
