package tropichat.core.identity;

import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * How somebody wants to be shown: a name of 1 to {@link Limits#USERNAME_CHARS_MAX} characters and a colour
 * {@code #rrggbb}. Names prove nothing and need not be unique.
 *
 * @param card what else the person shows
 */
public record Profile(String name, String color, Card card) {
    private static final String HEX_DIGITS = "0123456789abcdef";
    private static final int COLOR_CHARS = 7;
    private static final int SHORT_COLOR_CHARS = 4;

    public Profile {
        if (!isName(name) || !isColor(color)) {
            throw new IllegalArgumentException("a profile that was not parsed");
        }
    }

    public Profile(String name, String color) {
        this(name, color, Card.EMPTY);
    }

    /** The same with another card. */
    public Profile with(Card other) {
        return new Profile(name, color, other);
    }

    /** Trims the name and writes the colour in full; {@code #rgb} is taken too. */
    public static Profile parse(String name, String color) throws Malformed {
        return new Profile(parseName(name), parseColor(color));
    }

    private static String parseName(String name) throws Malformed {
        String trimmed = name.strip();
        if (trimmed.length() > Limits.USERNAME_CHARS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a name has at most " + Limits.USERNAME_CHARS_MAX + " characters");
        }
        if (!isName(trimmed)) {
            throw new Malformed(Reason.FIELD, "a name has 1 to " + Limits.USERNAME_CHARS_MAX + " printable characters");
        }
        return trimmed;
    }

    private static String parseColor(String color) throws Malformed {
        int repeats = color.length() == SHORT_COLOR_CHARS ? 2 : 1;
        StringBuilder full = new StringBuilder();
        for (int i = 0; i < Math.min(color.length(), COLOR_CHARS); i++) {
            char c = color.charAt(i);
            char lower = c >= 'A' && c <= 'F' ? (char) (c - 'A' + 'a') : c;
            full.append(String.valueOf(lower).repeat(i == 0 ? 1 : repeats));
        }
        if (color.length() > COLOR_CHARS || !isColor(full.toString())) {
            throw new Malformed(Reason.FIELD, "a colour is written #rrggbb");
        }
        return full.toString();
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= Limits.USERNAME_CHARS_MAX
                && name.strip().length() == name.length()
                && PlainText.isOneLine(name);
    }

    private static boolean isColor(String color) {
        if (color.length() != COLOR_CHARS || color.charAt(0) != '#') {
            return false;
        }
        for (int i = 1; i < color.length(); i++) {
            if (HEX_DIGITS.indexOf(color.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
