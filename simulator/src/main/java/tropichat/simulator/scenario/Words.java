package tropichat.simulator.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a scenario file after its first word: {@code key=value} words and words that stand alone. */
final class Words {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;

    private final Map<String, String> left = new LinkedHashMap<>();

    Words(String text) {
        for (String word : text.split(" +", -1)) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals);
            if (!key.isEmpty()) {
                left.put(key, equals < 0 ? "" : word.substring(equals + 1));
            }
        }
    }

    /** Whether a word stands alone in the line. */
    boolean flag(String key) {
        return left.remove(key) != null;
    }

    String text(String key, @Nullable String otherwise) {
        String value = left.remove(key);
        if (value == null || value.isEmpty()) {
            if (otherwise == null) {
                throw new IllegalArgumentException(key + "= is missing");
            }
            return otherwise;
        }
        return value;
    }

    /** {@code 250ms}, {@code 10s} or {@code 5m}, in microseconds. */
    long micros(String key, @Nullable String otherwise) {
        String value = text(key, otherwise);
        if (value.endsWith("ms")) {
            return scaled(key, value, 2, MICROS_PER_MILLI);
        } else if (value.endsWith("s")) {
            return scaled(key, value, 1, MICROS_PER_SECOND);
        } else if (value.endsWith("m")) {
            return scaled(key, value, 1, MICROS_PER_MINUTE);
        }
        throw new IllegalArgumentException(key + " is a time like 250ms, 10s or 5m, not " + value);
    }

    /** A time that may be left out, which then never comes. */
    long microsOrNever(String key) {
        return left.containsKey(key) ? micros(key, null) : Long.MAX_VALUE;
    }

    double share(String key, @Nullable String otherwise) {
        double share = number(key, text(key, otherwise));
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException(key + " is a share from 0 to 1, not " + share);
        }
        return share;
    }

    long count(String key, @Nullable String otherwise) {
        return whole(key, text(key, otherwise));
    }

    /** What nobody asked for is a mistake. */
    void end() {
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("does not know " + String.join(", ", left.keySet()));
        }
    }

    static long whole(String key, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the same words.
        }
        throw new IllegalArgumentException(key + " is a whole number, not " + value);
    }

    static double number(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(key + " takes a number, not " + value, notANumber);
        }
    }

    private static long scaled(String key, String value, int suffix, long micros) {
        return Math.round(number(key, value.substring(0, value.length() - suffix)) * micros);
    }
}
