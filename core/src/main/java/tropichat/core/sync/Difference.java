package tropichat.core.sync;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/** What the initiator learns in a turn. */
final class Difference {
    private final IdSet set;
    private final int haveMax;
    private final List<Bytes> have = new ArrayList<>();
    private final List<Bytes> need = new ArrayList<>();

    /** The digests needed, so that none is named twice. */
    private final IdSet needed;

    /** @param haveMax digests that the other side lacks, before the rest is left to another turn */
    Difference(IdSet set, int haveMax) {
        this.set = set;
        this.haveMax = haveMax;
        this.needed = new IdSet(set.salt());
    }

    List<Bytes> have() {
        return have;
    }

    List<Bytes> need() {
        return need;
    }

    /** Compares our keys in a range with those that the other side spelled out, both from the newest. */
    Bound compare(Range.Ids theirs, Bound lower) throws Malformed {
        int from = set.indexOf(lower);
        int end = set.indexOf(theirs.upper());
        int mine = end;
        for (int i = theirs.count() - 1; i >= 0; i--) {
            Bytes digest = theirs.digest(i);
            int ordinal = set.ordinalOf(digest);
            if (ordinal == KeyTable.NONE) {
                addNeed(digest);
                continue;
            }
            mine = takeAbove(ordinal, from, mine);
            if (mine == from) {
                if (theirs.lower().isBelow(lower)) {
                    // It lies below our floor, and so do those that are left.
                    return lower;
                }
                throw new Malformed(Reason.NOT_CANONICAL, "a digest out of its place");
            }
            if (set.ordinalAt(mine - 1) != ordinal) {
                break;
            }
            mine--;
        }
        mine = takeAbove(KeyTable.NONE, from, mine);
        if (mine == from) {
            return lower;
        }
        return mine == end ? theirs.upper() : set.boundAt(mine);
    }

    /** Takes what the other side lacks, down to {@code ordinal} or until that is enough; the index that it got down to. */
    private int takeAbove(int ordinal, int from, int end) {
        int at = end;
        while (at > from && have.size() < haveMax && set.ordinalAt(at - 1) != ordinal) {
            at--;
            have.add(set.digestAt(at));
        }
        return at;
    }

    private void addNeed(Bytes digest) throws Malformed {
        if (!needed.add(0, digest)) {
            throw new Malformed(Reason.NOT_CANONICAL, "a digest named twice");
        }
        need.add(digest);
    }
}
