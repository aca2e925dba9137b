package tropichat.server.socketio;

/** Why a socket is gone; names double as metric labels. */
public enum DisconnectReason {
    /** The client sent DISCONNECT. */
    CLIENT_LEFT,
    /** The client closed or lost its connection. */
    TRANSPORT_CLOSED,
    /** No pong came in time. */
    PING_TIMEOUT,
    /** It sent what is no packet. */
    MALFORMED,
    /** It read too slowly, and too much had piled up for it. */
    SLOW_READER,
    /** The application ended it. */
    DISMISSED,
    /** The server is shutting down; clients come back by themselves. */
    SHUTDOWN
}
