package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tropichat.core.LinkEnd;
import tropichat.simulator.scenario.Scenario;

/**
 * What a run came to. Times are microseconds since the beginning.
 *
 * @param violation what happened that must not, in words; null when nothing did
 * @param figures by their keys, in the order in which they are shown
 * @param messages one for each, in the order in which they were said
 * @param delaysMicros from being said to being shown, of all that were expected and came, ascending
 * @param hops how many first copies came over so many links
 * @param links how many living peers have so many open links at the end
 * @param edges pairs of living peers with an open link at the end, each once
 * @param losses who did not hear what, and whose log is another, in words; the first few
 * @param refusedLinks how often honest peers refused a link, and why
 */
public record Outcome(
        Scenario scenario,
        @Nullable String violation,
        Map<String, Double> figures,
        List<Message> messages,
        List<Integer> delaysMicros,
        List<Integer> hops,
        List<Integer> links,
        List<Person> people,
        List<Edge> edges,
        List<Second> seconds,
        List<String> losses,
        Map<LinkEnd, Integer> refusedLinks,
        String digest) {
    private static final double MICROS_PER_SECOND = 1e6;

    /** Messages said so shortly before a fault may still be on their way when it comes. */
    private static final long UNDER_WAY_MICROS = 2_000_000;

    private static final int LOSSES_SHOWN = 5;

    public Outcome {
        messages = List.copyOf(messages);
        delaysMicros = List.copyOf(delaysMicros);
        hops = List.copyOf(hops);
        links = List.copyOf(links);
        people = List.copyOf(people);
        edges = List.copyOf(edges);
        seconds = List.copyOf(seconds);
        losses = List.copyOf(losses);
    }

    /**
     * One message.
     *
     * @param disturbed said while a fault's grace ran
     */
    public record Message(
            long atMicros, int expected, int reached, int lastHop, double redundancy, boolean disturbed) {}

    /** Two peers' indexes. */
    public record Edge(int a, int b) {}

    /** A peer as the picture shows it. */
    public record Person(int index, boolean alive, boolean honest, int links) {}

    /** How things stood at one second. */
    public record Second(long atMicros, int living, double linksMean, int linksMax, long bytes, long shown) {}

    static Outcome of(
            World world, Scenario scenario, @Nullable String violation, double wallSeconds, double heapMebibytes) {
        Tally tally = new Tally(world, scenario);
        Map<String, Double> figures = tally.figures();
        figures.put("events", (double) world.eventCount());
        figures.put("wallSeconds", wallSeconds);
        figures.put("heapMiBMax", heapMebibytes);
        return new Outcome(
                scenario,
                violation,
                figures,
                tally.messages,
                tally.delaysMicros,
                tally.hops,
                tally.links(),
                tally.people(),
                tally.edges(),
                world.meter.samples(),
                tally.losses,
                world.ledger.refusedLinks(),
                world.digest().toString());
    }

    /** Adds up what a world's ledger and meter have noted. */
    private static final class Tally {
        private final World world;
        private final Scenario scenario;
        private final Convergence convergence;
        private final BitSet living = new BitSet();
        private final List<Message> messages = new ArrayList<>();
        private final List<Integer> delaysMicros = new ArrayList<>();
        private final List<Integer> hops = new ArrayList<>();
        private final List<String> losses = new ArrayList<>();
        private long expected;
        private long reached;
        private long copies;
        private long copiesFirst;
        private long recoveryMicros;

        Tally(World world, Scenario scenario) {
            this.world = world;
            this.scenario = scenario;
            this.convergence = Convergence.of(world, scenario);
            for (Node node : world.nodes) {
                if (node.alive && !node.asleep) {
                    living.set(node.index);
                }
            }
            List<Said> all = world.ledger.all();
            for (int i = 0; i < all.size(); i++) {
                add(all.get(i), i >= all.size() / 2);
            }
            delaysMicros.sort(null);
            losses.addAll(convergence.differences());
        }

        private void add(Said said, boolean settled) {
            boolean disturbed = isDisturbed(said);
            int missing = said.missing(living);
            int there = said.reached(living);
            int lastHop = 0;
            for (int node = said.expected.nextSetBit(0); node >= 0; node = said.expected.nextSetBit(node + 1)) {
                if (said.isShown(node)) {
                    delaysMicros.add(said.shownAfterMicros(node));
                    int hop = said.hops(node);
                    lastHop = Math.max(lastHop, hop);
                    count(hops, hop);
                }
            }
            messages.add(new Message(said.atMicros, missing + there, there, lastHop, said.redundancy(), disturbed));
            if (settled) {
                copies += said.copies;
                copiesFirst += said.copiesFirst;
            }
            if (!disturbed) {
                expected += missing + there;
                reached += there;
                note(said);
            }
            if (missing > 0 && !isCutShort(said)) {
                recoveryMicros = Math.max(recoveryMicros, sinceLastFaultMicros(said));
            }
        }

        private void note(Said said) {
            Integer deaf = said.firstMissing(living);
            if (deaf != null && losses.size() < LOSSES_SHOWN) {
                losses.add("\"" + said.text + "\", said at " + said.atMicros / 1000 + " ms, was not heard by "
                        + world.nodes.get(deaf).name() + " and " + (said.missing(living) - 1) + " others");
            }
        }

        private boolean isDisturbed(Said said) {
            return scenario.faults().stream()
                    .flatMap(fault -> List.of(fault.graces()).stream())
                    .anyMatch(grace -> said.atMicros >= grace[0] - UNDER_WAY_MICROS && said.atMicros <= grace[1]);
        }

        /** Whether a fault came while the message was under way. */
        private boolean isCutShort(Said said) {
            return graceBegins().anyMatch(begin -> said.atMicros < begin && said.atMicros >= begin - UNDER_WAY_MICROS);
        }

        /** From the beginning or end of the last fault before; 0 without one. */
        private long sinceLastFaultMicros(Said said) {
            return said.atMicros
                    - graceBegins()
                            .filter(begin -> begin <= said.atMicros)
                            .max()
                            .orElse(said.atMicros);
        }

        private LongStream graceBegins() {
            return scenario.faults().stream()
                    .flatMap(fault -> List.of(fault.graces()).stream())
                    .mapToLong(grace -> grace[0]);
        }

        private static void count(List<Integer> counts, int index) {
            while (counts.size() <= index) {
                counts.add(0);
            }
            counts.set(index, counts.get(index) + 1);
        }

        private Map<String, Double> figures() {
            Map<String, Double> figures = new LinkedHashMap<>();
            double said = messages.size();
            figures.put("messages", said);
            figures.put("shown", (double) world.ledger.shown());
            figures.put("deliveredFraction", expected == 0 ? 1 : (double) reached / expected);
            figures.put("logsSameFraction", convergence.logsSameFraction());
            figures.put("foldsSameFraction", convergence.foldsSameFraction());
            figures.put("entries", (double) convergence.entries());
            figures.put("recoverySeconds", recoveryMicros / MICROS_PER_SECOND);
            figures.put("delayMillisMedian", percentile(0.5));
            figures.put("delayMillis99", percentile(0.99));
            figures.put("delayMillisMax", percentile(1));
            figures.put("lastHopMax", (double) Math.max(0, hops.size() - 1));
            figures.put("redundancy", copiesFirst == 0 ? 0 : (double) (copies - copiesFirst) / copiesFirst);
            figures.put("linksMax", (double) world.meter.linksMax());
            figures.put("linksMean", linksMean());
            figures.put("firstMessageSecondsMax", firstMessageSecondsMax());
            figures.put("framesPerMessage", said == 0 ? 0 : world.meter.fragments() / said);
            figures.put("bytesPerPeerSecond", bytesPerPeerSecond());
            figures.put("signals", (double) world.meter.signals());
            figures.put("relayed", (double) world.meter.relayed());
            figures.put("linksRefused", (double) world.ledger.refusedLinks().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum());
            figures.put("loginsRefused", (double) world.meter.loginsRefused());
            return figures;
        }

        private double percentile(double share) {
            if (delaysMicros.isEmpty()) {
                return 0;
            }
            int at = (int) Math.ceil(share * delaysMicros.size()) - 1;
            return delaysMicros.get(Math.max(0, at)) / 1000.0;
        }

        private double linksMean() {
            return world.nodes.stream()
                    .filter(node -> node.alive)
                    .mapToInt(node -> node.openLinks)
                    .average()
                    .orElse(0);
        }

        /** Of those who came while others talked: from dialling the server to the first message shown. */
        private double firstMessageSecondsMax() {
            return world.nodes.stream()
                            .filter(node -> node.isHonest()
                                    && node.bornAtMicros >= scenario.talk().fromMicros())
                            .mapToLong(node -> node.firstShownMicros)
                            .max()
                            .orElse(0)
                    / MICROS_PER_SECOND;
        }

        private double bytesPerPeerSecond() {
            return world.meter.bytes() / (scenario.endMicros() / MICROS_PER_SECOND) / Math.max(1, world.nodes.size());
        }

        private List<Integer> links() {
            List<Integer> counts = new ArrayList<>();
            for (Node node : world.nodes) {
                if (node.alive) {
                    count(counts, node.openLinks);
                }
            }
            return counts;
        }

        private List<Person> people() {
            List<Person> people = new ArrayList<>();
            for (Node node : world.nodes) {
                people.add(new Person(node.index, node.alive, node.isHonest(), node.openLinks));
            }
            return people;
        }

        private List<Edge> edges() {
            List<Edge> edges = new ArrayList<>();
            for (Node node : world.nodes) {
                for (End end : node.ends.values()) {
                    if (end.isOpen() && end.remote != null && node.index < end.remote.node.index) {
                        edges.add(new Edge(node.index, end.remote.node.index));
                    }
                }
            }
            return edges;
        }
    }
}
