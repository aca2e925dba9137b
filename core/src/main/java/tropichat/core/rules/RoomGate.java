package tropichat.core.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.Finding;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What wallets must hold to be in a room, and whose word counts on whether they do.
 *
 * @param rule as {@link GateRule#encode} writes it, 1 to {@link GateRule#BYTES_MAX}: gatekeepers read it, peers only its hash
 * @param hash by which tickets name it
 * @param keepers 1 to {@link Ticket#KEEPERS_MAX} gatekeepers
 */
public record RoomGate(Bytes rule, Bytes hash, List<DidKey> keepers) {
    public RoomGate {
        keepers = Collections.unmodifiableList(new ArrayList<>(keepers));
    }

    /** Takes what somebody wrote; {@code FIELD} or {@code TOO_LARGE} where it is beyond a bound. */
    public static RoomGate of(Bytes rule, List<DidKey> keepers, Hashes hashes) throws Malformed {
        if (rule.isEmpty() || rule.length() > GateRule.BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a room's rule has 1 to " + GateRule.BYTES_MAX + " bytes");
        }
        if (keepers.isEmpty() || keepers.size() > Ticket.KEEPERS_MAX) {
            throw new Malformed(Reason.FIELD, "a room with a rule has 1 to " + Ticket.KEEPERS_MAX + " gatekeepers");
        }
        return new RoomGate(rule, hashes.sha256(rule), keepers);
    }

    Value encode() {
        List<Value> keys = new ArrayList<>();
        keepers.forEach(keeper -> keys.add(new Value.Blob(keeper.publicKey())));
        return Value.map().with("rule", rule).with("keepers", new Value.Sequence(keys));
    }

    static RoomGate decode(Fields fields, Hashes hashes) throws Malformed {
        List<DidKey> keepers = new ArrayList<>();
        for (Value key : fields.list("keepers", Ticket.KEEPERS_MAX)) {
            if (!(key instanceof Value.Blob blob) || blob.bytes().length() != DidKey.KEY_LENGTH) {
                throw new Malformed(Reason.FIELD, "a gatekeeper that is no key");
            }
            keepers.add(new DidKey(blob.bytes()));
        }
        return of(fields.blob("rule", 1, GateRule.BYTES_MAX), keepers, hashes);
    }

    /** Whether a ticket lets its wallet's session in at this time, its signature aside. */
    boolean admits(Ticket ticket, RoomName room, DidKey session, long atMillis, long graceMillis) {
        return ticket.refusal(room, session, ticket.finding().wallet(), hash, keepers, atMillis, graceMillis) == null;
    }

    /** Whether a gatekeeper of this room's speaks of it, its signature aside. */
    boolean heeds(Lapse lapse, RoomName room) {
        Finding finding = lapse.finding();
        return finding.room().equals(room) && finding.rule().equals(hash) && keepers.contains(lapse.keeper());
    }
}
