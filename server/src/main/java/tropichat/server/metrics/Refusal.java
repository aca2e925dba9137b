package tropichat.server.metrics;

/** Why something that a stranger sent was not taken; names double as metric labels. */
public enum Refusal {
    /** More new connections from one address than its rate allows. */
    CONNECTION_RATE,
    /** More new sessions from one address than its rate allows. */
    HANDSHAKE_RATE,
    /** More packets on one connection than its rate allows: it is read more slowly. */
    PACKET_RATE,
    /** A request that is not HTTP/1.1, or too long in its head. */
    HTTP_MALFORMED,
    /** A request that did not arrive, or an answer that was not taken, in time. */
    HTTP_SLOW,
    /** A request sent while an earlier one on the same connection is held. */
    HTTP_PIPELINED,
    /** A request body beyond what is allowed. */
    HTTP_TOO_LARGE,
    /** A method that its path does not know. */
    HTTP_METHOD,
    /** An origin that the operator does not allow. */
    ORIGIN,
    /** An upgrade request that is no WebSocket handshake (RFC 6455, section 4.2.1). */
    WEBSOCKET_HANDSHAKE,
    /** A frame from a client that is not masked (section 5.1). */
    FRAME_UNMASKED,
    /** A frame with a reserved bit or opcode (section 5.2). */
    FRAME_RESERVED,
    /** A length written longer than it need be (section 5.2). */
    FRAME_LENGTH,
    /** A control frame in fragments or over 125 bytes (section 5.5). */
    FRAME_CONTROL,
    /** A continuation of nothing, or a message begun within another (section 5.4). */
    FRAME_FRAGMENT,
    /** A close frame whose code must not be sent (section 7.4). */
    FRAME_CLOSE_CODE,
    /** A message larger than we said we take (section 7.4.1, code 1009). */
    MESSAGE_TOO_LARGE,
    /** Text that is not UTF-8 (section 8.1). */
    NOT_UTF8,
    /** Engine.IO: transport unknown. */
    ENGINE_TRANSPORT,
    /** Engine.IO: session unknown, over, or already on its WebSocket. */
    ENGINE_SESSION,
    /** Engine.IO: a handshake by another method than GET. */
    ENGINE_METHOD,
    /** Engine.IO: a request that does not fit its session. */
    ENGINE_REQUEST,
    /** Engine.IO: another version than 4. */
    ENGINE_VERSION,
    /** Engine.IO: a packet that is none. */
    ENGINE_PACKET,
    /** Engine.IO: a second poll, or a second post, while the first is under way. */
    ENGINE_OVERLAP,
    /** Engine.IO: an upgrade that was not completed in time. */
    ENGINE_UPGRADE,
    /** Socket.IO: a packet that is none. */
    SOCKET_PACKET,
    /** Socket.IO: a packet whose JSON is none, or too deep. */
    SOCKET_JSON,
    /** Socket.IO: a packet at the wrong moment. */
    SOCKET_STATE,
    /** Socket.IO: too many or too large binary attachments. */
    SOCKET_ATTACHMENTS,
    /** Socket.IO: a namespace that is not there. */
    SOCKET_NAMESPACE,
    /** Socket.IO: connected, but to no namespace in time. */
    SOCKET_CONNECT_TIMEOUT,
    /** An event that we do not know. */
    EVENT_UNKNOWN,
    /** An event whose arguments are not what they should be. */
    EVENT_MALFORMED,
    /** A login that was turned down. */
    LOGIN,
    /** A connection that did not sign in in time. */
    LOGIN_TIMEOUT,
    /** A signal to or from somebody who is not in the same room. */
    SIGNAL_STRANGER,
    /** A signal above its size. */
    SIGNAL_TOO_LARGE,
    /** A frame to be relayed to or from somebody who is not in the same room. */
    RELAY_STRANGER,
    /** A relayed frame above its size. */
    RELAY_TOO_LARGE,
    /** A relayed frame beyond what one user may send. */
    RELAY_QUOTA,
    /** A relayed frame beyond what all users together may send. */
    RELAY_CAPACITY,
    /** A relayed frame to somebody who does not read what was sent before. */
    RELAY_BEHIND,
    /** A frame to be relayed where the operator does not want that. */
    RELAY_OFF,
    /** A question for the members of a room before its time. */
    MEMBERS_TOO_OFTEN,
    /** A question to the gatekeeper before its time. */
    GATE_TOO_OFTEN,
    /** A gate's rule that is none. */
    GATE_MALFORMED,
    /** A ticket asked for by somebody whose wallet has not signed. */
    GATE_UNPROVEN,
    /** A question to the gatekeeper where there is none. */
    GATE_OFF,
    /** A question for names that is none. */
    NAMES_MALFORMED,
    /** A question for names where they cannot be looked up. */
    NAMES_OFF,
    /** A wallet's name that does not count: not in its normal form, of another wallet, or to be asked for where nobody may. */
    NAME_REFUSED,
    /** A question for a picture that is none. */
    AVATAR_MALFORMED,
    /** A question for a picture where none can be looked up. */
    AVATAR_OFF,
    /** A question for a picture before its time. */
    AVATAR_TOO_OFTEN,
    /** A question for the picture of somebody who is not in the room. */
    AVATAR_STRANGER,
    /** A picture that is not shown: of a token that the wallet does not hold, too large, of another kind, out of reach. */
    AVATAR_REFUSED,
    /** A question for contracts' signatures that is none. */
    SIGNED_MALFORMED,
    /** A contract's signature to be checked while chains are asked of such as much as they may be. */
    CONTRACTS_BUSY
}
