package tropichat.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

class FragmentsTest {
    private static final int PAYLOAD_MAX = Limits.FRAGMENT_BYTES_MAX - 1;

    private final Fragments fragments = new Fragments();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, PAYLOAD_MAX - 1, PAYLOAD_MAX, PAYLOAD_MAX + 1, 3 * PAYLOAD_MAX, Limits.FRAME_BYTES_MAX})
    void frameIsPutTogetherAgain(int length) throws Malformed {
        Bytes frame = frame(length);
        List<Bytes> parts = Fragments.split(frame);
        assertEquals((length + PAYLOAD_MAX - 1) / PAYLOAD_MAX, parts.size());
        for (Bytes part : parts.subList(0, parts.size() - 1)) {
            assertTrue(part.length() <= Limits.FRAGMENT_BYTES_MAX);
            assertNull(fragments.add(part));
        }
        assertEquals(frame, fragments.add(parts.getLast()));
    }

    @Test
    void framesFollowOneAnother() throws Malformed {
        for (int length : new int[] {5, PAYLOAD_MAX + 5, 1}) {
            Bytes whole = null;
            for (Bytes part : Fragments.split(frame(length))) {
                whole = fragments.add(part);
            }
            assertEquals(frame(length), whole);
        }
    }

    @Test
    void framesOutsideTheLimitsAreNotSent() {
        assertThrows(IllegalArgumentException.class, () -> Fragments.split(Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> Fragments.split(frame(Limits.FRAME_BYTES_MAX + 1)));
    }

    @Test
    void fragmentsThatAreNoneAreRefused() {
        assertEquals(Reason.TRUNCATED, refusal(Bytes.EMPTY));
        assertEquals(Reason.TRUNCATED, refusal(Bytes.wrap(new byte[1])));
        assertEquals(Reason.SYNTAX, refusal(Bytes.wrap(new byte[] {2, 0})));
        assertEquals(Reason.TOO_LARGE, refusal(Bytes.wrap(new byte[Limits.FRAGMENT_BYTES_MAX + 1])));
    }

    @Test
    void framesThatDoNotEndAreRefused() throws Malformed {
        Bytes more = Bytes.wrap(new byte[Limits.FRAGMENT_BYTES_MAX]);
        for (int sent = PAYLOAD_MAX; sent <= Limits.FRAME_BYTES_MAX; sent += PAYLOAD_MAX) {
            assertNull(fragments.add(more));
        }
        assertEquals(Reason.TOO_LARGE, refusal(more));
    }

    private Reason refusal(Bytes fragment) {
        return assertThrows(Malformed.class, () -> fragments.add(fragment)).reason();
    }

    private static Bytes frame(int length) {
        byte[] frame = new byte[length];
        new Random(length).nextBytes(frame);
        return Bytes.wrap(frame);
    }
}
