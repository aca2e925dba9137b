package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Profile;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;

/** What a person says and does, and what the others get of it. */
class SpeechTest {
    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    @Test
    void saysATextOfTheGreatestLength() {
        host.tell(new Input.Say("ä".repeat(Limits.TEXT_BYTES_MAX / 2), false));
        assertEquals(1, own().size());
        assertEquals(List.of(), host.refusals());
    }

    @Test
    void refusesOneByteMore() {
        host.tell(new Input.Say("ä".repeat(Limits.TEXT_BYTES_MAX / 2) + "a", false));
        assertEquals(List.of(Event.Refusal.TEXT_TOO_LONG), host.refusals());
        assertEquals(0, own().size());
    }

    @Test
    void refusesTextThatSaysNothing() {
        host.tell(new Input.Say("", false));
        host.tell(new Input.Say(" \t\u2003", false));
        assertEquals(List.of(Event.Refusal.TEXT_EMPTY, Event.Refusal.TEXT_EMPTY), host.refusals());
    }

    @Test
    void showsWhatTheOthersRead() {
        bob.linked();
        host.tell(new Input.Say("half a pair: \ud83c", false));
        assertEquals("half a pair: ?", own().getFirst().text());
        assertEquals(
                new EntryBody.Text("half a pair: ?", false, null), lastEntry().body());
    }

    @Test
    void saysWhatItDoes() {
        bob.linked();
        host.tell(new Input.Say("waves", true));
        assertEquals(new EntryBody.Text("waves", true, null), lastEntry().body());
    }

    @Test
    void refusesMoreThanABurst() {
        for (int i = 0; i <= Limits.OWN_ENTRIES_BURST; i++) {
            host.tell(new Input.Say("text", false));
        }
        assertEquals(List.of(Event.Refusal.TOO_FAST), host.refusals());
        host.pass(1000);
        for (int i = 0; i <= Limits.AUTHOR_ENTRIES_PER_SECOND; i++) {
            host.tell(new Input.Say("text", false));
        }
        assertEquals(List.of(Event.Refusal.TOO_FAST, Event.Refusal.TOO_FAST), host.refusals());
        assertEquals(Limits.OWN_ENTRIES_BURST + Limits.AUTHOR_ENTRIES_PER_SECOND, own().size());
    }

    @Test
    void whatAnHonestPeerSaysPassesTheOthersRate() {
        bob.linked();
        for (int i = 0; i < Limits.OWN_ENTRIES_BURST; i++) {
            host.tell(new Input.Say("text " + i, false));
        }
        assertEquals(
                Limits.OWN_ENTRIES_BURST,
                bob.heard().stream().filter(Frame.Said.class::isInstance).count());
    }

    @Test
    void signsOneEntryAfterTheOther() {
        bob.linked();
        host.answering = false;
        host.tell(new Input.Say("first", false));
        host.tell(new Input.Say("second", false));
        assertEquals(1, host.questions.size());
        host.answerBackwards();
        assertEquals(
                List.of("first", "second"),
                own().stream().map(Event.OwnMessage::text).toList());
        Entry second = host.outputs(Output.Store.class).getLast().logged().entry();
        assertEquals(2, second.lamport());
        assertEquals(List.of(own().getFirst().id()), second.parents());
    }

    @Test
    void goesOnAfterASignatureThatFailed() {
        host.answering = false;
        host.tell(new Input.Say("unsigned", false));
        host.tell(new Input.Say("signed", false));
        Output.Sign sign = (Output.Sign) host.questions.remove();
        host.tell(new Input.Signed(sign.ticket(), null));
        host.answerBackwards();
        assertEquals(List.of(Event.Refusal.NOT_SIGNED), host.refusals());
        assertEquals(
                List.of("signed"), own().stream().map(Event.OwnMessage::text).toList());
    }

    @Test
    void takesAnotherNameOnceItIsSigned() throws Malformed {
        bob.linked();
        host.answering = false;
        Profile changed = TestHost.profile("Ada Lovelace");
        host.tell(new Input.ChangeProfile(changed));
        assertEquals(List.of(), host.events(Event.ProfileChanged.class));
        host.answerBackwards();
        assertEquals(List.of(new Event.ProfileChanged(changed)), host.events(Event.ProfileChanged.class));
        Bytes delegation = TestHost.delegation(host.session, host.wallet).encode(TestHost.HASHES);
        assertEquals(
                new EntryBody.AboutAuthor(changed, host.wallet.address(), delegation, host.device, null, null),
                lastEntry().body());
        assertEquals(
                changed,
                host.outputs(Output.Store.class).getLast().logged().speaker().profile(),
                "stored as by who says it is that from now on");
        host.answering = true;
        bob.offer(2).open();
        assertEquals(changed, Hello.decode(bob.hostHello(), TestHost.HASHES).profile());
    }

    @Test
    void keepsTheSameNameSilently() {
        bob.linked();
        int told = host.outputs.size();
        host.tell(new Input.ChangeProfile(TestHost.profile("ada")));
        assertEquals(told, host.outputs.size());
    }

    @Test
    void saysThatItIsTypingOnlyNowAndThen() {
        bob.linked();
        for (int i = 0; i < 10; i++) {
            host.tell(new Input.SetTyping(true));
            host.pass(500);
        }
        host.tell(new Input.SetTyping(false));
        host.tell(new Input.SetTyping(false));
        assertEquals(2, typing(true));
        assertEquals(1, typing(false));
    }

    @Test
    void whoGoesOnTypingIsNotTakenToHaveStopped() {
        bob.linked();
        host.tell(new Input.SetTyping(true));
        for (int i = 0; i < 10; i++) {
            long told = typing(true);
            host.pass(Roster.TYPING_MILLIS - 1);
            assertTrue(typing(true) > told);
        }
        host.tell(new Input.SetTyping(false));
        long told = typing(true);
        host.pass(10 * Roster.TYPING_MILLIS);
        assertEquals(told, typing(true));
    }

    @Test
    void aTextEndsTheTyping() {
        bob.linked();
        host.tell(new Input.SetTyping(true));
        host.tell(new Input.Say("text", false));
        host.tell(new Input.SetTyping(false));
        assertEquals(1, typing(true));
        assertEquals(0, typing(false));
    }

    @Test
    void whoSaysOneThingAfterTheOtherIsNotSaidToTypeEachTime() {
        bob.linked();
        for (int i = 0; i < 10; i++) {
            host.tell(new Input.SetTyping(true));
            host.pass(50);
            host.tell(new Input.Say("text " + i, false));
            host.pass(50);
        }
        assertEquals(1, typing(true));
        host.tell(new Input.SetTyping(true));
        assertEquals(1, typing(true));
        host.pass(Typing.PAUSE_MILLIS);
        assertEquals(2, typing(true));
    }

    @Test
    void nothingComesFromSomebodyWhoHasLeft() {
        bob.linked();
        host.answering = false;
        host.tell(new Input.Say("not signed yet", false));
        host.tell(new Input.Leave());
        assertEquals(new Frame.Bye(), bob.heard().getLast());
        host.answerBackwards();
        host.tell(new Input.Say("too late", false));
        host.tell(new Input.Joined(bob.introduction()));
        host.tell(new Input.Tick());
        assertEquals(List.of(Event.Refusal.LEFT), host.refusals());
        assertEquals(new Frame.Bye(), bob.heard().getLast());
        assertEquals(0, own().size());
        assertEquals(Long.MAX_VALUE, host.peer.deadlineMillis());
    }

    @Test
    void unknownTicketsAreIgnored() {
        assertEquals(List.of(), host.tell(new Input.Signed(99, Bytes.EMPTY)));
        assertEquals(List.of(), host.tell(new Input.Verified(-1, true)));
        assertNull(host.member(bob.session.did()));
    }

    private List<Event.OwnMessage> own() {
        return host.events(Event.OwnMessage.class);
    }

    private long typing(boolean on) {
        return bob.heard().stream()
                .filter(frame -> frame.equals(new Frame.Typing(on)))
                .count();
    }

    private Entry lastEntry() {
        try {
            return Entry.decode(((Frame.Said) bob.heard().getLast()).block(), TestHost.HASHES)
                    .entry();
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }
}
