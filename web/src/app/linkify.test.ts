import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkify } from './linkify.ts';

const links = (text: string): string[] =>
  linkify(text).flatMap(({ text: link, href }) => (href === null ? [] : [link]));

test('web addresses become links, and the text stays whole', () => {
  const text = 'see https://a.example/x?y=1#z and HTTP://b.example, both';
  assert.deepEqual(links(text), ['https://a.example/x?y=1#z', 'HTTP://b.example']);
  assert.equal(
    linkify(text)
      .map((stretch) => stretch.text)
      .join(''),
    text,
  );
});

test('the sentence’s punctuation stays outside', () => {
  assert.deepEqual(links('(https://a.example/b).'), ['https://a.example/b']);
  assert.deepEqual(links('https://a.example/b_(c)!'), ['https://a.example/b_(c)']);
  assert.deepEqual(links('[https://a.example/…]'), ['https://a.example/']);
});

test('nothing else becomes a link', () => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example',
    'https://',
    'https://)',
    'https://good.example@evil.example/',
    'xhttps://a.example',
    'a.example',
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test('controls of direction end a link', () => {
  assert.deepEqual(links('https://a.example/\u202egpj.exe'), ['https://a.example/']);
});

test('a long hostile text takes no long time and stays whole', () => {
  const text = 'https://a'.repeat(900) + ')'.repeat(400);
  assert.equal(
    linkify(text)
      .map((stretch) => stretch.text)
      .join(''),
    text,
  );
});

test('an empty text has no stretches', () => {
  assert.deepEqual(linkify(''), []);
});
