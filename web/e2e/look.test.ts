import { copyFileSync, mkdirSync } from 'node:fs';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { comesInBy, invitesByLink, makesRoom, rules } from './stage/closed-room.ts';
import { Person } from './stage/person.ts';
import { ROOT } from './stage/server.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

const FOLDER = `${ROOT}/build/screenshots`;

/** The picture of the README; refreshed where UPDATE_SCREENSHOT=1 asks for it. */
const PICTURE = `${ROOT}/docs/images/room.png`;

const THEMES = ['tropical', 'light', 'dark'] as const;

const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

type Size = keyof typeof SIZES;

/** A profile that has chosen its theme before. */
async function profileOf(theme: string, size: Size): Promise<BrowserContext> {
  const profile = await stage.profile(SIZES[size]);
  await profile.addInitScript((chosen) => {
    // The empty page that a window begins with has no storage.
    if (origin === 'null') return;
    const preferences = { theme: chosen, still: true, visits: 41 };
    localStorage.setItem('tropichat', JSON.stringify(preferences));
  }, theme);
  return profile;
}

async function shoot(person: Person, name: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const path = `${FOLDER}/${name}.png`;
  await person.page.evaluate(() => document.fonts.ready);
  await person.page.screenshot({ path });
  return path;
}

/** Fills a room with what rooms are full of. */
async function enliven(ana: Person, bo: Person, coco: Person): Promise<void> {
  await bo.say('Anybody awake on this side of the ocean?');
  await ana.reads('Anybody awake on this side of the ocean?');
  await ana.say('Always! The sun is just going down here 🌅');
  await ana.say('Pictures of the beach: https://example.org/beach?day=1');
  await coco.reads('Pictures of the beach: https://example.org/beach?day=1');
  await coco.say('/me brings coconuts 🥥🥥🥥');
  await bo.log.getByText('brings coconuts').waitFor();
  await bo.say('مرحبا من بيروت');
  await coco.reads('مرحبا من بيروت');
  await coco.say('Who planted the palm trees in here?');
  await ana.reads('Who planted the palm trees in here?');
  await ana.say('No server in the middle, and it is quick. I like it.');
  await bo.log.getByText('No server in the middle').waitFor();
  await bo.message.pressSequentially('so do');
  await ana.page.getByText('Bo is typing…').waitFor();
}

for (const size of ['desktop', 'phone'] as const) {
  for (const theme of THEMES) {
    test(`the ${theme} theme on a ${size}`, async () => {
      const room = 'sunset beach';
      const profile = await profileOf(theme, size);
      const ana = await Person.atEntrance(stage, { room, name: 'Ana', profile, color: '#e0317f' });
      await shoot(ana, `${theme}-${size}-entrance`);
      await ana.enter();
      const bo = await Person.inRoom(stage, { room, name: 'Bo', color: '#1c6fd6' });
      const coco = await Person.inRoom(stage, { room, name: 'Coco', color: '#2b8a3e' });
      await Promise.all([bo, coco].map((person) => person.isLinkedWith(2)));
      await enliven(ana, bo, coco);
      const path = await shoot(ana, `${theme}-${size}-room`);
      if (size === 'phone') {
        await ana.page.getByRole('button', { name: '3 people' }).click();
        await ana.members('Coco').waitFor();
        await shoot(ana, `${theme}-${size}-people`);
      } else if (theme === 'tropical' && process.env['UPDATE_SCREENSHOT'] === '1') {
        mkdirSync(`${ROOT}/docs/images`, { recursive: true });
        copyFileSync(path, PICTURE);
      }
    });
  }
}

test('a closed room, as its owner sees it on a desktop and a member on a phone', async () => {
  const [desktop, phone] = [
    await profileOf('tropical', 'desktop'),
    await profileOf('dark', 'phone'),
  ];
  const { person: ana } = await makesRoom(stage, 'Ana', { profile: desktop });
  const { person: bo } = await comesInBy(stage, 'Bo', await invitesByLink(ana));
  const { person: coco } = await comesInBy(stage, 'Coco', await invitesByLink(ana), phone);
  await Promise.all([ana, bo].map((person) => person.isLinkedWith(2)));
  await rules(ana, 'Bo', 'Make a moderator');
  await coco.say('I have hidden the treasure under the third palm tree');
  await bo.reads('I have hidden the treasure under the third palm tree');
  await bo.chooses('I have hidden', 'Pin');
  await bo.say('Nobody else can read this');
  for (const [person, look] of [
    [ana, 'tropical-desktop'],
    [coco, 'dark-phone'],
  ] as const) {
    const { page } = person;
    const opens = async (button: string | RegExp): Promise<void> => {
      if (person === coco) await page.getByRole('button', { name: '3 people' }).click();
      await page.getByRole('button', { name: button }).first().click();
      await page.getByRole('dialog').last().waitFor();
    };
    await person.reads('Nobody else can read this');
    await shoot(person, `${look}-closed-room`);
    for (const [name, button] of [
      ['invite', /^Invite$/],
      ['about', 'About the room'],
      ['person', 'More about Bo'],
    ] as const) {
      if (name === 'invite' && person === coco) continue;
      await opens(button);
      await shoot(person, `${look}-closed-${name}`);
      await page.getByRole('button', { name: 'Close' }).last().click();
    }
  }
});
