import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEXT_BYTES_MAX } from '../src/app/draft-length.ts';
import { Person } from './stage/person.ts';
import { Stage } from './stage/stage.ts';

const stage = Stage.forFile();

async function pair(): Promise<[Person, Person]> {
  const [ana, bo] = await Person.together(stage, stage.nextRoom(), 'Ana', 'Bo');
  assert.ok(ana && bo);
  return [ana, bo];
}

test('a text of 8 KiB passes; a longer one is refused with words, and kept', async () => {
  const [ana, bo] = await pair();
  // Three bytes a character, and some of one byte to end where the limit is.
  const longest = '椰'.repeat(TEXT_BYTES_MAX / 4) + 'x'.repeat(TEXT_BYTES_MAX / 4);
  assert.equal(Buffer.byteLength(longest), TEXT_BYTES_MAX);
  await ana.say(longest);
  const article = bo.log.getByRole('article').filter({ hasText: '椰椰' });
  assert.equal(await article.getByRole('paragraph').textContent(), longest);

  await ana.say(`${longest}!`);
  await ana.isTold('1 byte too long: shorten it, or send it in parts.');
  assert.equal(await ana.message.inputValue(), `${longest}!`);
  await ana.message.fill('short again');
  await ana.message.press('Enter');
  await bo.reads('short again');
});

test('no text becomes markup, neither in messages nor in names', async () => {
  const room = stage.nextRoom();
  const markup = '<img src=x onerror="window.hacked=1"><b>bold</b>&amp;<script>hacked=1</script>';
  const name = '<b onclick="hacked=1">Bo</b>';
  const [ana, bo] = await Promise.all([
    Person.inRoom(stage, { room, name: 'Ana' }),
    Person.inRoom(stage, { room, name }),
  ]);
  await Promise.all([ana.isLinkedWith(1), bo.isLinkedWith(1)]);
  for (const text of [markup, `/me ${markup}`]) await bo.say(text);
  for (const person of [ana, bo]) {
    await person.reads(markup);
    await person.log.getByText(`✳ ${name}`).waitFor();
    await person.members(name).waitFor();
    assert.equal(await person.page.locator('main :is(b, img, script)').count(), 0);
    assert.equal(await person.page.evaluate('window.hacked'), undefined);
  }
});

test('emoji and writing from right to left arrive as they were written', async () => {
  const [ana, bo] = await pair();
  const texts = [
    '👩‍👩‍👧‍👦 🏴‍☠️ 🇵🇷 ❤️‍🔥 é (e and an accent)',
    'مرحبا بالعالم 123',
    'שלום, עולם!',
    'two lines\nand  two  spaces',
  ];
  for (const text of texts) await ana.say(text);
  const paragraphs = bo.log.getByRole('article').getByRole('paragraph');
  await paragraphs.nth(texts.length - 1).waitFor();
  assert.deepEqual(await paragraphs.allTextContents(), texts);
  const directions = await paragraphs.evaluateAll((all) =>
    all.map((paragraph) => getComputedStyle(paragraph).direction),
  );
  assert.deepEqual(directions, ['ltr', 'rtl', 'rtl', 'ltr']);
});

test('an emoji of the row goes where the cursor is', async () => {
  const [ana, bo] = await pair();
  await ana.message.fill('ab');
  await ana.message.press('ArrowLeft');
  await ana.page.getByRole('button', { name: 'pineapple' }).click();
  await ana.message.press('Enter');
  await bo.reads('a🍍b');
});

test('links lead only to web addresses, and take nothing along', async () => {
  const [ana, bo] = await pair();
  await ana.say(
    'see https://example.org/a?b=c#d, (http://example.org/e) javascript:alert(1) https://me:pw@example.org/ data:text/html,x',
  );
  const links = bo.log.getByRole('link');
  await links.first().waitFor();
  const found = await links.evaluateAll((all) =>
    all.map((link) => [
      link.textContent,
      link.getAttribute('href'),
      link.getAttribute('rel'),
      link.getAttribute('target'),
    ]),
  );
  const rel = 'noopener noreferrer nofollow ugc';
  assert.deepEqual(found, [
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d', rel, '_blank'],
    ['http://example.org/e', 'http://example.org/e', rel, '_blank'],
  ]);
});

test('messages come in the order in which they were written, however fast', async () => {
  const [ana, bo] = await pair();
  const texts = Array.from({ length: 40 }, (_, at) => `number ${at}`);
  for (const text of texts) await ana.say(text);
  await bo.reads('number 39');
  const paragraphs = bo.log.getByRole('article').getByRole('paragraph');
  assert.deepEqual(await paragraphs.allTextContents(), texts);
  const headings = bo.log.getByRole('article').getByText('Ana', { exact: true });
  assert.equal(await headings.count(), 1, 'one heading for all');
});

test('who writes too fast is told so, and keeps the draft', async () => {
  const [ana] = await pair();
  // More than a burst within one turn of the page: no clock decides.
  await ana.message.fill('again');
  const left = await ana.message.evaluate((field: HTMLTextAreaElement) => {
    const press = () =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
      );
    const write = (text: string) => {
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    for (let at = 0; at < 200; at++) {
      write(`again ${at}`);
      press();
    }
    return field.value;
  });
  assert.equal(left, 'again 199');
  await ana.isTold('That was faster than 10 messages a second. Wait a moment and send it again.');
});

test('a room may have the longest name there is', async () => {
  const room = `${'a long name of a room '.repeat(3)}🌴`.slice(0, 64).padEnd(64, 'x');
  const [ana, bo] = await Person.together(stage, room, 'Ana', 'Bo');
  assert.ok(ana && bo);
  await ana.say('hello');
  await bo.reads('hello');
  assert.equal(await ana.title.innerText(), `#${room}`);
  const overflow = await ana.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(overflow, 0, 'nothing sticks out of the page');
});
