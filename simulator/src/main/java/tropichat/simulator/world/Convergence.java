package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;
import tropichat.simulator.scenario.Scenario;

/**
 * Whether the logs of all who could be reached have become the same: each must hold what any of them holds, in its host's
 * store and by its peer's keys, and the room must have become the same by it.
 *
 * @param peers how many were compared
 * @param logsSame how many of them hold everything
 * @param foldsSame to how many of them the room is what it is by everything
 * @param entries that any of them holds
 * @param differences who lacks what, in words; the first few
 */
record Convergence(int peers, int logsSame, int foldsSame, int entries, List<String> differences) {
    private static final int DIFFERENCES_SHOWN = 5;

    static Convergence of(World world, Scenario scenario) {
        List<Node> compared = new ArrayList<>();
        Map<Cid, Logged> all = new LinkedHashMap<>();
        for (Node node : world.nodes) {
            if (isReached(node, scenario) && node.isMember()) {
                compared.add(node);
                node.store.entries().forEach(logged -> all.put(logged.id(), logged));
            }
        }
        RoomState room = RoomState.of(all.values());
        List<String> differences = new ArrayList<>();
        int logsSame = 0;
        int foldsSame = 0;
        for (Node node : compared) {
            List<Logged> missing = missing(node, all);
            boolean sameFold = RoomState.of(node.store.entries()).equals(room);
            logsSame += missing.isEmpty() ? 1 : 0;
            foldsSame += sameFold ? 1 : 0;
            if (differences.size() < DIFFERENCES_SHOWN && !(missing.isEmpty() && sameFold)) {
                differences.add(words(node, missing, sameFold));
            }
        }
        return new Convergence(compared.size(), logsSame, foldsSame, all.size(), differences);
    }

    /** Whether everything must have reached it: it is there, and has been for long enough. */
    static boolean isReached(Node node, Scenario scenario) {
        return node.isHonest()
                && node.isPresent()
                && !node.cutOff
                && node.enteredAtMicros + scenario.settleMicros() <= scenario.endMicros();
    }

    private static List<Logged> missing(Node node, Map<Cid, Logged> all) {
        List<Logged> missing = new ArrayList<>();
        for (Logged each : all.values()) {
            if (node.store.find(each.id()) == null || !node.knows(each.id())) {
                missing.add(each);
            }
        }
        return missing;
    }

    private static String words(Node node, List<Logged> missing, boolean sameFold) {
        String fold = sameFold ? "" : "; to it the room is another";
        return missing.isEmpty()
                ? node.name() + " has the same log" + fold
                : node.name() + " lacks " + missing.size() + " entries, as the one of lamport "
                        + missing.get(0).entry().lamport() + " by "
                        + missing.get(0).speaker().profile().name() + fold;
    }

    double logsSameFraction() {
        return share(logsSame);
    }

    double foldsSameFraction() {
        return share(foldsSame);
    }

    private double share(int same) {
        return peers == 0 ? 1 : (double) same / peers;
    }
}
