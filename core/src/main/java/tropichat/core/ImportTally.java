package tropichat.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What became of the blocks of an archive, counted until the last of them is done with. */
final class ImportTally {
    private final Consumer<Event.Imported> whenOver;
    private final Map<Event.ImportRefusal, Integer> refused = new TreeMap<>();
    private int taken;
    private int known;
    private int open;

    ImportTally(Consumer<Event.Imported> whenOver) {
        this.whenOver = whenOver;
    }

    /** So many blocks are begun with, and {@link #close} is called once more when all have been. */
    void open(int blocks) {
        open = blocks + 1;
    }

    void take() {
        taken++;
    }

    void know() {
        known++;
    }

    void refuse(Event.ImportRefusal refusal) {
        refused.merge(refusal, 1, Integer::sum);
    }

    /** One is done with. */
    void close() {
        open--;
        if (open == 0) {
            whenOver.accept(new Event.Imported(taken, known, refused));
        }
    }
}
