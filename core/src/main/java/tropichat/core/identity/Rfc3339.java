package tropichat.core.identity;

import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * The {@code date-time} of RFC 3339 (section 5.6), read to and written from Unix milliseconds.
 *
 * <p>Two departures: a fraction has at most {@link #FRACTION_DIGITS_MAX} digits, of which those after the third do not
 * count; and second 60 is refused, since no rule tells when a leap second will be and none has been since 2016.
 */
final class Rfc3339 {
    /** Nanoseconds: nobody writes times more finely. */
    static final int FRACTION_DIGITS_MAX = 9;

    /** 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what four digits of a year can say. */
    static final long MILLIS_MIN = -62_167_219_200_000L;

    static final long MILLIS_MAX = 253_402_300_799_999L;

    private static final int MILLIS_PER_SECOND = 1000;
    private static final int MILLIS_PER_MINUTE = 60 * MILLIS_PER_SECOND;
    private static final int MINUTES_PER_HOUR = 60;
    private static final long MILLIS_PER_DAY = 24L * MINUTES_PER_HOUR * MILLIS_PER_MINUTE;

    private final String text;
    private int at;

    private Rfc3339(String text) {
        this.text = text;
    }

    /** Unix milliseconds of a {@code date-time}; {@code SYNTAX} where the text is anything else. */
    static long parse(String text) throws Malformed {
        Rfc3339 reader = new Rfc3339(text);
        long millis = reader.date().epochDay() * MILLIS_PER_DAY;
        reader.expect('T');
        millis += reader.time();
        millis -= (long) reader.offsetMinutes() * MILLIS_PER_MINUTE;
        if (reader.at != text.length()) {
            throw wrong();
        }
        return millis;
    }

    /** {@code 2021-09-30T16:25:24.000Z}: in UTC, with three digits of a fraction. */
    static String format(long millis) {
        if (millis < MILLIS_MIN || millis > MILLIS_MAX) {
            throw new IllegalArgumentException("a time outside the years 0 to 9999: " + millis);
        }
        CivilDate date = CivilDate.ofEpochDay((int) Math.floorDiv(millis, MILLIS_PER_DAY));
        int ofDay = (int) Math.floorMod(millis, MILLIS_PER_DAY);
        int minutes = ofDay / MILLIS_PER_MINUTE;
        int ofMinute = ofDay % MILLIS_PER_MINUTE;
        StringBuilder out = new StringBuilder();
        append(out, date.year(), 4).append('-');
        append(out, date.month(), 2).append('-');
        append(out, date.day(), 2).append('T');
        append(out, minutes / MINUTES_PER_HOUR, 2).append(':');
        append(out, minutes % MINUTES_PER_HOUR, 2).append(':');
        append(out, ofMinute / MILLIS_PER_SECOND, 2).append('.');
        return append(out, ofMinute % MILLIS_PER_SECOND, 3).append('Z').toString();
    }

    private CivilDate date() throws Malformed {
        int year = digits(4, 0, 9999);
        expect('-');
        int month = digits(2, 1, 12);
        expect('-');
        return new CivilDate(year, month, digits(2, 1, CivilDate.daysInMonth(year, month)));
    }

    /** Milliseconds since midnight. */
    private int time() throws Malformed {
        int hour = digits(2, 0, 23);
        expect(':');
        int minute = digits(2, 0, 59);
        expect(':');
        int second = digits(2, 0, 59);
        return (hour * MINUTES_PER_HOUR + minute) * MILLIS_PER_MINUTE + second * MILLIS_PER_SECOND + fraction();
    }

    /** Milliseconds of the second, 0 where no fraction is written. */
    private int fraction() throws Malformed {
        if (peek() != '.') {
            return 0;
        }
        int start = ++at;
        int millis = 0;
        int unit = MILLIS_PER_SECOND / 10;
        while (isDigit(peek())) {
            millis += (peek() - '0') * unit;
            unit /= 10;
            at++;
        }
        if (at == start || at - start > FRACTION_DIGITS_MAX) {
            throw wrong();
        }
        return millis;
    }

    /** Minutes by which the written time is ahead of UTC. */
    private int offsetMinutes() throws Malformed {
        char sign = peek();
        at++;
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            throw wrong();
        }
        int hours = digits(2, 0, 23);
        expect(':');
        int minutes = hours * MINUTES_PER_HOUR + digits(2, 0, 59);
        return sign == '+' ? minutes : -minutes;
    }

    private int digits(int count, int min, int max) throws Malformed {
        int value = 0;
        for (int i = 0; i < count; i++) {
            if (!isDigit(peek())) {
                throw wrong();
            }
            value = 10 * value + (peek() - '0');
            at++;
        }
        if (value < min || value > max) {
            throw wrong();
        }
        return value;
    }

    /** Takes {@code wanted}; T may stand in lower case, as Z may (RFC 3339, note in section 5.6). */
    private void expect(char wanted) throws Malformed {
        if (peek() != wanted && !(wanted == 'T' && peek() == 't')) {
            throw wrong();
        }
        at++;
    }

    /** The next character, or a blank, which no part of the grammar takes, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : ' ';
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static StringBuilder append(StringBuilder out, int value, int width) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < width; i++) {
            out.append('0');
        }
        return out.append(digits);
    }

    private static Malformed wrong() {
        return new Malformed(Reason.SYNTAX, "a time is written as in RFC 3339: 2021-09-30T16:25:24.000Z");
    }
}
