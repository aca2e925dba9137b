/** Looking for candidates (RFC 8445, section 5.1.1) with one connection that is for nothing else. */

/** Of one candidate, what mapping is judged by. */
export type Mapped = Pick<
  RTCIceCandidate,
  'type' | 'protocol' | 'foundation' | 'address' | 'port' | 'relatedAddress' | 'relatedPort'
>;

export interface Gathering {
  readonly candidates: readonly RTCIceCandidate[];
  /** `errorCode` of each server that did not do what it was asked for. */
  readonly errors: readonly number[];
  readonly complete: boolean;
  readonly millis: number;
}

/**
 * Looks for candidates until one is `wanted`, all are there, or the time is up.
 *
 * @param urls of STUN servers
 */
export function gather(
  urls: readonly string[],
  millisMax: number,
  wanted: (candidate: RTCIceCandidate) => boolean,
): Promise<Gathering> {
  const begunAt = performance.now();
  const connection = new RTCPeerConnection({ iceServers: [{ urls: [...urls] }] });
  const candidates: RTCIceCandidate[] = [];
  const errors: number[] = [];
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      const complete = connection.iceGatheringState === 'complete';
      connection.close();
      resolve({ candidates, errors, complete, millis: performance.now() - begunAt });
    };
    const timer = setTimeout(end, millisMax);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      candidates.push(candidate);
      if (wanted(candidate)) end();
    };
    connection.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') end();
    };
    connection.createDataChannel('doctor');
    connection.setLocalDescription().catch(end);
  });
}

/** Found by asking a STUN server. */
export const isReflexive = ({ type }: Pick<Mapped, 'type'>): boolean => type === 'srflx';

export const isByUdp = ({ type, protocol }: Pick<Mapped, 'type' | 'protocol'>): boolean =>
  type === 'host' && protocol === 'udp';
