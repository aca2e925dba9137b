package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Logged;
import tropichat.core.rules.Rule;

/** What is written to one account alone, between real peers. */
class LettersTest {
    private static final long SETTLE_MILLIS = 15_000;

    private final TestNetwork network = new TestNetwork(1);

    private void pass() {
        network.pass(SETTLE_MILLIS);
    }

    private static WalletAddress account(String person) {
        return new TestWallet(person).address();
    }

    private static void write(TestNetwork.Page from, String to, String text) {
        from.tell(new Input.Write(account(to), new Input.Say(text, false)));
    }

    /** What was stored last that is a letter, opened or not. */
    private static Logged lastLetter(TestNetwork.Page page) {
        return page.host.outputs(Output.Store.class).stream()
                .map(Output.Store::logged)
                .filter(logged -> logged.entry().body().kind().equals("letter"))
                .toList()
                .getLast();
    }

    private static void assertKeptAndClosed(TestNetwork.Page page) {
        assertInstanceOf(EntryBody.Lettered.class, lastLetter(page).entry().body());
        assertTrue(page.host.letters().isEmpty());
        assertTrue(page.heard().isEmpty());
    }

    @Test
    void twoReadItAndEverybodyElseOnlyKeepsIt() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        TestNetwork.Page cleo = network.enter("Cleo");
        pass();
        write(ana, "Ben", "between us");
        pass();
        assertEquals(List.of("between us"), ana.host.letters());
        assertEquals(List.of("between us"), ben.host.letters());
        assertEquals(
                new EntryBody.Opened(account("Ana"), account("Ben"), new EntryBody.Text("between us", false, null)),
                lastLetter(ben).entry().body());
        assertTrue(ben.heard().isEmpty());
        assertKeptAndClosed(cleo);
    }

    @Test
    void whatIsSaidAboutALetterIsALetter() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        pass();
        write(ana, "Ben", "first");
        pass();
        Logged first = lastLetter(ben);
        List<Input.Utterance> about = List.of(
                new Input.Say("waves", true, first.id()),
                new Input.React(first.id(), "🌴", true),
                new Input.Edit(first.id(), "other words"),
                new Input.Retract(first.id()));
        for (Input.Utterance each : about) {
            ben.tell(new Input.Write(account("Ana"), each));
            pass();
            EntryBody heard = lastLetter(ana).entry().body();
            assertEquals(lastLetter(ben).entry().body(), heard);
            assertInstanceOf(EntryBody.Opened.class, heard);
        }
        assertEquals(
                new EntryBody.Retraction(first.id()),
                lastLetter(ana).entry().body().said());
    }

    @Test
    void lettersKeepTheOrderInWhichTheyWereWritten() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        pass();
        List<String> all = List.of("1", "2", "3", "4", "5");
        all.forEach(text -> write(ana, "Ben", text));
        pass();
        assertEquals(all, ana.host.letters());
        assertEquals(all, ben.host.letters().stream().sorted().toList());
    }

    @Test
    void whoWasAwayGetsItFromWhoeverHasIt() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        TestNetwork.Page cleo = network.enter("Cleo");
        pass();
        ben.crash();
        pass();
        write(ana, "Ben", "read this later");
        pass();
        ana.leave();
        pass();
        TestNetwork.Page back = network.reload(ben);
        pass();
        assertEquals(List.of("read this later"), back.host.letters());
        assertKeptAndClosed(cleo);
    }

    @Test
    void allDevicesOfTheTwoReadIt() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page tablet = network.enter("Ana/tablet");
        TestNetwork.Page ben = network.enter("Ben");
        TestNetwork.Page phone = network.enter("Ben/phone");
        pass();
        write(ana, "Ben", "on all of them");
        pass();
        for (TestNetwork.Page page : List.of(ana, tablet, ben, phone)) {
            assertEquals(List.of("on all of them"), page.host.letters(), page.host.name);
        }
    }

    @Test
    void whoComesBackCanWriteToThoseWhoHaveSpokenAndAreAway() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        pass();
        ben.say("I was here");
        pass();
        ben.crash();
        ana.crash();
        TestNetwork.Page back = network.comeBack(ana);
        pass();
        write(back, "Ben", "and I came too late");
        pass();
        assertEquals(List.of("and I came too late"), back.host.letters());
        TestNetwork.Page later = network.reload(ben);
        pass();
        assertEquals(List.of("and I came too late"), later.host.letters());
    }

    @Test
    void nothingIsWrittenToStrangersNorToOneself() {
        TestNetwork.Page ana = network.enter("Ana");
        pass();
        write(ana, "Ben", "who are you?");
        write(ana, "Ana", "note to self");
        assertEquals(List.of(Event.Refusal.LETTER_UNREACHABLE, Event.Refusal.LETTER_TO_SELF), ana.host.refusals());
        assertTrue(ana.host.letters().isEmpty());
    }

    @Test
    void wordsThatCannotBeSaidCannotBeWrittenEither() {
        TestNetwork.Page ana = network.enter("Ana");
        network.enter("Ben");
        pass();
        write(ana, "Ben", "  ");
        assertEquals(List.of(Event.Refusal.TEXT_EMPTY), ana.host.refusals());
    }

    @Test
    void aLetterThatCouldNotBeSealedIsRefusedAndHoldsNothingUp() {
        TestHost host = new TestHost("Ana");
        Stranger ben = new Stranger(host, "Ben");
        host.tell(TestHost.entered());
        ben.join().greet(ben.readingHello()).prove().introduce();
        host.answering = false;
        host.tell(new Input.Write(account("Ben"), new Input.Say("lost", false)));
        host.tell(new Input.Say("to all", false));
        while (!host.questions.isEmpty()) {
            Output question = host.questions.remove();
            if (question instanceof Output.Seal seal) {
                host.tell(new Input.Sealed(seal.ticket(), null));
            } else {
                host.answer(question);
            }
        }
        assertEquals(List.of(Event.Refusal.LETTER_UNSEALED), host.refusals());
        assertTrue(host.letters().isEmpty());
        assertEquals(1, host.events(Event.OwnMessage.class).size());
    }

    @Test
    void inAClosedRoomTheLawTellsOfTheDevices() {
        TestGround ground = new TestGround(network, History.SHARED);
        TestNetwork.Page olga = ground.enter("Olga");
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        TestNetwork.Page cleo = ground.invite(olga, "Cleo", SETTLE_MILLIS);
        TestNetwork.Page phone = ground.enter("Ben/phone");
        pass();
        write(olga, "Ben", "between us");
        pass();
        for (TestNetwork.Page page : List.of(olga, ben, phone)) {
            assertEquals(List.of("between us"), page.host.letters(), page.host.name);
        }
        assertKeptAndClosed(cleo);
    }

    @Test
    void inAForwardSecretRoomLettersAreReadLikeAllElse() {
        TestGround ground = new TestGround(network, History.FORWARD_SECRET);
        TestNetwork.Page olga = ground.enter("Olga");
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        write(ben, "Olga", "between us");
        pass();
        assertEquals(List.of("between us"), olga.host.letters());
    }

    @Test
    void whoWasRemovedIsNotWrittenTo() {
        TestGround ground = new TestGround(network, History.SHARED);
        TestNetwork.Page olga = ground.enter("Olga");
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        olga.tell(new Input.Decree(new Rule.Remove(account("Ben"))));
        pass();
        write(olga, "Ben", "are you there?");
        write(ben, "Olga", "let me in");
        pass();
        assertEquals(List.of(Event.Refusal.LETTER_UNREACHABLE), olga.host.refusals());
        assertFalse(ben.host.refusals().isEmpty());
        assertTrue(olga.host.letters().isEmpty());
    }
}
