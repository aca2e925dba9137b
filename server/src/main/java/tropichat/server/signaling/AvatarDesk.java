package tropichat.server.signaling;

import java.util.List;
import java.util.Locale;
import tropichat.chain.Avatar;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Card;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.WalletAddress;
import tropichat.core.signaling.Occupant;
import tropichat.json.Json;
import tropichat.json.JsonWriter;
import tropichat.server.gate.Gatekeeper;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.Loop;
import tropichat.server.socketio.Event;

/** Hands out the pictures by which people in a room may be shown, to whoever is there too. */
final class AvatarDesk {
    private static final int ADDRESS_CHARS_MAX = 44;
    private static final int AVATAR_CHARS_MAX = 200;

    private final Gatekeeper gatekeeper;
    private final Hashes hashes;
    private final Counters counters;

    AvatarDesk(Gatekeeper gatekeeper, Hashes hashes, Counters counters) {
        this.gatekeeper = gatekeeper;
        this.hashes = hashes;
        this.counters = counters;
    }

    /**
     * Answers {@code {kind: 'image', type, bytes}}, or {@code {kind: 'refused', reason}}. Nobody is looked up who is not in
     * the room with a wallet that has signed, so that nobody has this server ask for strangers.
     */
    void avatar(Seat seat, List<Occupant> room, Event event) {
        if (!gatekeeper.knowsAvatars()) {
            decline(seat, event, Refusal.AVATAR_OFF, "avatars_off", "This server looks up no pictures.");
        } else if (!seat.mayAskForAvatar(Loop.nowMillis())) {
            decline(seat, event, Refusal.AVATAR_TOO_OFTEN, "too_often", "You ask too often: wait a few seconds.");
        } else {
            try {
                Question question = question(event);
                if (room.stream()
                        .anyMatch(each -> each.verified() && each.wallet().equals(question.wallet()))) {
                    answer(seat, event.ackId(), question);
                } else {
                    decline(seat, event, Refusal.AVATAR_STRANGER, "stranger", "That wallet is not in the room.");
                }
            } catch (Malformed malformed) {
                String words = "The picture cannot be asked for so: " + malformed.getMessage() + ".";
                decline(seat, event, Refusal.AVATAR_MALFORMED, "avatar_invalid", words);
            }
        }
    }

    private void decline(Seat seat, Event event, Refusal counted, String code, String words) {
        counters.refused(counted);
        seat.socket.ack(event.ackId(), Messages.problem(code, words));
    }

    private record Question(EthereumAddress wallet, String avatar) {}

    private Question question(Event event) throws Malformed {
        Json asked = event.argument(0);
        Json wallet = asked == null ? null : asked.field("wallet");
        Json avatar = asked == null ? null : asked.field("avatar");
        if (wallet == null
                || avatar == null
                || !(WalletAddress.parse(wallet.text(ADDRESS_CHARS_MAX), hashes) instanceof EthereumAddress whose)) {
            throw new Malformed(Reason.FIELD, "an address of Ethereum and an avatar are wanted");
        }
        String text = avatar.text(AVATAR_CHARS_MAX);
        Card.parse(text, List.of());
        return new Question(whose, text);
    }

    private void answer(Seat seat, long ackId, Question question) {
        gatekeeper.avatar(question.wallet(), question.avatar(), avatar -> {
            switch (avatar) {
                // Whoever does not read what was sent before gets nothing large on top of it.
                case Avatar.Image ignored when seat.socket.isBehind() -> refuse(seat, ackId, Avatar.Reason.BUSY);
                case Avatar.Image image -> send(seat, ackId, image);
                case Avatar.Refused refused -> refuse(seat, ackId, refused.reason());
            }
        });
    }

    private static void send(Seat seat, long ackId, Avatar.Image image) {
        Bytes placeholder = Bytes.utf8("{\"_placeholder\":true,\"num\":0}");
        JsonWriter answer = new JsonWriter().beginArray().beginObject();
        answer.name("kind")
                .text("image")
                .name("type")
                .text(image.type())
                .name("bytes")
                .raw(placeholder);
        seat.socket.ackAll(ackId, answer.endObject().endArray().toBytes(), List.of(image.bytes()));
    }

    private void refuse(Seat seat, long ackId, Avatar.Reason reason) {
        counters.refused(Refusal.AVATAR_REFUSED);
        Bytes answer = new JsonWriter()
                .beginObject()
                .name("kind")
                .text("refused")
                .name("reason")
                .text(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .endObject()
                .toBytes();
        seat.socket.ack(ackId, answer);
    }
}
