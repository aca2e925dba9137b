package tropichat.core;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.SealedRecord;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fields;

/**
 * A room's law from an archive on its way to being believed: verified like what a neighbour gives, and counted. It is over
 * once the secrets are opened that it holds, so that what was said can be read.
 */
final class LawImport {
    private final Room room;
    private final Law law;
    private final Map<Event.ImportRefusal, Integer> refused = new TreeMap<>();
    private int taken;
    private int known;

    /** Rules whose fate is open. */
    private int open;

    LawImport(Room room, Law law) {
        this.room = room;
        this.law = law;
    }

    void begin(Input.ImportLaw from) {
        law.importing++;
        Bytes record = from.record();
        if (record == null || law.record() != null) {
            takeRules(from);
            return;
        }
        try {
            Bytes opened = opened(Cbor.decodeFields(record), record);
            if (opened == null) {
                refuse(Event.ImportRefusal.LOCKED);
                takeRules(from);
                return;
            }
            law.exchange.check(opened, valid -> {
                if (!valid) {
                    refuse(Event.ImportRefusal.FORGED);
                }
                takeRules(from);
            });
        } catch (Malformed malformed) {
            refuse(Event.ImportRefusal.MALFORMED);
            takeRules(from);
        }
    }

    /** The record's own block; null where our key does not open it. */
    private @Nullable Bytes opened(Fields fields, Bytes block) throws Malformed {
        if (!SealedRecord.isIn(fields)) {
            return block;
        }
        SealedRecord sealed = SealedRecord.decode(fields);
        if (!sealed.room().equals(room.config.room())) {
            throw new Malformed(Reason.FIELD, "another room's record");
        }
        RoomKey key = law.key;
        return key == null ? null : key.openRecord(law.charter.room(), sealed.sealed());
    }

    private void takeRules(Input.ImportLaw from) {
        Map<Cid, Bytes> profiles = Claimed.byId(from.profiles(), room.config.hashes());
        // One more than there are, so that it is not over before all have begun.
        open = from.rules().size() + 1;
        for (Bytes block : from.rules()) {
            take(block, profiles);
        }
        law.exchange.intake.conclude();
        close();
    }

    private void take(Bytes block, Map<Cid, Bytes> profiles) {
        try {
            if (law.record() == null) {
                // Nothing tells whose the rules are, nor whether the key is theirs.
                refuse(Event.ImportRefusal.LOCKED);
                close();
            } else {
                law.exchange.intake.add(this::onFate, block, profiles);
            }
        } catch (Malformed malformed) {
            refuse(Event.ImportRefusal.MALFORMED);
            close();
        }
    }

    private void onFate(Cid rule, RuleIntake.Fate fate) {
        switch (fate) {
            case TAKEN -> {
                taken++;
                // The room may have lost it.
                law.exchange.onTaken(rule, null);
            }
            case KNOWN -> known++;
            case EARLY, MUCH -> refuse(Event.ImportRefusal.EARLY);
            case NAMELESS -> refuse(Event.ImportRefusal.NAMELESS);
            case FORGED -> refuse(Event.ImportRefusal.FORGED);
            case REFUSED -> refuse(Event.ImportRefusal.UNLAWFUL);
        }
        close();
    }

    private void refuse(Event.ImportRefusal refusal) {
        refused.merge(refusal, 1, Integer::sum);
    }

    private void close() {
        open--;
        if (open == 0) {
            law.importing--;
            law.whenSettled(() -> room.host.emit(new Event.Imported(taken, known, refused)));
        }
    }
}
