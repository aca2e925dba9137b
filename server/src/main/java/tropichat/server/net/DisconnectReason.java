package tropichat.server.net;

/** Why a connection, a session or a socket is gone; names double as metric labels. */
public enum DisconnectReason {
    /** The client said goodbye: DISCONNECT, a close packet or a close frame. */
    CLIENT_LEFT,
    /** The connection ended without a goodbye. */
    TRANSPORT_CLOSED,
    /** No pong came in time. */
    PING_TIMEOUT,
    /** It sent what is no packet. */
    MALFORMED,
    /** It read too slowly, and too much had piled up for it. */
    SLOW_READER,
    /** This side ended it. */
    DISMISSED,
    /** The server is shutting down; clients come back by themselves. */
    SHUTDOWN
}
