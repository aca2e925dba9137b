import assert from 'node:assert/strict';
import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import type { Stage } from './stage.ts';

/** What the liar does with the signals between its victims. */
export type Mind = 'forwards' | 'sits in the middle';

/** A signal as pages of ours send it. */
interface Signal {
  readonly type: 'offer' | 'answer' | 'candidate';
  readonly sdp?: string;
  readonly candidate?: RTCIceCandidateInit;
  readonly instance: string;
  readonly attempt: number;
}

/** A channel message that went through Mallory's hands. */
export interface Passed {
  readonly from: string;
  /** Its bytes, a character each. */
  readonly text: string;
}

interface MalloryPage {
  /** `from` and `to` are ids that the server gave. */
  hear(from: string, to: string, signal: Signal): Promise<void>;
  tellFromMallory(from: string, to: string, signal: Signal): Promise<void>;
  readonly passed: Passed[];
}

/** Mallory's end of a connection with a victim. */
interface End {
  readonly person: string;
  /** Whom this end passes for. */
  readonly mask: string;
  /** What signals of the mask carry; null until one came. */
  marks: { readonly instance: string; readonly attempt: number } | null;
  readonly connection: RTCPeerConnection;
  readonly channel: RTCDataChannel;
}

/** Runs in Mallory's page: two connections for each pair, on which everything said is handed on unchanged. */
function sitInTheMiddle(): void {
  const mallory = window as unknown as MalloryPage;
  const ends = new Map<string, End>();
  const passed: Passed[] = [];

  const tell = (end: End, type: Signal['type'], content: Pick<Signal, 'sdp' | 'candidate'>) => {
    if (end.marks === null) throw new Error('nobody to pass for yet');
    void mallory.tellFromMallory(end.mask, end.person, { type, ...content, ...end.marks });
  };

  const openTo = (person: string, mask: string, marks: End['marks']): End => {
    const connection = new RTCPeerConnection();
    const channel = connection.createDataChannel('tropi/1', { negotiated: true, id: 0 });
    channel.binaryType = 'arraybuffer';
    const end: End = { person, mask, marks, connection, channel };
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) tell(end, 'candidate', { candidate: candidate.toJSON() });
    };
    ends.set(person, end);
    return end;
  };

  const join = (from: End, to: End): void => {
    const waiting: ArrayBuffer[] = [];
    const pass = (message: ArrayBuffer) => {
      passed.push({
        from: from.person,
        text: String.fromCharCode(...new Uint8Array(message)),
      });
      to.channel.send(message);
    };
    from.channel.onmessage = ({ data }) => {
      if (to.channel.readyState === 'open') pass(data);
      else waiting.push(data);
    };
    to.channel.onopen = () => {
      for (const message of waiting) pass(message);
    };
  };

  const hearOffer = async (from: string, to: string, offer: Signal): Promise<void> => {
    const near = openTo(from, to, null);
    const far = openTo(to, from, { instance: offer.instance, attempt: offer.attempt });
    join(near, far);
    join(far, near);
    await near.connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp ?? '' });
    await far.connection.setLocalDescription();
    tell(far, 'offer', { sdp: far.connection.localDescription?.sdp ?? '' });
  };

  const hearAnswer = async (near: End, far: End, answer: Signal): Promise<void> => {
    near.marks = { instance: answer.instance, attempt: answer.attempt };
    await far.connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp ?? '' });
    await near.connection.setLocalDescription();
    tell(near, 'answer', { sdp: near.connection.localDescription?.sdp ?? '' });
  };

  const hear = async (from: string, to: string, signal: Signal): Promise<void> => {
    if (signal.type === 'offer') return hearOffer(from, to, signal);
    const [end, other] = [ends.get(from), ends.get(to)];
    if (end === undefined || other === undefined) throw new Error(`${signal.type} before an offer`);
    if (signal.type === 'answer') return hearAnswer(other, end, signal);
    return end.connection.addIceCandidate(signal.candidate);
  };
  Object.assign(window, { hear, passed });
}

/** Events of Socket.IO as text: `42["name",payload]`. */
const EVENT = /^42(\[.*\])$/s;

function readEvent(message: string | Buffer): [name: string, payload: Record<string, unknown>] {
  const [, json] = EVENT.exec(`${message}`) ?? [];
  return json === undefined ? ['', {}] : JSON.parse(json);
}

/**
 * A signaling server that lies: the true one, and before it somebody who takes the signals between the victims. Either
 * they go on untouched, or to Mallory's page, which ends the DTLS of both.
 */
export class LyingServer {
  readonly #mind: Mind;
  readonly #mallory: Page;
  /** The victims' connections, by the ids that the server gave them. */
  readonly #victims = new Map<string, WebSocketRoute>();
  /** Signals between victims that were seen. */
  signals = 0;

  private constructor(mind: Mind, mallory: Page) {
    this.#mind = mind;
    this.#mallory = mallory;
  }

  static async of(stage: Stage, mind: Mind): Promise<LyingServer> {
    const mallory = await (await stage.profile()).newPage();
    const liar = new LyingServer(mind, mallory);
    await mallory.exposeFunction('tellFromMallory', (from: string, to: string, signal: Signal) =>
      liar.#tell(from, to, signal),
    );
    // Any page of the site does: one of plain http gets no addresses.
    await mallory.goto(`${stage.server.url}/docs.html`);
    await mallory.evaluate(sitInTheMiddle);
    return liar;
  }

  /** Stands between a profile's pages to come and the server. */
  async between(victim: BrowserContext): Promise<void> {
    await victim.routeWebSocket(/\/socket\.io\//, (page) => this.#stand(page));
  }

  /** All that Mallory read on the way. */
  passed(): Promise<readonly Passed[]> {
    return this.#mallory.evaluate(() => (window as unknown as MalloryPage).passed);
  }

  #stand(page: WebSocketRoute): void {
    const server = page.connectToServer();
    let own = '';
    server.onMessage((message) => {
      const [name, { id }] = readEvent(message);
      if (name === 'authenticated') {
        own = String(id);
        this.#victims.set(own, page);
      }
      page.send(message);
    });
    page.onMessage((message) => {
      const [name, { peerId, signal }] = readEvent(message);
      if (name !== 'signal' || !this.#victims.has(String(peerId))) {
        server.send(message);
        return;
      }
      this.signals++;
      if (this.#mind === 'forwards') server.send(message);
      else this.#hand(own, String(peerId), signal as Signal);
    });
  }

  #hand(from: string, to: string, signal: Signal): void {
    this.#mallory
      .evaluate(([by, about, said]) => (window as unknown as MalloryPage).hear(by, about, said), [
        from,
        to,
        signal,
      ] as const)
      .catch((error: Error) => {
        // Candidates may still come when the test is over.
        if (!/closed/.test(error.message)) throw error;
      });
  }

  #tell(from: string, to: string, signal: Signal): void {
    const victim = this.#victims.get(to);
    assert.ok(victim);
    victim.send(`42${JSON.stringify(['signal', { peerId: from, signal }])}`);
  }
}
