package tropichat.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.server.metrics.Refusal;
import tropichat.server.metrics.Refused;

class FrameReaderTest {
    private static final int MESSAGE_BYTES_MAX = 100_000;

    /** Writes down what it hears. */
    private static final class Recorder implements FrameReader.Sink {
        final List<String> heard = new ArrayList<>();
        int pauseAfter = Integer.MAX_VALUE;

        @Override
        public void onText(byte[] content, int from, int to) {
            heard.add("text " + new String(content, from, to - from, StandardCharsets.UTF_8));
        }

        @Override
        public void onBinary(byte[] content, int from, int to) {
            heard.add("binary " + hex(content, from, to));
        }

        @Override
        public void onPing(byte[] content, int from, int to) {
            heard.add("ping " + hex(content, from, to));
        }

        @Override
        public void onClose(int code) {
            heard.add("close " + code);
        }

        @Override
        public boolean wantsMore() {
            return heard.size() < pauseAfter;
        }

        private static String hex(byte[] content, int from, int to) {
            return Bytes.copyOf(content).slice(from, to).hex();
        }
    }

    private final FrameReader reader = new FrameReader(MESSAGE_BYTES_MAX);
    private final Recorder sink = new Recorder();

    private void read(Bytes bytes) throws Refused {
        byte[] in = bytes.toArray();
        reader.read(in, 0, in.length, sink);
    }

    private static Bytes frame(int first, Bytes content) {
        return Frames.masked(first, content);
    }

    @Test
    void readsTheExampleOfTheRfc() throws Refused {
        // RFC 6455, section 5.7: a single-frame masked text message, "Hello"
        read(hex("818537fa213d7f9f4d5158"));
        assertEquals(List.of("text Hello"), sink.heard);
    }

    @Test
    void readsTheSameHoweverTheBytesArrive() throws Refused {
        Bytes all = Bytes.concat(
                frame(0x81, Bytes.utf8("one")),
                frame(0x82, Bytes.wrap(new byte[300])),
                frame(0x01, Bytes.utf8("fr\u00e4")),
                frame(0x89, Bytes.utf8("ping")),
                frame(0x80, Bytes.utf8("gment\u20ac")),
                frame(0x81, Bytes.utf8("x".repeat(70_000))),
                frame(0x8a, Bytes.utf8("pong")),
                frame(0x88, hex("03e8")));
        read(all);
        List<String> whole = List.copyOf(sink.heard);
        assertEquals(7, whole.size() + 1);
        for (int step : new int[] {1, 2, 3, 7, 125, 1000, 65_537}) {
            FrameReader again = new FrameReader(MESSAGE_BYTES_MAX);
            Recorder recorder = new Recorder();
            for (int from = 0; from < all.length(); from += step) {
                byte[] piece =
                        all.slice(from, Math.min(all.length(), from + step)).toArray();
                again.read(piece, 0, piece.length, recorder);
            }
            assertEquals(whole, recorder.heard, "in steps of " + step);
        }
    }

    @Test
    void stopsWhereTheSinkWantsNoMoreAndGoesOnWhenResumed() throws Refused {
        sink.pauseAfter = 2;
        Bytes three =
                Bytes.concat(frame(0x81, Bytes.utf8("1")), frame(0x81, Bytes.utf8("2")), frame(0x81, Bytes.utf8("3")));
        read(three);
        read(three);
        assertEquals(List.of("text 1", "text 2"), sink.heard);
        sink.pauseAfter = 5;
        reader.resume(sink);
        assertEquals(List.of("text 1", "text 2", "text 3", "text 1", "text 2"), sink.heard);
        sink.pauseAfter = 100;
        reader.resume(sink);
        read(three);
        assertEquals(9, sink.heard.size());
    }

    @ParameterizedTest
    @CsvSource({
        "810548656c6c6f, FRAME_UNMASKED",
        "c18537fa213d7f9f4d5158, FRAME_RESERVED",
        "a18537fa213d7f9f4d5158, FRAME_RESERVED",
        "918537fa213d7f9f4d5158, FRAME_RESERVED",
        "838037fa213d, FRAME_RESERVED",
        "878037fa213d, FRAME_RESERVED",
        "8b8037fa213d, FRAME_RESERVED",
        "8f8037fa213d, FRAME_RESERVED",
        "098037fa213d, FRAME_CONTROL",
        "088037fa213d, FRAME_CONTROL",
        "89fe007e, FRAME_CONTROL",
        "808037fa213d, FRAME_FRAGMENT",
        "008037fa213d, FRAME_FRAGMENT",
        "81fe007d, FRAME_LENGTH",
        "81ff000000000000ffff, FRAME_LENGTH",
        "81ff00000000000f4240, MESSAGE_TOO_LARGE",
        "81ffffffffffffffffff, MESSAGE_TOO_LARGE",
        "88810000000003, FRAME_CLOSE_CODE",
        "88820000000003e7, FRAME_CLOSE_CODE",
        "88820000000003ed, FRAME_CLOSE_CODE",
        "88820000000003ee, FRAME_CLOSE_CODE",
        "88820000000003f7, FRAME_CLOSE_CODE",
        "8882000000001388, FRAME_CLOSE_CODE",
        "88830000000003e8ff, NOT_UTF8",
        "818100000000ff, NOT_UTF8",
        "818200000000c080, NOT_UTF8"
    })
    void refusesWhatTheRfcForbids(String bytes, Refusal refusal) {
        assertEquals(
                refusal, assertThrows(Refused.class, () -> read(hex(bytes))).refusal());
    }

    @Test
    void refusesAMessageBegunWithinAnother() throws Refused {
        read(frame(0x01, Bytes.utf8("a")));
        assertEquals(
                Refusal.FRAME_FRAGMENT,
                assertThrows(Refused.class, () -> read(frame(0x81, Bytes.utf8("b"))))
                        .refusal());
    }

    @Test
    void boundsAMessageInFragmentsLikeAWholeOne() throws Refused {
        read(frame(0x02, Bytes.wrap(new byte[60_000])));
        assertEquals(
                Refusal.MESSAGE_TOO_LARGE,
                assertThrows(Refused.class, () -> read(frame(0x80, Bytes.wrap(new byte[60_000]))))
                        .refusal());
    }

    @Test
    void checksTextInFragmentsAsAWhole() throws Refused {
        read(frame(0x01, hex("e2")));
        read(frame(0x00, hex("82")));
        read(frame(0x80, hex("ac")));
        assertEquals(List.of("text \u20ac"), sink.heard);
        read(frame(0x01, hex("e2")));
        assertEquals(
                Refusal.NOT_UTF8,
                assertThrows(Refused.class, () -> read(frame(0x80, hex("41")))).refusal());
    }

    @Test
    void readsNothingAfterAClose() throws Refused {
        read(Bytes.concat(frame(0x88, Bytes.EMPTY), frame(0x81, Bytes.utf8("more")), hex("ffff")));
        assertEquals(List.of("close " + FrameReader.NO_CODE), sink.heard);
    }

    @Test
    void readsMessagesOfEveryLengthAroundTheBorders() throws Refused {
        for (int length : new int[] {0, 1, 7, 8, 9, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 100_000}) {
            sink.heard.clear();
            String text = "\u00e4".repeat(length / 2) + "x".repeat(length % 2);
            read(frame(0x81, Bytes.utf8(text)));
            assertEquals(List.of("text " + text), sink.heard);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void onlyEverRefusesWhateverComes(long seed) {
        Random random = new Random(seed);
        int[] firsts = {0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x88, 0x89, 0x8a};
        int understood = 0;
        for (int i = 0; i < 50_000; i++) {
            FrameReader fuzzed = new FrameReader(1000);
            Recorder recorder = new Recorder();
            try {
                for (int frames = random.nextInt(4); frames >= 0; frames--) {
                    byte[] content = new byte[random.nextInt(20)];
                    random.nextBytes(content);
                    byte[] bytes = frame(firsts[random.nextInt(firsts.length)], Bytes.wrap(content))
                            .toArray();
                    if (random.nextInt(3) == 0) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                    int split = random.nextInt(bytes.length + 1);
                    fuzzed.read(bytes, 0, split, recorder);
                    fuzzed.read(bytes, split, bytes.length, recorder);
                    recorder.pauseAfter = random.nextInt(5) == 0 ? recorder.heard.size() : Integer.MAX_VALUE;
                    if (recorder.wantsMore()) {
                        fuzzed.resume(recorder);
                    }
                }
            } catch (Refused expected) {
                continue;
            }
            understood += recorder.heard.size();
        }
        assertTrue(understood > 1000, "seed " + seed + " understood " + understood);
    }

    private static Bytes hex(String digits) {
        Bytes bytes = Bytes.parseHex(digits);
        assertTrue(bytes != null, digits);
        return bytes;
    }
}
