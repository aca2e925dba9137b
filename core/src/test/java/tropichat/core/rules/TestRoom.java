package tropichat.core.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.TestHashes;
import tropichat.core.gates.Finding;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.keys.History;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;

/** A closed room of Olga's, and what is said in its law. Identifiers are made from the order in which rules are made. */
final class TestRoom {
    static final Hashes HASHES = new TestHashes();
    static final Person OLGA = Person.named("olga");
    static final long NOW_MILLIS = 1_767_323_045_678L;
    static final long EXPIRES_AT_MILLIS = NOW_MILLIS + 86_400_000;
    static final DidKey INVITATION = new TestSession("invitation").key();
    static final Bytes PROOF = Bytes.wrap(new byte[Rule.Admit.PROOF_BYTES]);

    static final DidKey KEEPER = new TestSession("gatekeeper").key();
    static final Bytes RULE = Bytes.utf8("a rule");
    static final RoomGate GATE = new RoomGate(RULE, HASHES.sha256(RULE), List.of(KEEPER));

    private static final Cid PROFILE = Cid.ofBlock(Bytes.utf8("profile"), HASHES);

    final Cid id = Cid.ofBlock(Bytes.utf8("record"), HASHES);
    final RoomRecord record;
    final List<Ruled> said = new ArrayList<>();

    TestRoom() {
        this(History.SHARED, 100);
    }

    TestRoom(History history, int capacity) {
        record = record(history, capacity);
    }

    private TestRoom(RoomRecord record) {
        this.record = record;
    }

    /** One that asks for something that wallets hold. */
    static TestRoom gated(History history, int capacity) {
        return new TestRoom(record(history, capacity, GATE));
    }

    static RoomRecord record(History history, int capacity) {
        return record(history, capacity, null);
    }

    static RoomRecord record(History history, int capacity, @Nullable RoomGate gate) {
        return new RoomRecord(
                settings(capacity),
                gate == null ? RoomRecord.Policy.INVITE : RoomRecord.Policy.GATE,
                history,
                new TestWallet("olga").delegate(OLGA.session(), NOW_MILLIS, NOW_MILLIS + 1_000),
                NOW_MILLIS,
                RoomRecord.keyCheck(Bytes.wrap(new byte[RoomRecord.KEY_BYTES]), HASHES),
                gate);
    }

    static RoomSettings settings(int capacity) {
        return settings(capacity, 0);
    }

    static RoomSettings settings(int capacity, int slowSeconds) {
        return new RoomSettings("Olga's", "", capacity, 0, 0, slowSeconds);
    }

    /** A rule that has seen these, and is said as soon as it can be. */
    Ruled says(Person by, Rule rule, Ruled... seen) {
        long lamport = 1;
        for (Ruled each : seen) {
            lamport = Math.max(lamport, each.envelope().lamport() + 1);
        }
        return saysAt(lamport, by, rule, seen);
    }

    Ruled saysAt(long lamport, Person by, Rule rule, Ruled... seen) {
        Ruled made = rule(lamport, NOW_MILLIS + lamport, said.size(), by, rule, seen);
        said.add(made);
        return made;
    }

    /** A rule that is in no log yet. */
    Ruled rule(long lamport, long timeMillis, int number, Person by, Rule rule, Ruled... seen) {
        List<Cid> parents = new ArrayList<>();
        for (Ruled each : seen) {
            parents.add(each.id());
        }
        Envelope envelope = new Envelope(new RoomName(id.text()), by.session(), lamport, timeMillis, parents, PROFILE);
        return new Ruled(Cid.ofBlock(Bytes.utf8("rule " + number), HASHES), envelope, by.account(), rule);
    }

    Rule invite(int uses) {
        return new Rule.Invite(INVITATION, uses, EXPIRES_AT_MILLIS);
    }

    static Rule admit(Person guest, Ruled invite) {
        return new Rule.Admit(guest.account(), guest.session(), invite.id(), PROOF);
    }

    /** By a ticket that was given then; signed by nobody. */
    Rule pass(Person who, long fromMillis) {
        long until = fromMillis + Ticket.LIFETIME_MILLIS_MAX;
        return new Rule.Pass(new Ticket(finding(who), who.session(), until, KEEPER, PROOF));
    }

    Rule lapse(Person whose, long atMillis) {
        return new Rule.Lapsed(new Lapse(finding(whose), atMillis, KEEPER, PROOF));
    }

    private Finding finding(Person whose) {
        return new Finding(new RoomName(id.text()), whose.account(), GATE.hash(), List.of());
    }

    static Rule epoch(long number, Rule.Ended... ended) {
        return new Rule.Epoch(number, List.of(ended), Bytes.wrap(new byte[Rule.Epoch.COMMITMENT_BYTES]), 0);
    }

    /** An epoch that is ended without anything being listed or handed down. */
    static Rule.Ended ended(Cid epoch) {
        return new Rule.Ended(epoch, Bytes.EMPTY, Bytes.EMPTY);
    }

    Rules rules() {
        return new Rules(id, record);
    }

    /** The room by all that was said, whatever came first. */
    State state() {
        return rulesOf(said).state();
    }

    Rules rulesOf(List<Ruled> arriving) {
        Rules rules = rules();
        List<Ruled> waiting = new ArrayList<>(arriving);
        while (!waiting.isEmpty()) {
            int before = waiting.size();
            waiting.removeIf(each -> !(rules.add(each) instanceof Added.Missing));
            assertEquals(true, waiting.size() < before, "parents that nobody has");
        }
        assertEquals(arriving.size(), rules.size());
        return rules;
    }

    /** Gives all that was said in every order, and checks the room that comes of each. */
    void inEveryOrder(Consumer<State> check) {
        State first = state();
        check.accept(first);
        permute(
                new ArrayList<>(said),
                0,
                order -> assertEquals(first, rulesOf(order).state()));
        assertEquals(first, new SlowLaw(record, said).state());
    }

    private static void permute(List<Ruled> order, int from, Consumer<List<Ruled>> each) {
        if (from == order.size()) {
            each.accept(order);
        }
        for (int i = from; i < order.size(); i++) {
            Collections.swap(order, from, i);
            permute(order, from + 1, each);
            Collections.swap(order, from, i);
        }
    }

    static void assertRefused(Added.Reason reason, Added added) {
        assertEquals(reason, assertInstanceOf(Added.Refused.class, added).reason());
    }
}
