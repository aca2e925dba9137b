package tropichat.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;

class UnansweredTest {
    private static final long MINUTE_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = Unanswered.PAUSE_MILLIS_MAX;

    private final Unanswered unanswered = new Unanswered();
    private final Watched ann = wallet(1);
    private final Watched ben = wallet(2);

    private static Watched wallet(int number) {
        byte[] address = new byte[EthereumAddress.LENGTH];
        for (int i = 0; i < Integer.BYTES; i++) {
            address[i] = (byte) (number >> (Byte.SIZE * i));
        }
        return new Watched(
                RoomName.LOBBY, new EthereumAddress(Bytes.wrap(address)), new GateRule.Native(1, Uint256.ONE));
    }

    @Test
    void aSilenceIsAsLongAsItHasBeenAskedInto() {
        assertEquals(0, unanswered.onSilence(ann, 0));
        assertEquals(15 * MINUTE_MILLIS, unanswered.onSilence(ann, 15 * MINUTE_MILLIS));
        assertEquals(30 * MINUTE_MILLIS, unanswered.onSilence(ann, 30 * MINUTE_MILLIS));
        assertEquals(0, unanswered.onSilence(ben, 30 * MINUTE_MILLIS));
    }

    @Test
    void anAnswerEndsIt() {
        unanswered.onSilence(ann, 0);
        unanswered.onAnswer(ann);
        assertEquals(0, unanswered.onSilence(ann, MINUTE_MILLIS));
    }

    @Test
    void whatNobodyAskedAboutForLongWasNoSilence() {
        unanswered.onSilence(ann, 0);
        assertEquals(0, unanswered.onSilence(ann, PAUSE_MILLIS + 1));
        assertEquals(PAUSE_MILLIS, unanswered.onSilence(ann, 2 * PAUSE_MILLIS + 1));
    }

    @Test
    void thoseAskedAboutFirstAreForgottenFirst() {
        for (int i = 0; i <= Unanswered.WALLETS_MAX; i++) {
            unanswered.onSilence(wallet(i), 0);
        }
        assertEquals(1, unanswered.onSilence(wallet(1), 1));
        assertEquals(0, unanswered.onSilence(wallet(0), 1));
    }
}
