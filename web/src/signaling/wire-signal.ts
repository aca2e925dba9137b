/** Signals as they travel through the server. */
import type { PeerSignal } from '#peer';
import { fromHex, toHex } from '../wallet/hex.ts';

/** What is no text is an empty one. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A signal as pages send it: simple-peer's object, and what ours add. */
export function wireSignal(signal: PeerSignal): object {
  const { did, instance, attempt, kind, low, body, provenAtMillis, proof, relayed } = signal;
  const own = {
    instance,
    attempt,
    ...(did === null ? {} : { did }),
    ...(low ? { low } : {}),
    ...(relayed ? { relayed } : {}),
    ...(proof === null ? {} : { proof: { time: provenAtMillis, sig: toHex(proof) } }),
  };
  switch (kind) {
    case 'candidate':
      return { type: kind, candidate: JSON.parse(body) as unknown, ...own };
    case 'decline':
      return { type: kind, ...own };
    case 'offer':
    case 'answer':
      return { type: kind, sdp: body, ...own };
  }
}

/** Null for signals of pages that speak only the guide's events. */
export function readSignal(value: unknown): PeerSignal | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, sdp, candidate, did, instance, attempt, low, proof, relayed } = value as Record<
    string,
    unknown
  >;
  const { time, sig } = (proof ?? {}) as { time?: unknown; sig?: unknown };
  if (typeof instance !== 'string' || typeof attempt !== 'number' || !Number.isInteger(attempt)) {
    return null;
  }
  return {
    did: typeof did === 'string' ? did : null,
    instance,
    attempt,
    kind: type as PeerSignal['kind'],
    low: low === true,
    body: type === 'candidate' ? JSON.stringify(candidate ?? null) : text(sdp),
    provenAtMillis: typeof time === 'number' ? time : 0,
    proof: fromHex(text(sig)),
    relayed: relayed === true,
  };
}
