/** Whether others hold what a room asks for, by the chain that the person's own wallet is on: nobody's word is taken for it. */
import { type GateAnswer, type GateQuestion, type PageGate, readGate } from '#gate-judge';
import { bytesOfRule } from '../gates/encoded.ts';
import { fromHex, toHex } from '../wallet/hex.ts';
import { pagePort } from './page-port.ts';
import type { ChainMethod, WalletChain } from './wallet-contract.ts';

/** How far back it is looked as well: as far as gatekeepers do. */
const EARLIER_BLOCKS = 2;

/** Questions about one wallet at one block; what asks for more is left to gatekeepers. A guess. */
const QUESTIONS_MAX = 64;

/** Questions that a wallet has to answer at once. A guess: nodes of wallets hold pages to a rate. */
const AT_ONCE_MAX = 4;

/** A guess: wallets may have to wake up, and their nodes are far away. */
const ANSWER_MILLIS_MAX = 10_000;

/**
 * Who seems to lack it is looked at once more: another node may have the blocks in which it was got later than the
 * gatekeeper's. A guess: some blocks of a fast chain; on slow ones the blocks behind the newest are time enough.
 */
const AGAIN_MILLIS = 5_000;

/** How long a finding counts, and how many are kept. Guesses. */
const KEPT_MILLIS = 60_000;
const KEPT_MAX = 256;

/** What a contract may use: as much as with gatekeepers, in hexadecimal (3,000,000). */
const GAS = '0x2dc6c0';

/** Of 32 bytes in hexadecimal, which is all that any rule can use. */
const WORD_DIGITS = 64;
const WORD_CHARS = 2 + WORD_DIGITS;

/** Geth's code for a call that was reverted; others say so in words alone. */
const REVERTED_CODE = 3;

const UNKNOWN: GateAnswer = { reverted: false, data: null };

export interface Suspicion {
  /** Of what wallets must hold. */
  readonly hash: Uint8Array;
  /** The same itself: DAG-CBOR, or JSON as a server tells it. It counts where it has this hash. */
  readonly rule: unknown;
  /** An address. */
  readonly wallet: string;
}

interface Finding {
  readonly lacks: Promise<boolean>;
  readonly untilMillis: number;
}

export class Rechecks {
  readonly #chain: WalletChain;
  readonly #findings = new Map<string, Finding>();
  readonly #waiting: (() => void)[] = [];
  #asking = 0;

  constructor(chain: WalletChain) {
    this.#chain = chain;
  }

  /** Whether a wallet does not hold it; false where it does, and where it cannot be found out. */
  lacks({ hash, rule, wallet }: Suspicion): Promise<boolean> {
    const key = `${toHex(hash)} ${wallet}`;
    const known = this.#findings.get(key);
    if (known !== undefined && Date.now() < known.untilMillis) return known.lacks;
    const gate = gateOf(rule, hash);
    const lacks = gate === null ? Promise.resolve(false) : this.#lacks(gate, wallet);
    this.#findings.delete(key);
    this.#findings.set(key, { lacks, untilMillis: Date.now() + KEPT_MILLIS });
    const [oldest] = this.#findings.keys();
    if (this.#findings.size > KEPT_MAX && oldest !== undefined) this.#findings.delete(oldest);
    return lacks;
  }

  async #lacks(gate: PageGate, wallet: string): Promise<boolean> {
    if (!(await this.#seemsToLack(gate, wallet))) return false;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
    return this.#seemsToLack(gate, wallet);
  }

  async #seemsToLack(gate: PageGate, wallet: string): Promise<boolean> {
    try {
      const chain = await this.#number('eth_chainId');
      const questions = gate.questions(wallet, chain);
      if (questions.length > QUESTIONS_MAX) return false;
      const newest = await this.#number('eth_blockNumber');
      const blocks = [newest, Math.max(0, newest - EARLIER_BLOCKS)];
      const [latest = [], earlier = []] = await Promise.all(
        blocks.map((block) => Promise.all(questions.map((each) => this.#answer(each, block)))),
      );
      // The person may have changed the wallet's network meanwhile.
      const isSame = (await this.#number('eth_chainId')) === chain;
      return isSame && gate.lacks(wallet, chain, latest, earlier);
    } catch {
      return false;
    }
  }

  async #answer({ to, data }: GateQuestion, block: number): Promise<GateAnswer> {
    const at = `0x${block.toString(16)}`;
    const asked =
      data === null
        ? this.#ask('eth_getBalance', [toHex(to), at])
        : this.#ask('eth_call', [{ to: toHex(to), data: toHex(data), gas: GAS }, at]);
    try {
      return { reverted: false, data: wordOf(await asked, data === null) };
    } catch (error) {
      return isRevert(error) ? { reverted: true, data: null } : UNKNOWN;
    }
  }

  async #number(method: ChainMethod): Promise<number> {
    const answer = await this.#ask(method, []);
    const number = typeof answer === 'string' ? Number(answer) : answer;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    throw new Error(`no number for ${method}`);
  }

  async #ask(method: ChainMethod, params: readonly unknown[]): Promise<unknown> {
    while (this.#asking >= AT_ONCE_MAX) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#asking++;
    try {
      return await inTime(this.#chain.ask(method, params));
    } finally {
      this.#asking--;
      this.#waiting.shift()?.();
    }
  }
}

/** A rule, where it is the one of this hash: what a server tells is not certain. */
function gateOf(rule: unknown, hash: Uint8Array): PageGate | null {
  const bytes = rule instanceof Uint8Array ? rule : bytesOfRule(rule);
  const gate = bytes === null ? null : readGate(bytes, pagePort);
  return gate !== null && toHex(gate.hash()) === toHex(hash) ? gate : null;
}

/** What a chain returned; null where it is nothing that could count. */
function wordOf(answer: unknown, isNumber: boolean): Uint8Array | null {
  if (typeof answer !== 'string' || answer.length > WORD_CHARS) return null;
  return fromHex(isNumber ? `0x${answer.slice(2).padStart(WORD_DIGITS, '0')}` : answer);
}

function isRevert(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return code === REVERTED_CODE || (typeof message === 'string' && /revert/i.test(message));
}

async function inTime(answer: Promise<unknown>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_MILLIS_MAX);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
