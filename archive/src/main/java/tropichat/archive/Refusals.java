package tropichat.archive;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;

/** What was refused, and why, as it is told to people: the first of it in words, all of it counted. */
final class Refusals {
    /** More than fit on a screen. */
    private static final int SHOWN_MAX = 20;

    private final List<String> shown = new ArrayList<>();
    private int count;

    static String words(Car.Refused refused) {
        Cid cid = refused.cid();
        String which = cid == null ? "the block at byte " + refused.at() : "block " + cid + " at byte " + refused.at();
        return which + ": " + refused.reason().getMessage();
    }

    void add(Cid block, String why) {
        add("block " + block + ": " + why);
    }

    void add(String words) {
        count++;
        if (shown.size() < SHOWN_MAX) {
            shown.add(words);
        }
    }

    int count() {
        return count;
    }

    /** A line for each; empty where nothing was refused. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (String words : shown) {
            text.append("refused: ").append(words).append('\n');
        }
        if (count > shown.size()) {
            text.append("refused: ").append(count - shown.size()).append(" more\n");
        }
        return text.toString();
    }
}
