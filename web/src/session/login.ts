/**
 * Signing in: the wallet signs once that the session key may speak for it; from then on the key proves itself to the
 * server, and to every peer.
 */
import { delegationText, didOf, loginStatement } from '#peer';
import type { Delegation, SessionKey } from '../keys/session-key.ts';
import {
  type Admission,
  LoginRefused,
  type LoginRequest,
  type Signaling,
} from '../signaling/signaling.ts';
import { toHex } from '../wallet/hex.ts';
import { isByContract } from '../wallet/signature.ts';
import type { EnterRequest, Wallet } from './contract.ts';
import { mirrorAccount, mirrorResource } from './mirror-setting.ts';
import { pagePort } from './page-port.ts';

/** How long the wallet's word lasts: a week between asking too often and trusting a lost device too long. */
const DELEGATION_MILLIS = 7 * 24 * 60 * 60 * 1000;

/** A delegation with less left than this is renewed rather than used. */
export const DELEGATION_LEFT_MILLIS_MIN = 60 * 60 * 1000;

const STATEMENT = 'Let this browser speak for me in TropiChat. It costs nothing and sends nothing.';

/** Refusals that the same words of the wallet would meet again. */
const DELEGATION_REFUSALS: readonly string[] = [
  'message_invalid',
  'signature_invalid',
  'session_invalid',
  'address_mismatch',
  'domain_mismatch',
  'chain_refused',
  'contract_refused',
  'contract_unasked',
  'expired',
  'not_yet_valid',
];

/** Who asks to be let in: name, colour, room and wallet as the server wants them. */
export type Claim = Pick<
  LoginRequest,
  'username' | 'walletAddress' | 'color' | 'room' | 'walletType' | 'message' | 'signature'
>;

/** Bytes of a nonce that no server drew. */
const NONCE_BYTES = 16;

/** A nonce where no server asks for one. */
export const ownNonce = (): string =>
  toHex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).slice(2);

/** The delegation kept with the key while it lasts, else a new one from the wallet; `asking` is called before it asks. */
export async function delegationOf(
  wallet: Wallet,
  key: SessionKey,
  nonce: string,
  asking: () => void,
): Promise<Delegation> {
  const now = Date.now();
  const kept = key.delegation;
  if (kept !== null && kept.expiresAtMillis - now > DELEGATION_LEFT_MILLIS_MIN) return kept;
  asking();
  const { account, address } = wallet;
  // One signature serves both where the mirror is known by the chain that the wallet is on.
  const resource = account === mirrorAccount(address) ? await mirrorResource(address) : null;
  const delegation = await askWallet(wallet, key, nonce, { account, resource });
  await key.delegate(delegation);
  return delegation;
}

const NO_OWNER =
  'Your wallet is a contract. A room belongs to a wallet that signs with a key, since all who come into it must judge its owner’s word alike, for good. Choose another account to make a room.';

/** No room belongs to a contract. Throws an Error for people. */
export function refuseContract(delegation: Delegation): void {
  if (isByContract(delegation)) throw new Error(NO_OWNER);
}

/** @param shown by which name and colour */
export function claimOf(
  { wallet, room }: EnterRequest,
  { name, color }: { readonly name: string; readonly color: string },
  { message, signature }: Delegation,
): Claim {
  const { address, kind } = wallet;
  const username = name;
  return { username, color, walletAddress: address, walletType: kind, room, message, signature };
}

/** Has the wallet sign that the key may speak for it, and write the resource (EIP-4361) where there is one. */
export async function askWallet(
  wallet: Wallet,
  key: SessionKey,
  nonce: string,
  { account, resource }: { readonly account: string; readonly resource: string | null },
): Promise<Delegation> {
  const now = Date.now();
  const expiresAtMillis = now + DELEGATION_MILLIS;
  const text = delegationText(
    location.host,
    account,
    key.publicKey,
    nonce,
    now,
    expiresAtMillis,
    STATEMENT,
    pagePort,
  );
  const message = resource === null ? text : `${text}\nResources:\n- ${resource}`;
  return { message, signature: await wallet.sign(message), expiresAtMillis };
}

/** Logs in over a connection that has just been made; `claimFor` is told the challenge's nonce. */
export async function logIn(
  signaling: Signaling,
  key: SessionKey,
  claimFor: (nonce: string) => Promise<Claim>,
): Promise<Admission> {
  const { nonce, domain } = await signaling.challenge();
  const claim = await claimFor(nonce);
  const proof = await key.sign(loginStatement(domain, nonce));
  try {
    return await signaling.authenticate({
      ...claim,
      did: didOf(key.publicKey),
      proof: toHex(proof).slice(2),
    });
  } catch (error) {
    if (error instanceof LoginRefused && DELEGATION_REFUSALS.includes(error.code)) {
      // Or else the wallet would not be asked again before the delegation ends.
      await key.delegate(null);
    }
    if (error instanceof LoginRefused && error.denial !== null) {
      const { gateDenialWords } = await import('../gates/words.ts');
      const words = `${error.message}. ${gateDenialWords(error.denial)}`;
      throw new LoginRefused(error.code, words, error.denial);
    }
    throw error;
  }
}
