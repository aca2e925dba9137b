import { isRuled } from '../room-address.ts';
import type { Joining } from '../state.ts';

/** A room as a stranger knows it. */
export function RoomName({ room }: { readonly room: string }) {
  return isRuled(room) ? 'a room that belongs to somebody' : <bdi>#{room}</bdi>;
}

/** The heading of the window while somebody joins by hand. */
export function joiningTitle(joining: Joining) {
  switch (joining.at) {
    case 'asking':
      return 'Join by hand';
    case 'passed':
      return 'Passed on';
    case 'invited':
      return (
        <>
          <bdi>{joining.invitation.name}</bdi> invites you to{' '}
          <RoomName room={joining.invitation.room} />
        </>
      );
    case 'replied':
      return (
        <>
          Send this back to <bdi>{joining.invitation.name}</bdi>
        </>
      );
  }
}
