package tropichat.server.signaling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.MerkleProof;
import tropichat.core.gates.Ticket;
import tropichat.core.gates.Uint256;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.signaling.ContractWord;
import tropichat.core.signaling.LobbyOutput;
import tropichat.core.signaling.Occupant;
import tropichat.json.Json;
import tropichat.json.JsonValue;
import tropichat.json.JsonWriter;
import tropichat.server.config.BadConfig;
import tropichat.server.gate.GateSettings;
import tropichat.server.gate.Gatekeeper;
import tropichat.server.metrics.Counters;
import tropichat.server.metrics.Refusal;
import tropichat.server.net.Loop;
import tropichat.server.socketio.Event;
import tropichat.server.socketio.Outgoing;

/** What people ask the gatekeeper, and whom it tells what it finds. */
final class GateDesk implements Gatekeeper.Listener {
    /** Lists of which somebody shows to be in, at once. */
    private static final int PROOFS_MAX = 8;

    private static final int ADDRESS_CHARS_MAX = 44;
    private static final int DID_CHARS_MAX = 64;
    private static final int ENCODED_CHARS_MAX = (GateRule.BYTES_MAX + 2) / 3 * 4;
    private static final int WORD_CHARS = 2 + 2 * Uint256.LENGTH;

    /** Who is in a room, and how to be heard and got rid of there. */
    interface Rooms {
        List<Occupant> occupants(RoomName room);

        void tell(List<Occupant> to, Outgoing event);

        /** The same of one connection, in a room or not. */
        void tell(String id, Outgoing event);

        void dismiss(String id, String code, String words);
    }

    private final Gatekeeper gatekeeper;
    private final Hashes hashes;
    private final Counters counters;
    private final Rooms rooms;
    private final NameDesk names;
    private final AvatarDesk avatars;
    private final ContractDesk contracts;

    /** Starts the gatekeeper. */
    GateDesk(GateSettings settings, Loop loop, Hashes hashes, RandomSource random, Counters counters, Rooms rooms)
            throws BadConfig {
        this.hashes = hashes;
        this.counters = counters;
        this.rooms = rooms;
        this.gatekeeper = gatekeeper(settings, loop, random);
        this.names = new NameDesk(gatekeeper, hashes, counters);
        this.avatars = new AvatarDesk(gatekeeper, hashes, counters);
        this.contracts = new ContractDesk(gatekeeper, hashes, counters);
    }

    private Gatekeeper gatekeeper(GateSettings settings, Loop loop, RandomSource random) throws BadConfig {
        try {
            return new Gatekeeper(settings, loop, System::currentTimeMillis, hashes, random, this);
        } catch (IOException noKeys) {
            throw new BadConfig("gatekeeper-key: " + noKeys.getMessage() + ".");
        }
    }

    void stop() {
        gatekeeper.stop();
    }

    /** Adds to {@code authenticated} whose word counts on who may enter, what is asked in this room, and whether names and pictures are. */
    void describe(RoomName room, JsonWriter into) {
        writeKeepers(into);
        if (gatekeeper.knowsNames()) {
            into.name("names").bool(true);
        }
        if (gatekeeper.knowsAvatars()) {
            into.name("avatars").bool(true);
        }
        into.name("chains").beginArray();
        gatekeeper.chains().forEach(into::integer);
        into.endArray();
        GateRule rule = gatekeeper.rule(room);
        if (rule != null) {
            into.name("gate").beginObject().name("rule");
            JsonValue.write(rule.write(), into);
            into.name("hash").text("0x" + rule.hash(hashes).hex()).endObject();
        }
    }

    /** Whether a wallet that is a contract has signed. */
    void askContract(SignatureCheck.ByContract check, Consumer<ContractWord> onWord) {
        contracts.ask(check, onWord);
    }

    /** The chains that can be asked, in words. */
    String chainsInWords() {
        List<Long> chains = gatekeeper.chains();
        return chains.isEmpty()
                ? ""
                : " It asks: " + chains.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
    }

    /** Whether somebody may come in whose signatures are right. */
    void judge(LobbyOutput.Judge judge, Consumer<Verdict.Outcome> onOutcome) {
        GateRule rule = gatekeeper.rule(judge.room());
        if (rule == null) {
            onOutcome.accept(Verdict.Outcome.PASS);
        } else {
            gatekeeper.admit(judge.room(), rule, judge.wallet(), verdict -> {
                if (!verdict.passes()) {
                    rooms.tell(judge.of(), denial(rule, verdict));
                }
                onOutcome.accept(verdict.outcome());
            });
        }
    }

    /** Why somebody is not let in: told before it is refused. */
    private static Outgoing denial(GateRule rule, Verdict verdict) {
        JsonWriter denial = new JsonWriter().beginObject().name("rule");
        JsonValue.write(rule.write(), denial);
        write(verdict, denial.name("verdict"));
        return Outgoing.event("verdict", denial.endObject().toBytes());
    }

    // ---- What people ask

    /**
     * Whether a wallet would pass a rule, and why, and what whoever makes a room by it has to write down. For that nobody
     * has to be in a room: what wallets hold is no secret.
     *
     * @param self null for somebody who has not signed in; where no wallet is named either, none is judged
     */
    void gate(Seat seat, @Nullable Occupant self, Event event) {
        answer(seat, event, asked -> {
            WalletAddress judged = judged(asked, self);
            GateRule rule = rule(self == null ? null : self.room(), asked);
            List<MerkleProof> proofs = proofs(asked);
            return judged == null
                    ? onAnswer -> onAnswer.accept(write(rule, null))
                    : onAnswer -> gatekeeper.judge(
                            rule, judged, proofs, judgement -> onAnswer.accept(write(rule, judgement.verdict())));
        });
    }

    private @Nullable WalletAddress judged(Json asked, @Nullable Occupant self) throws Malformed {
        Json wallet = asked.field("wallet");
        if (wallet != null) {
            return WalletAddress.parse(wallet.text(ADDRESS_CHARS_MAX), hashes);
        }
        return self == null ? null : self.wallet();
    }

    private JsonWriter write(GateRule rule, @Nullable Verdict verdict) {
        JsonWriter answer = new JsonWriter().beginObject();
        if (verdict != null) {
            write(verdict, answer.name("verdict"));
        }
        answer.name("encoded").text(base64(rule.encode()));
        writeKeepers(answer);
        return answer.endObject();
    }

    private void writeKeepers(JsonWriter into) {
        into.name("gatekeepers").beginArray();
        for (DidKey key : gatekeeper.keys()) {
            into.text(key.did());
        }
        into.endArray();
    }

    /** Who of these wallets holds no more what a room asks for: lapses of those. */
    void lapses(Seat seat, Occupant self, Event event) {
        answer(seat, event, asked -> {
            GateRule rule = rule(self.room(), asked);
            List<DidKey> keepers = keepers(asked);
            List<WalletAddress> wallets = NameDesk.wallets(asked, hashes);
            return onAnswer -> gatekeeper.lapses(self.room(), rule, wallets, keepers, lapses -> {
                JsonWriter answer =
                        new JsonWriter().beginObject().name("lapses").beginArray();
                lapses.forEach(lapse -> answer.text(base64(lapse.encode())));
                onAnswer.accept(answer.endArray().endObject());
            });
        });
    }

    /** A ticket for the room in which somebody is. */
    void ticket(Seat seat, Occupant self, Event event) {
        DidKey session = self.session();
        if (session == null || !self.verified()) {
            counters.refused(Refusal.GATE_UNPROVEN);
            seat.socket.ack(
                    event.ackId(), Messages.problem("unproven", "Tickets are for wallets that have signed in."));
            return;
        }
        answer(seat, event, asked -> {
            GateRule rule = rule(self.room(), asked);
            List<MerkleProof> proofs = proofs(asked);
            Gatekeeper.Bearer bearer = new Gatekeeper.Bearer(self.room(), self.wallet(), session, keepers(asked));
            return onAnswer -> gatekeeper.ticket(bearer, rule, proofs, answer -> onAnswer.accept(write(answer)));
        });
    }

    /** By which names of ENS people in the room go. */
    void names(Seat seat, Occupant self, Event event) {
        if (!gatekeeper.knowsNames()) {
            counters.refused(Refusal.NAMES_OFF);
            seat.socket.ack(event.ackId(), Messages.problem("names_off", "This server looks up no names."));
            return;
        }
        if (isTooOften(seat, event)) {
            return;
        }
        try {
            long ackId = event.ackId();
            names.names(rooms.occupants(self.room()), object(event), answer -> seat.socket.ack(ackId, answer));
        } catch (Malformed malformed) {
            counters.refused(Refusal.NAMES_MALFORMED);
            seat.socket.ack(
                    event.ackId(),
                    Messages.problem("names_invalid", "Names cannot be told so: " + malformed.getMessage() + "."));
        }
    }

    /** By which picture somebody in the room may be shown. */
    void avatar(Seat seat, Occupant self, Event event) {
        avatars.avatar(seat, rooms.occupants(self.room()), event);
    }

    /** Whether wallets that are contracts have signed: for pages that cannot ask their chain. */
    void signed(Seat seat, Event event) {
        if (isTooOften(seat, event)) {
            return;
        }
        try {
            long ackId = event.ackId();
            contracts.signed(object(event), answer -> seat.socket.ack(ackId, answer));
        } catch (Malformed malformed) {
            counters.refused(Refusal.SIGNED_MALFORMED);
            seat.socket.ack(
                    event.ackId(),
                    Messages.problem(
                            "signed_invalid", "Signatures cannot be asked about so: " + malformed.getMessage() + "."));
        }
    }

    private boolean isTooOften(Seat seat, Event event) {
        boolean isAllowed = seat.mayAskGatekeeper(Loop.nowMillis());
        if (!isAllowed) {
            counters.refused(Refusal.GATE_TOO_OFTEN);
            seat.socket.ack(event.ackId(), Messages.problem("too_often", "You ask too often: wait a few seconds."));
        }
        return !isAllowed;
    }

    private static Json object(Event event) throws Malformed {
        Json asked = event.argument(0);
        if (asked == null || asked.kind() != Json.Kind.OBJECT) {
            throw new Malformed(Reason.FIELD, "an object is wanted");
        }
        return asked;
    }

    /** Reads what is asked for. */
    private interface Reading {
        Consumer<Consumer<JsonWriter>> read(Json asked) throws Malformed;
    }

    private void answer(Seat seat, Event event, Reading reading) {
        if (isTooOften(seat, event)) {
            return;
        }
        try {
            long ackId = event.ackId();
            reading.read(object(event)).accept(answer -> seat.socket.ack(ackId, answer.toBytes()));
        } catch (Malformed malformed) {
            counters.refused(Refusal.GATE_MALFORMED);
            seat.socket.ack(
                    event.ackId(),
                    Messages.problem("rule_invalid", "The rule cannot be used: " + malformed.getMessage() + "."));
        }
    }

    /** The room's own where the operator gates it, else what somebody asks about. */
    private GateRule rule(@Nullable RoomName room, Json asked) throws Malformed {
        Json encoded = asked.field("encoded");
        if (encoded != null) {
            return GateRule.decode(decoded(encoded), hashes);
        }
        Json rule = asked.field("rule");
        GateRule own = room == null ? null : gatekeeper.rule(room);
        if (rule == null && own != null) {
            return own;
        }
        if (rule == null) {
            throw new Malformed(Reason.FIELD, "a rule is missing");
        }
        return GateRule.of(JsonValue.of(rule), hashes);
    }

    private static Bytes decoded(Json encoded) throws Malformed {
        try {
            return Bytes.wrap(Base64.getUrlDecoder().decode(encoded.text(ENCODED_CHARS_MAX)));
        } catch (IllegalArgumentException noBase64) {
            throw new Malformed(Reason.SYNTAX, "an encoded rule is base64url");
        }
    }

    /** Whose word counts for whoever asks; none named where it is all of ours. */
    private static List<DidKey> keepers(Json asked) throws Malformed {
        Json named = asked.field("keepers");
        List<DidKey> keepers = new ArrayList<>();
        for (Json keeper : named == null ? List.<Json>of() : named.elements()) {
            if (keepers.size() == Ticket.KEEPERS_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "there are more gatekeepers than a room may have");
            }
            keepers.add(DidKey.parse(keeper.text(DID_CHARS_MAX)));
        }
        return keepers;
    }

    private static List<MerkleProof> proofs(Json asked) throws Malformed {
        Json given = asked.field("proofs");
        List<MerkleProof> proofs = new ArrayList<>();
        for (Json proof : given == null ? List.<Json>of() : given.elements()) {
            List<Bytes> path = new ArrayList<>();
            for (Json node : proof.elements()) {
                path.add(word(node.text(WORD_CHARS)));
            }
            if (proofs.size() == PROOFS_MAX || path.size() > MerkleProof.PATH_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "there are more proofs, or longer ones, than are read");
            }
            proofs.add(new MerkleProof(path));
        }
        return proofs;
    }

    private static Bytes word(String text) throws Malformed {
        Bytes word = text.startsWith("0x") ? Bytes.parseHex(text.substring(2)) : null;
        if (word == null || word.length() != Uint256.LENGTH) {
            throw new Malformed(Reason.SYNTAX, "a proof is made of words: 0x and 64 hexadecimal digits");
        }
        return word;
    }

    // ---- What is found out

    @Override
    public void onLapse(Lapse lapse, Gatekeeper.Loss loss) {
        RoomName room = lapse.finding().room();
        List<Occupant> all = rooms.occupants(room);
        Bytes told = new JsonWriter()
                .beginObject()
                .name("walletAddress")
                .text(lapse.finding().wallet().text(hashes))
                .name("lapse")
                .text(base64(lapse.encode()))
                .endObject()
                .toBytes();
        rooms.tell(all, Outgoing.event("lapse", told));
        counters.gateLapses++;
        WalletAddress wallet = lapse.finding().wallet();
        switch (loss) {
            case HOLDING -> dismiss(room, wallet, "gate_lost", "Your wallet no longer holds what this room asks for.");
            case SEAT ->
                dismiss(
                        room,
                        wallet,
                        "seat_taken",
                        "Somebody else has taken your seat: each token lets in one wallet at a time, and another one that"
                                + " may use yours came in. Come in again to take it back.");
            case UNKNOWN ->
                dismiss(
                        room,
                        wallet,
                        "gate_unknown",
                        "For too long nobody could check whether your wallet may be in this room: try again later.");
        }
    }

    @Override
    public boolean isHere(RoomName room, WalletAddress wallet) {
        return rooms.occupants(room).stream().anyMatch(each -> each.wallet().equals(wallet));
    }

    private void dismiss(RoomName room, WalletAddress wallet, String code, String words) {
        for (Occupant each : rooms.occupants(room)) {
            if (each.wallet().equals(wallet)) {
                rooms.dismiss(each.id(), code, words);
            }
        }
    }

    private static JsonWriter write(Gatekeeper.Answer answer) {
        JsonWriter written = new JsonWriter().beginObject().name("verdict");
        write(answer.verdict(), written);
        Ticket ticket = answer.ticket();
        if (ticket != null) {
            written.name("ticket").text(base64(ticket.encode())).name("until").integer(ticket.untilMillis());
        }
        return written.endObject();
    }

    private static void write(Verdict verdict, JsonWriter into) {
        into.beginObject()
                .name("outcome")
                .text(Messages.word(verdict.outcome()))
                .name("reason")
                .text(Messages.word(verdict.reason()))
                .name("parts")
                .beginArray();
        verdict.parts().forEach(part -> write(part, into));
        into.endArray().endObject();
    }

    private static String base64(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.unsafeArray());
    }
}
