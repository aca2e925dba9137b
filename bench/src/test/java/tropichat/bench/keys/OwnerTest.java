package tropichat.bench.keys;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.keys.History;

/** What is measured is really done: the measurements check it themselves. */
class OwnerTest {
    @Test
    void whoeverIsRemovedIsLeftOutOfTheNextEpoch() {
        Owner.Duration duration = Owner.measure(5, 1);
        assertTrue(duration.removalMillis() > 0);
    }

    @Test
    void whatAllHaveSealedOpens() {
        Talk talk = new Talk(History.FORWARD_SECRET, 1);
        talk.seal(50);
        assertDoesNotThrow(() -> talk.open(talk.listener()));
    }

    @Test
    void readsItsOptions() {
        assertEquals(1, KeysSettings.parse(List.of("--quick")).rounds());
        assertThrows(IllegalArgumentException.class, () -> KeysSettings.parse(List.of("--members", "3")));
    }
}
