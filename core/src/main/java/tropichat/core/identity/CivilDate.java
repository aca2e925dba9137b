package tropichat.core.identity;

/**
 * A day of the Gregorian calendar, also before its introduction (ISO 8601), and its distance from 1970-01-01.
 *
 * @param month 1 to 12
 * @param day 1 to {@link #daysInMonth}
 */
record CivilDate(int year, int month, int day) {
    /** Days from 0000-01-01 to 1970-01-01. */
    private static final int EPOCH_DAYS = 719_528;

    /** The calendar repeats after 400 years. */
    private static final int CYCLE_YEARS = 400;

    private static final int CYCLE_DAYS = 146_097;

    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    static CivilDate ofEpochDay(int epochDay) {
        // The mean length of a year hits the right year or one beside it.
        int year = (int) Math.floorDiv((long) CYCLE_YEARS * (epochDay + EPOCH_DAYS), (long) CYCLE_DAYS);
        if (epochDayOfYear(year) > epochDay) {
            year--;
        } else if (epochDayOfYear(year + 1) <= epochDay) {
            year++;
        }
        int dayOfYear = epochDay - epochDayOfYear(year);
        int month = 1;
        while (daysBeforeMonth(year, month + 1) <= dayOfYear) {
            month++;
        }
        return new CivilDate(year, month, dayOfYear - daysBeforeMonth(year, month) + 1);
    }

    static int daysInMonth(int year, int month) {
        return daysBeforeMonth(year, month + 1) - daysBeforeMonth(year, month);
    }

    /** Days since 1970-01-01. */
    int epochDay() {
        return epochDayOfYear(year) + daysBeforeMonth(year, month) + day - 1;
    }

    private static int epochDayOfYear(int year) {
        int last = year - 1;
        int leapYears = Math.floorDiv(last, 4) - Math.floorDiv(last, 100) + Math.floorDiv(last, CYCLE_YEARS);
        // Year 0 is itself a leap year, which the count of leap years up to the last one leaves out.
        return 365 * year + leapYears + 1 - EPOCH_DAYS;
    }

    private static int daysBeforeMonth(int year, int month) {
        return DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0);
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % CYCLE_YEARS == 0);
    }
}
