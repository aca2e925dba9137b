/** Who is in the room, as the interface is told of it. */
import type { PeerEvent, PeerMember } from '#peer';
import { MESH_MEMBERS_DEFAULT } from '../signaling/signaling.ts';
import type { Member, SessionEvent } from './contract.ts';
import { endWords, INCOMPATIBLE_WORDS } from './words.ts';

/** What core tells of the people in the room. */
type PeopleEvent = Extract<
  PeerEvent,
  {
    type:
      | 'memberJoined'
      | 'memberChanged'
      | 'memberRenamed'
      | 'memberLeft'
      | 'memberForgotten'
      | 'roomSize'
      | 'profileChanged';
  }
>;

export class Members {
  readonly #tell: (event: SessionEvent) => void;
  readonly #others = new Map<string, Member>();
  /** Ids of those who are typing: they begin and end so often that it is told apart. */
  readonly #typing = new Set<string>();
  /** In all as the server said last, and above how many it counts a room as large. */
  #size = 0;
  #meshMembers = MESH_MEMBERS_DEFAULT;
  /** The person at this page. */
  self: Member | null = null;

  constructor(tell: (event: SessionEvent) => void) {
    this.#tell = tell;
  }

  /** @param meshMembers above how many the server counts a room as large */
  entered(meshMembers = this.#meshMembers): void {
    this.#meshMembers = meshMembers;
    this.#tellAll();
  }

  hear(event: PeopleEvent): void {
    switch (event.type) {
      case 'memberJoined':
      case 'memberChanged':
      case 'memberRenamed':
        this.#hearTyping(event.member);
        if (!this.#hearOf(event)) return;
        break;
      case 'memberLeft':
        this.#forget(event.member);
        this.#tell({ type: 'left', member: memberOf(event.member) });
        break;
      case 'memberForgotten':
        this.#forget(event.member);
        break;
      case 'roomSize':
        this.#size = event.members;
        break;
      case 'profileChanged':
        this.#rename(event);
        break;
    }
    this.#tellAll();
  }

  #hearTyping({ key, typing }: PeerMember): void {
    if (typing === this.#typing.has(key)) return;
    if (typing) this.#typing.add(key);
    else this.#typing.delete(key);
    this.#tell({ type: 'typing', ids: new Set(this.#typing) });
  }

  #forget(member: PeerMember): void {
    this.#hearTyping({ ...member, typing: false });
    this.#others.delete(member.key);
  }

  /** False where nothing about the member is different. */
  #hearOf(
    event: Extract<PeopleEvent, { type: 'memberJoined' | 'memberChanged' | 'memberRenamed' }>,
  ): boolean {
    const member = memberOf(event.member);
    const before = this.#others.get(member.id);
    if (event.type === 'memberChanged' && JSON.stringify(before) === JSON.stringify(member)) {
      return false;
    }
    this.#others.set(member.id, member);
    if (event.type === 'memberJoined' && !event.met) this.#tell({ type: 'joined', member });
    if (event.type === 'memberRenamed') {
      this.#tell({ type: 'renamed', member, formerName: event.formerName });
    }
    if (member.link === 'refused' && before?.link !== 'refused') {
      this.#tell({ type: 'refused', member });
    }
    return true;
  }

  #rename({ name, color, card }: Pick<Member, 'name' | 'color' | 'card'>): void {
    if (this.self === null) return;
    const formerName = this.self.name;
    this.self = { ...this.self, name, color, card };
    if (formerName !== name) this.#tell({ type: 'renamed', member: this.self, formerName });
  }

  #tellAll(): void {
    if (this.self === null) return;
    const members = [this.self, ...this.#others.values()];
    // In a small room all are known, and the server's word is older.
    const large = this.#size > this.#meshMembers;
    const size = large ? Math.max(this.#size, members.length) : members.length;
    this.#tell({ type: 'members', members, size });
  }
}

/** A member of core's as the interface knows it. */
export function memberOf(peer: PeerMember): Member {
  return {
    id: peer.key,
    did: peer.did,
    name: peer.name,
    color: peer.color,
    card: peer.card,
    account: peer.wallet,
    proof: peer.proven ? 'wallet' : 'none',
    link: peer.link,
    reason: reasonOf(peer),
  };
}

function reasonOf({ link, end }: PeerMember): string | null {
  if (link === 'incompatible') return INCOMPATIBLE_WORDS;
  // Heard all the same: nothing is wrong that people should know of.
  if (link === 'indirect') return null;
  return end === null ? null : endWords(end);
}
