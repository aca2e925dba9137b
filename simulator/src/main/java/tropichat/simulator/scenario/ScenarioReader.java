package tropichat.simulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Limits;
import tropichat.core.keys.History;

/**
 * Reads scenario files: a line is a word and what belongs to it, and {@code #} begins a remark. README.md of the module
 * lists the lines.
 */
final class ScenarioReader {
    /** Far above what a run takes that goes well: a link costs a peer some dozen events, a message two. */
    private static final String EVENTS_MAX = "200000000";

    private final String name;
    private String title = "";
    private int peers;
    private long seed = 1;
    private NetworkPreset network = NetworkPreset.named("wan");
    private boolean realCrypto;
    private long joinMicros;
    private long settleMicros;
    private long skewMillisMax;
    private NatMix nat = NatMix.NONE;
    private Hostility hostility = Hostility.NONE;
    private Scenario.Talk talk = new Scenario.Talk(0, 0, 0);
    private Mix mix = Mix.PLAIN;
    private @Nullable Ownership ownership;
    private int meshMembers = Limits.MESH_MEMBERS_MAX;
    private int linksCap = Integer.MAX_VALUE;
    private long linksFromMicros;
    private long eventsMax = Words.whole("events", EVENTS_MAX);
    private long endMicros;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();

    ScenarioReader(String name) {
        this.name = name;
    }

    /** Throws {@link IllegalArgumentException} that names the line. */
    Scenario read(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && content.charAt(0) != '#') {
                try {
                    readLine(content);
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException(name + ", line " + number + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        if (peers < 1 || endMicros < 1) {
            throw new IllegalArgumentException(name + ": a scenario needs peers and an end");
        }
        return new Scenario(
                name,
                title,
                peers,
                seed,
                network,
                realCrypto,
                joinMicros,
                settleMicros,
                skewMillisMax,
                nat,
                hostility,
                talk,
                mix,
                ownership,
                faults,
                meshMembers,
                linksCap,
                linksFromMicros,
                eventsMax,
                endMicros,
                expectations);
    }

    private void readLine(String content) {
        int blank = content.indexOf(' ');
        String word = blank < 0 ? content : content.substring(0, blank);
        String rest = blank < 0 ? "" : content.substring(blank).strip();
        switch (word) {
            case "title" -> title = rest;
            case "peers" -> peers = Math.toIntExact(Words.whole(word, rest));
            case "seed" -> seed = Words.whole(word, rest);
            case "network" -> network = NetworkPreset.named(rest);
            case "crypto" -> realCrypto = isReal(rest);
            case "expect" -> expectations.add(Expectation.parse(rest.replace(" ", "")));
            default -> {
                Words words = new Words(rest);
                readWords(word, words);
                words.end();
            }
        }
    }

    private static boolean isReal(String kind) {
        return switch (kind) {
            case "real" -> true;
            case "keyed" -> false;
            default -> throw new IllegalArgumentException("crypto is keyed or real, not " + kind);
        };
    }

    private void readWords(String word, Words words) {
        switch (word) {
            case "join" -> {
                joinMicros = words.micros("over", null);
                settleMicros = words.micros("settle", "5s");
            }
            case "skew" -> skewMillisMax = words.micros("max", null) / 1000;
            case "nat" ->
                nat = new NatMix(words.share("cone", "0"), words.share("symmetric", "0"), words.share("closed", "0"));
            case "hostile" ->
                hostility = new Hostility(
                        words.share("share", null),
                        kinds(words),
                        words.micros("from", "0s"),
                        words.microsOrNever("to"));
            case "talk" ->
                talk = new Scenario.Talk(
                        (int) words.count("messages", null), words.micros("from", null), words.micros("to", null));
            case "mix" -> mix = mix(words);
            case "closed" ->
                ownership = new Ownership(
                        history(words.text("history", null)),
                        words.flag("gated"),
                        (int) words.count("uses", "1"),
                        words.share("outsiders", "0"),
                        Ownership.Decrees.NONE);
            case "decrees" -> ownership = owned().with(decrees(words));
            case "mesh" -> meshMembers = (int) words.count("members", null);
            case "links" -> {
                linksCap = (int) words.count("cap", null);
                linksFromMicros = words.micros("from", "0s");
            }
            case "limit" -> eventsMax = words.count("events", null);
            case "end" -> endMicros = words.micros("at", null);
            default -> faults.add(fault(word, words));
        }
    }

    private static Mix mix(Words words) {
        return new Mix(
                words.share("reply", "0"),
                words.share("react", "0"),
                words.share("edit", "0"),
                words.share("retract", "0"),
                words.share("rename", "0"));
    }

    private Ownership owned() {
        Ownership known = ownership;
        if (known == null) {
            throw new IllegalArgumentException("decrees come after the line closed");
        }
        return known;
    }

    private static History history(String word) {
        for (History history : History.values()) {
            if (history.word().equals(word)) {
                return history;
            }
        }
        throw new IllegalArgumentException("history is shared or forward-secret, not " + word);
    }

    private static Ownership.Decrees decrees(Words words) {
        List<Ownership.Kind> kinds = new ArrayList<>();
        for (String kind : words.text("kinds", null).split(",", -1)) {
            kinds.add(Ownership.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
        }
        return new Ownership.Decrees(
                words.micros("from", null),
                words.micros("to", null),
                words.micros("every", null),
                (int) words.count("together", "1"),
                kinds);
    }

    private static Fault fault(String word, Words words) {
        return switch (word) {
            case "kill" ->
                new Fault.Kill(
                        words.micros("at", null),
                        words.share("share", null),
                        ending(words),
                        words.micros("grace", "0s"));
            case "partition" ->
                new Fault.Partition(
                        words.micros("from", null),
                        words.micros("to", null),
                        words.share("share", null),
                        words.flag("oneway"),
                        words.micros("grace", "0s"));
            case "sleep" ->
                new Fault.Sleep(
                        words.micros("from", null),
                        words.micros("to", null),
                        (int) words.count("peers", null),
                        words.micros("grace", "0s"));
            case "churn" ->
                new Fault.Churn(
                        words.micros("from", null),
                        words.micros("to", null),
                        words.micros("every", null),
                        ending(words));
            case "server-death" -> new Fault.ServerDeath(words.micros("from", null), words.microsOrNever("to"));
            case "interception" -> new Fault.Interception(words.micros("from", null), words.microsOrNever("to"));
            case "newcomers" ->
                new Fault.Newcomers(
                        words.micros("at", null), (int) words.count("peers", null), words.micros("over", "0s"));
            default -> throw new IllegalArgumentException("there is no line " + word);
        };
    }

    private static Fault.Ending ending(Words words) {
        String ending = words.text("by", "crash");
        return switch (ending) {
            case "leave" -> Fault.Ending.LEAVE;
            case "close" -> Fault.Ending.CLOSE;
            case "crash" -> Fault.Ending.CRASH;
            case "reload" -> Fault.Ending.RELOAD;
            case "wipe" -> Fault.Ending.WIPE;
            default -> throw new IllegalArgumentException("by is leave, close, crash, reload or wipe, not " + ending);
        };
    }

    private static List<Hostility.Kind> kinds(Words words) {
        List<Hostility.Kind> kinds = new ArrayList<>();
        for (String kind : words.text("kinds", null).split(",", -1)) {
            kinds.add(Hostility.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
        }
        return kinds;
    }
}
