import type { Joining } from '../state.ts';

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
          <bdi>{joining.invitation.name}</bdi> invites you to <bdi>#{joining.invitation.room}</bdi>
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
