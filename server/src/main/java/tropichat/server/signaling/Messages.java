package tropichat.server.signaling;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.signaling.LobbyOutput;
import tropichat.core.signaling.LoginError;
import tropichat.core.signaling.Occupant;
import tropichat.json.JsonWriter;
import tropichat.server.config.RelaySettings;
import tropichat.server.ice.IceAnswer;
import tropichat.server.socketio.Outgoing;

/** The events that the server sends, as JSON: docs/protocol.md describes each. */
final class Messages {
    private Messages() {}

    static Bytes limits(int meshMembers, @Nullable RelaySettings relay) {
        JsonWriter limits = new JsonWriter()
                .beginObject()
                .name("usernameChars")
                .integer(Limits.USERNAME_CHARS_MAX)
                .name("roomChars")
                .integer(Limits.ROOM_CHARS_MAX)
                .name("textBytes")
                .integer(Limits.TEXT_BYTES_MAX)
                .name("signalBytes")
                .integer(Limits.SIGNAL_BYTES_MAX)
                .name("meshMembers")
                .integer(meshMembers);
        if (relay != null) {
            limits.name("relayBytesPerSecond").integer((long) relay.userBytesPerSecond());
        }
        return limits.endObject().toBytes();
    }

    static Bytes challenge(LobbyOutput.Challenge challenge) {
        return new JsonWriter()
                .beginObject()
                .name("nonce")
                .text(challenge.nonce())
                .name("domain")
                .text(challenge.domain())
                .name("expiresAt")
                .integer(challenge.expiresAtMillis())
                .endObject()
                .toBytes();
    }

    static Bytes user(Occupant occupant, Hashes hashes) {
        JsonWriter user = new JsonWriter()
                .beginObject()
                .name("id")
                .text(occupant.id())
                .name("username")
                .text(occupant.profile().name())
                .name("walletAddress")
                .text(occupant.wallet().text(hashes))
                .name("color")
                .text(occupant.profile().color())
                .name("verified")
                .bool(occupant.verified());
        if (occupant.session() != null) {
            user.name("did").text(occupant.session().did());
        }
        return user.endObject().toBytes();
    }

    static Outgoing authenticated(
            LobbyOutput.Admitted admitted, List<Bytes> users, IceAnswer ice, Bytes limits, @Nullable GateDesk gates) {
        Occupant self = admitted.self();
        JsonWriter answer = new JsonWriter()
                .beginObject()
                .name("id")
                .text(self.id())
                .name("room")
                .text(self.room().text())
                .name("limits")
                .raw(limits);
        iceServers(answer, ice);
        if (gates != null) {
            gates.describe(self.room(), answer);
        }
        return Outgoing.event("authenticated", roster(answer, users, admitted.size()));
    }

    /** Who is in a room: the answer to {@code members}, and what {@code room} tells. */
    static Bytes roster(List<Bytes> users, int size) {
        return roster(new JsonWriter().beginObject(), users, size);
    }

    private static Bytes roster(JsonWriter begun, List<Bytes> users, int size) {
        begun.name("size").integer(size).name("peers").beginArray();
        users.forEach(begun::raw);
        return begun.endArray().endObject().toBytes();
    }

    /** @param more what helps besides, in this server's case; in words behind a blank, or empty */
    static Outgoing refused(LoginError error, String more) {
        return Outgoing.event("auth_error", problem(error.code(), error.words() + more));
    }

    static Outgoing peerLeft(Occupant who) {
        Bytes left = new JsonWriter()
                .beginObject()
                .name("id")
                .text(who.id())
                .name("username")
                .text(who.profile().name())
                .endObject()
                .toBytes();
        return Outgoing.event("peer_left", left);
    }

    /** Tells a client that an event of its was not carried out. */
    static Outgoing notDone(String code, String words) {
        return Outgoing.event("refused", problem(code, words));
    }

    static Bytes ice(IceAnswer ice, List<String> alternateStun) {
        JsonWriter answer = new JsonWriter().beginObject();
        iceServers(answer, ice);
        if (!alternateStun.isEmpty()) {
            answer.name("alternateStun").beginArray();
            alternateStun.forEach(answer::text);
            answer.endArray();
        }
        return answer.endObject().toBytes();
    }

    private static void iceServers(JsonWriter into, IceAnswer ice) {
        into.name("iceServers").raw(ice.servers());
        if (ice.lifetimeSeconds() != IceAnswer.FOREVER) {
            into.name("iceSeconds").integer(ice.lifetimeSeconds());
        }
    }

    /** A value of a list that is closed, for programs: in lower case. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Bytes problem(String code, String words) {
        return new JsonWriter()
                .beginObject()
                .name("message")
                .text(words)
                .name("code")
                .text(code)
                .endObject()
                .toBytes();
    }
}
