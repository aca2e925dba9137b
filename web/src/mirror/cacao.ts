/**
 * What a wallet signed (EIP-4361) as a capability (CAIP-74), as Ceramic takes it and as core writes it: the same bytes.
 */
import { decode, encode } from '@ipld/dag-cbor';
import { verifyEip191 } from '../keys/account-signature.ts';
import { fromHex } from '../wallet/hex.ts';

/** Longest capability that is read; core's own bound. */
export const CACAO_BYTES_MAX = 12_288;

/** What a capability grants, and to whom. All but `resources` are text. */
interface Payload {
  /** Who may use it: did:key. */
  readonly aud: string;
  readonly domain: string;
  readonly exp?: string;
  readonly iat: string;
  /** Who grants it: did:pkh. */
  readonly iss: string;
  readonly nbf?: string;
  readonly nonce: string;
  readonly requestId?: string;
  readonly resources?: readonly string[];
  readonly statement?: string;
  readonly version: string;
}

export interface Cacao {
  readonly h: { readonly t: 'eip4361' };
  readonly p: Payload;
  readonly s: { readonly t: 'eip191'; readonly s: string };
}

const REQUIRED = ['aud', 'domain', 'iat', 'iss', 'nonce', 'version'] as const;
const OPTIONAL = ['exp', 'nbf', 'requestId', 'statement'] as const;

/** The lines of the text behind its statement, in their order, and the fields of which they tell. */
const LINES = [
  ['URI', 'aud'],
  ['Version', 'version'],
  ['Chain ID', 'chain'],
  ['Nonce', 'nonce'],
  ['Issued At', 'iat'],
  ['Expiration Time', 'exp'],
  ['Not Before', 'nbf'],
  ['Request ID', 'requestId'],
] as const;

const ISSUER = /^did:pkh:eip155:(\d+):(0x[0-9a-fA-F]{40})$/;

const WANTS = ' wants you to sign in with your Ethereum account:';

/** The capability that a wallet's signature makes of a text; throws where the text is not of that kind. */
export function cacaoOf(text: string, signature: string): Cacao {
  const lines = text.split('\n');
  const [head = '', address = ''] = lines;
  const begin = lines.findIndex((line) => line.startsWith('URI: '));
  const { chain, ...told } = toldBy(lines.slice(begin));
  const resources = lines.slice(begin).filter((line) => line.startsWith('- '));
  const cacao = {
    h: { t: 'eip4361' },
    p: {
      ...told,
      domain: head.slice(0, -WANTS.length),
      iss: `did:pkh:eip155:${chain}:${address}`,
      // Between two empty lines, if it is there.
      ...(begin === 5 ? { statement: lines[3] } : {}),
      ...(lines.includes('Resources:') ? { resources: resources.map((one) => one.slice(2)) } : {}),
    },
    s: { t: 'eip191', s: signature },
  };
  const read = readCacao(encode(cacao));
  if (read === null || textOf(read) !== text)
    throw new Error('no text that a wallet signs in with');
  return read;
}

function toldBy(lines: readonly string[]): Record<string, string> {
  const fields = lines.flatMap((line) => {
    const [name, field] = LINES.find(([known]) => line.startsWith(`${known}: `)) ?? [];
    return name === undefined ? [] : [[field, line.slice(name.length + 2)] as const];
  });
  return Object.fromEntries(fields);
}

/** Null where the bytes are no capability of this kind. */
export function readCacao(bytes: Uint8Array): Cacao | null {
  if (bytes.length > CACAO_BYTES_MAX) return null;
  try {
    const value = decode<Cacao>(bytes);
    return isCacao(value) ? value : null;
  } catch {
    return null;
  }
}

function isCacao({ h, p, s }: Cacao): boolean {
  const isText = (field: unknown): boolean => typeof field === 'string' && !field.includes('\n');
  return (
    h.t === 'eip4361' &&
    s.t === 'eip191' &&
    isText(s.s) &&
    ISSUER.test(p.iss) &&
    REQUIRED.every((name) => isText(p[name])) &&
    OPTIONAL.every((name) => p[name] === undefined || isText(p[name])) &&
    (p.resources === undefined || (Array.isArray(p.resources) && p.resources.every(isText)))
  );
}

/** The text that the wallet signed. */
function textOf({ p }: Cacao): string {
  const [, chain = '', address = ''] = ISSUER.exec(p.iss) ?? [];
  const told: Readonly<Record<string, unknown>> = { ...p, chain };
  return [
    `${p.domain}${WANTS}`,
    address,
    '',
    ...(p.statement === undefined ? [''] : [p.statement, '']),
    ...LINES.flatMap(([name, field]) =>
      told[field] === undefined ? [] : [`${name}: ${told[field]}`],
    ),
    ...(p.resources === undefined ? [] : ['Resources:', ...p.resources.map((one) => `- ${one}`)]),
  ].join('\n');
}

/** Whether the account that it names has signed it. */
export function isSigned(cacao: Cacao): boolean {
  const address = fromHex(ISSUER.exec(cacao.p.iss)?.[2] ?? '');
  const signature = fromHex(cacao.s.s);
  const text = new TextEncoder().encode(textOf(cacao));
  return address !== null && signature !== null && verifyEip191(address, text, signature);
}
