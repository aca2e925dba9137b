package tropichat.core.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.WalletAddress;

/**
 * One account in a judgement: what counts of what is said about it, and what follows for what it says itself. Two things
 * make up its right: there must be something that gave it in the past of what it says, and nothing that took it away
 * since, be it in that past or at the same time.
 */
final class Party {
    final WalletAddress account;

    /** The owner's appointing somebody ends them, too. */
    final Bans bans;

    /** Its appointments, the first one first. */
    final List<Tenure> tenures = new ArrayList<>();

    /** What it said that only moderators may, in order. */
    final List<Node> acts = new ArrayList<>();

    private final Ancestry past;

    /** Removals and bans. */
    private final List<Node> removals = new ArrayList<>();

    /** The same, and demotions. */
    private final List<Node> falls = new ArrayList<>();

    private final List<Node> leaves = new ArrayList<>();
    private final List<Lapsing> lapses = new ArrayList<>();
    private final List<Stay> stays = new ArrayList<>();

    /**
     * An appointment.
     *
     * @param rank its place among all of the room, by seniority
     */
    record Tenure(Node by, Party holder, int rank) {}

    /** What ends whatever tickets gave that are not younger. */
    private record Lapsing(Node by, long atMillis) {}

    /** What let it in, and how many removals and leaves that had seen. */
    private record Stay(Node by, int ends) {
        /** Whether it rests on no ticket, or one that was given since. */
        boolean isYoungerThan(long lapseMillis) {
            return !(by.rule() instanceof Rule.Pass pass) || pass.ticket().fromMillis() > lapseMillis;
        }
    }

    Party(WalletAddress account, Ancestry past) {
        this.account = account;
        this.past = past;
        bans = new Bans(past);
    }

    void onAppointed(Tenure tenure) {
        tenures.add(tenure);
        bans.end(tenure.by());
    }

    void onDemoted(Node by) {
        falls.add(by);
    }

    void onRemoved(Node by) {
        removals.add(by);
        falls.add(by);
    }

    void onBanned(Node by) {
        onRemoved(by);
        bans.add(by);
    }

    void onLeft(Node by) {
        leaves.add(by);
    }

    void onLapsed(Node by, long atMillis) {
        lapses.add(new Lapsing(by, atMillis));
    }

    /** Whether what a ticket gave is over, by all that is known. */
    boolean isLapsed(Ticket ticket) {
        return ticket.fromMillis() <= lapsedMillis(null);
    }

    /** When it last held nothing any more, by what {@code rule} did not come before; 0 for never. */
    private long lapsedMillis(@Nullable Node rule) {
        long last = 0;
        for (Lapsing lapse : lapses) {
            if (rule == null || !isBefore(rule, lapse.by())) {
                last = Math.max(last, lapse.atMillis());
            }
        }
        return last;
    }

    /** It came in, by a rule that comes after all that were told before. */
    void onAdmitted(Node by) {
        stays.add(new Stay(by, countSeen(by)));
    }

    /**
     * Whether it may say {@code act} by this appointment, by all that is known of its seniors. A junior's word cannot
     * count before the appointment has ended as that junior saw it, and then whoever ended it is known here.
     */
    boolean mayBy(Tenure tenure, Node act) {
        if (!isBefore(tenure.by(), act)) {
            return false;
        }
        for (Node fall : falls) {
            if (!isBefore(fall, tenure.by()) && !isBefore(act, fall)) {
                return false;
            }
        }
        for (Node leave : leaves) {
            if (!isBefore(leave, tenure.by()) && isBefore(leave, act)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether somebody of this rank may act upon it: all its appointments are of a later one, or have ended as the actor
     * saw it. One that the actor had not seen protects, too.
     */
    boolean isBelow(int rank, Node act) {
        for (Tenure tenure : tenures) {
            if (tenure.rank() <= rank && !hasEnded(tenure, act)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasEnded(Tenure tenure, Node act) {
        return hasSeenNew(falls, tenure.by(), act) || hasSeenNew(leaves, tenure.by(), act);
    }

    private boolean hasSeenNew(List<Node> ends, Node since, Node act) {
        for (Node end : ends) {
            if (isBefore(end, act) && !isBefore(end, since)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a moderator by this appointment by all that is known. */
    boolean holds(Tenure tenure) {
        return hasSeenAll(tenure.by(), falls) && hasSeenAll(tenure.by(), leaves);
    }

    private boolean hasSeenAll(Node rule, List<Node> others) {
        for (Node other : others) {
            if (!isBefore(other, rule)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it may say what members may. */
    boolean isMemberAt(Node rule) {
        for (Node removal : removals) {
            if (!isBefore(removal, rule) && !isBefore(rule, removal)) {
                return false;
            }
        }
        int ends = countSeen(rule);
        long lapsed = lapsedMillis(rule);
        for (Stay stay : stays) {
            // Whatever its admission had seen it has seen itself: as many are the same ones.
            if (stay.ends() == ends && stay.isYoungerThan(lapsed) && isBefore(stay.by(), rule)) {
                return true;
            }
        }
        return false;
    }

    private int countSeen(Node rule) {
        int count = 0;
        for (List<Node> ends : List.of(removals, leaves)) {
            for (Node end : ends) {
                count += isBefore(end, rule) ? 1 : 0;
            }
        }
        return count;
    }

    /** The removals and leaves in the past of {@code rule}, by their indexes. */
    List<Integer> endsSeenBy(Node rule) {
        List<Integer> seen = new ArrayList<>();
        for (List<Node> ends : List.of(removals, leaves)) {
            for (Node end : ends) {
                if (isBefore(end, rule)) {
                    seen.add(end.index());
                }
            }
        }
        return seen;
    }

    private boolean isBefore(Node earlier, Node later) {
        return past.has(earlier.index(), later.index());
    }
}
