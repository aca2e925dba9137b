/** The line between pages and the server, on which messages may be lost, late, or others than were sent. */
import type { BrowserContext } from 'playwright-core';

/** What comes of a message: itself or another one; null where it is lost; what it promises comes late. */
type Fate = string | null | Promise<string>;

export interface Line {
  /** A message of Socket.IO from the page; `answer` sends it one as if from the server. */
  up?(message: string, answer: (message: string) => void): Fate;
  /** One from the server. */
  down?(message: string): Fate;
}

/** Lays such a line for a profile's pages to come. */
export async function layLine(profile: BrowserContext, line: Line): Promise<void> {
  await profile.routeWebSocket(/\/socket\.io\//, (page) => {
    const server = page.connectToServer();
    page.onMessage((message) => {
      const fate = line.up?.(`${message}`, (answer) => page.send(answer));
      meet(fate === undefined ? `${message}` : fate, (sent) => server.send(sent));
    });
    server.onMessage((message) => {
      const fate = line.down?.(`${message}`);
      meet(fate === undefined ? `${message}` : fate, (sent) => page.send(sent));
    });
  });
}

function meet(fate: Fate, send: (message: string) => void): void {
  if (typeof fate === 'string') send(fate);
  else fate?.then(send);
}

/** Whether a message is this event, with or without an acknowledgement asked for. */
export const isEvent = (message: string, name: string): boolean =>
  new RegExp(`^42\\d*\\["${name}"`).test(message);
