import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PeerMember } from '#peer';
import type { SessionEvent } from './contract.ts';
import { Members } from './members.ts';

const bo: PeerMember = {
  key: 'bo',
  did: 'did:key:zBo',
  name: 'Bo',
  color: '#336699',
  card: { avatar: null, links: [] },
  wallet: `0x${'0'.repeat(40)}`,
  proven: true,
  link: 'open',
  end: null,
  typing: false,
};

const ana = { id: 'ana', name: 'Ana', link: 'self' } as Members['self'];

/** A room with Ana, at this page, and Bo; and what is told from then on. */
function room() {
  const told: SessionEvent[] = [];
  const members = new Members((event) => told.push(event));
  members.self = ana;
  members.hear({ type: 'memberJoined', member: bo, met: true });
  told.length = 0;
  return { members, told };
}

const typing = (...ids: string[]): SessionEvent => ({ type: 'typing', ids: new Set(ids) });

test('who begins and ends typing is told, and nothing else', () => {
  const { members, told } = room();
  members.hear({ type: 'memberChanged', member: { ...bo, typing: true } });
  members.hear({ type: 'memberChanged', member: bo });
  assert.deepEqual(told, [typing('bo'), typing()]);
});

test('what else changes is told while somebody is typing', () => {
  const { members, told } = room();
  members.hear({ type: 'memberChanged', member: { ...bo, typing: true, link: 'lost' } });
  assert.deepEqual(
    told.map(({ type }) => type),
    ['typing', 'members'],
  );
});

test('whoever has left types no more', () => {
  const { members, told } = room();
  members.hear({ type: 'memberChanged', member: { ...bo, typing: true } });
  members.hear({ type: 'memberLeft', member: { ...bo, typing: true } });
  assert.deepEqual(
    told.map(({ type }) => type),
    ['typing', 'typing', 'left', 'members'],
  );
  assert.deepEqual(told[1], typing());
});
