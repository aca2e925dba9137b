package tropichat.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.keys.History;
import tropichat.core.link.Knock;
import tropichat.core.rules.Invitation;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.rules.Rule;
import tropichat.core.wire.Cid;

/** A room that belongs to Olga: its record, its key, and what people know of it before they come. */
final class TestGround {
    static final String OWNER = "Olga";

    final Cid id;
    final RoomName name;
    final Bytes record;
    final Bytes key = TestHost.HASHES.sha256(Bytes.utf8("the room's key"));

    /** Invitations that people hold, by their names. */
    private final Map<String, TestSession> invited = new LinkedHashMap<>();

    private final Map<String, String> pretended = new LinkedHashMap<>();

    TestGround(History history) {
        TestSession session = new TestSession(OWNER);
        RoomRecord made = new RoomRecord(
                new RoomSettings("Olga's", "", 100, 0, 0, 0),
                RoomRecord.Policy.INVITE,
                history,
                TestHost.delegation(session, new TestWallet(OWNER)),
                TestHost.START_MILLIS,
                RoomRecord.keyCheck(key, TestHost.HASHES));
        record = made.block(session.sign(made.signable(TestHost.HASHES)), TestHost.HASHES);
        try {
            RoomRecord.Received received = RoomRecord.decode(record, TestHost.HASHES);
            id = received.id();
            name = received.name();
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** What somebody who holds an invitation shows. */
    void give(String person, String invitation) {
        invited.put(person, new TestSession(invitation));
    }

    /** From now on somebody shows what the invitation's key has signed for another. */
    void pretend(String person, String other) {
        pretended.put(person, other);
    }

    /** The rule by which an invitation is there. */
    static Rule.Invite invite(String invitation, int uses) {
        return new Rule.Invite(new TestSession(invitation).key(), uses, TestHost.START_MILLIS + TestHost.DAY_MILLIS);
    }

    static EthereumAddress account(String person) {
        return new TestWallet(person).address();
    }

    /** @param knows whether the person's browser has kept the room's record */
    Charter charter(String person, TestSession session, boolean knows) {
        return new Charter(
                id, knows || person.equals(OWNER) ? record : null, key, knock(person, session), person + "'s laptop");
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
