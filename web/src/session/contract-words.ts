/**
 * Whether wallets that are contracts have signed. Core believes only what this page has asked the chain itself, by the person's
 * own wallet; where that is on another chain, the server is asked, and people are told that it is the server's word.
 */
import type { ChainDoor, ContractCheck } from '../contracts/ask-contract.ts';
import { later } from '../keys/later.ts';
import { toHex } from '../wallet/hex.ts';
import type { ContractWord } from './contract.ts';

/** Questions at once; whoever comes beyond that is not asked about. As many as the server takes with one. A guess. */
const ASKED_AT_ONCE_MAX = 8;

/** Answers that are remembered, those asked first forgotten first. A guess. */
const REMEMBERED_MAX = 500;

/** How long one counts where nobody could be asked, or the contract said no: it may be otherwise soon. */
const DOUBT_MILLIS = 30_000;

const loadAsking = later(() => import('../contracts/ask-contract.ts'));

/** A statement with the signature that is in question, as the server is asked about it. */
export interface Statement {
  readonly message: string;
  readonly signature: string;
}

interface Host {
  /** The person's wallet; null before there is one. */
  wallet(): { readonly chain: ChainDoor | null } | null;
  /** The server's word on each statement, null where it has none; null where it does not answer, or is not there. */
  askServer(
    chain: number,
    statements: readonly Statement[],
  ): Promise<readonly (boolean | null)[] | null>;
  tell(account: string, session: string, word: ContractWord): void;
}

interface Answer {
  readonly word: Promise<ContractWord>;
  readonly atMillis: number;
  isProven: boolean;
}

export class ContractWords {
  readonly #host: Host;
  readonly #answers = new Map<string, Answer>();
  #asking = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether this page has seen for itself that the contract takes the signature for its own. */
  async isSigned(check: ContractCheck): Promise<boolean> {
    return (await this.#answer(check).word) === 'chain';
  }

  #answer(check: ContractCheck): Answer {
    const message = new TextDecoder().decode(check.message);
    const signature = toHex(check.signature);
    const key = `${check.chain} ${toHex(check.signer)} ${signature} ${message}`;
    const known = this.#answers.get(key);
    const now = Date.now();
    if (known !== undefined && (known.isProven || now - known.atMillis < DOUBT_MILLIS))
      return known;
    const word = this.#ask(check, { message, signature });
    const answer: Answer = { word, atMillis: now, isProven: false };
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > REMEMBERED_MAX && oldest !== undefined) this.#answers.delete(oldest);
    void word.then((said) => {
      answer.isProven = said === 'chain';
      this.#tell(message, said);
    });
    return answer;
  }

  /** Never rejects. */
  async #ask(check: ContractCheck, statement: Statement): Promise<ContractWord> {
    if (this.#asking >= ASKED_AT_ONCE_MAX) return 'nobody';
    this.#asking++;
    try {
      const own = await this.#askWallet(check);
      if (own !== null) return own ? 'chain' : 'no';
      const told = (await this.#host.askServer(check.chain, [statement]))?.[0] ?? null;
      return told === null ? 'nobody' : told ? 'server' : 'no';
    } catch {
      return 'nobody';
    } finally {
      this.#asking--;
    }
  }

  async #askWallet(check: ContractCheck): Promise<boolean | null> {
    const door = this.#host.wallet()?.chain ?? null;
    return door === null ? null : (await loadAsking()).askWallet(door, check);
  }

  /** Core has read the statement before it asks: its lines are where EIP-4361 has them. */
  #tell(message: string, word: ContractWord): void {
    const [, account = '', ...lines] = message.split('\n');
    const uri = lines.find((line) => line.startsWith('URI: ')) ?? '';
    this.#host.tell(account, uri.slice('URI: '.length), word);
  }
}
