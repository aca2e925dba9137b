package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.link.Knock;
import tropichat.core.rules.Invitation;
import tropichat.core.rules.RoomGate;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.rules.Rule;
import tropichat.core.wire.Cid;

/** A room that belongs to Olga: its record, its key, what people know of it before they come, and how they come. */
final class TestGround {
    static final String OWNER = "Olga";

    final Cid id;
    final RoomName name;
    final Bytes record;
    final Bytes key = TestHost.HASHES.sha256(Bytes.utf8("the room's key"));

    /** Invitations that people hold, by their names. */
    private final Map<String, TestSession> invited = new LinkedHashMap<>();

    private final Map<String, String> pretended = new LinkedHashMap<>();

    /** People who know of the room, and have not got its key. */
    private final Set<String> keyless = new LinkedHashSet<>();

    private final TestNetwork network;

    TestGround(TestNetwork network, History history) {
        this(network, history, null);
    }

    /** @param gatekeeper by whose word people come in; null where they need an invitation */
    TestGround(TestNetwork network, History history, @Nullable TestGatekeeper gatekeeper) {
        this.network = network;
        RoomGate gate = gatekeeper == null ? null : gatekeeper.gate();
        TestSession session = new TestSession(OWNER);
        RoomRecord made = new RoomRecord(
                new RoomSettings("Olga's", "", 100, 0, 0, 0),
                gate == null ? RoomRecord.Policy.INVITE : RoomRecord.Policy.GATE,
                history,
                TestHost.delegation(session, new TestWallet(OWNER)),
                TestHost.START_MILLIS,
                RoomRecord.keyCheck(key, TestHost.HASHES),
                gate);
        record = made.block(session.sign(made.signable(TestHost.HASHES)), TestHost.HASHES);
        try {
            RoomRecord.Received received = RoomRecord.decode(record, TestHost.HASHES);
            id = received.id();
            name = received.name();
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
        if (gatekeeper != null) {
            network.gatekeeper = gatekeeper;
            gatekeeper.room = name;
        }
    }

    // ---- Coming

    /** Somebody who comes in, or wants to. */
    TestNetwork.Page enter(String name) {
        return enter(name, name);
    }

    /** The same at another device: another session of the same wallet's. */
    TestNetwork.Page enter(String name, String session) {
        return network.connect(page(name, session, false));
    }

    /** Somebody who comes in, and reaches none of the others. */
    TestNetwork.Page shutIn(String name, TestNetwork.Page... others) {
        return network.connect(page(name, name, false), others);
    }

    /** Somebody whom the owner invites, and who has come in. */
    TestNetwork.Page invite(TestNetwork.Page owner, String name, long settleMillis) {
        network.pass(settleMillis);
        give(name, "for " + name);
        owner.tell(new Input.Decree(invite("for " + name, 1)));
        network.pass(settleMillis);
        TestNetwork.Page guest = enter(name);
        network.pass(settleMillis);
        return guest;
    }

    /** The same person in another browser, with what a backup holds: the room's key and record, and secrets of epochs. */
    TestNetwork.Page restore(TestNetwork.Page former, String session) {
        TestNetwork.Page page = page(former.host.name, session, true);
        page.host.epochs.putAll(former.host.epochs);
        page.tell(new Input.LawRestored(List.of(), new ArrayList<>(former.host.epochs.values())));
        page.tell(new Input.Restored(List.of(), List.of(), true));
        return network.connect(page);
    }

    /** The same person at the same device, with what the browser has kept. */
    TestNetwork.Page comeBack(TestNetwork.Page former) {
        TestNetwork.Page page = page(former.host.name, former.host.name, true);
        page.host.inherit(former.host);
        page.tell(new Input.LawRestored(
                new ArrayList<>(former.host.rules.values()), new ArrayList<>(former.host.epochs.values())));
        page.tell(former.host.restored());
        return network.connect(page);
    }

    /** All of these are away for some time, and then have a while together again. */
    List<TestNetwork.Page> away(long millis, long settleMillis, List<TestNetwork.Page> pages) {
        pages.forEach(TestNetwork.Page::crash);
        network.pass(millis);
        List<TestNetwork.Page> again = pages.stream().map(this::comeBack).toList();
        network.pass(settleMillis);
        return again;
    }

    /** Somebody who has not come yet. */
    TestNetwork.Page page(String name, String session, boolean restores) {
        return network.add(TestHost.in(
                this, name, session, network.chance(), network.nowMillis(), restores, network.chain != null));
    }

    // ---- What they know

    /** What somebody who holds an invitation shows. */
    void give(String person, String invitation) {
        invited.put(person, new TestSession(invitation));
    }

    /** Whoever has come in by an invitation forgets it. */
    void forgetInvitation(String person) {
        invited.remove(person);
    }

    /** From now on somebody shows what the invitation's key has signed for another. */
    void pretend(String person, String other) {
        pretended.put(person, other);
    }

    /** Somebody knows of the room, and has not got its key. */
    void withhold(String person) {
        keyless.add(person);
    }

    /** The rule by which an invitation is there. */
    static Rule.Invite invite(String invitation, int uses) {
        return new Rule.Invite(new TestSession(invitation).key(), uses, TestHost.START_MILLIS + TestHost.DAY_MILLIS);
    }

    static WalletAddress account(String person) {
        return new TestWallet(person).address();
    }

    /** @param knows whether the person's browser has kept the room's record */
    Charter charter(String person, TestSession session, boolean knows) {
        return new Charter(
                id,
                knows || person.equals(OWNER) ? record : null,
                keyless.contains(person) ? null : key,
                knock(person, session),
                person + "'s laptop");
    }

    private @Nullable Knock knock(String person, TestSession session) {
        TestSession invitation = invited.get(person);
        return invitation == null
                ? null
                : new Knock(
                        invitation.key(),
                        invitation.sign(Invitation.signable(
                                id, account(pretended.getOrDefault(person, person)), session.key())));
    }
}
