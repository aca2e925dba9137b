package tropichat.core;

/** Why a link ended. */
public enum LinkEnd {
    /** No channel came about in time. */
    NO_ANSWER(LinkState.LOST),
    /** The transport closed or failed. */
    CLOSED(LinkState.LOST),
    /** The other end said goodbye. */
    BYE(LinkState.LOST),
    /** The other end no longer answers. */
    SILENT(LinkState.LOST),
    /** A newer page of the same session took its place. */
    REPLACED(LinkState.LOST),
    /** The other end has no room for another link. */
    DECLINED(LinkState.LOST),
    /** One end had too many links. */
    CROWDED(LinkState.LOST),
    /** The handshake did not end in time. */
    HANDSHAKE_TIMEOUT(LinkState.LOST),
    /** In a gated room: the other end has shown no ticket in time, or its last one is over. */
    NO_TICKET(LinkState.LOST),
    /** A frame that is not of the protocol, or a frame where it does not belong. */
    MALFORMED(LinkState.REFUSED),
    /** A hello for another room. */
    WRONG_ROOM(LinkState.REFUSED),
    /** A hello with another session key than the one introduced. */
    WRONG_SESSION(LinkState.REFUSED),
    /** The wallet's delegation is for another key, site or time, or its signature is wrong. */
    DELEGATION_INVALID(LinkState.REFUSED),
    /** The proof does not fit what this end saw: somebody may sit in the middle. */
    PROOF_INVALID(LinkState.REFUSED),
    /** The other end is no member of the room, and is not let in, or does not let us in. */
    NOT_ADMITTED(LinkState.REFUSED),
    /** The other end is no member of the room any more. */
    REMOVED(LinkState.REFUSED),
    /** The other end's wallet does not hold what the room asks for, by a chain that this end has asked itself. */
    UNFULFILLED(LinkState.REFUSED),
    /** An entry whose signature is wrong, or whose author it is not. */
    ENTRY_FORGED(LinkState.REFUSED),
    /** The other end has us do or hold more than it may. */
    FLOOD(LinkState.REFUSED);

    private final LinkState next;

    LinkEnd(LinkState next) {
        this.next = next;
    }

    /** The state that the member is in afterwards. */
    LinkState next() {
        return next;
    }
}
