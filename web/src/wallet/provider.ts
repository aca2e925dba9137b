/** The part of EIP-1193 that TropiChat uses. */
export interface Provider {
  request(call: { method: string; params?: readonly unknown[] }): Promise<unknown>;
  on?(event: string, listener: (payload: unknown) => void): unknown;
  removeListener?(event: string, listener: (payload: unknown) => void): unknown;
}

export function isProvider(candidate: unknown): candidate is Provider {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'request' in candidate &&
    typeof candidate.request === 'function'
  );
}

/** Listens to the events of a provider; returns the unsubscriber. Providers without events stay silent. */
export function listenTo(
  provider: Provider,
  listeners: Readonly<Record<string, (payload: unknown) => void>>,
): () => void {
  for (const [event, listener] of Object.entries(listeners)) provider.on?.(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) {
      provider.removeListener?.(event, listener);
    }
  };
}
