/** Something that went wrong with a wallet; the message is for people. */
export class WalletProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'WalletProblem';
    this.code = code;
  }
}

/** Wallets write their own messages: what of them is shown is cut to this many characters. */
const FOREIGN_WORDS_MAX = 200;

/** What something that went wrong is called, and what people are told. */
export type ProblemWords = readonly [code: string, words: (wallet: string) => string];

/** Codes of EIP-1193, EIP-1474 and JSON-RPC 2.0, with what they mean where a wallet is to sign. */
const WORDS: ReadonlyMap<number, ProblemWords> = new Map([
  [
    4001,
    [
      'rejected',
      (wallet) =>
        `You said no in ${wallet}. Nothing was signed; press “Enter” to try again, or go in as a guest.`,
    ],
  ],
  [
    4100,
    [
      'unauthorized',
      (wallet) =>
        `${wallet} has not allowed this page to use the account. Connect this site in ${wallet}'s settings, then try again.`,
    ],
  ],
  [4200, ['unsupported', (wallet) => `${wallet} cannot sign messages. Choose another wallet.`]],
  [
    4900,
    [
      'disconnected',
      (wallet) => `${wallet} has lost its connection. Open it, check its network, then try again.`,
    ],
  ],
  [
    4901,
    [
      'disconnected',
      (wallet) =>
        `${wallet} is not connected to the chosen chain. Pick another network in it, then try again.`,
    ],
  ],
  [
    -32002,
    [
      'pending',
      (wallet) =>
        `${wallet} still has an open question for you. Open ${wallet} (look for its window or icon), answer there, then try again.`,
    ],
  ],
  [-32601, ['unsupported', (wallet) => `${wallet} cannot sign messages. Choose another wallet.`]],
]);

function field(error: unknown, name: 'code' | 'message' | 'data'): unknown {
  return typeof error === 'object' && error !== null
    ? (error as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Some wallets wrap the provider's error: then the inner code is in data.originalError. */
export function codeOf(error: unknown): number | undefined {
  const data = field(error, 'data');
  const inner =
    typeof data === 'object' && data !== null && 'originalError' in data
      ? field(data.originalError, 'code')
      : undefined;
  const code = inner ?? field(error, 'code');
  return typeof code === 'number' ? code : undefined;
}

/**
 * Puts what a wallet threw into words.
 *
 * @param others where it was to do something else than sign
 */
export function explain(
  error: unknown,
  wallet: string,
  others: ReadonlyMap<number, ProblemWords> = new Map(),
): WalletProblem {
  if (error instanceof WalletProblem) return error;
  const code = codeOf(error);
  const known = code === undefined ? undefined : (others.get(code) ?? WORDS.get(code));
  if (known) return new WalletProblem(known[0], known[1](wallet), error);
  const foreign = field(error, 'message');
  const words =
    typeof foreign === 'string' && foreign !== ''
      ? ` It says: “${foreign.slice(0, FOREIGN_WORDS_MAX)}”.`
      : '';
  return new WalletProblem(
    'failed',
    `${wallet} could not do it.${words} Unlock it and try again, or choose another wallet.`,
    error,
  );
}

export function lockedOrEmpty(wallet: string): WalletProblem {
  return new WalletProblem(
    'locked',
    `${wallet} offers no account. Unlock it, or make an account in it, then try again.`,
  );
}
