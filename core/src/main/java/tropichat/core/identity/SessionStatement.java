package tropichat.core.identity;

import tropichat.core.base.Bytes;

/**
 * What a session key signs. Each kind has its own prefix, so that a signature made for one purpose is worthless for any
 * other.
 */
public enum SessionStatement {
    /** An entry of a room's log, without its signature field. */
    ENTRY("tropichat entry 1"),
    /** A link's transcript: both hellos and both DTLS fingerprints. */
    LINK("tropichat link 1"),
    /** A signaling login: domain and challenge nonce. */
    LOGIN("tropichat login 1"),
    /** A peer record: where a session can be reached, for others to hand on. */
    RECORD("tropichat record 1"),
    /** A signal that travels through peers. */
    SIGNAL("tropichat signal 1"),
    /** A session description that travels through the server. */
    DESCRIPTION("tropichat description 1"),
    /** A code for joining by hand. */
    CODE("tropichat code 1"),
    /** A key to which a closed room's secrets are sealed for one device. */
    PREKEY("tropichat prekey 1"),
    /** A room's record, without its signature field. */
    ROOM("tropichat room 1"),
    /** Who may come into a room; signed by an invitation's key, which is of the same kind. */
    ADMISSION("tropichat admission 1"),
    /** That a wallet fulfils a room's gate; signed by a gatekeeper's key, which is of the same kind. */
    TICKET("tropichat ticket 1"),
    /** That a wallet fulfils it no more; by a gatekeeper's key, too. */
    LAPSE("tropichat lapse 1");

    private final String prefix;

    SessionStatement(String prefix) {
        // A zero byte ends the prefix: none is the beginning of another.
        this.prefix = prefix + "\0";
    }

    /** The bytes to sign for {@code content}. */
    public Bytes signable(Bytes content) {
        return Bytes.concat(Bytes.utf8(prefix), content);
    }

    /** The bytes that prove to a signaling server that the session key is at hand. */
    public static Bytes login(String domain, String nonce) {
        return LOGIN.signable(Bytes.utf8(domain + "\n" + nonce));
    }
}
