package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestAead;
import tropichat.core.identity.Card;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.PeerRecord;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Opening;
import tropichat.core.keys.PreKey;
import tropichat.core.keys.Sealed;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.link.Way;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Letter;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.RuleSamples;
import tropichat.core.rules.SealedRecord;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.core.wire.Mutants;

/** Whatever bytes a peer sends: something of the protocol that is written again the same, or a refusal. */
class FormatFuzzTest {
    private static final int INPUTS = 100_000;
    private static final Cid PARENT = Cid.ofBlock(Bytes.utf8("parent"), TestHost.HASHES);
    private static final Bytes SIGNATURE = Bytes.wrap(new byte[Frame.SIGNATURE_BYTES]);

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
        Bytes valid = bob.readingHello().encode(TestHost.HASHES);
        Format format = bytes -> Hello.decode(bytes, TestHost.HASHES).encode(TestHost.HASHES);
        fuzz(List.of(valid), format, bytes -> Hello.decode(bytes, TestHost.HASHES), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void entries(long seed) {
        Format format = bytes -> {
            Entry.Received received = Entry.decode(bytes, TestHost.HASHES);
            assertEquals(Cid.ofBlock(bytes, TestHost.HASHES), received.id());
            return received.entry().block(SIGNATURE);
        };
        fuzz(
                List.of(
                        said(bob),
                        renamed(bob),
                        edited(bob),
                        retracted(bob),
                        reacted(bob),
                        archived(bob),
                        sealedEntry(bob),
                        letter(bob),
                        sealedProfile(bob)),
                format,
                bytes -> withoutCheck(bytes),
                seed);
    }

    /** What a member sealed who means no good. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void contents(long seed) {
        List<EntryBody> bodies = List.of(
                new EntryBody.Text("text 🌴", true, PARENT),
                new EntryBody.Edit(PARENT, "other words"),
                new EntryBody.Retraction(PARENT),
                new EntryBody.Reaction(PARENT, "🌴", true),
                new EntryBody.Archived("ipfs", PARENT.text(), 9));
        Format format = bytes -> EntryBody.encodeContent(EntryBody.decodeContent(bytes));
        fuzz(bodies.stream().map(EntryBody::encodeContent).toList(), format, EntryBody::decodeContent, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void records(long seed) {
        Format format = bytes -> Cbor.encode(record(bytes).encode());
        fuzz(List.of(Cbor.encode(bob.record().encode())), format, FormatFuzzTest::record, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void roomsThatBelongToSomebody(long seed) {
        Format format = bytes -> room(bytes).block(SIGNATURE, TestHost.HASHES);
        fuzz(List.of(RuleSamples.record()), format, FormatFuzzTest::room, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void recordsInArchives(long seed) {
        Bytes valid = new SealedRecord(TestHost.ROOM, SIGNATURE).encode();
        fuzz(List.of(valid), bytes -> sealedRecord(bytes).encode(), FormatFuzzTest::sealedRecord, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void rules(long seed) {
        fuzz(RuleSamples.encoded(), bytes -> Rule.decode(bytes).encode(), Rule::decode, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void entriesThatBringRules(long seed) {
        Format format = bytes -> rule(bytes).block(SIGNATURE);
        fuzz(RuleSamples.blocks(), format, FormatFuzzTest::rule, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void signalsThroughPeers(long seed) {
        Format format = bytes -> SealedSignal.decode(bytes).content().encode(SIGNATURE);
        List<Bytes> valid = List.of(sealed(bob, Signal.Kind.OFFER), sealed(bob, Signal.Kind.DECLINE));
        fuzz(valid, format, bytes -> SealedSignal.decode(bytes).content(), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void codes(long seed) {
        Format format = bytes -> HandCode.decode(bytes).code().encode(SIGNATURE);
        fuzz(
                List.of(code(bob, false), code(bob, true)),
                format,
                bytes -> HandCode.decode(bytes).code(),
                seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void sealed(long seed) {
        Format format = bytes -> Cbor.encode(sealed(bytes).encode());
        Bytes chain = SIGNATURE.slice(0, Sealed.CHAIN_LENGTH);
        Bytes nonce = SIGNATURE.slice(0, Aead.NONCE_LENGTH);
        List<Bytes> valid = List.of(
                Cbor.encode(new Sealed(PARENT, chain, 70_000, nonce, SIGNATURE).encode()),
                Cbor.encode(new Sealed(PARENT, Bytes.EMPTY, 0, nonce, SIGNATURE).encode()));
        fuzz(valid, format, FormatFuzzTest::sealed, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void preKeys(long seed) {
        Format format = bytes -> Cbor.encode(preKey(bytes).encode());
        PreKey valid = new PreKey(bob.session.key(), SIGNATURE.slice(0, PreKey.KEY_LENGTH), 1, SIGNATURE);
        fuzz(List.of(Cbor.encode(valid.encode())), format, FormatFuzzTest::preKey, seed);
    }

    /** Their own host keeps them, who may have been tampered with. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void statesOfKeys(long seed) {
        GroupKeys keys = keys();
        keys.add(
                PARENT,
                SIGNATURE.slice(0, GroupKeys.SECRET_LENGTH),
                List.of(bob.session.key(), bob.host.session.key()));
        Bytes nonce = SIGNATURE.slice(0, Aead.NONCE_LENGTH);
        Sealed passedOver = new Sealed(PARENT, Bytes.EMPTY, 3, nonce, SIGNATURE);
        assertEquals(
                new Opening.Refused(Opening.Reason.FALSE), keys.open(bob.host.session.key(), Bytes.EMPTY, passedOver));
        fuzz(List.of(state(keys, PARENT)), FormatFuzzTest::restored, FormatFuzzTest::restored, seed);
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

    private static PeerRecord record(Bytes bytes) throws Malformed {
        return PeerRecord.decode(Cbor.decodeFields(bytes));
    }

    private static Sealed sealed(Bytes bytes) throws Malformed {
        return Sealed.decode(Cbor.decodeFields(bytes));
    }

    private static PreKey preKey(Bytes bytes) throws Malformed {
        return PreKey.decode(Cbor.decodeFields(bytes));
    }

    private static GroupKeys keys() {
        Bytes fresh = SIGNATURE.slice(0, Sealed.CHAIN_LENGTH);
        return new GroupKeys(TestHost.HASHES, new TestAead(), History.FORWARD_SECRET, fresh);
    }

    private static Bytes restored(Bytes bytes) throws Malformed {
        GroupKeys keys = keys();
        keys.restore(bytes);
        return state(keys, Cbor.decodeFields(bytes).link("epoch"));
    }

    private static Bytes state(GroupKeys keys, Cid epoch) {
        Bytes state = keys.state(epoch);
        assertNotNull(state);
        return state;
    }

    private static RoomRecord room(Bytes block) throws Malformed {
        return RoomRecord.decode(block, TestHost.HASHES).record();
    }

    private static SealedRecord sealedRecord(Bytes block) throws Malformed {
        return SealedRecord.decode(Cbor.decodeFields(block));
    }

    private static RuleEntry rule(Bytes block) throws Malformed {
        return RuleEntry.decode(block, TestHost.HASHES).entry();
    }

    private static Entry withoutCheck(Bytes block) throws Malformed {
        return Entry.decode(block, TestHost.HASHES).entry();
    }

    /** One of each kind and form. */
    static List<Bytes> frames(Stranger from) {
        PeerRecord record = from.record();
        PeerRecord plain = record.withId(null);
        DidKey host = from.host.session.key();
        List<Frame> frames = List.of(
                new Frame.Greeting(from.hello().encode(TestHost.HASHES)),
                new Frame.Proof(SIGNATURE),
                new Frame.Said(said(from), 3, 5, true, from.profile()),
                new Frame.Said(renamed(from), 0, 70_000, false, null),
                new Frame.Typing(true),
                new Frame.Ping(7),
                new Frame.Pong(300),
                new Frame.Bye(),
                new Frame.Have(List.of(Stranger.announced(PARENT, 1), Stranger.announced(PARENT, 2))),
                new Frame.Graft(PARENT),
                new Frame.Graft(null),
                new Frame.Prune(),
                new Frame.Self(record, 9),
                new Frame.Join(),
                new Frame.Forward(record, 6),
                new Frame.Shuffle(plain, 6, List.of(record, plain)),
                new Frame.Sample(null, 0, List.of(record)),
                new Frame.Sample(host, 2, List.of(plain, record)),
                new Frame.Disconnect(),
                new Frame.Said(edited(from), 1, 6, false, null),
                new Frame.Said(reacted(from), 1, 7, false, null),
                new Frame.Said(archived(from), 1, 8, false, null),
                new Frame.Got(List.of(PARENT), null),
                new Frame.Got(List.of(PARENT), new Way(host, from.session.key(), 3)),
                new Frame.Compare(Bytes.wrap(new byte[] {0x61, 0, 0, 2, 0})),
                new Frame.Compared(Bytes.wrap(new byte[] {0x61}), true),
                new Frame.Offer(List.of(PARENT, from.id(said(from)))),
                new Frame.Want(List.of(PARENT)),
                new Frame.Entries(List.of(said(from), renamed(from)), List.of(from.profile()), true),
                new Frame.Routed(new Way(host, from.session.key(), 1), sealed(from, Signal.Kind.OFFER)),
                new Frame.Routed(new Way(host, from.session.key(), 1), sealed(from, Signal.Kind.CANDIDATE)));
        return frames.stream().map(Frame::encode).toList();
    }

    /** What a signal through peers holds, before it is sealed. */
    static Bytes sealed(Stranger from, Signal.Kind kind) {
        Signal signal = new Signal(null, "page", 1, kind, kind == Signal.Kind.OFFER, "sdp");
        SealedSignal content = new SealedSignal(from.host.session.key(), from.record(), TestHost.START_MILLIS, signal);
        return content.encode(from.session.sign(content.signable()));
    }

    static Bytes code(Stranger from, boolean reply) {
        HandCode code = new HandCode(
                TestHost.ROOM,
                from.session.key(),
                reply,
                Bytes.wrap(new byte[HandCode.NONCE_BYTES]),
                TestHost.START_MILLIS + 1,
                "Bob",
                "sdp");
        return code.encode(from.session.sign(code.signable()));
    }

    private static Bytes said(Stranger from) {
        return from.entry("text 🌴", 3, PARENT).block(SIGNATURE);
    }

    private static Bytes edited(Stranger from) {
        return from.entry(new EntryBody.Edit(PARENT, "other words"), 5).block(SIGNATURE);
    }

    private static Bytes retracted(Stranger from) {
        return from.entry(new EntryBody.Retraction(PARENT), 5).block(SIGNATURE);
    }

    private static Bytes reacted(Stranger from) {
        return from.entry(new EntryBody.Reaction(PARENT, "🌴", true), 5).block(SIGNATURE);
    }

    private static Bytes archived(Stranger from) {
        return from.entry(new EntryBody.Archived("ipfs", PARENT.text(), 9), 5).block(SIGNATURE);
    }

    private static Bytes letter(Stranger from) {
        Letter.Share share = new Letter.Share(from.session.key(), SIGNATURE);
        Bytes box = Bytes.concat(SIGNATURE, SIGNATURE);
        Letter.Wallets wallets = new Letter.Wallets(from.wallet.address(), SIGNATURE.slice(0, 32), box, box);
        Letter letter = new Letter(SIGNATURE.slice(0, 32), List.of(share, share), SIGNATURE, wallets);
        return from.entry(new EntryBody.Lettered(letter), 5).block(SIGNATURE);
    }

    private static Bytes sealedEntry(Stranger from) {
        Sealed sealed = new Sealed(
                PARENT,
                SIGNATURE.slice(0, Sealed.CHAIN_LENGTH),
                70_000,
                SIGNATURE.slice(0, Aead.NONCE_LENGTH),
                SIGNATURE);
        return from.entry(new EntryBody.Sealed(sealed), 5).block(SIGNATURE);
    }

    private static Bytes sealedProfile(Stranger from) {
        return from.entry(from.about("Bob"), 4)
                .withBody(new EntryBody.SealedProfile(SIGNATURE))
                .block(SIGNATURE);
    }

    private static Bytes renamed(Stranger from) {
        EntryBody.AboutAuthor plain = from.about("Bob");
        String token = "eip155:1/erc721:0x" + "ab".repeat(EthereumAddress.LENGTH) + "/7";
        Card card = new Card(token, List.of("https://bob.example/a?b=c"));
        EntryBody.AboutAuthor about =
                new EntryBody.AboutAuthor(plain.profile().with(card), plain.wallet(), plain.delegation());
        return from.entry(about, 4).block(SIGNATURE);
    }
}
