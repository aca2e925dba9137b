/** The line between pages and the server, on which messages may be lost, late, or others than were sent. */
import type { BrowserContext } from 'playwright-core';

/** What comes of a message: itself or another one; null where it is lost; what it promises comes late. */
type Fate = string | null | Promise<string>;

interface Bends {
  /** A message of Socket.IO from the page; `answer` sends it one as if from the server. */
  up?(message: string, answer: (message: string) => void): Fate;
  /** One from the server. */
  down?(message: string): Fate;
}

/** Goes on to where the message was for. */
async function meet(fate: Fate, send: (message: string) => void): Promise<void> {
  if (typeof fate === 'string') return send(fate);
  const late = await fate;
  if (late !== null) send(late);
}

export class Line {
  /** Connections made before the last cut have a lower number. */
  #cuts = 0;

  /** Lays one for a profile's pages to come. */
  static async lay(profile: BrowserContext, bends: Bends = {}): Promise<Line> {
    const line = new Line();
    await profile.routeWebSocket(/\/socket\.io\//, (page) => {
      const server = page.connectToServer();
      const made = line.#cuts;
      const holds = () => made === line.#cuts;
      const down = (message: string) => holds() && page.send(message);
      const up = (message: string) => holds() && server.send(message);
      page.onMessage((message) => meet(bends.up ? bends.up(`${message}`, down) : `${message}`, up));
      server.onMessage((message) =>
        meet(bends.down ? bends.down(`${message}`) : `${message}`, down),
      );
    });
    return line;
  }

  /** From now on nothing goes over the connections that there are, and neither end is told; new ones hold. */
  cut(): void {
    this.#cuts++;
  }
}

/** Whether a message is this event, with or without an acknowledgement asked for. */
export const isEvent = (message: string, name: string): boolean =>
  new RegExp(`^42\\d*\\["${name}"`).test(message);
