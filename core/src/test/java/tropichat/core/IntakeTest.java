package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.TestSession;
import tropichat.core.keys.Sealed;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Value;

/** What becomes of the entries that come over an open link. */
class IntakeTest {
    private static final int BURST = Limits.AUTHOR_ENTRIES_BURST;

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    @BeforeEach
    void link() {
        bob.linked();
    }

    @Test
    void tellsWhatWasSaid() {
        Entry entry = bob.entry("hello 🌴", 7);
        bob.say(entry);
        Event.Message message = host.events(Event.Message.class).getFirst();
        assertEquals("hello 🌴", message.text());
        assertEquals(bob.session.did(), message.author().key());
        assertEquals(entry.timeMillis(), message.timeMillis());
        assertEquals(Cid.ofBlock(entry.block(bob.session.sign(entry.signable())), TestHost.HASHES), message.id());
    }

    @Test
    void tellsItOnce() {
        Entry entry = bob.entry("once", 1);
        bob.say(entry).say(entry);
        assertEquals(List.of("once"), host.texts());
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void refusesAForgedSignature() {
        Entry entry = bob.entry("forged", 1);
        bob.send(bob.said(entry.block(new TestSession("mallory").sign(entry.signable()))));
        assertRefused(LinkEnd.ENTRY_FORGED);
    }

    @Test
    void refusesASignatureMadeForSomethingElse() {
        Entry entry = bob.entry("hello", 1);
        Bytes unprefixed = entry.signable().slice(1, entry.signable().length());
        bob.send(bob.said(entry.block(bob.session.sign(unprefixed))));
        assertRefused(LinkEnd.ENTRY_FORGED);
    }

    @Test
    void refusesWhatAnotherAuthorDidNotSay() {
        Stranger carol = new Stranger(host, "carol");
        Entry entry = carol.entry("words of somebody else", 1);
        bob.send(new Frame.Said(entry.block(bob.session.sign(entry.signable())), 1, 1, false, carol.profile()));
        assertRefused(LinkEnd.ENTRY_FORGED);
    }

    @Test
    void tellsWhatAnotherAuthorSaidByWayOfALink() {
        Stranger carol = new Stranger(host, "carol");
        bob.send(new Frame.Said(carol.block("by way of bob", 1), 1, 1, false, carol.profile()));
        Event.Message message = host.events(Event.Message.class).getFirst();
        assertEquals("by way of bob", message.text());
        assertEquals(carol.session.did(), message.author().key());
        assertEquals("Stranger", message.author().name());
        assertEquals(carol.wallet.text(), message.author().wallet());
        assertTrue(message.author().proven());
        assertEquals(LinkState.INDIRECT, message.author().link());
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void takesWhatAnAuthorSaysWhileItsProfileIsStillBeingChecked() {
        Stranger carol = new Stranger(host, "carol");
        host.answering = false;
        bob.send(new Frame.Said(carol.block("one", 1), 1, 1, false, carol.profile()));
        bob.send(new Frame.Said(carol.block("two", 2), 1, 2, false, null));
        host.answerBackwards();
        assertEquals(List.of("one", "two"), host.texts());
        assertEquals(List.of(), bob.heard(Frame.Graft.class));
    }

    /** Nobody here could read it, and it would be kept and given on. */
    @Test
    void refusesWhatIsSealedWhereTheRoomIsOpen() {
        Bytes junk = Bytes.wrap(new byte[Aead.NONCE_LENGTH + Aead.TAG_LENGTH]);
        Sealed sealed = new Sealed(bob.id(junk), Bytes.EMPTY, 0, junk.slice(0, Aead.NONCE_LENGTH), junk);
        bob.say(bob.entry(new EntryBody.Sealed(sealed), 1));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesASealedProfileWhereTheRoomIsOpen() {
        Bytes junk = Bytes.wrap(new byte[Aead.NONCE_LENGTH + Aead.TAG_LENGTH]);
        bob.say(bob.profile("Bob", TestHost.START_MILLIS, 1).withBody(new EntryBody.SealedProfile(junk)));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesWhatWasSaidInAnotherRoom() {
        Entry here = bob.entry("hello", 1);
        bob.say(new Entry(
                new RoomName("elsewhere"),
                here.author(),
                here.lamport(),
                here.timeMillis(),
                here.parents(),
                here.profile(),
                here.body()));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesALamportAboveTheMillisecondsOfTheClock() {
        long highest = host.nowMillis + Limits.CLOCK_SKEW_MILLIS_MAX;
        bob.say("far", highest);
        assertEquals(List.of("far"), host.texts());
        bob.say("too far", highest + 1);
        assertEquals(List.of("far"), host.texts());
        assertEquals(LinkState.OPEN, bob.member().link(), "the clocks may differ");
        bob.say("no clock", highest + 2L * Limits.CLOCK_SKEW_MILLIS_MAX + 1);
        assertEquals(List.of("far"), host.texts());
        assertEquals(LinkEnd.MALFORMED, bob.member().end());
    }

    @Test
    void asksForWhatWasTooEarlyWhenItsTimeHasCome() {
        Bytes early = bob.block("early", host.nowMillis + Limits.CLOCK_SKEW_MILLIS_MAX + 5_000);
        bob.send(bob.said(early));
        host.pass(4_999);
        assertEquals(List.of(), bob.heard(Frame.Graft.class));
        host.pass(1);
        assertEquals(List.of(new Frame.Graft(bob.id(early))), bob.heard(Frame.Graft.class));
        bob.send(bob.said(early));
        assertEquals(List.of("early"), host.texts());
    }

    @Test
    void isNotPushedPastWhatOthersTake() {
        bob.say("far", host.nowMillis + Limits.CLOCK_SKEW_MILLIS_MAX);
        host.tell(new Input.Say("here", false));
        assertEquals(
                host.nowMillis,
                host.outputs(Output.Store.class).getLast().logged().entry().lamport());
    }

    @Test
    void answersWithAHigherLamportAndTheLastEntryAsParent() {
        Entry entry = bob.entry("question", 41);
        bob.say(entry);
        host.tell(new Input.Say("answer", false));
        Entry answer = lastSaid();
        assertEquals(42, answer.lamport());
        assertEquals(
                List.of(Cid.ofBlock(entry.block(bob.session.sign(entry.signable())), TestHost.HASHES)),
                answer.parents());
    }

    @Test
    void refusesAnEntryThatCarriesMuchThatNobodyKnows() throws Malformed {
        Value.Mapping padded = Cbor.decodeFields(bob.block("small", 1))
                .mapping()
                .without("sig")
                .with("more", Bytes.wrap(new byte[Limits.ENTRY_BYTES_MAX]));
        Bytes signature = bob.session.sign(SessionStatement.ENTRY.signable(Cbor.encode(padded)));
        bob.send(bob.said(Cbor.encode(padded.with("sig", signature))));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void takesAsManyParentsAsAllowedAndNoMore() {
        Cid[] parents = IntStream.range(0, Limits.ENTRY_PARENTS_MAX + 1)
                .mapToObj(i -> Cid.ofBlock(Bytes.utf8("parent " + i), TestHost.HASHES))
                .toArray(Cid[]::new);
        Cid[] allowed = Arrays.copyOf(parents, Limits.ENTRY_PARENTS_MAX);
        bob.say(bob.entry("eight", 1, allowed));
        assertEquals(List.of("eight"), host.texts());
        bob.say(bob.entry("nine", 1, parents));
        assertEquals(List.of("eight"), host.texts());
        assertEquals(LinkEnd.MALFORMED, bob.member().end());
    }

    @Test
    void namesNoMoreParentsThanAllowed() {
        for (int i = 0; i < 3 * Limits.ENTRY_PARENTS_MAX; i++) {
            bob.say("without parents " + i, 1);
        }
        host.tell(new Input.Say("sums up", false));
        assertEquals(Limits.ENTRY_PARENTS_MAX, lastSaid().parents().size());
    }

    @Test
    void takesATextOfTheGreatestLength() {
        bob.say("ä".repeat(Limits.TEXT_BYTES_MAX / 2), 1);
        assertEquals(1, host.texts().size());
    }

    @Test
    void refusesALongerText() {
        bob.say(withText("a".repeat(Limits.TEXT_BYTES_MAX + 1)));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesATextWhoseBytesAreTooMany() {
        bob.say(withText("ä".repeat(Limits.TEXT_BYTES_MAX / 2) + "a"));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesABlankText() {
        bob.say(withText(" \u2003\n"));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesBytesThatAreNoEntry() {
        bob.send(bob.said(Bytes.utf8("words without form")));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesAKindThatItDoesNotKnow() {
        Bytes block = Cbor.encode(Value.map().with("v", 2));
        bob.send(bob.said(block));
        assertRefused(LinkEnd.MALFORMED);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void keepsTheOrderHoweverVerificationsEnd(long seed) {
        host.answering = false;
        List<String> said = new ArrayList<>();
        for (int i = 1; i <= BURST; i++) {
            said.add("text " + i);
            bob.say("text " + i, i);
        }
        List<Output> questions = new ArrayList<>(host.questions);
        host.questions.clear();
        Collections.shuffle(questions, new Random(seed));
        for (Output question : questions) {
            assertEquals(said.subList(0, host.texts().size()), host.texts());
            host.answer(question);
        }
        assertEquals(said, host.texts());
    }

    @Test
    void tellsWhatCameBeforeAForgedEntryAndNothingBehindIt() {
        host.answering = false;
        bob.say("before", 1);
        Entry forged = bob.entry("forged", 2);
        bob.send(bob.said(forged.block(bob.session.sign(Bytes.EMPTY))));
        bob.say("behind", 3);
        host.answer(host.questions.removeFirst());
        host.answerBackwards();
        assertEquals(List.of("before"), host.texts());
        assertEquals(LinkEnd.ENTRY_FORGED, bob.member().end());
    }

    @Test
    void tellsWhatWasSaidJustBeforeTheLinkEnded() {
        host.answering = false;
        bob.say("last words", 1).send(new Frame.Bye());
        host.answerBackwards();
        assertEquals(List.of("last words"), host.texts());
    }

    @Test
    void delaysWhatGoesBeyondABurstAndLosesNothing() {
        int count = BURST + 25;
        List<String> said = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            said.add("text " + i);
            bob.say("text " + i, i);
        }
        assertEquals(said.subList(0, BURST), host.texts());
        host.pass(1000);
        assertEquals(said.subList(0, BURST + Limits.AUTHOR_ENTRIES_PER_SECOND), host.texts());
        host.pass(2000);
        assertEquals(said, host.texts());
        host.assertOnlyLooksAfterLinks();
    }

    @Test
    void doesNotDelayAnHonestAuthorWhoseLineHeldBackForASecond() {
        int count = 0;
        while (count < Limits.OWN_ENTRIES_BURST + Limits.AUTHOR_ENTRIES_PER_SECOND) {
            bob.say("text " + ++count, count);
        }
        assertEquals(count, host.texts().size());
        for (int further = 0; further < BURST; further++) {
            host.pass(1000 / Limits.AUTHOR_ENTRIES_PER_SECOND);
            bob.say("text " + ++count, count);
            assertEquals(count, host.texts().size());
        }
    }

    @Test
    void endsAFlood() {
        String text = "a".repeat(Limits.TEXT_BYTES_MAX);
        for (int i = 1; host.outputs(Output.CloseLink.class).isEmpty(); i++) {
            assertTrue(i < BURST + Limits.UNVERIFIED_BYTES_PER_LINK_MAX / Limits.TEXT_BYTES_MAX, "no end");
            bob.say(text, i);
        }
        assertEquals(LinkEnd.FLOOD, bob.member().end());
        assertEquals(BURST, host.texts().size());
    }

    @Test
    void verifiedBytesCountNoLonger() {
        String text = "a".repeat(Limits.TEXT_BYTES_MAX);
        int count = 2 * Limits.UNVERIFIED_BYTES_PER_LINK_MAX / Limits.TEXT_BYTES_MAX;
        for (int i = 1; i <= count; i++) {
            bob.say(text, i);
            host.pass(1000 / Limits.AUTHOR_ENTRIES_PER_SECOND);
        }
        assertEquals(count, host.texts().size());
        assertEquals(LinkState.OPEN, bob.member().link());
    }

    @Test
    void refusesAFrameAboveTheGreatestSize() {
        Bytes more = Bytes.concat(Bytes.wrap(new byte[] {0}), Bytes.wrap(new byte[Limits.FRAGMENT_BYTES_MAX - 1]));
        for (int sent = 0; sent <= Limits.FRAME_BYTES_MAX; sent += more.length() - 1) {
            bob.sendFragment(more);
        }
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesAFragmentAboveTheGreatestSize() {
        bob.sendFragment(Bytes.wrap(new byte[Limits.FRAGMENT_BYTES_MAX + 1]));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesMalformedFragmentsAndFrames() {
        List<Bytes> bad = List.of(
                Bytes.EMPTY,
                Bytes.wrap(new byte[] {1}),
                Bytes.wrap(new byte[] {2, 0}),
                Bytes.concat(Bytes.wrap(new byte[] {1}), Bytes.utf8("no frame")),
                Bytes.concat(Bytes.wrap(new byte[] {1}), Cbor.encode(Value.map().with("t", "dance"))),
                Bytes.concat(Bytes.wrap(new byte[] {1}), Cbor.encode(Value.map().with("t", 1))));
        for (Bytes fragment : bad) {
            TestHost fresh = new TestHost("ada");
            Stranger stranger = new Stranger(fresh, "bob").linked().sendFragment(fragment);
            assertEquals(LinkEnd.MALFORMED, stranger.member().end(), fragment.hex());
        }
    }

    @Test
    void hearsNothingOnALinkThatEnded() {
        bob.send(new Frame.Bye());
        int told = host.outputs.size();
        bob.say("after the end", 1).send(new Frame.Typing(true)).sendFragment(Bytes.EMPTY);
        assertEquals(told, host.outputs.size());
    }

    /** An entry whose text no honest peer would have taken. */
    private Entry withText(String text) {
        return bob.entry(new EntryBody.Text(text, false, null), 1);
    }

    private Entry lastSaid() {
        Frame.Said said = (Frame.Said) bob.heard().getLast();
        try {
            return Entry.decode(said.block(), TestHost.HASHES).entry();
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    private void assertRefused(LinkEnd end) {
        assertEquals(end, bob.member().end());
        assertEquals(LinkState.REFUSED, bob.member().link());
        assertTrue(bob.isClosed());
        assertEquals(List.of(), host.texts());
    }
}
