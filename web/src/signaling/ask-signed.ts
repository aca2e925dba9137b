import type { Socket } from 'socket.io-client';

/** How long the server may take, which gives its chain 3 s: the peer whose wallet is in question waits. */
const ANSWER_MILLIS_MAX = 5_000;

/** What the server says of each statement with its signature; null where no answer comes, or a no. */
export async function askSigned(
  socket: Socket,
  statements: readonly unknown[],
): Promise<readonly (boolean | null)[] | null> {
  try {
    const { signed } = (await socket
      .timeout(ANSWER_MILLIS_MAX)
      .emitWithAck('signed', { statements })) as { readonly signed?: unknown };
    if (!Array.isArray(signed)) return null;
    return signed.map((word: unknown) => (typeof word === 'boolean' ? word : null));
  } catch {
    return null;
  }
}

/** The ids of chains that the server says to ask. */
export function chainsOf(told: unknown): readonly number[] {
  return Array.isArray(told) ? told.filter((id) => typeof id === 'number') : [];
}
