package tropichat.core.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Limits;

/** Rooms too large for everybody to be told of everybody: who is still told what, and how they become small again. */
class LargeRoomTest {
    /** Long enough to be allowed another question, however many there were. */
    private static final long QUESTION_MILLIS = 5_000;

    private final TestLobby lobby = new TestLobby(TestLobby.open());

    @Test
    void isAsOthersUpToTheBound() {
        List<LobbyOutput> outputs = fill(lobby, Limits.MESH_MEMBERS_MAX);
        assertEquals(ids(0, 20), TestLobby.ids(admittedTo(outputs).occupants()));
        assertEquals(20, admittedTo(outputs).size());
        assertEquals(ids(0, 19), TestLobby.ids(joined(outputs).to()));
        assertEquals(19, left(lobby.disconnect("7")).to().size());
    }

    @Test
    void whoeverMakesItLargeIsStillToldOf() {
        fill(lobby, Limits.MESH_MEMBERS_MAX);
        List<LobbyOutput> outputs = lobby.enter("20");
        assertEquals(21, admittedTo(outputs).size());
        assertEquals(
                Set.copyOf(ids(0, 21)),
                Set.copyOf(TestLobby.ids(admittedTo(outputs).occupants())));
        assertEquals(ids(0, 20), TestLobby.ids(joined(outputs).to()));
    }

    @Test
    void nobodyIsToldWhoElseComesAndGoes() {
        fill(lobby, 21);
        assertEquals(1, lobby.enter("21").size());
        assertEquals(List.of(), lobby.disconnect("3"));
        assertEquals(List.of(), lobby.disconnect("21"));
    }

    @Test
    void aNewcomerIsShownSomeOfTheOthersAndItself() {
        LobbyOutput.Admitted admitted = admittedTo(fill(lobby, 200));
        assertEquals(200, admitted.size());
        assertIsSample(admitted.occupants(), "199", 199);
    }

    @Test
    void growsSmallAgainOnlyAtThreeQuarters() {
        TestLobby small = new TestLobby(TestLobby.mesh(4));
        fill(small, 5);
        assertEquals(List.of(), small.disconnect("0"));
        List<LobbyOutput> between = small.enter("5");
        assertEquals(1, between.size());
        assertEquals(5, admittedTo(between).size());
        assertEquals(List.of(), small.disconnect("1"));
        assertEquals(
                List.of("2", "3", "5"),
                TestLobby.ids(shrunk(small.disconnect("4")).occupants()).stream()
                        .sorted()
                        .toList());
        assertEquals(3, joined(small.enter("6")).to().size());
        assertEquals(3, left(small.disconnect("2")).to().size());
    }

    @Test
    void whoComesWhileItShrinksIsShownEverybody() {
        TestLobby small = new TestLobby(TestLobby.mesh(8));
        fill(small, 9);
        small.disconnect("0");
        small.disconnect("1");
        List<LobbyOutput> outputs = small.enter("9");
        assertEquals(1, outputs.size());
        assertEquals(8, admittedTo(outputs).size());
        assertEquals(8, Set.copyOf(admittedTo(outputs).occupants()).size());
    }

    @Test
    void becomesLargeAsOftenAsItGrows() {
        TestLobby small = new TestLobby(TestLobby.mesh(2));
        for (int round = 0; round < 3; round++) {
            fill(small, 2);
            assertEquals(2, joined(small.enter("2")).to().size());
            assertEquals(1, small.enter("3").size());
            assertEquals(List.of(), small.disconnect("1"));
            assertEquals(List.of(), small.disconnect("2"));
            assertEquals(
                    List.of("0"), TestLobby.ids(shrunk(small.disconnect("3")).occupants()));
            assertEquals(List.of(), small.disconnect("0"));
            assertEquals(0, small.machine.roomCount());
        }
    }

    @Test
    void tellsWhoAsksTheMembers() {
        fill(lobby, 3);
        assertEquals(ids(0, 3), TestLobby.ids(members(lobby.askForMembers("1")).occupants()));
        assertEquals(3, members(lobby.askForMembers("1")).size());
        fill(lobby, 100);
        LobbyOutput.Members first = members(lobby.askForMembers("1"));
        assertEquals("1", first.to());
        assertEquals(100, first.size());
        assertIsSample(first.occupants(), "1", 100);
        assertNotEquals(first.occupants(), members(lobby.askForMembers("1")).occupants());
    }

    @Test
    void tellsTheMembersToNobodyElse() {
        fill(lobby, 3);
        lobby.connect("outside");
        assertEquals(List.of(), lobby.askForMembers("outside"));
        assertEquals(List.of(), lobby.askForMembers("nobody"));
        lobby.disconnect("1");
        assertEquals(List.of(), lobby.askForMembers("1"));
    }

    @Test
    void nobodyMayAskForTheMembersAllTheTime() {
        fill(lobby, 2);
        for (int i = 0; i < Visitor.MEMBERS_ASKED_BURST; i++) {
            members(lobby.askForMembers("0"));
        }
        assertEquals(List.of(new LobbyOutput.TooOften("0")), lobby.askForMembers("0"));
        members(lobby.askForMembers("1"));
        lobby.nowMillis += QUESTION_MILLIS;
        members(lobby.askForMembers("0"));
        assertEquals(List.of(new LobbyOutput.TooOften("0")), lobby.askForMembers("0"));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void drawsEverybodyEquallyOften(long seed) {
        TestLobby drawn = new TestLobby(TestLobby.open(), seed);
        int others = 130;
        int rounds = 2_000;
        fill(drawn, others + 1);
        Map<String, Integer> times = new LinkedHashMap<>();
        Map<String, Integer> timesFirst = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            drawn.nowMillis += QUESTION_MILLIS;
            List<String> sample = TestLobby.ids(
                            members(drawn.askForMembers("65")).occupants())
                    .subList(0, Limits.ROSTER_SAMPLE);
            sample.forEach(id -> times.merge(id, 1, Integer::sum));
            timesFirst.merge(sample.getFirst(), 1, Integer::sum);
        }
        assertBinomial(times, others, rounds, (double) Limits.ROSTER_SAMPLE / others);
        assertBinomial(timesFirst, others, rounds, 1.0 / others);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsItsMembersWhoeverComesAndGoes(long seed) {
        Random random = new Random(seed);
        TestLobby turbulent = new TestLobby(TestLobby.mesh(20), seed);
        Set<String> present = new LinkedHashSet<>();
        int lastId = 0;
        for (int step = 0; step < 3_000; step++) {
            // Grows towards 60 and empties again, in turn.
            boolean comes = random.nextInt(10) < (step / 200 % 2 == 0 ? 6 : 4);
            if (comes || present.isEmpty()) {
                String id = Integer.toString(lastId++);
                List<LobbyOutput> outputs = turbulent.enter(id);
                assertReachesTheOthers(outputs, present);
                present.add(id);
                assertEquals(present.size(), admittedTo(outputs).size());
                assertShows(admittedTo(outputs).occupants(), present, id);
            } else {
                String id = new ArrayList<>(present).get(random.nextInt(present.size()));
                present.remove(id);
                assertReachesTheOthers(turbulent.disconnect(id), present);
            }
            turbulent.nowMillis += QUESTION_MILLIS;
            for (String id : present.stream().limit(1).toList()) {
                assertShows(members(turbulent.askForMembers(id)).occupants(), present, id);
            }
        }
    }

    @Test
    void theBoundHasBounds() {
        assertThrows(IllegalArgumentException.class, () -> TestLobby.mesh(LobbyConfig.MESH_MEMBERS_MIN - 1));
        assertThrows(IllegalArgumentException.class, () -> TestLobby.mesh(Limits.MESH_MEMBERS_MAX + 1));
        assertEquals(2, TestLobby.mesh(LobbyConfig.MESH_MEMBERS_MIN).meshMembers());
    }

    @Test
    void aSampleHasNoLessThanASmallRoom() {
        assertTrue(Limits.ROSTER_SAMPLE >= Limits.MESH_MEMBERS_MAX);
    }

    private static void assertIsSample(List<Occupant> shown, String self, int roomSize) {
        List<String> ids = TestLobby.ids(shown);
        assertEquals(Limits.ROSTER_SAMPLE + 1, ids.size());
        assertEquals(self, ids.getLast());
        assertEquals(ids.size(), new LinkedHashSet<>(ids).size());
        assertTrue(Set.copyOf(ids(0, roomSize + 1)).containsAll(ids), ids::toString);
    }

    /** Each of {@code others} was counted about as often as chance has it: within five standard deviations. */
    private static void assertBinomial(Map<String, Integer> times, int others, int rounds, double probability) {
        double expected = rounds * probability;
        double deviation = Math.sqrt(expected * (1 - probability));
        for (int i = 0; i <= others; i++) {
            String id = Integer.toString(i);
            if (id.equals("65")) {
                assertFalse(times.containsKey(id));
            } else {
                assertEquals(expected, times.getOrDefault(id, 0), 5 * deviation, () -> id + " in " + times);
            }
        }
    }

    private static void assertShows(List<Occupant> shown, Set<String> present, String self) {
        List<String> ids = TestLobby.ids(shown);
        int expected = present.size() <= Limits.MESH_MEMBERS_MAX
                ? present.size()
                : Math.min(present.size(), Limits.ROSTER_SAMPLE + 1);
        assertEquals(expected, new LinkedHashSet<>(ids).size());
        assertEquals(expected, ids.size());
        assertTrue(present.containsAll(ids) && ids.contains(self), () -> ids + " of " + present);
    }

    /** Whatever is told of a change is told to everybody, and never to nobody. */
    private static void assertReachesTheOthers(List<LobbyOutput> outputs, Set<String> others) {
        for (LobbyOutput output : outputs) {
            if (!(output instanceof LobbyOutput.Admitted)) {
                List<String> told = TestLobby.ids(told(output));
                assertFalse(told.isEmpty());
                assertEquals(others.size(), told.size());
                assertEquals(others, new LinkedHashSet<>(told));
            }
        }
    }

    private static List<Occupant> told(LobbyOutput output) {
        return switch (output) {
            case LobbyOutput.PeerJoined joined -> joined.to();
            case LobbyOutput.PeerLeft left -> left.to();
            case LobbyOutput.RoomShrunk shrunk -> shrunk.occupants();
            case LobbyOutput.Admitted ignored -> List.of();
            case LobbyOutput.Members ignored -> List.of();
            case LobbyOutput.TooOften ignored -> List.of();
            case LobbyOutput.Challenge ignored -> List.of();
            case LobbyOutput.Verify ignored -> List.of();
            case LobbyOutput.AskContract ignored -> List.of();
            case LobbyOutput.Judge ignored -> List.of();
            case LobbyOutput.Refused ignored -> List.of();
            case LobbyOutput.Dismiss ignored -> List.of();
            case LobbyOutput.Replaced ignored -> List.of();
        };
    }

    /** Lets in "0", "1" and so on, up to {@code size}; what came of the last. */
    private static List<LobbyOutput> fill(TestLobby lobby, int size) {
        List<LobbyOutput> last = List.of();
        for (String id : ids(0, size)) {
            if (lobby.machine.occupant(id) == null) {
                last = lobby.enter(id);
            }
        }
        return last;
    }

    private static List<String> ids(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add(Integer.toString(i));
        }
        return ids;
    }

    private static LobbyOutput.Admitted admittedTo(List<LobbyOutput> outputs) {
        return (LobbyOutput.Admitted) outputs.getFirst();
    }

    private static LobbyOutput.PeerJoined joined(List<LobbyOutput> outputs) {
        return (LobbyOutput.PeerJoined) outputs.getLast();
    }

    private static LobbyOutput.PeerLeft left(List<LobbyOutput> outputs) {
        return (LobbyOutput.PeerLeft) outputs.getFirst();
    }

    private static LobbyOutput.RoomShrunk shrunk(List<LobbyOutput> outputs) {
        return (LobbyOutput.RoomShrunk) outputs.getFirst();
    }

    private static LobbyOutput.Members members(List<LobbyOutput> outputs) {
        return (LobbyOutput.Members) outputs.getFirst();
    }
}
