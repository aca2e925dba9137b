package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.link.Frame;

/** With whom one is linked in a large room. */
class PartialViewTest {
    private static final int SIZE = LargeRoom.SIZE;

    private final LargeRoom room = new LargeRoom();
    private final TestHost host = room.host;
    private final List<Stranger> linked = room.linked;

    // ---- Coming in

    @Test
    void triesSomeOfTheSampleAtOnceAndNotAsOneWhoMayBeDeclined() {
        host.tell(new Input.Entered(TestHost.ID, room.introductions(10), SIZE));
        host.pass(0);
        List<Output.OpenLink> opened = host.outputs(Output.OpenLink.class);
        assertEquals(PartialView.TRIES_ALONE, opened.size());
        for (Output.OpenLink open : opened) {
            host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
            Signal offer = host.outputs(Output.SendSignal.class).getLast().signal();
            assertFalse(offer.low());
            assertEquals(host.session.key(), offer.session());
        }
    }

    @Test
    void tellsTheFirstWhoAnswersThatItCame() {
        Stranger bob = new Stranger(host, "bob");
        Stranger carol = new Stranger(host, "carol");
        host.tell(new Input.Entered(TestHost.ID, List.of(bob.introduction(), carol.introduction()), SIZE));
        host.pass(0);
        assertEquals(2, host.outputs(Output.OpenLink.class).size());
        room.answer(bob).handshake();
        room.answer(carol).handshake();
        assertEquals(
                1,
                bob.heard(Frame.Join.class).size()
                        + carol.heard(Frame.Join.class).size());
        assertEquals(1, bob.heard(Frame.Join.class).size());
    }

    @Test
    void looksForMoreUntilItHasEnough() {
        host.tell(new Input.Entered(TestHost.ID, room.introductions(10), SIZE));
        for (int i = 0; i < 100 && linked.size() < PartialView.ACTIVE; i++) {
            host.pass(1_000);
            room.answerAll();
        }
        assertEquals(PartialView.ACTIVE, linked.size());
        int opened = host.outputs(Output.OpenLink.class).size();
        host.pass(10_000);
        assertEquals(opened, host.outputs(Output.OpenLink.class).size());
    }

    @Test
    void triesTheNextWhereOneDoesNotAnswer() {
        host.tell(new Input.Entered(TestHost.ID, room.introductions(4), SIZE));
        host.pass(0);
        assertEquals(3, host.outputs(Output.OpenLink.class).size());
        host.pass(PartialView.ANSWER_MILLIS_MAX + PartialView.FILL_MILLIS_MIN);
        assertEquals(4, host.outputs(Output.OpenLink.class).size());
        assertEquals(3, host.outputs(Output.CloseLink.class).size());
    }

    @Test
    void asksTheServerWhereItKnowsNobody() {
        host.tell(new Input.Entered(TestHost.ID, List.of(), SIZE));
        host.pass(0);
        assertEquals(1, host.outputs(Output.AskMembers.class).size());
        host.tell(new Input.Sampled(room.introductions(3), SIZE));
        host.pass(1_000);
        assertEquals(
                PartialView.TRIES_ALONE, host.outputs(Output.OpenLink.class).size());
    }

    @Test
    void asksTheServerNowAndThen() {
        room.enter(PartialView.ACTIVE);
        int asked = host.outputs(Output.AskMembers.class).size();
        host.pass(10 * PartialView.ASK_MILLIS);
        int more = host.outputs(Output.AskMembers.class).size() - asked;
        assertTrue(more >= 6 && more <= 20, more + " times");
    }

    @Test
    void showsOnlySoManyWhoAreNotLinked() {
        host.tell(new Input.Entered(TestHost.ID, room.introductions(30), SIZE));
        host.tell(new Input.Sampled(room.introductions("other", 30), SIZE));
        long joined = host.events(Event.MemberJoined.class).size();
        long forgotten = host.events(Event.MemberForgotten.class).size();
        assertEquals(60, joined);
        assertEquals(PartialView.SHOWN_MAX, joined - forgotten);
        assertEquals(0, host.events(Event.MemberLeft.class).size());
    }

    // ---- Offers

    @Test
    void takesOffersOfAnybodyWhileThereIsRoom() {
        room.enter(PartialView.ACTIVE);
        assertEquals(PartialView.ACTIVE, room.connections());
    }

    @Test
    void takesOneAboveWhatItLooksForAndNoMore() {
        room.enter(PartialView.ACTIVE);
        Stranger welcome = new Stranger(host, "welcome");
        welcome.low = true;
        assertFalse(room.declines(welcome));
        welcome.open().handshake();
        Stranger late = new Stranger(host, "late");
        late.low = true;
        assertTrue(room.declines(late));
        assertEquals(PartialView.LINKS_MAX, room.connections());
        assertNull(host.member(late.session.did()));
    }

    @Test
    void givesUpOneForSomebodyWhoHasNoLink() {
        room.enter(PartialView.LINKS_MAX);
        Stranger late = new Stranger(host, "late").met();
        List<Stranger> given = linked.stream().filter(Stranger::isClosed).toList();
        assertEquals(1, given.size());
        assertEquals(List.of(new Frame.Disconnect()), given.getFirst().heard(Frame.Disconnect.class));
        assertEquals(LinkState.OPEN, late.member().link());
        assertEquals(PartialView.LINKS_MAX, room.connections());
    }

    @Test
    void givesUpOneOutsideOfTheTreeWhereThereIsAny() {
        room.enter(PartialView.LINKS_MAX);
        linked.get(3).send(new Frame.Prune());
        new Stranger(host, "late").met();
        assertTrue(linked.get(3).isClosed());
    }

    /** Strangers could else take the places of all whom it knows. */
    @Test
    void givesUpOnlySoManyAtOnce() {
        room.enter(PartialView.LINKS_MAX);
        int declined = 0;
        for (int i = 0; i < 3 * PartialView.EVICTIONS_BURST; i++) {
            declined += room.declines(new Stranger(host, "stranger " + i)) ? 1 : 0;
        }
        assertTrue(declined >= 2 * PartialView.EVICTIONS_BURST, declined + " declined");
        assertEquals(
                PartialView.LINKS_MAX - PartialView.EVICTIONS_BURST,
                linked.stream().filter(one -> !one.isClosed()).count());
    }

    @Test
    void letsAloneForAWhileWhoDeclined() {
        Stranger bob = new Stranger(host, "bob");
        host.tell(new Input.Entered(TestHost.ID, List.of(bob.introduction()), SIZE));
        host.pass(0);
        bob.signal(Signal.Kind.DECLINE, 1);
        assertEquals(1, host.outputs(Output.CloseLink.class).size());
        host.pass(PartialView.DECLINED_MILLIS / 2 - 1);
        assertEquals(1, host.outputs(Output.OpenLink.class).size());
        host.pass(2 * PartialView.DECLINED_MILLIS);
        assertTrue(host.outputs(Output.OpenLink.class).size() > 1);
    }

    @Test
    void aDeclineOfAnOpenLinkMeansNothing() {
        room.enter(1);
        linked.getFirst().signal(Signal.Kind.DECLINE, 1);
        assertEquals(LinkState.OPEN, linked.getFirst().member().link());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void neverHasMoreThanOneAbove(long seed) {
        room.enter(PartialView.ACTIVE);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            Stranger other = new Stranger(host, "other " + i);
            List<Stranger> open = linked.stream().filter(one -> !one.isClosed()).toList();
            Stranger from = open.isEmpty() ? other : open.get(random.nextInt(open.size()));
            switch (random.nextInt(7)) {
                case 0 -> from.send(new Frame.Forward(other.record(), random.nextInt(7)));
                case 1 -> from.send(new Frame.Disconnect());
                case 2 -> from.send(new Frame.Sample(null, 0, List.of(other.record())));
                case 3 -> host.tell(new Input.Sampled(List.of(other.introduction()), SIZE));
                case 4 -> room.answerAll();
                case 5 -> host.pass(random.nextInt(5_000));
                default -> {
                    other.low = random.nextBoolean();
                    if (!room.declines(other)) {
                        linked.add(other.open().handshake());
                    }
                }
            }
            assertTrue(room.connections() <= PartialView.ACTIVE + 1, room.connections() + " connections");
        }
    }

    // ---- A link less

    @Test
    void putsSomebodyElseInThePlaceOfOneWhoIsGone() {
        room.enter(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Sample(null, 0, List.of(eve.record().withId(null))));
        int opened = host.outputs(Output.OpenLink.class).size();
        host.tell(new Input.LinkClosed(linked.get(4).link));
        host.pass(2 * PartialView.FILL_MILLIS_MIN);
        assertEquals(opened + 1, host.outputs(Output.OpenLink.class).size());
        Output.OpenLink open = host.outputs(Output.OpenLink.class).getLast();
        host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
        // It has no id at the server, and a way by the one who told of it.
        Frame.Routed routed = linked.get(0).heard(Frame.Routed.class).getLast();
        assertEquals(eve.session.key(), routed.way().to());
        assertTrue(linked.get(4).isClosed());
    }

    @Test
    void findsOutThatOneIsGoneByItsSilence() {
        room.enter(PartialView.ACTIVE);
        host.othersAreAlive = false;
        host.pass(Pulse.SILENCE_MILLIS + Connections.BEAT_MILLIS);
        linked.subList(1, 5).forEach(one -> one.send(new Frame.Pong(0)));
        host.pass(Pulse.PROBE_MILLIS_MAX);
        assertTrue(linked.get(0).isClosed());
        assertFalse(linked.get(1).isClosed());
    }

    /** What opens a link is proven by the handshake; what changes an open one counts only signed. */
    @Test
    void signsWhatRenewsALinkAndNotWhatOpensOne() {
        Stranger bob = new Stranger(host, "bob");
        host.tell(new Input.Entered(TestHost.ID, List.of(bob.introduction()), SIZE));
        host.pass(0);
        room.answer(bob);
        assertNull(host.outputs(Output.SendSignal.class).getLast().signal().proof());
        bob.handshake();
        host.tell(new Input.SignalMade(bob.link, Signal.Kind.OFFER, "paths anew"));
        Signal renewal = host.outputs(Output.SendSignal.class).getLast().signal();
        assertEquals("paths anew", renewal.body());
        assertNotNull(renewal.proof());
    }

    @Test
    void exchangesALinkNowAndThen() {
        room.enter(PartialView.ACTIVE);
        host.tell(new Input.Sampled(room.introductions(3), SIZE));
        int opened = host.outputs(Output.OpenLink.class).size();
        host.pass(2 * PartialView.SWAP_MILLIS);
        assertTrue(host.outputs(Output.OpenLink.class).size() > opened);
    }

    // ---- Between small and large

    @Test
    void aRoomThatGrowsLargeKeepsItsLinksAndGivesSomeUpInTime() {
        TestHost growing = new TestHost("ada", 1, 8, TestHost.START_MILLIS);
        List<Stranger> members = new ArrayList<>();
        growing.tell(new Input.Entered(TestHost.ID, List.of(), 1));
        for (int i = 0; i < 7; i++) {
            members.add(new Stranger(growing, "member " + i).joined());
        }
        growing.tell(new Input.Joined(new Stranger(growing, "one more").introduction()));
        assertTrue(members.stream().noneMatch(Stranger::isClosed));
        growing.pass(10 * PartialView.SHED_MILLIS);
        assertEquals(
                7 - PartialView.LINKS_MAX,
                members.stream().filter(Stranger::isClosed).count());
        for (Stranger member : members) {
            assertNotNull(growing.member(member.session.did()));
        }
    }

    @Test
    void aRoomThatIsSmallAgainLinksEverybody() {
        TestHost shrinking = new TestHost("ada", 1, 8, TestHost.START_MILLIS);
        shrinking.tell(new Input.Entered(TestHost.ID, List.of(), SIZE));
        Stranger bob = new Stranger(shrinking, "bob").met();
        Stranger carol = new Stranger(shrinking, "carol").met();
        Stranger dan = new Stranger(shrinking, "dan");
        // The server still takes the room for a large one, and does not tell of those who come.
        shrinking.tell(new Input.Sampled(List.of(bob.introduction(), dan.introduction()), 7));
        assertEquals(List.of(), carol.heard(Frame.Ping.class));
        shrinking.tell(new Input.Sampled(List.of(bob.introduction(), dan.introduction()), 6));
        assertEquals(3, shrinking.outputs(Output.OpenLink.class).size());
        assertTrue(shrinking.outputs(Output.OpenLink.class).getLast().initiator());
        // Who is not on the list is asked for a sign of life.
        assertEquals(new Frame.Ping(0), carol.heard().getLast());
    }
}
