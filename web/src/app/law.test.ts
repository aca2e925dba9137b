import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Proof, RoomLaw } from '../session/contract.ts';
import {
  awayOf,
  bannedOf,
  hastyOf,
  hidingOf,
  mayStrike,
  mutedUntil,
  type Power,
  powersOver,
  roleOf,
} from './law.ts';

const NOW = 1_000_000;
const NOBODY: ReadonlySet<string> = new Set();

/** Seniority is the order: `early` became a moderator before `late`. */
function law(change: Partial<RoomLaw> = {}): RoomLaw {
  return {
    settings: {
      name: 'Beach',
      topic: '',
      capacity: 9,
      keptEntries: 0,
      keptDays: 0,
      slowSeconds: 0,
    },
    paces: [],
    policy: 'invite',
    gate: null,
    history: 'shared',
    owner: 'owner',
    founded: 0,
    self: 'owner',
    people: [
      { account: 'owner', role: 'owner', mutes: [] },
      { account: 'early', role: 'moderator', mutes: [] },
      { account: 'late', role: 'moderator', mutes: [] },
      { account: 'member', role: 'member', mutes: [] },
      { account: 'loud', role: 'member', mutes: [{ lamport: 10, untilMillis: NOW + 5 }] },
      { account: 'former', role: 'none', mutes: [{ lamport: 10, untilMillis: NOW - 5 }] },
      { account: 'banned', role: 'banned', mutes: [] },
    ],
    invitations: [],
    pins: [],
    strikes: [],
    devices: [],
    epoch: 1,
    ready: true,
    ...change,
  };
}

function powers(self: string, account: string): readonly Power[] {
  const here = law();
  return powersOver({ ...here, self: roleOf(here, self) }, self, account, NOW);
}

test('the owner may do everything to everybody, and nobody anything to the owner', () => {
  assert.deepEqual(powers('owner', 'member'), ['mute', 'appoint', 'remove', 'ban']);
  assert.deepEqual(powers('owner', 'early'), ['mute', 'demote', 'remove', 'ban']);
  assert.deepEqual(powers('owner', 'loud'), ['unmute', 'appoint', 'remove', 'ban']);
  assert.deepEqual(powers('owner', 'owner'), []);
  assert.deepEqual(powers('early', 'owner'), []);
});

test('a moderator is above members and later moderators, and appoints nobody', () => {
  assert.deepEqual(powers('early', 'member'), ['mute', 'remove', 'ban']);
  assert.deepEqual(powers('early', 'late'), ['mute', 'remove', 'ban']);
  assert.deepEqual(powers('late', 'early'), []);
  assert.deepEqual(powers('early', 'early'), []);
});

test('who is banned can only be let in again, by any moderator', () => {
  for (const self of ['owner', 'early', 'late']) {
    assert.deepEqual(powers(self, 'banned'), ['unban'], self);
  }
});

test('members, strangers and the banned have no powers', () => {
  for (const self of ['member', 'former', 'banned', 'stranger']) {
    assert.deepEqual(powers(self, 'loud'), [], self);
  }
});

test('who is no member cannot be removed', () => {
  assert.deepEqual(powers('early', 'stranger'), ['mute', 'ban']);
  assert.deepEqual(powers('owner', 'former'), ['mute', 'appoint', 'ban']);
});

test('messages are taken back by those who are above their author', () => {
  const rules = law({ self: 'moderator' });
  assert.equal(mayStrike(rules, 'late', said('member')), true);
  assert.equal(mayStrike(rules, 'late', said('early')), false);
  assert.equal(mayStrike(law({ self: 'member' }), 'member', said('loud')), false);
  assert.equal(mayStrike(rules, 'late', { ...said('owner'), proof: 'none' }), true);
});

function said(account: string, change: { lamport?: number; timeMillis?: number } = {}) {
  const { lamport = 11, timeMillis = NOW } = change;
  return { id: 'x', place: { lamport }, account, proof: 'wallet' as const, timeMillis };
}

test('a mute hides what is above its lamport and before its end', () => {
  const hiding = (change: Parameters<typeof said>[1]) =>
    hidingOf(said('loud', change), law(), NOBODY);
  assert.equal(hiding({}), 'muted');
  assert.equal(hiding({ lamport: 10 }), null);
  assert.equal(hiding({ timeMillis: NOW + 4 }), 'muted');
  assert.equal(hiding({ timeMillis: NOW + 5 }), null);
  assert.equal(hidingOf(said('member'), law(), NOBODY), null);
});

test('a mute hides nothing of somebody who only claims the account', () => {
  assert.equal(hidingOf({ ...said('loud'), proof: 'none' }, law(), NOBODY), null);
});

test('a message that was taken back is hidden, but not one of an account out of reach', () => {
  const rules = law({ strikes: [{ id: 'x', except: ['early'] }] });
  assert.equal(hidingOf(said('member'), rules, NOBODY), 'struck');
  assert.equal(hidingOf(said('early'), rules, NOBODY), null);
  assert.equal(hidingOf({ ...said('member'), id: 'y' }, rules, NOBODY), null);
  assert.equal(hidingOf({ ...said('early'), proof: 'none' }, rules, NOBODY), 'struck');
  const both = law({ strikes: [...rules.strikes, { id: 'x', except: [] }] });
  assert.equal(hidingOf(said('early'), both, NOBODY), 'struck');
});

test('whom one mutes for oneself is hidden in every room, the law’s reason first', () => {
  const muted = new Set(['member', 'loud']);
  assert.equal(hidingOf(said('member'), null, muted), 'mutedForMe');
  assert.equal(hidingOf(said('member'), law(), muted), 'mutedForMe');
  assert.equal(hidingOf(said('loud'), law(), muted), 'muted');
});

test('a mute that is over is none', () => {
  assert.equal(mutedUntil(law(), 'loud', NOW), NOW + 5);
  assert.equal(mutedUntil(law(), 'loud', NOW + 5), null);
  assert.equal(mutedUntil(law(), 'former', NOW), null);
  assert.equal(mutedUntil(law(), 'stranger', NOW), null);
});

test('members who are not here are away; the banned stand apart', () => {
  const accounts = (people: readonly { readonly account: string }[]) =>
    people.map(({ account }) => account);
  const here = new Set(['owner', 'late']);
  assert.deepEqual(accounts(awayOf(law(), here)), ['early', 'member', 'loud']);
  assert.deepEqual(accounts(bannedOf(law())), ['banned']);
});

test('what comes sooner than slow mode allows is hasty, whoever of its authors the clock favours', () => {
  const slow = law({
    paces: [
      { lamport: 10, slowSeconds: 30 },
      { lamport: 20, slowSeconds: 0 },
    ],
  });
  const said = (account: string, lamport: number, seconds: number, proof: Proof = 'wallet') => ({
    id: `${account} ${lamport}`,
    place: { lamport },
    account,
    author: `session of ${account}`,
    proof,
    timeMillis: NOW + seconds * 1000,
  });
  const messages = [
    said('member', 9, 0),
    said('member', 10, 1),
    said('member', 11, 20),
    said('loud', 12, 21),
    said('early', 13, 22),
    said('early', 14, 23),
    said('member', 15, 49),
    said('member', 16, 79),
    said('loud', 17, 20),
    said('owner', 18, 80, 'none'),
    said('owner', 19, 81, 'none'),
    said('member', 21, 82),
  ];
  const hasty = ['member 11', 'member 15', 'loud 17', 'owner 19'];
  assert.deepEqual([...hastyOf(messages, slow)], hasty);
  assert.equal(hastyOf(messages, law()).size, 0);
  assert.equal(hastyOf(messages, null).size, 0);
});
