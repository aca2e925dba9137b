package tropichat.core.rules;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestSession;
import tropichat.core.keys.History;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;

/** One of each kind of rule, and blocks that hold them. */
public final class RuleSamples {
    private static final Cid TARGET = Cid.ofBlock(Bytes.utf8("target"), TestRoom.HASHES);
    private static final Bytes SIGNATURE = Bytes.wrap(new byte[64]);

    private RuleSamples() {}

    static List<Rule> rules() {
        Person may = Person.named("may");
        Bytes secret = Bytes.wrap(new byte[Rule.Ended.SECRET_BYTES]);
        List<Rule.Ended> ended = List.of(new Rule.Ended(TARGET, listed(3), secret), TestRoom.ended(TARGET));
        return List.of(
                new Rule.Settings(TestRoom.settings(7), 0),
                new Rule.Appoint(may.account()),
                new Rule.Demote(may.account()),
                new Rule.Invite(may.session(), 3, TestRoom.EXPIRES_AT_MILLIS),
                new Rule.Revoke(TARGET),
                new Rule.Remove(may.account()),
                new Rule.Ban(may.account()),
                new Rule.Unban(may.account()),
                new Rule.Mute(may.account(), TestRoom.EXPIRES_AT_MILLIS, 12),
                new Rule.Unmute(may.account()),
                new Rule.Strike(TARGET),
                new Rule.Pin(TARGET),
                new Rule.Unpin(TARGET),
                new Rule.Admit(may.account(), may.session(), TARGET, TestRoom.PROOF),
                new Rule.Device(Bytes.utf8("prekey"), "Laptop 🌴"),
                new Rule.Epoch(2, ended, TARGET.digest(), 3),
                new Rule.Grant(TARGET, List.of(new Rule.Share(may.session(), Bytes.utf8("sealed")))),
                new TestRoom().pass(may, TestRoom.NOW_MILLIS),
                new TestRoom().lapse(may, TestRoom.NOW_MILLIS),
                new Rule.Withdraw(may.session()),
                new Rule.Leave());
    }

    /** Entries that nobody has made: ascending, each once. */
    static Bytes listed(int count) {
        List<Bytes> prefixes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] prefix = new byte[Rule.Ended.PREFIX_BYTES];
            prefix[prefix.length - 2] = (byte) (i >> 8);
            prefix[prefix.length - 1] = (byte) i;
            prefixes.add(Bytes.wrap(prefix));
        }
        return Bytes.concat(prefixes.toArray(Bytes[]::new));
    }

    public static List<Bytes> encoded() {
        return rules().stream().map(Rule::encode).toList();
    }

    /** Signed by nobody. */
    public static List<Bytes> blocks() {
        return encoded().stream()
                .map(content -> entry(content).block(SIGNATURE))
                .toList();
    }

    static RuleEntry entry(Bytes content) {
        Envelope envelope = new Envelope(
                new RoomName(TARGET.text()),
                new TestSession("may").key(),
                7,
                TestRoom.NOW_MILLIS,
                List.of(TARGET),
                TARGET);
        return new RuleEntry(envelope, content);
    }

    /** Signed by nobody. */
    public static Bytes record() {
        return TestRoom.record(History.SHARED, 9).block(SIGNATURE, TestRoom.HASHES);
    }
}
