package tropichat.bench.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SignalsTest {
    @Test
    void thePayloadsHaveTheSizesThatTheFiguresAreNamedAfter() {
        assertEquals(1500, Signals.description().length());
        assertEquals(230, Signals.candidate().length());
    }
}
