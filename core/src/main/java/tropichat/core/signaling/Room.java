package tropichat.core.signaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;

/**
 * The members of one room, and whether it is large: then its members are not all told of one another. Coming into a
 * large room, leaving it and drawing a sample from it cost the same whatever its size; gone through is only a room that
 * is not large.
 *
 * <p>Members stand first come first, for as long as the room has not been large.
 */
final class Room {
    /**
     * A large room is one until it has shrunk to three quarters of what a room may have that is not: a guess, so that a
     * room around the bound does not change over with everybody who comes and goes. Less than the bound by one at
     * least, since it is rounded down, and never nothing.
     */
    private static final int SMALL_AGAIN_QUARTERS = 3;

    /**
     * Random bytes to draw one of the members by, as a remainder: that favours one over another by less than a
     * thousand-millionth as long as there are fewer than 2^18, and the server has at most 200,000 sessions.
     */
    private static final int DRAW_BYTES = 6;

    private final int meshMembers;
    private final List<Occupant> members = new ArrayList<>();
    private final Map<String, Integer> positions = new LinkedHashMap<>();
    private final Map<DidKey, Occupant> sessions = new LinkedHashMap<>();
    private boolean large;

    Room(int meshMembers) {
        this.meshMembers = meshMembers;
    }

    int size() {
        return members.size();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean isLarge() {
        return large;
    }

    /** Who is here by a session's key; null where nobody is, or the client has no key. */
    @Nullable
    Occupant bySession(@Nullable DidKey session) {
        return session == null ? null : sessions.get(session);
    }

    void add(Occupant newcomer) {
        positions.put(newcomer.id(), members.size());
        members.add(newcomer);
        note(newcomer);
        large |= members.size() > meshMembers;
    }

    /** Takes {@code newcomer}, whose session is {@code former}'s, in its place: the room is no larger, nor smaller. */
    void replace(Occupant former, Occupant newcomer) {
        int position = Objects.requireNonNull(positions.remove(former.id()));
        if (large) {
            place(newcomer, position);
            note(newcomer);
        } else {
            closeGap(position);
            add(newcomer);
        }
    }

    private void note(Occupant newcomer) {
        if (newcomer.session() != null) {
            sessions.put(newcomer.session(), newcomer);
        }
    }

    void remove(Occupant leaver) {
        Integer position = positions.remove(leaver.id());
        if (position == null) {
            return;
        }
        if (leaver.session() != null) {
            sessions.remove(leaver.session());
        }
        if (large) {
            fillGap(position);
        } else {
            closeGap(position);
        }
        large &= members.size() > meshMembers * SMALL_AGAIN_QUARTERS / 4;
    }

    private void fillGap(int position) {
        Occupant last = members.removeLast();
        if (position < members.size()) {
            place(last, position);
        }
    }

    private void closeGap(int position) {
        members.remove(position);
        for (int i = position; i < members.size(); i++) {
            place(members.get(i), i);
        }
    }

    private void place(Occupant member, int position) {
        members.set(position, member);
        positions.put(member.id(), position);
    }

    List<Occupant> everybody() {
        return new ArrayList<>(members);
    }

    /** Whom {@code viewer} is shown: everybody, or a sample and {@code viewer} itself where there are too many. */
    List<Occupant> roster(Occupant viewer, RandomSource random) {
        Integer position = positions.get(viewer.id());
        if (position == null || members.size() <= meshMembers) {
            return everybody();
        }
        List<Occupant> roster = sampleWithout(position, random);
        roster.add(viewer);
        return roster;
    }

    // The beginning of a Fisher-Yates shuffle of all positions but one. Only those that it has moved are written down.
    private List<Occupant> sampleWithout(int except, RandomSource random) {
        int others = members.size() - 1;
        int count = Math.min(Limits.ROSTER_SAMPLE, others);
        Bytes draws = random.next(count * DRAW_BYTES);
        Map<Integer, Integer> moved = new LinkedHashMap<>();
        List<Occupant> sample = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            int drawn = i + draw(draws, i * DRAW_BYTES, others - i);
            int position = moved.getOrDefault(drawn, drawn);
            moved.put(drawn, moved.getOrDefault(i, i));
            sample.add(members.get(position < except ? position : position + 1));
        }
        return sample;
    }

    private static int draw(Bytes draws, int from, int bound) {
        long number = 0;
        for (int i = from; i < from + DRAW_BYTES; i++) {
            number = number << Byte.SIZE | draws.at(i);
        }
        return (int) (number % bound);
    }
}
