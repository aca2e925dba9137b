/**
 * One WebRTC connection to one peer: an RTCPeerConnection with two ordered, reliable data channels, one for what is said
 * and one in bulk for what was said before. Core says when to make one, what to send and when to close it; nothing here
 * knows what is sent.
 */
import type { SignalKind } from '#peer';
import type { LinkEvents } from './link-events.ts';

/** Label and id of the channel that carries the protocol; both ends open it by agreement (RFC 8832 is not needed). */
const CHANNEL_LABEL = 'tropi/1';
const CHANNEL_ID = 0;

const BULK_LABEL = 'tropi/1 bulk';
const BULK_ID = 1;

/** Bytes in bulk that are handed to the channel at a time: what a message just said may have to wait behind. */
const BULK_BUFFERED_BYTES = 128 * 1024;

/** Bytes that may wait in the channel; browsers close it without a word at about 16 MB. */
const BUFFERED_BYTES_MAX = 8 * 1024 * 1024;

/** Messages that may come before this end is through with the negotiation: the other's hello is one. */
const EARLY_MESSAGES_MAX = 4;

/** How long a description that must hold all candidates waits for more after the first: STUN answers at once or never. */
const GATHERING_MILLIS_MAX = 5_000;

/** How long a closing channel may take to send what is queued. */
const CLOSE_MILLIS_MAX = 1_000;

export interface RtcLinkWish {
  /** Make the offer. */
  readonly initiator: boolean;
  /** Give way where both ends offer at once. */
  readonly polite: boolean;
  /** Signal candidates as they come; otherwise a description waits for all of them, and then may wait long for its answer. */
  readonly trickle: boolean;
}

export class RtcLink {
  #iceServers: RTCIceServer[];
  #connection: RTCPeerConnection;
  #channel: RTCDataChannel;
  #bulk: RTCDataChannel;
  readonly #polite: boolean;
  readonly #trickle: boolean;
  readonly #events: LinkEvents;
  /** Steps of the negotiation, one after the other. */
  #negotiation: Promise<void> = Promise.resolve();
  /** Offers are made only by the initiator, until the first description of the other end is here. */
  #mayOffer: boolean;
  #ignoresOffer = false;
  /** Its ICE servers were renewed while it looked for paths by the old ones. */
  #restartsOnceOpen = false;
  /** What came before `opened`; null from then on. */
  #early: { readonly message: Uint8Array; readonly bulk: boolean }[] | null = [];
  /** What waits for its turn on the bulk channel. */
  readonly #patient: Uint8Array<ArrayBuffer>[] = [];
  #patientBytes = 0;
  #over = false;

  constructor(iceServers: RTCIceServer[], wish: RtcLinkWish, events: LinkEvents) {
    this.#polite = wish.polite;
    this.#trickle = wish.trickle;
    this.#mayOffer = wish.initiator;
    this.#events = events;
    this.#iceServers = iceServers;
    [this.#connection, this.#channel, this.#bulk] = connect(iceServers);
    this.#listen();
  }

  /** What the other end signalled; a body that makes no sense ends a link that is not open yet. */
  apply(kind: SignalKind, body: string): void {
    this.#step(() =>
      kind === 'candidate' ? this.#applyCandidate(body) : this.#applyDescription(kind, body),
    );
  }

  /** Looks for paths anew, as after the network has changed; what is said meanwhile waits (RFC 8445, section 9). */
  restart(): void {
    if (this.#over || !this.#mayOffer) return;
    const connection = this.#connection;
    connection.restartIce();
    // An offer that is out may be lost, and until it is answered no event asks for another one.
    this.#step(async () => {
      if (connection.signalingState === 'have-local-offer') await this.#describe('offer');
    });
  }

  /** Takes other ICE servers, or fresh credentials for them, and paths by them: relays end with old credentials. */
  renewIce(iceServers: RTCIceServer[]): void {
    this.#iceServers = iceServers;
    if (this.#over || this.#connection.signalingState === 'closed') return;
    this.#connection.setConfiguration({ iceServers });
    if (this.#early === null) this.restart();
    else this.#restartsOnceOpen = true;
  }

  /** What the browser knows of the connection. */
  report(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.#over || this.#channel.readyState !== 'open') return;
    if (this.#channel.bufferedAmount + message.length > BUFFERED_BYTES_MAX) {
      this.#fail();
      return;
    }
    this.#channel.send(message);
  }

  /** Sends when there is room; what waits is gone when the link closes. */
  sendBulk(message: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return;
    this.#patientBytes += message.length;
    if (this.#patientBytes > BUFFERED_BYTES_MAX) {
      this.#fail();
      return;
    }
    this.#patient.push(message);
    this.#pump();
  }

  #pump(): void {
    const bulk = this.#bulk;
    while (!this.#over && bulk.readyState === 'open' && bulk.bufferedAmount < BULK_BUFFERED_BYTES) {
      const next = this.#patient.shift();
      if (next === undefined) return;
      this.#patientBytes -= next.length;
      bulk.send(next);
    }
  }

  /** Sends what is queued, then closes; `closed` is not called. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#channel.readyState !== 'open') {
      this.#release();
      return;
    }
    const end = () => this.#release();
    this.#channel.onclose = end;
    this.#channel.close();
    setTimeout(end, CLOSE_MILLIS_MAX);
  }

  /** Closes the connection, and lets go of it: Chromium (156) keeps some that are closed, and what hears them. */
  #release(): void {
    deafen(this.#connection, this.#channel, this.#bulk);
    this.#connection.close();
  }

  #listen(): void {
    const connection = this.#connection;
    connection.onnegotiationneeded = () => {
      if (this.#mayOffer) this.#step(() => this.#describe('offer'));
    };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null && this.#trickle && !this.#over) {
        this.#events.signal('candidate', JSON.stringify(candidate));
      }
    };
    connection.onconnectionstatechange = () => {
      // Who waits for people to carry a description has no answer for minutes, which looks like failure until it comes.
      const waits = !this.#trickle && this.#early !== null;
      if (connection.connectionState === 'failed' && !waits) this.#fail();
    };
    // The channel may open before this page has seen its own setRemoteDescription come to an end.
    this.#channel.onopen = () => this.#step(async () => this.#opened());
    this.#channel.onclose = () => this.#fail();
    this.#channel.onmessage = ({ data }) => this.#received(data, false);
    this.#bulk.onopen = () => this.#pump();
    this.#bulk.onbufferedamountlow = () => this.#pump();
    this.#bulk.onclose = () => this.#fail();
    this.#bulk.onmessage = ({ data }) => this.#received(data, true);
  }

  #received(data: unknown, bulk: boolean): void {
    if (this.#over) return;
    // Text has no place in the protocol: handed on as nothing, core ends the link.
    const message = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array();
    if (this.#early === null) this.#events.received(message, bulk);
    else if (this.#early.push({ message, bulk }) > EARLY_MESSAGES_MAX) this.#fail();
  }

  #opened(): void {
    const { localDescription, remoteDescription } = this.#connection;
    if (this.#over || localDescription === null || remoteDescription === null) return;
    this.#events.opened(fingerprint(localDescription.sdp), fingerprint(remoteDescription.sdp));
    const early = this.#early ?? [];
    this.#early = null;
    for (const { message, bulk } of early) {
      if (!this.#over) this.#events.received(message, bulk);
    }
    if (this.#restartsOnceOpen) this.restart();
  }

  /** Runs a step after all before it; one that fails ends the link, unless that is open and does not need it. */
  #step(step: () => Promise<void>): void {
    this.#negotiation = this.#negotiation
      .then(() => (this.#over ? undefined : step()))
      .catch(() => {
        if (this.#early !== null) this.#fail();
      });
  }

  async #describe(kind: 'offer' | 'answer'): Promise<void> {
    await this.#connection.setLocalDescription();
    if (!this.#trickle) await this.#gathered();
    const { localDescription } = this.#connection;
    if (localDescription !== null && !this.#over) this.#events.signal(kind, localDescription.sdp);
  }

  /** Waits for all candidates, or for those that come in time. */
  #gathered(): Promise<void> {
    const connection = this.#connection;
    return new Promise((resolve) => {
      const look = () => {
        if (connection.iceGatheringState === 'complete') resolve();
      };
      connection.addEventListener('icegatheringstatechange', look);
      const first = () => setTimeout(resolve, GATHERING_MILLIS_MAX);
      connection.addEventListener('icecandidate', first, { once: true });
      look();
    });
  }

  /** Perfect negotiation (WebRTC 1.0, section 10.7): where both offer at once, the polite end gives way. */
  async #applyDescription(kind: 'offer' | 'answer', sdp: string): Promise<void> {
    const collides = kind === 'offer' && this.#connection.signalingState !== 'stable';
    this.#ignoresOffer = collides && !this.#polite;
    if (this.#ignoresOffer) return;
    if (collides && this.#early !== null) this.#beginAnew();
    await this.#connection.setRemoteDescription({
      type: kind,
      sdp: this.#trickle ? sdp : patient(sdp),
    });
    this.#mayOffer = true;
    if (kind === 'offer') await this.#describe('answer');
  }

  /** Takes a fresh connection: one whose first offer was rolled back gathers no candidates any more (Chromium 156). */
  #beginAnew(): void {
    this.#release();
    this.#mayOffer = false;
    [this.#connection, this.#channel, this.#bulk] = connect(this.#iceServers);
    this.#listen();
  }

  async #applyCandidate(body: string): Promise<void> {
    try {
      await this.#connection.addIceCandidate(JSON.parse(body) as RTCIceCandidateInit);
    } catch (error) {
      // Candidates of an offer that we ignore are of no use.
      if (!this.#ignoresOffer) throw error;
    }
  }

  #fail(): void {
    if (this.#over) return;
    this.#over = true;
    this.#release();
    this.#events.closed();
  }
}

function connect(iceServers: RTCIceServer[]): [RTCPeerConnection, RTCDataChannel, RTCDataChannel] {
  const connection = new RTCPeerConnection({ iceServers });
  const channel = connection.createDataChannel(CHANNEL_LABEL, { negotiated: true, id: CHANNEL_ID });
  channel.binaryType = 'arraybuffer';
  const bulk = connection.createDataChannel(BULK_LABEL, { negotiated: true, id: BULK_ID });
  bulk.binaryType = 'arraybuffer';
  bulk.bufferedAmountLowThreshold = BULK_BUFFERED_BYTES / 2;
  return [connection, channel, bulk];
}

/** What happens to them no longer matters. */
function deafen(connection: RTCPeerConnection, ...channels: RTCDataChannel[]): void {
  connection.onnegotiationneeded = null;
  connection.onicecandidate = null;
  connection.onconnectionstatechange = null;
  for (const channel of channels) {
    channel.onopen = null;
    channel.onclose = null;
    channel.onmessage = null;
    channel.onbufferedamountlow = null;
  }
}

/**
 * Who answers would begin the DTLS handshake at once, and browsers give it up after two to three minutes. When people
 * carry the answer, the end that gets it begins instead (RFC 5763, section 5).
 */
function patient(offer: string): string {
  return offer.replaceAll('a=setup:actpass', 'a=setup:active');
}

/** All certificate fingerprints of a description in one form, so that both ends write them alike (RFC 8122). */
function fingerprint(sdp: string): string {
  const found = sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm);
  const all = [...found].map(([, hash, value]) => `${hash?.toLowerCase()} ${value?.toUpperCase()}`);
  return [...new Set(all)].sort().join(', ');
}
