import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { didOf, type Law, type Peer, type PeerDenial } from '#peer';
import { readInvitation } from '../rooms/invitation.ts';
import { keepRoom, knownRoom } from '../rooms/known.ts';
import type { Decree, Refusal, SessionEvent } from './contract.ts';
import { LawLog } from './law-log.ts';
import type { RuledCore } from './ruled-core.ts';
import { Ruling } from './ruling.ts';

const OWNER = '0x00000000000000000000000000000000000000A1';
const KEY = new Uint8Array(32).fill(7);
const SETTINGS = {
  ...{ name: 'Beach', topic: '', capacity: 50, keptEntries: 0, keptDays: 30, slowSeconds: 2 },
};

const LAW: Law = {
  ...{
    settings: SETTINGS,
    policy: 'invite',
    gate: null,
    history: 'shared',
    owner: OWNER,
    founded: 1,
  },
  ...{ self: 'owner', paces: [], people: [], invitations: [], pins: [], strikes: [], devices: [] },
  ...{ epoch: 1, ready: true },
};

before(() => {
  Object.defineProperty(globalThis, 'location', { value: { href: 'https://example.org/' } });
});

/** A ruling whose core writes down what it is asked. */
function rulingOf(id: string, key: Uint8Array | null, refusal: Refusal | null = null) {
  const asked: unknown[][] = [];
  const told: SessionEvent[] = [];
  const over: (Refusal | null)[] = [];
  const note = (...all: unknown[]): [] => {
    asked.push(all.slice(0, -1));
    return [];
  };
  const core = {
    checkSettings: () => null,
    lawRestored: () => [],
    // Without the peer before, and the page's port behind.
    decree: (...all: unknown[]) => note(...all.slice(1, 5), 0),
    changeSettings: (...all: unknown[]) => note(...all.slice(1)),
    inviteKey: (...all: unknown[]) => note(...all.slice(1)),
  } as unknown as RuledCore;
  const ruling = new Ruling({
    ask: (step) => {
      step({} as Peer, 0);
      return refusal;
    },
    tell: (event) => void told.push(event),
    over: (problem) => void over.push(problem),
  });
  const charter = { record: null, key, knock: null, prekey: KEY, device: 'Browser' };
  ruling.enter({ id, charter, log: new LawLog(id, 'did:key:zAna', core), core });
  return { ruling, asked, told, over };
}

test('before the law is known nothing is decreed', async () => {
  const { ruling, asked } = rulingOf('early', KEY);
  assert.equal(ruling.decree({ op: 'leave' })?.code, 'no_law');
  await assert.rejects(ruling.inviteLink(1, 1_000), /not known here yet/);
  assert.deepEqual(asked, []);
});

const DECREES: readonly (readonly [Decree, unknown[]])[] = [
  [{ op: 'ban', account: OWNER }, ['ban', OWNER, null, 0]],
  [{ op: 'mute', account: OWNER, untilMillis: 9 }, ['mute', OWNER, null, 9]],
  [{ op: 'strike', id: 'entry' }, ['strike', null, 'entry', 0]],
  [{ op: 'revoke', id: 'rule' }, ['revoke', null, 'rule', 0]],
  [{ op: 'withdraw', did: 'did:key:zBen' }, ['withdraw', 'did:key:zBen', null, 0]],
  [{ op: 'leave' }, ['leave', null, null, 0]],
  [{ op: 'settings', settings: SETTINGS }, [SETTINGS]],
];

test('what is decreed is core’s to judge', () => {
  const { ruling, asked, told } = rulingOf('decrees', KEY);
  ruling.hear({ type: 'lawChanged', law: LAW });
  assert.deepEqual(told, [{ type: 'law', law: LAW }]);
  for (const [decree] of DECREES) assert.equal(ruling.decree(decree), null);
  assert.deepEqual(
    asked,
    DECREES.map(([, call]) => call),
  );
  const refusal = { code: 'not_allowed', text: 'No.' };
  const refused = rulingOf('refused', KEY, refusal);
  refused.ruling.hear({ type: 'lawChanged', law: LAW });
  assert.equal(refused.ruling.decree({ op: 'ban', account: OWNER }), refusal);
});

test('an invitation’s link comes once the law names its key', async () => {
  const { ruling, asked } = rulingOf('inviting', KEY);
  ruling.hear({ type: 'lawChanged', law: LAW });
  const invited = ruling.inviteLink(3, 60_000);
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const [publicKey, uses, expiresAtMillis] = asked[0] as [Uint8Array, number, number];
  ruling.hear({ type: 'lawChanged', law: LAW });
  const invitation = { id: 'rule', key: didOf(publicKey), uses, usesLeft: uses, expiresAtMillis };
  ruling.hear({ type: 'lawChanged', law: { ...LAW, invitations: [invitation] } });
  const link = await invited;
  assert.deepEqual([uses, link.expiresAtMillis], [3, expiresAtMillis]);
  const [head, text = ''] = link.link.split(/\/(?=[^/]*$)/);
  assert.equal(head, 'https://example.org/#/r/inviting');
  assert.deepEqual(readInvitation(text)?.key, KEY);
  const forDevices = readInvitation(ruling.deviceLink()?.split('/').at(-1) ?? '');
  assert.deepEqual(forDevices?.key, KEY);
  assert.notDeepEqual(forDevices?.seed, readInvitation(text)?.seed);
});

test('whoever may not invite hears why; a room that everybody may enter needs no invitation', async () => {
  const refused = rulingOf('refused', KEY, { code: 'not_allowed', text: 'Not for you.' });
  refused.ruling.hear({ type: 'lawChanged', law: LAW });
  await assert.rejects(refused.ruling.inviteLink(1, 1_000), /Not for you/);
  const open = rulingOf('open', null);
  open.ruling.hear({ type: 'lawChanged', law: { ...LAW, policy: 'open' } });
  assert.equal((await open.ruling.inviteLink(1, 1_000)).link, 'https://example.org/#/r/open');
  assert.deepEqual(open.asked, []);
});

test('whoever is denied or removed hears why; whoever leaves for good knows', () => {
  const { ruling, over } = rulingOf('denied', KEY);
  ruling.hear({ type: 'denied', code: 'banned' });
  assert.match(over[0]?.text ?? '', /banned/);
  ruling.hear({ type: 'removed', why: 'removed' });
  assert.equal(over[1]?.code, 'removed');
  ruling.hear({ type: 'lawChanged', law: LAW });
  ruling.decree({ op: 'leave' });
  ruling.hear({ type: 'removed', why: 'removed' });
  assert.equal(over[2], null);
});

test('an invitation is kept until its bearer is a member, or it is good for nothing', async () => {
  const seed = new Uint8Array(32).fill(1);
  const after = async (id: string, happen: (ruling: Ruling) => void) => {
    await keepRoom(id, { key: KEY, invitation: seed });
    happen(rulingOf(id, KEY).ruling);
    await new Promise((resolve) => setImmediate(resolve));
    const { key, invitation, name } = await knownRoom(id);
    return { key: key !== null, invitation: invitation !== null, name };
  };
  const denied = (code: PeerDenial) => (ruling: Ruling) => ruling.hear({ type: 'denied', code });
  const told = (self: Law['self']) => (ruling: Ruling) =>
    ruling.hear({ type: 'lawChanged', law: { ...LAW, self } });
  assert.deepEqual(await after('a', told('none')), { key: true, invitation: true, name: 'Beach' });
  assert.deepEqual(await after('b', told('member')), {
    key: true,
    invitation: false,
    name: 'Beach',
  });
  assert.deepEqual(await after('c', denied('full')), { key: true, invitation: true, name: '' });
  assert.deepEqual(await after('d', denied('invitation_used')), {
    ...{ key: true, invitation: false, name: '' },
  });
  assert.deepEqual(await after('e', denied('wrong_key')), {
    ...{ key: false, invitation: false, name: '' },
  });
});
