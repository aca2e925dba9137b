package tropichat.core.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tropichat.core.wire.Cid;

/** What became of a rule that was given to {@link Rules}. */
public sealed interface Added {

    /** It is in the log now. */
    record Taken() implements Added {}

    /** It was there before. */
    record Known() implements Added {}

    /** These of its parents are not there; to be given again when they are. */
    record Missing(List<Cid> parents) implements Added {
        public Missing {
            parents = Collections.unmodifiableList(new ArrayList<>(parents));
        }
    }

    record Refused(Reason reason) implements Added {}

    /** Why a rule is not taken. */
    enum Reason {
        /** Made for another room. */
        WRONG_ROOM,
        /** Its lamport is not above those of its parents, so that it would stand before what it has seen, or far above them. */
        LAMPORT,
        /** It speaks of an invitation or epoch that it has not seen, or numbers its own epoch wrongly. */
        REFERENCE,
        /** It shows a ticket or a lapse that is not for this room, or not good at its time. */
        GATE,
        /** By what it has seen itself nobody ever let its author in. */
        STRANGER,
        /** Its author has as many rules as one account may have. */
        ACCOUNT_FULL,
        /** There are as many rules as there may be. */
        FULL
    }
}
