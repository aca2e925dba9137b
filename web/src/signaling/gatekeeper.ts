/** What the gatekeeper beside the server is asked. None of its answers is certain but what it has signed. */
import { base64UrlOf, bytesOfBase64Url } from '../base64url.ts';
import type { Signaling } from './signaling.ts';

/** Longer than a gatekeeper waits for its chains. */
const ANSWER_MILLIS_MAX = 20_000;

/** Lapses that are read of one answer: as many as wallets can be asked about. */
const LAPSES_MAX = 50;

type Bytes = Uint8Array<ArrayBuffer>;

/** What a room asks for, and by whose word. */
export interface Asked {
  /** As DAG-CBOR. */
  readonly rule: Uint8Array;
  /** `did:key`. */
  readonly keepers: readonly string[];
}

const asked = ({ rule, keepers }: Asked) => ({ encoded: base64UrlOf(rule), keepers });

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);

/**
 * A ticket for the room, and why there is none.
 *
 * @param of null for the rule that the server has itself
 */
export async function askTicket(
  signaling: Signaling,
  of: Asked | null,
): Promise<{ readonly ticket: Bytes | null; readonly verdict: unknown }> {
  const question = of === null ? {} : asked(of);
  const answer = await signaling.ask('ticket', question, ANSWER_MILLIS_MAX);
  const given = text(answer?.['ticket']);
  return { ticket: given === '' ? null : bytesOfBase64Url(given), verdict: answer?.['verdict'] };
}

/** Signed words on those of these wallets that hold no more what the room asks for. */
export async function askLapses(
  signaling: Signaling,
  of: Asked,
  wallets: readonly string[],
): Promise<Bytes[]> {
  const answer = await signaling.ask('lapses', { ...asked(of), wallets }, ANSWER_MILLIS_MAX);
  return texts(answer?.['lapses'])
    .slice(0, LAPSES_MAX)
    .map(bytesOfBase64Url)
    .filter((lapse) => lapse !== null);
}

/** What became of a rule that somebody tries. */
export type Tried =
  | {
      readonly ok: true;
      readonly asked: { readonly rule: Bytes; readonly keepers: readonly string[] };
      /** On the wallet; undefined where none was named. */
      readonly verdict: unknown;
    }
  | { readonly ok: false; readonly words: string };

const SILENT = 'The server did not say in time whether the rule can be used. Try again.';

/** Whether a rule can be used, and whether a wallet would pass. */
export async function tryRule(
  signaling: Signaling,
  rule: unknown,
  wallet: string | null,
): Promise<Tried> {
  const question = wallet === null ? { rule } : { rule, wallet };
  const answer = await signaling.ask('gate', question, ANSWER_MILLIS_MAX);
  const encoded = text(answer?.['encoded']);
  const bytes = encoded === '' ? null : bytesOfBase64Url(encoded);
  if (bytes === null) return { ok: false, words: text(answer?.['message']) || SILENT };
  const keepers = texts(answer?.['gatekeepers']);
  return { ok: true, asked: { rule: bytes, keepers }, verdict: answer?.['verdict'] };
}
