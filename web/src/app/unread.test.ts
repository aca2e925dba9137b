import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../session/contract.ts';
import type { Line } from './lines.ts';
import { pageTitle, unreadAfterLine, unreadAfterLook } from './unread.ts';

const message = (own: boolean): Line => ({
  kind: 'message',
  key: 'm',
  timeMillis: 0,
  message: { own } as ChatMessage,
});
const notice: Line = { kind: 'notice', key: 'n', timeMillis: 0, tone: 'join', words: [] };

const reading = { visible: true, atEnd: true };
const away = { visible: false, atEnd: true };
const scrolledUp = { visible: true, atEnd: false };

test('other people’s messages count while the page is hidden or scrolled up', () => {
  assert.equal(unreadAfterLine(2, message(false), away), 3);
  assert.equal(unreadAfterLine(2, message(false), scrolledUp), 3);
});

test('own messages and notices do not count', () => {
  assert.equal(unreadAfterLine(2, message(true), away), 2);
  assert.equal(unreadAfterLine(2, notice, away), 2);
});

test('whoever reads has nothing unread', () => {
  assert.equal(unreadAfterLine(2, message(false), reading), 0);
  assert.equal(unreadAfterLook(5, reading), 0);
  assert.equal(unreadAfterLook(5, away), 5);
  assert.equal(unreadAfterLook(5, scrolledUp), 5);
});

test('the title tells the count and the room', () => {
  assert.equal(pageTitle(0, null), 'TropiChat');
  assert.equal(pageTitle(0, 'lobby'), '#lobby · TropiChat');
  assert.equal(pageTitle(3, 'lobby'), '(3) #lobby · TropiChat');
});
