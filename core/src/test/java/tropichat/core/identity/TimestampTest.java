package tropichat.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Malformed;

class TimestampTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1985-04-12T23:20:50.52Z",
                "1996-12-19T16:39:57-08:00",
                "1937-01-01T12:00:27.87+00:20",
                "2000-02-29T23:59:59.999Z",
                "2021-09-30T16:25:24.000000001Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "2022-03-10T17:09:21.481+03:00"
            })
    void readsWhatTheLibraryOfJavaReads(String text) throws Malformed {
        assertEquals(
                OffsetDateTime.parse(text).toInstant().toEpochMilli(),
                Timestamp.parse(text).millis());
        assertEquals(text, Timestamp.parse(text).text());
    }

    @Test
    void lettersMayBeLowerCase() throws Malformed {
        assertEquals(0, Timestamp.parse("1970-01-01t00:00:00z").millis());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2021-09-30",
                "2021-09-30T16:25:24",
                "2021-09-30 16:25:24Z",
                "2021-09-30T16:25Z",
                "2021-09-30T16:25:24.Z",
                "2021-09-30T16:25:24.0123456789Z",
                "2021-09-30T16:25:24Zz",
                "2021-09-30T16:25:24+0300",
                "2021-09-30T16:25:24+24:00",
                "2021-09-30T24:00:00Z",
                "2021-09-30T16:60:00Z",
                "2016-12-31T23:59:60Z",
                "2021-09-31T16:25:24Z",
                "2021-02-29T16:25:24Z",
                "1900-02-29T16:25:24Z",
                "2021-13-01T16:25:24Z",
                "2021-00-01T16:25:24Z",
                "2021-01-00T16:25:24Z",
                "21-01-01T16:25:24Z",
                "+2021-01-01T16:25:24Z",
                "Wed Oct 05 2011 16:48:00 GMT+0200 (CEST)",
                "٢021-09-30T16:25:24Z"
            })
    void refusesEverythingElse(String text) {
        assertEquals(
                Malformed.Reason.SYNTAX,
                assertThrows(Malformed.class, () -> Timestamp.parse(text)).reason());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void writesWhatTheLibraryOfJavaReads(long seed) throws Malformed {
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long millis = random.nextLong(Rfc3339.MILLIS_MIN, Rfc3339.MILLIS_MAX + 1);
            Timestamp timestamp = Timestamp.ofMillis(millis);
            assertEquals(millis, Instant.parse(timestamp.text()).toEpochMilli());
            assertEquals(millis, Timestamp.parse(timestamp.text()).millis());
        }
    }

    @Test
    void writesTheEdgesOfFourDigitYears() {
        assertEquals(
                "0000-01-01T00:00:00.000Z",
                Timestamp.ofMillis(Rfc3339.MILLIS_MIN).text());
        assertEquals(
                "9999-12-31T23:59:59.999Z",
                Timestamp.ofMillis(Rfc3339.MILLIS_MAX).text());
        assertThrows(IllegalArgumentException.class, () -> Timestamp.ofMillis(Rfc3339.MILLIS_MAX + 1));
        assertThrows(IllegalArgumentException.class, () -> Timestamp.ofMillis(Rfc3339.MILLIS_MIN - 1));
    }
}
