package tropichat.server.signaling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Oldest;
import tropichat.core.base.TokenBucket;
import tropichat.json.Json;
import tropichat.server.config.RelaySettings;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.Loop;
import tropichat.server.socketio.Event;
import tropichat.server.socketio.Outgoing;
import tropichat.server.socketio.Socket;
import tropichat.server.socketio.SocketDirectory;

/**
 * Carries frames between members of a room who have no other path. They are sealed between the two: what passes here
 * has a size and a time, and no meaning. Each is handed on as it came, or not at all.
 */
final class SealedRelay {
    /** What may be sent at once, in seconds of a rate: a first look at a room's history. */
    private static final int BURST_SECONDS = 8;

    /** Users whose use is remembered; who used it longest ago is forgotten, and has the whole burst again. */
    private static final int USERS_MAX = 10_000;

    private final double userBytesPerSecond;
    private final @Nullable TokenBucket all;
    private final SocketDirectory sockets;
    private final Counters counters;
    private final Map<Object, TokenBucket> users = new LinkedHashMap<>();

    SealedRelay(RelaySettings settings, SocketDirectory sockets, Counters counters) {
        this.userBytesPerSecond = settings.userBytesPerSecond();
        this.all = settings.bytesPerSecond() == 0 ? null : bucket(settings.bytesPerSecond());
        this.sockets = sockets;
        this.counters = counters;
    }

    void carry(Seat from, Event event) {
        Json argument = event.argument(0);
        Json peerId = argument == null ? null : argument.field("peerId");
        List<Bytes> attachments = event.attachments();
        if (peerId == null || attachments.size() != 1) {
            counters.refused(Refusal.EVENT_MALFORMED);
            return;
        }
        Socket target = from.companion(sockets, peerId);
        int length = attachments.getFirst().length();
        if (target == null) {
            counters.refused(Refusal.RELAY_STRANGER);
        } else if (length > Limits.RELAY_FRAME_BYTES_MAX) {
            counters.refused(Refusal.RELAY_TOO_LARGE);
            from.socket.emit(Messages.notDone(
                    "relay_too_large",
                    "A relayed frame has at most " + Limits.RELAY_FRAME_BYTES_MAX + " bytes; yours has more."));
        } else if (target.isBehind()) {
            counters.refused(Refusal.RELAY_BEHIND);
        } else if (!mayCarry(from, length)) {
            counters.refused(Refusal.RELAY_QUOTA);
            from.socket.emit(Messages.notDone(
                    "relay_quota", "More was sent through the server than one person may send: wait a few seconds."));
        } else if (all != null && !all.take(length, Loop.nowMillis())) {
            counters.refused(Refusal.RELAY_CAPACITY);
            from.socket.emit(Messages.notDone("relay_quota", "Too much is sent through the server just now."));
        } else {
            counters.relayed++;
            counters.relayedBytes += length;
            target.emit(new Outgoing(from.relayed, attachments));
        }
    }

    private boolean mayCarry(Seat from, int bytes) {
        if (userBytesPerSecond == 0) {
            return true;
        }
        TokenBucket known = users.remove(from.user());
        TokenBucket bucket = known == null ? bucket(userBytesPerSecond) : known;
        users.put(from.user(), bucket);
        Oldest.forget(users.values(), USERS_MAX);
        return bucket.take(bytes, Loop.nowMillis());
    }

    private static TokenBucket bucket(double bytesPerSecond) {
        return new TokenBucket(bytesPerSecond, BURST_SECONDS * bytesPerSecond, Loop.nowMillis());
    }
}
