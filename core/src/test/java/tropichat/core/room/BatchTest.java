package tropichat.core.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.RoomName;
import tropichat.core.wire.Car;
import tropichat.core.wire.CarReader;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Mutants;
import tropichat.core.wire.Value;

class BatchTest {
    private static final TestHashes HASHES = new TestHashes();
    private static final RoomName ROOM = new RoomName("lagoon");
    private static final Cid LINK = Cid.ofBlock(Bytes.EMPTY, HASHES);

    /**
     * Written by @ipld/car 5.4.2 and @ipld/dag-cbor: a batch of room "lagoon" with one profile {@code {name: "Ada"}} and
     * two entries {@code {hello: "lagoon"}} and {@code {n: 7}} behind an empty one.
     */
    private static final String SEALED =
            "3aa265726f6f747381d82a5825000171122078aeb877288d238e1a827986dfb1f290a5768708076c0a7c7e6d392f61f61bbe"
                    + "6776657273696f6e01f0010171122078aeb877288d238e1a827986dfb1f290a5768708076c0a7c7e6d392f61f61bbe"
                    + "a56176016470726576d82a5825000171122047015249b4f33397d6c037f834ee65adfbc731f3d0763a2024d7102ec6fe1e78"
                    + "64726f6f6d666c61676f6f6e67656e747269657382"
                    + "d82a58250001551220c093e16fb64b25730e1da18131396124f5b7e04fa234623726c7350727dee7d2"
                    + "d82a58250001551220c7ad4befe022e64f0a53c1e91a18e28d16b1e1fa1d5cb485ae269b0a215046de"
                    + "6870726f66696c657381"
                    + "d82a582500015512201c0be3b740f390112c6ebf4dad02edc4bb6634175cf3a647909673deb215f4e0"
                    + "2e015512201c0be3b740f390112c6ebf4dad02edc4bb6634175cf3a647909673deb215f4e0a1646e616d6563416461"
                    + "3201551220c093e16fb64b25730e1da18131396124f5b7e04fa234623726c7350727dee7d2a16568656c6c6f666c61676f6f6e"
                    + "2801551220c7ad4befe022e64f0a53c1e91a18e28d16b1e1fa1d5cb485ae269b0a215046dea1616e07";

    /**
     * Written likewise: a batch of room "lagoon", the first one, with the profile {@code {name: "Ada"}}, a law of
     * {@code {v: 1}} and {@code {op: "leave"}}, and the entry {@code {hello: "lagoon"}}.
     */
    private static final String SEALED_WITH_LAW =
            "3aa265726f6f747381d82a582500017112204c5a3892009dcf0a76919f33971a6884b12a16cacee0ef133bbcb4a21c21964a"
                    + "6776657273696f6e01f001017112204c5a3892009dcf0a76919f33971a6884b12a16cacee0ef133bbcb4a21c21964aa56176"
                    + "01636c617782d82a582500015512201a192210cda38666a0d04cb15e6afd2b27bc097c1bc872240329e11bbfb4c1cbd82a58"
                    + "250001551220a445b358d93e7dc2bcbb215908ecb30c3ba639be296e736df18d30843bee42a264726f6f6d666c61676f6f6e"
                    + "67656e747269657381d82a58250001551220c093e16fb64b25730e1da18131396124f5b7e04fa234623726c7350727dee7d2"
                    + "6870726f66696c657381d82a582500015512201c0be3b740f390112c6ebf4dad02edc4bb6634175cf3a647909673deb215f4"
                    + "e02e015512201c0be3b740f390112c6ebf4dad02edc4bb6634175cf3a647909673deb215f4e0a1646e616d65634164612801"
                    + "5512201a192210cda38666a0d04cb15e6afd2b27bc097c1bc872240329e11bbfb4c1cba16176012e01551220a445b358d93e"
                    + "7dc2bcbb215908ecb30c3ba639be296e736df18d30843bee42a2a1626f70656c656176653201551220c093e16fb64b25730e"
                    + "1da18131396124f5b7e04fa234623726c7350727dee7d2a16568656c6c6f666c61676f6f6e";

    private static final String ROOT = "bafyreidyv24hokeneohbvatzq3p3d4uquv3iocahnqfhy7tnhexwd5q3xy";
    private static final String PREVIOUS = "bafyreichafjetnhtgol5nqbx7a2o4znn7pdtd46qoy5cajgxcaxmn7q6pa";

    @Test
    void isSealedAsTheReferenceLibrariesDo() throws Malformed {
        Bytes profile = Cbor.encode(Value.map().with("name", "Ada"));
        Bytes hello = Cbor.encode(Value.map().with("hello", "lagoon"));
        Bytes seven = Cbor.encode(Value.map().with("n", 7));
        Cid previous = Cid.ofBlock(new Batch(ROOM, null, List.of(), List.of(), List.of()).encode(), HASHES);
        assertEquals(PREVIOUS, previous.text());
        Batch.Sealed sealed = Batch.seal(ROOM, previous, List.of(profile), List.of(), List.of(hello, seven), HASHES);
        assertEquals(ROOT, sealed.root().text());
        assertEquals(SEALED, sealed.car().hex());

        CarReader reader = new CarReader(HASHES);
        reader.feed(sealed.car());
        Car.Block root = (Car.Block) reader.next();
        assertNotNull(root);
        Batch batch = Batch.decode(root.bytes());
        assertEquals(List.of(sealed.root()), reader.roots());
        assertEquals(previous, batch.previous());
        assertEquals(List.of(Cid.ofBlock(profile, HASHES)), batch.profiles());
        assertEquals(List.of(Cid.ofBlock(hello, HASHES), Cid.ofBlock(seven, HASHES)), batch.entries());
    }

    @Test
    void whatItAddsToTheLawIsSealedBetweenProfilesAndEntries() throws Malformed {
        Bytes profile = Cbor.encode(Value.map().with("name", "Ada"));
        Bytes record = Cbor.encode(Value.map().with("v", 1));
        Bytes rule = Cbor.encode(Value.map().with("op", "leave"));
        Bytes entry = Cbor.encode(Value.map().with("hello", "lagoon"));
        Batch.Sealed sealed = Batch.seal(ROOM, null, List.of(profile), List.of(record, rule), List.of(entry), HASHES);
        assertEquals(SEALED_WITH_LAW, sealed.car().hex());
        CarReader reader = new CarReader(HASHES);
        reader.feed(sealed.car());
        Car.Block root = (Car.Block) reader.next();
        assertNotNull(root);
        Batch batch = Batch.decode(root.bytes());
        assertEquals(List.of(Cid.ofBlock(record, HASHES), Cid.ofBlock(rule, HASHES)), batch.law());
        assertEquals(root.bytes(), batch.encode());
    }

    @Test
    void aFullOneIsABlockThatAnArchiveTakes() throws Malformed {
        List<Cid> links = Collections.nCopies(Batch.LINKS_MAX, LINK);
        Batch full = new Batch(new RoomName("x".repeat(64)), LINK, links, links, links);
        Bytes block = full.encode();
        assertTrue(block.length() < 126_000, block.length() + " bytes");
        assertEquals(full, Batch.decode(block));
        List<Cid> more = Collections.nCopies(Batch.LINKS_MAX + 1, LINK);
        assertThrows(IllegalArgumentException.class, () -> new Batch(ROOM, null, List.of(), List.of(), more));
        assertThrows(IllegalArgumentException.class, () -> new Batch(ROOM, null, List.of(), more, List.of()));
    }

    @Test
    void refusesWhatIsNone() throws Malformed {
        Value.Mapping valid = Cbor.decodeFields(new Batch(ROOM, null, List.of(), List.of(), List.of(LINK)).encode())
                .mapping();
        assertNull(Batch.decode(Cbor.encode(valid)).previous());
        assertRefused(Reason.FIELD, valid.without("room"));
        assertRefused(Reason.FIELD, valid.without("entries"));
        assertRefused(Reason.FIELD, valid.without("profiles"));
        assertRefused(Reason.UNKNOWN_VERSION, valid.without("v").with("v", 2));
        assertRefused(Reason.FIELD, valid.without("prev").with("prev", new Value.Null()));
        List<Value> more = Collections.nCopies(Batch.LINKS_MAX + 1, new Value.Leaf(LINK));
        assertRefused(Reason.TOO_LARGE, valid.without("prev").with("entries", new Value.Sequence(more)));
        for (Value noLeaf : List.of(new Value.Text("one"), new Value.Link(LINK))) {
            assertRefused(Reason.FIELD, valid.without("prev").with("entries", new Value.Sequence(List.of(noLeaf))));
        }
        assertRefused(Reason.FIELD, valid.without("prev").with("prev", new Value.Leaf(LINK)));
        assertEquals(List.of(), Batch.decode(Cbor.encode(valid)).law());
        assertRefused(Reason.TOO_LARGE, valid.with("law", new Value.Sequence(more)));
        assertRefused(Reason.FIELD, valid.with("law", new Value.Sequence(List.of(new Value.Link(LINK)))));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whateverComesIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            Bytes valid = new Batch(
                            ROOM, random.nextBoolean() ? LINK : null, links(random), links(random), links(random))
                    .encode();
            try {
                Batch batch = Batch.decode(Mutants.of(valid, random));
                assertEquals(batch, Batch.decode(batch.encode()));
                read++;
            } catch (Malformed refused) {
                assertNotNull(refused.reason());
            }
        }
        assertTrue(read > 20 && read < 19_800, "read " + read);
    }

    private static List<Cid> links(Random random) {
        List<Cid> links = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] digest = new byte[Cid.DIGEST_LENGTH];
            random.nextBytes(digest);
            links.add(Cid.ofDigest(Bytes.wrap(digest)));
        }
        return links;
    }

    private static void assertRefused(Reason reason, Value.Mapping batch) {
        Malformed refused = assertThrows(Malformed.class, () -> Batch.decode(Cbor.encode(batch)));
        assertEquals(reason, refused.reason());
    }
}
