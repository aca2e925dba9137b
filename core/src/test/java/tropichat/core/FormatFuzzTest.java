package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.core.wire.Mutants;

/** Whatever bytes a peer sends: something of the protocol that is written again the same, or a refusal. */
class FormatFuzzTest {
    private static final int INPUTS = 100_000;

    private final Stranger bob = new Stranger(new TestHost("ada"), "bob");

    /** Reads foreign bytes; answers how it would write what it read. */
    private interface Format {
        Bytes readAndWrite(Bytes bytes) throws Malformed;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void frames(long seed) {
        fuzz(frames(bob), bytes -> Frame.decode(bytes).encode(), Frame::decode, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void hellos(long seed) {
        Bytes valid = bob.hello().encode(TestHost.HASHES);
        Format format = bytes -> Hello.decode(bytes, TestHost.HASHES).encode(TestHost.HASHES);
        fuzz(List.of(valid), format, bytes -> Hello.decode(bytes, TestHost.HASHES), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void entries(long seed) {
        Format format = bytes -> {
            Entry.Received received = Entry.decode(bytes, TestHost.HASHES);
            assertEquals(Cid.ofBlock(bytes, TestHost.HASHES), received.id());
            return received.entry().block(Bytes.wrap(new byte[Frame.SIGNATURE_BYTES]));
        };
        fuzz(List.of(said(bob), renamed(bob)), format, bytes -> withoutCheck(bytes), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void fragments(long seed) {
        Random random = new Random(seed);
        Fragments fragments = new Fragments();
        int frames = 0;
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            Bytes fragment = TestHost.randomBytes(random, random.nextInt(random.nextInt(50) == 0 ? 20_000 : 20));
            if (!fragment.isEmpty() && random.nextInt(10) > 0) {
                Bytes head = Bytes.wrap(new byte[] {(byte) random.nextInt(2)});
                fragment = Bytes.concat(head, fragment.slice(1, fragment.length()));
            }
            try {
                Bytes frame = fragments.add(fragment);
                assertTrue(frame == null || frame.length() <= Limits.FRAME_BYTES_MAX);
                frames += frame == null ? 0 : 1;
            } catch (Malformed malformed) {
                refused++;
                fragments = new Fragments();
            }
        }
        assertTrue(frames > INPUTS / 100 && refused > INPUTS / 100, frames + " frames, " + refused + " refused");
    }

    private interface Reader {
        Object read(Bytes bytes) throws Malformed;
    }

    private static void fuzz(List<Bytes> valid, Format format, Reader reader, long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            Bytes input = Mutants.of(valid.get(random.nextInt(valid.size())), random);
            try {
                Object before = reader.read(input);
                assertEquals(before, reader.read(format.readAndWrite(input)));
                read++;
            } catch (Malformed refused) {
                assertNotNull(refused.reason());
            }
        }
        // Both answers must have been met often, or the test is not one.
        assertTrue(read > INPUTS / 1000 && read < INPUTS * 99 / 100, "read " + read);
    }

    private static Entry withoutCheck(Bytes block) throws Malformed {
        return Entry.decode(block, TestHost.HASHES).entry();
    }

    /** One of each kind. */
    static List<Bytes> frames(Stranger from) {
        return List.of(
                new Frame.Greeting(from.hello().encode(TestHost.HASHES)).encode(),
                new Frame.Proof(Bytes.wrap(new byte[Frame.SIGNATURE_BYTES])).encode(),
                new Frame.Said(said(from)).encode(),
                new Frame.Said(renamed(from)).encode(),
                new Frame.Typing(true).encode(),
                new Frame.Ping(7).encode(),
                new Frame.Pong(300).encode(),
                new Frame.Bye().encode());
    }

    private static Bytes said(Stranger from) {
        Cid parent = Cid.ofBlock(Bytes.utf8("parent"), TestHost.HASHES);
        return from.entry("text 🌴", 3, parent).block(Bytes.wrap(new byte[Frame.SIGNATURE_BYTES]));
    }

    private static Bytes renamed(Stranger from) {
        return from.entry(new EntryBody.Renamed(TestHost.profile("Bob")), 4)
                .block(Bytes.wrap(new byte[Frame.SIGNATURE_BYTES]));
    }
}
