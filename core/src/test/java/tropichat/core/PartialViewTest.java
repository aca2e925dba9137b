package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.gossip.PassiveView;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/** With whom one is linked in a large room, and what becomes of members on their walks through it. */
class PartialViewTest {
    private static final int SIZE = 100;

    private final TestHost host = new TestHost("ada", 1, 2, TestHost.START_MILLIS);
    private final List<Stranger> linked = new ArrayList<>();

    // ---- Coming in

    @Test
    void triesSomeOfTheSampleAtOnceAndNotAsOneWhoMayBeDeclined() {
        host.tell(new Input.Entered(TestHost.ID, introductions(10), SIZE));
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
        answer(bob).handshake();
        answer(carol).handshake();
        assertEquals(
                1,
                bob.heard(Frame.Join.class).size()
                        + carol.heard(Frame.Join.class).size());
        assertEquals(1, bob.heard(Frame.Join.class).size());
    }

    @Test
    void looksForMoreUntilItHasEnough() {
        host.tell(new Input.Entered(TestHost.ID, introductions(10), SIZE));
        for (int i = 0; i < 100 && linked.size() < PartialView.ACTIVE; i++) {
            host.pass(1_000);
            answerAll();
        }
        assertEquals(PartialView.ACTIVE, linked.size());
        int opened = host.outputs(Output.OpenLink.class).size();
        host.pass(10_000);
        assertEquals(opened, host.outputs(Output.OpenLink.class).size());
    }

    @Test
    void triesTheNextWhereOneDoesNotAnswer() {
        host.tell(new Input.Entered(TestHost.ID, introductions(4), SIZE));
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
        host.tell(new Input.Sampled(introductions(3), SIZE));
        host.pass(1_000);
        assertEquals(
                PartialView.TRIES_ALONE, host.outputs(Output.OpenLink.class).size());
    }

    @Test
    void asksTheServerNowAndThen() {
        room(PartialView.ACTIVE);
        int asked = host.outputs(Output.AskMembers.class).size();
        host.pass(10 * PartialView.ASK_MILLIS);
        int more = host.outputs(Output.AskMembers.class).size() - asked;
        assertTrue(more >= 6 && more <= 20, more + " times");
    }

    @Test
    void showsOnlySoManyWhoAreNotLinked() {
        host.tell(new Input.Entered(TestHost.ID, introductions(30), SIZE));
        host.tell(new Input.Sampled(introductions("other", 30), SIZE));
        long joined = host.events(Event.MemberJoined.class).size();
        long forgotten = host.events(Event.MemberForgotten.class).size();
        assertEquals(60, joined);
        assertEquals(PartialView.SHOWN_MAX, joined - forgotten);
        assertEquals(0, host.events(Event.MemberLeft.class).size());
    }

    // ---- Offers

    @Test
    void takesOffersOfAnybodyWhileThereIsRoom() {
        room(PartialView.ACTIVE);
        assertEquals(PartialView.ACTIVE, connections());
    }

    @Test
    void takesOneAboveWhatItLooksForAndNoMore() {
        room(PartialView.ACTIVE);
        Stranger welcome = new Stranger(host, "welcome");
        welcome.low = true;
        assertFalse(declines(welcome));
        welcome.open().handshake();
        Stranger late = new Stranger(host, "late");
        late.low = true;
        assertTrue(declines(late));
        assertEquals(PartialView.LINKS_MAX, connections());
        assertNull(host.member(late.session.did()));
    }

    @Test
    void givesUpOneForSomebodyWhoHasNoLink() {
        room(PartialView.LINKS_MAX);
        Stranger late = new Stranger(host, "late").met();
        List<Stranger> given = linked.stream().filter(Stranger::isClosed).toList();
        assertEquals(1, given.size());
        assertEquals(List.of(new Frame.Disconnect()), given.getFirst().heard(Frame.Disconnect.class));
        assertEquals(LinkState.OPEN, late.member().link());
        assertEquals(PartialView.LINKS_MAX, connections());
    }

    @Test
    void givesUpOneOutsideOfTheTreeWhereThereIsAny() {
        room(PartialView.LINKS_MAX);
        linked.get(3).send(new Frame.Prune());
        new Stranger(host, "late").met();
        assertTrue(linked.get(3).isClosed());
    }

    /** Strangers could else take the places of all whom it knows. */
    @Test
    void givesUpOnlySoManyAtOnce() {
        room(PartialView.LINKS_MAX);
        int declined = 0;
        for (int i = 0; i < 3 * PartialView.EVICTIONS_BURST; i++) {
            declined += declines(new Stranger(host, "stranger " + i)) ? 1 : 0;
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
        room(1);
        linked.getFirst().signal(Signal.Kind.DECLINE, 1);
        assertEquals(LinkState.OPEN, linked.getFirst().member().link());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void neverHasMoreThanOneAbove(long seed) {
        room(PartialView.ACTIVE);
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
                case 4 -> answerAll();
                case 5 -> host.pass(random.nextInt(5_000));
                default -> {
                    other.low = random.nextBoolean();
                    if (!declines(other)) {
                        linked.add(other.open().handshake());
                    }
                }
            }
            assertTrue(connections() <= PartialView.ACTIVE + 1, connections() + " connections");
        }
    }

    // ---- A link less

    @Test
    void putsSomebodyElseInThePlaceOfOneWhoIsGone() {
        room(PartialView.ACTIVE);
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
        assertEquals(eve.session.key(), routed.to());
        assertTrue(linked.get(4).isClosed());
    }

    @Test
    void findsOutThatOneIsGoneByItsSilence() {
        room(PartialView.ACTIVE);
        host.othersAreAlive = false;
        host.pass(Link.SILENCE_MILLIS_MAX + Connections.BEAT_MILLIS);
        linked.subList(1, 5).forEach(one -> one.send(new Frame.Pong(0)));
        host.pass(Link.PROBE_MILLIS_MAX);
        assertTrue(linked.get(0).isClosed());
        assertFalse(linked.get(1).isClosed());
    }

    @Test
    void exchangesALinkNowAndThen() {
        room(PartialView.ACTIVE);
        host.tell(new Input.Sampled(introductions(3), SIZE));
        int opened = host.outputs(Output.OpenLink.class).size();
        host.pass(2 * PartialView.SWAP_MILLIS);
        assertTrue(host.outputs(Output.OpenLink.class).size() > opened);
    }

    // ---- Walks

    @Test
    void sendsANewcomerOnItsWalks() {
        room(4);
        Stranger newcomer = linked.get(0);
        newcomer.send(new Frame.Join());
        Frame.Sample told = newcomer.heard(Frame.Sample.class).getLast();
        assertEquals(3, told.sample().size());
        assertFalse(told.sample().contains(newcomer.record()));
        for (Stranger other : linked.subList(1, 4)) {
            assertEquals(
                    List.of(new Frame.Forward(newcomer.record(), Walks.ACTIVE_WALK)), other.heard(Frame.Forward.class));
        }
        assertEquals(List.of(), newcomer.heard(Frame.Forward.class));
    }

    @Test
    void aWalkEndsWhereThereIsRoom() {
        room(3);
        Stranger eve = new Stranger(host, "eve");
        int opened = host.outputs(Output.OpenLink.class).size();
        linked.get(0).send(new Frame.Forward(eve.record(), Walks.ACTIVE_WALK));
        assertEquals(opened + 1, host.outputs(Output.OpenLink.class).size());
        assertEquals(List.of(), forwarded());
    }

    @Test
    void aWalkGoesOnWhereThereIsNone() {
        room(PartialView.LINKS_MAX);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Forward(eve.record(), 2));
        assertEquals(List.of(new Frame.Forward(eve.record(), 1)), forwarded());
        assertEquals(List.of(), linked.get(0).heard(Frame.Forward.class));
        assertEquals(PartialView.LINKS_MAX, connections());
    }

    @Test
    void aWalkEndsAfterItsLastStep() {
        room(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Forward(eve.record(), 0));
        assertEquals(PartialView.ACTIVE + 1, connections());
        assertEquals(List.of(), forwarded());
        linked.get(0).send(new Frame.Forward(new Stranger(host, "frank").record(), 0));
        assertEquals(PartialView.ACTIVE + 1, connections());
    }

    @Test
    void aWalkDoesNotEndAtOneselfOrOneWhoIsLinked() {
        room(3);
        int connections = connections();
        linked.get(0).send(new Frame.Forward(linked.get(1).record(), 0));
        PeerRecord own = linked.get(1).heard(Frame.Self.class).getFirst().record();
        linked.get(0).send(new Frame.Forward(own, 3));
        assertEquals(connections, connections());
        assertEquals(List.of(), forwarded());
    }

    @Test
    void sendsASampleOfItsViewsOnAWalk() {
        room(PartialView.ACTIVE);
        host.pass(2 * Walks.SHUFFLE_MILLIS);
        List<Frame.Shuffle> shuffles = heard(Frame.Shuffle.class);
        assertFalse(shuffles.isEmpty());
        Frame.Shuffle shuffle = shuffles.getFirst();
        assertEquals(host.session.key(), shuffle.origin().session());
        assertEquals(Walks.ACTIVE_WALK, shuffle.walk());
        assertEquals(Walks.SAMPLE_ACTIVE, shuffle.sample().size());
    }

    @Test
    void passesASampleOn() {
        room(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        Stranger frank = new Stranger(host, "frank");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 3, List.of(frank.record())));
        assertEquals(List.of(new Frame.Shuffle(eve.record(), 2, List.of(frank.record()))), heard(Frame.Shuffle.class));
        assertEquals(List.of(), linked.get(0).heard(Frame.Shuffle.class));
    }

    @Test
    void answersASampleAtTheEndOfItsWalkAndTakesItIn() {
        room(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        Stranger frank = new Stranger(host, "frank");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 0, List.of(frank.record())));
        Frame.Sample answer = linked.get(0).heard(Frame.Sample.class).getLast();
        assertEquals(eve.session.key(), answer.to());
        assertEquals(0, answer.hops());
        assertFalse(answer.sample().isEmpty());
        assertEquals(Set.of(eve.session.did(), frank.session.did()), wouldTry());
    }

    @Test
    void carriesTheAnswerBackAndTakesInItsOwn() {
        room(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        Stranger frank = new Stranger(host, "frank");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 3, List.of()));
        linked.get(1).send(new Frame.Sample(eve.session.key(), 4, List.of(frank.record())));
        assertEquals(
                new Frame.Sample(eve.session.key(), 5, List.of(frank.record())),
                linked.get(0).heard(Frame.Sample.class).getLast());
        linked.get(1).send(new Frame.Sample(host.session.key(), 4, List.of(frank.record())));
        assertEquals(Set.of(frank.session.did()), wouldTry());
    }

    @Test
    void carriesAnAnswerOnlySoFar() {
        room(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 3, List.of()));
        int told = heard(Frame.Sample.class).size();
        linked.get(1).send(new Frame.Sample(eve.session.key(), Courier.HOPS_MAX, List.of(eve.record())));
        assertEquals(told, heard(Frame.Sample.class).size());
    }

    @Test
    void oneWhoTellsOfManyIsBelievedAFew() {
        room(PartialView.ACTIVE);
        for (int i = 0; i < 5; i++) {
            List<PeerRecord> records = new ArrayList<>();
            for (int j = 0; j < Frame.RECORDS_MAX; j++) {
                records.add(new Stranger(host, "sybil " + i + " " + j).record());
            }
            linked.get(0).send(new Frame.Sample(null, 0, records));
        }
        assertEquals(PassiveView.SHARE_MAX, wouldTry().size());
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

    // ---- What tests ask

    /** Comes into a large room and is linked with so many. */
    private void room(int links) {
        host.tell(new Input.Entered(TestHost.ID, List.of(), SIZE));
        host.pass(0);
        for (int i = 0; i < links; i++) {
            Stranger one = new Stranger(host, "link " + i);
            one.members = SIZE;
            linked.add(one.met());
        }
    }

    private List<Introduction> introductions(int count) {
        return introductions("sample", count);
    }

    private List<Introduction> introductions(String name, int count) {
        List<Introduction> introductions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            introductions.add(new Stranger(host, name + " " + i).introduction());
        }
        return introductions;
    }

    /** Opens the link that the host made for somebody. */
    private Stranger answer(Stranger other) {
        for (Output.OpenLink open : host.outputs(Output.OpenLink.class)) {
            host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
            if (host.outputs(Output.SendSignal.class).getLast().to().equals(other.id)) {
                other.link = open.link();
            }
        }
        other.signal(Signal.Kind.ANSWER, 1);
        return other.open();
    }

    /** Answers every offer to one of the sample. */
    private void answerAll() {
        Set<Integer> closed = new LinkedHashSet<>();
        host.outputs(Output.CloseLink.class).forEach(close -> closed.add(close.link()));
        linked.forEach(one -> closed.add(one.link));
        for (Output.OpenLink open : host.outputs(Output.OpenLink.class)) {
            if (open.initiator() && !closed.contains(open.link())) {
                int before = host.outputs(Output.SendSignal.class).size();
                host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
                List<Output.SendSignal> sent = host.outputs(Output.SendSignal.class);
                Stranger other =
                        sent.size() == before ? null : named(sent.getLast().to());
                if (other != null) {
                    other.link = open.link();
                    linked.add(other.open().handshake());
                }
            }
        }
    }

    private @Nullable Stranger named(String id) {
        return id.startsWith("id-") ? new Stranger(host, id.substring(3)) : null;
    }

    private boolean declines(Stranger other) {
        for (Output output : other.signal(Signal.Kind.OFFER, 1)) {
            if (output instanceof Output.OpenLink open) {
                other.link = open.link();
            }
            if (output instanceof Output.SendSignal sent && sent.to().equals(other.id)) {
                return sent.signal().kind() == Signal.Kind.DECLINE;
            }
        }
        return false;
    }

    private int connections() {
        return host.outputs(Output.OpenLink.class).size()
                - host.outputs(Output.CloseLink.class).size();
    }

    private <T extends Frame> List<T> heard(Class<T> kind) {
        List<T> all = new ArrayList<>();
        linked.forEach(one -> all.addAll(one.heard(kind)));
        return all;
    }

    private List<Frame.Forward> forwarded() {
        return heard(Frame.Forward.class);
    }

    /** Whom the host tries when it has one link less, and nobody answers. */
    private Set<String> wouldTry() {
        Set<String> tried = new LinkedHashSet<>();
        host.tell(new Input.LinkClosed(linked.get(4).link));
        for (int i = 0; i < 20; i++) {
            int former = host.outputs(Output.OpenLink.class).size();
            host.pass(PartialView.ANSWER_MILLIS_MAX);
            List<Output.OpenLink> opened = host.outputs(Output.OpenLink.class);
            for (Output.OpenLink open : opened.subList(former, opened.size())) {
                host.tell(new Input.SignalMade(open.link(), Signal.Kind.OFFER, "sdp"));
                heard(Frame.Routed.class)
                        .forEach(routed -> tried.add(routed.to().did()));
                for (Output.SendSignal sent : Collections.unmodifiableList(host.outputs(Output.SendSignal.class))) {
                    Stranger named = named(sent.to());
                    if (named != null) {
                        tried.add(named.session.did());
                    }
                }
            }
        }
        return tried;
    }
}
