/** Letters that this account's wallet opens: shares its key with the room, and has it open boxes when the person wants. */

import type { PeerRefusal } from '#peer';
import { base64UrlOf } from '../base64url.ts';
import type { Place } from '../history/contract.ts';
import { keepWalletKey, walletKey } from '../keys/session-key.ts';
import { secretIn } from '../keys/wallet-box.ts';
import type { History, Refusal, Wallet, WalletBoxes, WalletLetters } from './contract.ts';
import type { Step } from './peer-driver.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Boxes whose content is remembered until the page ends: each serves all that one page wrote to one account. A guess. */
const OPENED_MAX = 256;

const GONE =
  'This browser does not keep that letter any more, or you have left the room. Enter again, and look for it there.';

const STRANGE =
  'What your wallet found there is no key to a letter, so the letter stays closed: whoever sent it made it up, or it was damaged. Ask them to write it again.';

/** The rest of the session, as far as it is needed here. */
export interface LettersHost {
  /** Why it was refused; null where it was not. */
  ask(step: Step): Refusal | null;
  sealsTo(account: string): boolean;
  history(): History | null;
}

export class OwnWalletLetters implements WalletLetters {
  readonly #host: LettersHost;
  /** Whose letters they are; null before somebody enters. */
  wallet: Wallet | null = null;
  /** What was in boxes that the wallet has opened. */
  readonly #opened = new Map<string, Bytes>();
  /** Of the letters that one box opens, whether the person was told that some do not open. */
  #isTold = false;

  constructor(host: LettersHost) {
    this.#host = host;
  }

  async standing(): Promise<'absent' | 'off' | 'on'> {
    const { wallet } = this;
    if (wallet?.boxes == null || !(await wallet.boxes.offered())) return 'absent';
    return (await walletKey(wallet.address)) === null ? 'off' : 'on';
  }

  async share(on: boolean): Promise<void> {
    const { boxes, address } = this.#demand();
    const key = on ? await boxes.publicKey() : null;
    const refusal = this.#host.ask((peer, now) => peer.shareWallet(key, now));
    if (refusal !== null) throw new Error(refusal.text);
    await keepWalletKey(address, key);
  }

  sealsTo(account: string): boolean {
    return this.#host.sealsTo(account);
  }

  async open(letter: { readonly place: Place; readonly with: string | null }): Promise<void> {
    const closed = await this.#host.history()?.box(letter.place, letter.with ?? '');
    if (closed == null) throw new Error(GONE);
    const secret = await this.#secretOf(closed.box);
    this.#isTold = false;
    for (const id of closed.ids) {
      const refusal = this.#host.ask((peer, now) => peer.openLetter(id, secret, now));
      if (refusal !== null) throw new Error(refusal.text);
    }
  }

  async #secretOf(box: Bytes): Promise<Bytes> {
    const name = base64UrlOf(box);
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const secret = secretIn('letter', await this.#demand().boxes.open(box));
    if (secret === null) throw new Error(STRANGE);
    this.#opened.set(name, secret);
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > OPENED_MAX && oldest !== undefined) this.#opened.delete(oldest);
    return secret;
  }

  #demand(): { readonly boxes: WalletBoxes; readonly address: string } {
    const { wallet } = this;
    if (wallet?.boxes != null) return { boxes: wallet.boxes, address: wallet.address };
    throw new Error(
      'The wallet that you are in with opens no letters. Use a device on which you were when the letter was written.',
    );
  }

  /** Whether the person is to be told that something was refused: that letters did not open, once for all of a box. */
  isNews(code: PeerRefusal): boolean {
    if (code !== 'letter_closed') return true;
    const isNews = !this.#isTold;
    this.#isTold = true;
    return isNews;
  }
}
