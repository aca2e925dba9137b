/** Debian's nginx with TLS in front, under a domain of its own and under a path. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { Nginx, type Site, withoutNginx } from './stage/nginx.ts';
import { Person, type Place } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile([
  '--allow-unsigned',
  ...['--trusted-proxies', '127.0.0.1', '--connections-per-second', '1'],
]);

/** People come by the proxy, whose certificate nobody vouches for. */
async function behind(site: Omit<Site, 'upstream'>): Promise<Place> {
  const proxy = await Nginx.start({ ...site, upstream: stage.server.port });
  stage.atEnd(() => proxy.stop());
  return {
    server: proxy,
    profile: (): Promise<BrowserContext> => stage.profile({ ignoreHTTPSErrors: true }),
  };
}

async function talk(place: Place): Promise<readonly Person[]> {
  const room = stage.nextRoom();
  const people = await Person.together(place, room, 'Ana', 'Bo');
  const [ana, bo] = people;
  assert.ok(ana && bo);
  await ana.say('Hello from behind');
  await bo.reads('Hello from behind');
  return people;
}

async function sessionsBy(transport: string): Promise<number> {
  const line = new RegExp(`^tropichat_sessions\\{transport="${transport}"\\} (\\S+)$`, 'm');
  return Number(line.exec(await stage.server.metrics())?.[1]);
}

const skip = withoutNginx;

test('under a domain of its own people talk, by WebSocket', { skip }, async () => {
  const place = await behind({ path: '/', webSocket: true });
  await talk(place);
  assert.equal(await sessionsBy('websocket'), 2);
});

test('under a path people talk, and every file and link is below it', { skip }, async () => {
  const place = await behind({ path: '/chat/', webSocket: true });
  const asked = new Set<string>();
  const [ana] = await talk({
    ...place,
    profile: async () => {
      const profile = await place.profile();
      profile.on('request', (request) => asked.add(new URL(request.url()).pathname));
      return profile;
    },
  });
  assert.deepEqual(
    [...asked].filter((path) => !path.startsWith('/chat/')),
    [],
  );
  await ana?.page.getByRole('link', { name: 'How it works' }).click();
  await ana?.page.getByRole('link', { name: 'Back to the chat' }).click();
  await ana?.page.waitForURL(`${place.server.url}/`);
});

test('under a path a page with p2p-client.js enters too', { skip }, async () => {
  const place = await behind({ path: '/chat/', webSocket: true });
  const page = await (await place.profile()).newPage();
  await page.goto(`${place.server.url}/demo.html`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Demo');
  await page.getByRole('button', { name: /enter/ }).click();
  await page.getByRole('status').filter({ hasText: 'You are in as Demo.' }).waitFor();
});

test('where a proxy lets no WebSocket through, people talk by polling', { skip }, async () => {
  // The browser says that its WebSockets are refused.
  stage.excuse(/WebSocket/);
  const place = await behind({ path: '/chat/', webSocket: false });
  await talk(place);
  assert.equal(await sessionsBy('polling'), 2);
});
