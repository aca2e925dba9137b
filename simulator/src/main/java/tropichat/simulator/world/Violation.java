package tropichat.simulator.world;

/** Something that must never happen has happened: the run ends here. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String words) {
        super(words);
    }
}
