package tropichat.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void theFirstColumnIsLeftAlignedAndTheOthersRight() {
        Table table = new Table(List.of("median", "tropichat"));
        table.row(List.of("signals/s", "219,000"));
        table.row(List.of("joins/s", "4,000"));
        assertEquals("""
                median     tropichat
                ────────────────────
                signals/s    219,000
                joins/s        4,000
                """, table.toString());
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        Table table = new Table(List.of("a", "b"));
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of("one")));
    }
}
