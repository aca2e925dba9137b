package tropichat.core.rules;

import java.util.Arrays;
import java.util.List;

/**
 * Which rules lie in the past of which, by the numbers 0, 1, 2, … under which they came: none comes before its parents.
 *
 * <p>A rule's past is a bit for each earlier number. Nearly always it is all that came before but for the last few, so
 * only the words behind those in which every bit is set are kept.
 */
final class Ancestry {
    /** Bits of a word. */
    private static final int WORD = 32;

    private int size;

    /** By number: how many words are full, and those behind them. */
    private int[] full = new int[16];

    private int[][] words = new int[16][];

    int size() {
        return size;
    }

    /** Takes the next number, whose past is its parents and theirs. */
    void add(List<Integer> parents) {
        int from = 0;
        int to = 0;
        for (int parent : parents) {
            from = Math.max(from, full[parent]);
            to = Math.max(to, parent / WORD + 1);
        }
        int[] past = new int[to - from];
        for (int parent : parents) {
            for (int word = from; word < to; word++) {
                past[word - from] |= word(parent, word);
            }
            // Else it lies in the past of another, and all before that, too.
            if (parent / WORD >= from) {
                past[parent / WORD - from] |= 1 << parent % WORD;
            }
        }
        int more = 0;
        while (more < past.length && past[more] == -1) {
            more++;
        }
        if (size == words.length) {
            full = Arrays.copyOf(full, 2 * size);
            words = Arrays.copyOf(words, 2 * size);
        }
        full[size] = from + more;
        words[size] = Arrays.copyOfRange(past, more, past.length);
        size++;
    }

    /** Whether {@code earlier} lies in the past of {@code later}; nothing lies in its own. */
    boolean has(int earlier, int later) {
        return (word(later, earlier / WORD) >>> earlier % WORD & 1) != 0;
    }

    private int word(int later, int word) {
        if (word < full[later]) {
            return -1;
        }
        int at = word - full[later];
        return at < words[later].length ? words[later][at] : 0;
    }
}
