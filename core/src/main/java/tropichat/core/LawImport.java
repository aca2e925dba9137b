package tropichat.core;

import java.util.Map;
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
    private final ImportTally tally;

    LawImport(Room room, Law law) {
        this.room = room;
        this.law = law;
        this.tally = new ImportTally(this::conclude);
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
                tally.refuse(Event.ImportRefusal.LOCKED);
                takeRules(from);
                return;
            }
            law.exchange.check(opened, valid -> {
                if (!valid) {
                    tally.refuse(Event.ImportRefusal.FORGED);
                }
                takeRules(from);
            });
        } catch (Malformed malformed) {
            tally.refuse(Event.ImportRefusal.MALFORMED);
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
        tally.open(from.rules().size());
        for (Bytes block : from.rules()) {
            take(block, profiles);
        }
        law.exchange.intake.conclude();
        tally.close();
    }

    private void take(Bytes block, Map<Cid, Bytes> profiles) {
        try {
            if (law.record() == null) {
                // Nothing tells whose the rules are, nor whether the key is theirs.
                tally.refuse(Event.ImportRefusal.LOCKED);
                tally.close();
            } else {
                law.exchange.intake.add(this::onFate, block, profiles);
            }
        } catch (Malformed malformed) {
            tally.refuse(Event.ImportRefusal.MALFORMED);
            tally.close();
        }
    }

    private void onFate(Cid rule, RuleIntake.Fate fate) {
        switch (fate) {
            case TAKEN -> {
                tally.take();
                // The room may have lost it.
                law.exchange.onTaken(rule, null);
            }
            case KNOWN -> tally.know();
            case EARLY, MUCH -> tally.refuse(Event.ImportRefusal.EARLY);
            case NAMELESS -> tally.refuse(Event.ImportRefusal.NAMELESS);
            case FORGED -> tally.refuse(Event.ImportRefusal.FORGED);
            case REFUSED -> tally.refuse(Event.ImportRefusal.UNLAWFUL);
        }
        tally.close();
    }

    private void conclude(Event.Imported outcome) {
        law.importing--;
        law.whenSettled(() -> room.host.emit(outcome));
    }
}
