import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageTitle, unreadAfterLook, unreadAfterMessage } from './unread.ts';

const reading = { visible: true, atEnd: true };
const away = { visible: false, atEnd: true };
const scrolledUp = { visible: true, atEnd: false };

test('other people’s messages count while the page is hidden or scrolled up', () => {
  assert.equal(unreadAfterMessage(2, { own: false }, away), 3);
  assert.equal(unreadAfterMessage(2, { own: false }, scrolledUp), 3);
});

test('own messages do not count', () => {
  assert.equal(unreadAfterMessage(2, { own: true }, away), 2);
});

test('whoever reads has nothing unread', () => {
  assert.equal(unreadAfterMessage(2, { own: false }, reading), 0);
  assert.equal(unreadAfterLook(5, reading), 0);
  assert.equal(unreadAfterLook(5, away), 5);
  assert.equal(unreadAfterLook(5, scrolledUp), 5);
});

test('the title tells the count and the room', () => {
  assert.equal(pageTitle(0, null), 'TropiChat');
  assert.equal(pageTitle(0, '#lobby'), '#lobby · TropiChat');
  assert.equal(pageTitle(3, '#lobby'), '(3) #lobby · TropiChat');
});
