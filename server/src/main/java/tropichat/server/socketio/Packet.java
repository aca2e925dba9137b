package tropichat.server.socketio;

import org.jspecify.annotations.Nullable;
import tropichat.json.Json;

/**
 * A packet as it was received, its JSON checked and lying in the read buffer.
 *
 * @param attachments how many binary messages follow and belong to it
 * @param ackId {@link Event#NO_ACK} where there is none
 */
record Packet(
        PacketType type,
        int attachments,
        String namespace,
        long ackId,
        @Nullable Json payload) {}
