/** What the server looks up for people in a room, on chains and elsewhere. */
import type { Socket } from 'socket.io-client';
import type { AvatarAnswer } from '../session/card-contract.ts';

/** How long it may take: the server asks chains and others. */
const ANSWER_MILLIS_MAX = 30_000;

/** UTF-16 code units of a name in ENS. */
const NAME_CHARS_MAX = 255;

/** What cannot be seen or turns the direction of text; what joins emoji (U+200D) may be in names. */
const UNSEEN = /[\p{Cc}\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

/** Bytes of a picture, as many as the server fetches. */
const IMAGE_BYTES_MAX = 512 * 1024;

/** Types that run nothing in an `img`. */
const IMAGE_TYPE = /^image\/(?:png|jpeg|gif|webp|avif|svg\+xml)$/;

/** No longer than ENS has them here, and without what cannot be seen or turns the direction of text. */
const isShowable = (name: unknown): name is string =>
  typeof name === 'string' && name !== '' && name.length <= NAME_CHARS_MAX && !UNSEEN.test(name);

export class Lookups {
  readonly #socket: Socket;
  /** Whether the server tells names of ENS. */
  tellsNames = false;
  /** Whether it finds people's pictures. */
  tellsAvatars = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** What it says that it does. */
  hear({ names, avatars }: { readonly names?: unknown; readonly avatars?: unknown }): void {
    this.tellsNames = names === true;
    this.tellsAvatars = avatars === true;
  }

  /** By which names of ENS accounts in the room go, those that have one; null where no answer comes, or a no. */
  async names(accounts: readonly string[]): Promise<ReadonlyMap<string, string> | null> {
    const { names } = await this.#ask('names', { wallets: accounts });
    if (typeof names !== 'object' || names === null) return null;
    return new Map(
      accounts.flatMap((account) => {
        const name = (names as Readonly<Record<string, unknown>>)[account];
        return isShowable(name) ? [[account, name] as const] : [];
      }),
    );
  }

  /** The picture by which an account in the room wants to be shown; null where no answer comes, or a no. */
  async avatar(account: string, avatar: string): Promise<AvatarAnswer | null> {
    const { kind, type, bytes, reason } = await this.#ask('avatar', { wallet: account, avatar });
    if (kind === 'refused' && typeof reason === 'string') return { kind, reason };
    const isImage = kind === 'image' && typeof type === 'string' && IMAGE_TYPE.test(type);
    if (!isImage || !(bytes instanceof ArrayBuffer)) return null;
    return bytes.byteLength > IMAGE_BYTES_MAX ? null : { kind, type, bytes };
  }

  /** Nothing where no answer comes. */
  async #ask(event: string, question: object): Promise<Readonly<Record<string, unknown>>> {
    try {
      const answer = await this.#socket.timeout(ANSWER_MILLIS_MAX).emitWithAck(event, question);
      return typeof answer === 'object' && answer !== null ? answer : {};
    } catch {
      return {};
    }
  }
}
