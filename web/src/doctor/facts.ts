/** What a browser's statistics say of a connection (webrtc-stats). */
import type { LinkFacts, LinkPath } from '../session/contract.ts';

const MILLIS_PER_SECOND = 1_000;

/** What is read of statistics of all kinds. */
interface Entry {
  readonly type: string;
  readonly id: string;
  readonly state?: string;
  readonly nominated?: boolean;
  readonly selectedCandidatePairId?: string;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
  readonly relayProtocol?: string;
  readonly currentRoundTripTime?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
}

/** `report`: also of a driver that says itself what its link is like. */
export function factsOf(report: RTCStatsReport | LinkFacts): LinkFacts {
  return 'path' in report ? report : read([...report.values()] as Entry[]);
}

function read(entries: readonly Entry[]): LinkFacts {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const of = (id: string | undefined): Entry | undefined => (id ? byId.get(id) : undefined);
  const transport = entries.find(({ type }) => type === 'transport');
  // Firefox has no transport's statistics.
  const pair =
    of(transport?.selectedCandidatePairId) ??
    entries.find(
      ({ type, state, nominated }) =>
        type === 'candidate-pair' && nominated && state === 'succeeded',
    );
  const roundTrip = pair?.currentRoundTripTime;
  return {
    path: pathOf(of(pair?.localCandidateId), of(pair?.remoteCandidateId)),
    roundTripMillis: roundTrip === undefined ? null : roundTrip * MILLIS_PER_SECOND,
    bytesSent: transport?.bytesSent ?? pair?.bytesSent ?? 0,
    bytesReceived: transport?.bytesReceived ?? pair?.bytesReceived ?? 0,
  };
}

function pathOf(local: Entry | undefined, remote: Entry | undefined): LinkPath | null {
  if (local === undefined || remote === undefined) return null;
  if (local.candidateType === 'relay') {
    const by = local.relayProtocol;
    return by === 'udp' || by === 'tcp' || by === 'tls' ? `turn-${by}` : 'turn';
  }
  if (remote.candidateType === 'relay') return 'turn';
  return local.candidateType === 'host' && remote.candidateType === 'host' ? 'host' : 'reflexive';
}
