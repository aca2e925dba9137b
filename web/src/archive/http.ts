import { joined } from './bytes.ts';
import { quote, trouble, wordsOf } from './words.ts';

/** How long a server may be silent; one that looks for a block among its own peers takes seconds. */
export const PATIENCE_MILLIS = 20_000;

/** What is read of an answer that only says why something failed. */
const REASON_BYTES_MAX = 4_096;

/** Somebody who answers over HTTP. */
export interface Server {
  /** As people know it: "The gateway at https://…". */
  readonly name: string;
  readonly url: string;
  /** Sent as a bearer token where there is one. */
  readonly token?: string | undefined;
  /** How long it may be silent. */
  readonly patienceMillis?: number | undefined;
  /** What helps where it does not serve; without it, another archive. */
  readonly help?: string;
}

const ANOTHER_ARCHIVE = 'Try again later, or choose another archive.';

/** The server at an address that a person wrote, without the end that differs from person to person. */
export function serverAt(
  what: string,
  url: string,
  {
    like = 'https://ipfs.example.org',
    ...others
  }: Omit<Server, 'name' | 'url'> & { like?: string },
): Server {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw trouble(
      `${what} cannot be asked`,
      `"${quote(url)}" is not the address of one`,
      `It looks like ${like}.`,
    );
  }
  const short = url.replace(/\/+$/, '');
  return { name: `${what} at ${short}`, url: short, ...others };
}

/**
 * The bytes of an answer, part by part, until there are more than `max` of them. Fails in words for people where the
 * server cannot be reached, refuses, or is silent for too long.
 */
export async function* ask(
  server: Server,
  path: string,
  init: RequestInit,
  max: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const silence = new Silence(server.patienceMillis ?? PATIENCE_MILLIS);
  try {
    const response = await fetch(`${server.url}${path}`, {
      ...init,
      headers: {
        ...init.headers,
        ...(server.token === undefined ? {} : { authorization: `Bearer ${server.token}` }),
      },
      signal: silence.signal,
      // What is read is nobody's business.
      referrerPolicy: 'no-referrer',
      credentials: 'omit',
    });
    if (!response.ok) throw await refusal(server, response);
    yield* partsOf(server, response, silence, max);
  } catch (error) {
    throw inWords(server, error, silence);
  } finally {
    silence.end();
  }
}

/** The whole of an answer. */
export async function askForBytes(
  server: Server,
  path: string,
  init: RequestInit,
  max: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of ask(server, path, init, max)) parts.push(part);
  return joined(parts);
}

export async function askForText(
  server: Server,
  path: string,
  init: RequestInit,
  max: number,
): Promise<string> {
  return new TextDecoder().decode(await askForBytes(server, path, init, max));
}

/** Ends a request when nothing came for a while; large answers may take their time as long as they move. */
class Silence {
  readonly #controller = new AbortController();
  readonly #millis: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(millis: number) {
    this.#millis = millis;
    this.broken();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get seconds(): number {
    return Math.round(this.#millis / 1_000);
  }

  broken(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.#millis);
  }

  /** Nothing more is wanted either. */
  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }
}

/** Words that need no more of them. */
class Told extends Error {}

function told(what: string, why: string, help: string): Told {
  return new Told(trouble(what, why, help).message);
}

async function* partsOf(
  server: Server,
  response: Response,
  silence: Silence,
  max: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  let bytes = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    silence.broken();
    bytes += part.value.length;
    if (bytes > max) {
      throw told(
        `${server.name} was not listened to any longer`,
        `its answer is larger than the ${max} bytes that it may have`,
        'What came before was kept; ask another archive for the rest.',
      );
    }
    yield part.value;
  }
}

async function refusal(server: Server, response: Response): Promise<Told> {
  const silence = new Silence(1_000);
  let reason = '';
  try {
    for await (const part of partsOf(server, response, silence, REASON_BYTES_MAX)) {
      reason += new TextDecoder().decode(part);
    }
  } catch {
    // The number says enough.
  } finally {
    silence.end();
  }
  const said = reason === '' ? '' : ` and says "${quote(reason)}"`;
  return told(
    `${server.name} refused`,
    `it answers ${response.status}${said}`,
    helpFor(response.status, server.help),
  );
}

function helpFor(status: number, otherwise = ANOTHER_ARCHIVE): string {
  if (status === 401 || status === 403) {
    return 'It wants a valid token, or has to allow pages of this site first.';
  }
  if (status === 404) return 'It may not have what was asked for, or the address is wrong.';
  if (status === 429) return 'It wants to be asked less often; try again later.';
  return otherwise;
}

function inWords(server: Server, error: unknown, silence: Silence): Error {
  if (error instanceof Told) return error;
  if (silence.signal.aborted) {
    return trouble(
      `${server.name} does not answer`,
      `nothing came for ${silence.seconds} seconds`,
      server.help ?? ANOTHER_ARCHIVE,
    );
  }
  return trouble(
    `${server.name} cannot be reached`,
    `the browser says "${quote(wordsOf(error))}"`,
    'Check the address and the network, and that the server allows pages of this site (CORS).',
  );
}
