package tropichat.simulator.scenario;

import java.util.Locale;

/**
 * A kind of network. Peers lie on a square map and hang on their access lines: one way from one to another takes the
 * distance on the map and both access times (the height-vector model of Vivaldi, Dabek et al. 2004, section 5.4). The
 * numbers are guesses, chosen so that typical round trips are those that people see: below a millisecond in a house,
 * about 100 ms across the world, about 170 ms between phones.
 *
 * @param mapMillis the side of the map
 * @param accessMillisMin the best access line, one way
 * @param accessMillisMax the worst
 * @param jitterMillis mean of what each packet takes longer
 * @param loss share of packets that are lost and sent again; what comes behind them on the channel waits
 * @param uplinkBytesPerSecond what a peer can send
 * @param resetMinutes mean time after which a link breaks for no reason of its own; 0 when it does not
 */
public record NetworkPreset(
        String name,
        double mapMillis,
        double accessMillisMin,
        double accessMillisMax,
        double jitterMillis,
        double loss,
        long uplinkBytesPerSecond,
        double resetMinutes) {
    private static final NetworkPreset LAN = new NetworkPreset("lan", 0.1, 0.05, 0.2, 0.05, 0, 100_000_000, 0);
    private static final NetworkPreset WAN = new NetworkPreset("wan", 70, 2, 12, 1.5, 0.002, 2_500_000, 0);
    private static final NetworkPreset MOBILE = new NetworkPreset("mobile", 70, 15, 35, 8, 0.02, 600_000, 10);

    /** The preset called {@code name}; throws {@link IllegalArgumentException} with words for a person. */
    public static NetworkPreset named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "lan" -> LAN;
            case "wan" -> WAN;
            case "mobile" -> MOBILE;
            default -> throw new IllegalArgumentException("there is no network " + name + ", but lan, wan, mobile");
        };
    }
}
