package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tropichat.core.gossip.PassiveView;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;

/** What becomes of members on their walks through a large room. */
class WalksTest {
    private final LargeRoom room = new LargeRoom();
    private final TestHost host = room.host;
    private final List<Stranger> linked = room.linked;

    @Test
    void sendsANewcomerOnItsWalks() {
        room.enter(4);
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
        room.enter(3);
        Stranger eve = new Stranger(host, "eve");
        int opened = host.outputs(Output.OpenLink.class).size();
        linked.get(0).send(new Frame.Forward(eve.record(), Walks.ACTIVE_WALK));
        assertEquals(opened + 1, host.outputs(Output.OpenLink.class).size());
        assertEquals(List.of(), room.forwarded());
    }

    @Test
    void aWalkGoesOnWhereThereIsNone() {
        room.enter(PartialView.LINKS_MAX);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Forward(eve.record(), 2));
        assertEquals(List.of(new Frame.Forward(eve.record(), 1)), room.forwarded());
        assertEquals(List.of(), linked.get(0).heard(Frame.Forward.class));
        assertEquals(PartialView.LINKS_MAX, room.connections());
    }

    @Test
    void aWalkEndsAfterItsLastStep() {
        room.enter(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Forward(eve.record(), 0));
        assertEquals(PartialView.ACTIVE + 1, room.connections());
        assertEquals(List.of(), room.forwarded());
        linked.get(0).send(new Frame.Forward(new Stranger(host, "frank").record(), 0));
        assertEquals(PartialView.ACTIVE + 1, room.connections());
    }

    @Test
    void aWalkDoesNotEndAtOneselfOrOneWhoIsLinked() {
        room.enter(3);
        int connections = room.connections();
        linked.get(0).send(new Frame.Forward(linked.get(1).record(), 0));
        PeerRecord own = linked.get(1).heard(Frame.Self.class).getFirst().record();
        linked.get(0).send(new Frame.Forward(own, 3));
        assertEquals(connections, room.connections());
        assertEquals(List.of(), room.forwarded());
    }

    @Test
    void sendsASampleOfItsViewsOnAWalk() {
        room.enter(PartialView.ACTIVE);
        host.pass(2 * Walks.SHUFFLE_MILLIS);
        List<Frame.Shuffle> shuffles = room.heard(Frame.Shuffle.class);
        assertFalse(shuffles.isEmpty());
        Frame.Shuffle shuffle = shuffles.getFirst();
        assertEquals(host.session.key(), shuffle.origin().session());
        assertEquals(Walks.ACTIVE_WALK, shuffle.walk());
        assertEquals(Walks.SAMPLE_ACTIVE, shuffle.sample().size());
    }

    @Test
    void passesASampleOn() {
        room.enter(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        Stranger frank = new Stranger(host, "frank");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 3, List.of(frank.record())));
        assertEquals(
                List.of(new Frame.Shuffle(eve.record(), 2, List.of(frank.record()))), room.heard(Frame.Shuffle.class));
        assertEquals(List.of(), linked.get(0).heard(Frame.Shuffle.class));
    }

    @Test
    void answersASampleAtTheEndOfItsWalkAndTakesItIn() {
        room.enter(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        Stranger frank = new Stranger(host, "frank");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 0, List.of(frank.record())));
        Frame.Sample answer = linked.get(0).heard(Frame.Sample.class).getLast();
        assertEquals(eve.session.key(), answer.to());
        assertEquals(0, answer.hops());
        assertFalse(answer.sample().isEmpty());
        assertEquals(Set.of(eve.session.did(), frank.session.did()), room.wouldTry());
    }

    @Test
    void carriesTheAnswerBackAndTakesInItsOwn() {
        room.enter(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        Stranger frank = new Stranger(host, "frank");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 3, List.of()));
        linked.get(1).send(new Frame.Sample(eve.session.key(), 4, List.of(frank.record())));
        assertEquals(
                new Frame.Sample(eve.session.key(), 5, List.of(frank.record())),
                linked.get(0).heard(Frame.Sample.class).getLast());
        linked.get(1).send(new Frame.Sample(host.session.key(), 4, List.of(frank.record())));
        assertEquals(Set.of(frank.session.did()), room.wouldTry());
    }

    @Test
    void carriesAnAnswerOnlySoFar() {
        room.enter(PartialView.ACTIVE);
        Stranger eve = new Stranger(host, "eve");
        linked.get(0).send(new Frame.Shuffle(eve.record(), 3, List.of()));
        int told = room.heard(Frame.Sample.class).size();
        linked.get(1).send(new Frame.Sample(eve.session.key(), Courier.HOPS_MAX, List.of(eve.record())));
        assertEquals(told, room.heard(Frame.Sample.class).size());
    }

    @Test
    void oneWhoTellsOfManyIsBelievedAFew() {
        room.enter(PartialView.ACTIVE);
        for (int i = 0; i < 5; i++) {
            List<PeerRecord> records = new ArrayList<>();
            for (int j = 0; j < Frame.RECORDS_MAX; j++) {
                records.add(new Stranger(host, "sybil " + i + " " + j).record());
            }
            linked.get(0).send(new Frame.Sample(null, 0, records));
        }
        assertEquals(PassiveView.SHARE_MAX, room.wouldTry().size());
    }
}
