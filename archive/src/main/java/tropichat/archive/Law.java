package tropichat.archive;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.RoomName;
import tropichat.core.room.Envelope;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.SealedRecord;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;
import tropichat.crypto.SignatureVerifier;

/**
 * The law in an archive: the room's record, and its rules, each of which is judged as far as that goes without the room's
 * key. Which rules count depends on all of them and on what is sealed in them: that the members' pages find.
 */
final class Law {
    /** Rules that one room can have. */
    private static final int RULES_MAX = Limits.RULES_MAX + Limits.RULES_RESERVE;

    /**
     * A record.
     *
     * @param closed the room is for who was invited: its rules are sealed
     * @param sealed so is the record itself
     * @param wrong why it does not count; null where it does
     */
    private record Known(
            RoomName room,
            boolean closed,
            boolean sealed,
            @Nullable String wrong) {}

    private final Hashes hashes;
    private final SignatureVerifier verifier;
    private final Profiles profiles;
    private final Map<Cid, Known> records = new HashMap<>();

    /** Lamports of the rules that can be read, whether they are right or not. */
    private final Map<Cid, Long> lamports = new HashMap<>();

    private @Nullable RoomName room;
    private @Nullable Known record;
    private int rules;

    Law(Hashes hashes, SignatureVerifier verifier, Profiles profiles) {
        this.hashes = hashes;
        this.verifier = verifier;
        this.profiles = profiles;
    }

    /** Takes a block that is neither a batch nor said in the room; false where it is not of the law. */
    boolean take(Car.Block block, Fields fields) throws Malformed {
        if (!fields.has("kind")) {
            records.put(block.cid(), SealedRecord.isIn(fields) ? sealed(fields) : read(block.bytes()));
            return true;
        }
        if (fields.text("kind", Integer.MAX_VALUE).equals(RuleEntry.KIND)) {
            RuleEntry.Received received = RuleEntry.decode(block.bytes(), hashes);
            lamports.put(received.id(), received.entry().envelope().lamport());
            return true;
        }
        return false;
    }

    private static Known sealed(Fields fields) throws Malformed {
        return new Known(SealedRecord.decode(fields).room(), true, true, null);
    }

    private Known read(Bytes block) throws Malformed {
        RoomRecord.Received received = RoomRecord.decode(block, hashes);
        RoomRecord read = received.record();
        boolean signed = received.checks().stream().allMatch(verifier::verify);
        String wrong = signed
                ? profiles.refusal(read.delegation(), read.delegation().session(), read.timeMillis())
                : "its signature, or the wallet's, is wrong";
        return new Known(received.name(), read.policy() != RoomRecord.Policy.OPEN, false, wrong);
    }

    /** All of the file is known: says what is wrong with the records. */
    void judge(@Nullable RoomName ofBatches, Refusals refusals) {
        room = ofBatches;
        records.forEach((cid, each) -> {
            if (!each.room().equals(room)) {
                refusals.add(
                        cid,
                        "the record of another room, "
                                + Trouble.quote(each.room().text()));
            } else if (each.wrong() != null) {
                refusals.add(cid, "the room's record does not count: " + each.wrong());
            } else {
                record = each;
            }
        });
        if (record == null && !lamports.isEmpty()) {
            refusals.add("the room's record is not in the file: who has no copy of it can judge none of its "
                    + lamports.size() + " rules");
        }
    }

    boolean isRule(Cid cid) {
        return lamports.containsKey(cid);
    }

    /** Why a rule cannot count; null where nothing says so. For any thread, once {@link #judge} is over. */
    @Nullable
    String whyNot(Bytes block) {
        try {
            RuleEntry.Received received = RuleEntry.decode(block, hashes);
            Envelope envelope = received.entry().envelope();
            if (room != null && !envelope.room().equals(room)) {
                return "a rule of another room, "
                        + Trouble.quote(envelope.room().text());
            }
            if (!verifier.verify(received.check())) {
                return "its signature is wrong";
            }
            checkContent(received.entry().content());
            String lacking = lacking(envelope);
            return lacking == null ? profiles.whyNot(received.id(), envelope) : lacking;
        } catch (Malformed malformed) {
            return malformed.getMessage();
        }
    }

    private @Nullable String lacking(Envelope envelope) {
        for (Cid parent : envelope.parents()) {
            Long seen = lamports.get(parent);
            if (seen == null) {
                return "the rule that it builds on, " + parent + ", is not in the file";
            }
            if (seen >= envelope.lamport()) {
                return "its place in the law is not behind what it builds on";
            }
        }
        return null;
    }

    private void checkContent(Bytes content) throws Malformed {
        if (record != null && !record.closed()) {
            Rule.decode(content);
        } else if (record != null && content.length() < RoomKey.SEALING_BYTES) {
            throw new Malformed(Malformed.Reason.TRUNCATED, "it is sealed with nothing");
        }
    }

    /** Counts one that is right. */
    void count(Cid rule, Refusals refusals) {
        rules++;
        if (rules > RULES_MAX) {
            refusals.add(rule, "a room has at most " + RULES_MAX + " rules");
        }
    }

    boolean isThere() {
        return !records.isEmpty() || !lamports.isEmpty();
    }

    int rules() {
        return Math.min(rules, RULES_MAX);
    }

    /** What nobody can verify who has no key, as a line; empty where there is nothing. */
    String unverified() {
        return record == null || !record.closed()
                ? ""
                : "not verified: " + (record.sealed() ? "the room's record, and " : "") + "what " + rules()
                        + " rules say, which only the room's key opens\n";
    }
}
