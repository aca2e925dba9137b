package tropichat.server.socketio;

import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

/** Socket.IO's packets; on the wire each is its digit. */
enum PacketType {
    CONNECT,
    DISCONNECT,
    EVENT,
    ACK,
    CONNECT_ERROR,
    BINARY_EVENT,
    BINARY_ACK;

    static PacketType of(byte digit) throws Refused {
        return switch (digit) {
            case '0' -> CONNECT;
            case '1' -> DISCONNECT;
            case '2' -> EVENT;
            case '3' -> ACK;
            case '4' -> CONNECT_ERROR;
            case '5' -> BINARY_EVENT;
            case '6' -> BINARY_ACK;
            default -> throw new Refused(Refusal.SOCKET_PACKET);
        };
    }

    boolean isBinary() {
        return this == BINARY_EVENT || this == BINARY_ACK;
    }
}
