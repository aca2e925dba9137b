/** Tries a TURN server by sending something through it to oneself and back. */
import type { TurnFinding, TurnTransport } from './findings.ts';

/** How long it may take until what was sent is back: connecting, TLS, allocation and DTLS are some ten round trips. */
const TURN_MILLIS_MAX = 8_000;

/** Codes of STUN itself; that a server cannot be reached, browsers tell by 701 (WebRTC 1.0, section 4.8.2). */
const STUN_CODES = { min: 300, max: 699 };

export const isTurn = (url: string): boolean => /^turns?:/.test(url);

export function transportOf(url: string): TurnTransport {
  if (url.startsWith('turns:')) return 'tls';
  return /[?&]transport=tcp\b/.test(url) ? 'tcp' : 'udp';
}

/** Two connections that can reach one another through the server alone; `server` has one URL. */
export function tryTurn(server: RTCIceServer): Promise<TurnFinding> {
  const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const near = new RTCPeerConnection(configuration);
  const far = new RTCPeerConnection(configuration);
  const begunAt = performance.now();
  let allocated = false;
  let code: number | null = null;
  return new Promise((resolve) => {
    const end = (finding: TurnFinding): void => {
      clearTimeout(timer);
      near.close();
      far.close();
      resolve(finding);
    };
    const fail = (): void => {
      if (code !== null) end({ state: 'refused', code });
      else end({ state: allocated ? 'allocated' : 'silent' });
    };
    const timer = setTimeout(fail, TURN_MILLIS_MAX);
    for (const [own, other] of [
      [near, far],
      [far, near],
    ] as const) {
      own.onicecandidate = ({ candidate }) => {
        if (candidate !== null && candidate.candidate !== '') {
          allocated = true;
          other.addIceCandidate(candidate).catch(() => {});
        }
      };
      own.onicecandidateerror = ({ errorCode }) => {
        if (errorCode >= STUN_CODES.min && errorCode <= STUN_CODES.max) code = errorCode;
      };
      own.onicegatheringstatechange = () => {
        if (own.iceGatheringState === 'complete' && !allocated) fail();
      };
    }
    far.ondatachannel = ({ channel }) => {
      channel.onmessage = ({ data }) => channel.send(data);
    };
    const channel = near.createDataChannel('doctor');
    let sentAt = 0;
    channel.onopen = () => {
      sentAt = performance.now();
      channel.send('?');
    };
    channel.onmessage = () =>
      end({
        state: 'echoed',
        openMillis: sentAt - begunAt,
        echoMillis: performance.now() - sentAt,
      });
    introduce(near, far).catch(fail);
  });
}

async function introduce(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  await near.setLocalDescription();
  if (near.localDescription !== null) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription !== null) await near.setRemoteDescription(far.localDescription);
}
