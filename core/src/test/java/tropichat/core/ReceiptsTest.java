package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.identity.TestSession;
import tropichat.core.link.Frame;
import tropichat.core.link.Way;
import tropichat.core.wire.Cid;

/** How far an author hears that its words have got. */
class ReceiptsTest {
    private static Event.Reached last(TestHost host) {
        return host.events(Event.Reached.class).getLast();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void thoseWhoAreReachedThroughOthersSaySoThroughOthers(long seed) {
        TestNetwork network = new TestNetwork(seed);
        Page ann = network.chain("Ann", "Ben", "Cem", "Dan").getFirst();
        network.pass(20_000);
        ann.say("does everybody hear me?");
        network.pass(3_000);
        Event.Reached reached = last(ann.host);
        assertEquals(3, reached.of());
        assertEquals(3, reached.reached());
    }

    @Test
    void onlyMembersAreCounted() {
        TestHost host = new TestHost("Ann");
        Stranger bob = new Stranger(host, "Bob").linked();
        host.tell(new Input.Say("hello", false));
        Cid id = host.events(Event.OwnMessage.class).getLast().id();
        bob.send(new Frame.Got(List.of(id), new Way(host.session.key(), new TestSession("nobody").key(), 1)));
        assertEquals(0, last(host).reached());
        bob.send(new Frame.Got(List.of(id), null));
        bob.send(new Frame.Got(List.of(id), new Way(host.session.key(), bob.session.key(), 1)));
        assertEquals(1, last(host).reached());
    }

    @Test
    void whatIsForAnotherGoesOnALinkFurther() {
        TestHost host = new TestHost("Ann");
        Stranger bob = new Stranger(host, "Bob").linked();
        Stranger cem = new Stranger(host, "Cem").joined();
        Cid id = Cid.ofDigest(Bytes.wrap(new byte[Cid.DIGEST_LENGTH]));
        Way way = new Way(cem.session.key(), new TestSession("Dan").key(), Courier.HOPS_MAX - 1);
        bob.send(new Frame.Got(List.of(id), way));
        assertEquals(List.of(new Frame.Got(List.of(id), way.further())), cem.heard(Frame.Got.class));
        bob.send(new Frame.Got(List.of(id), way.further()));
        assertEquals(1, cem.heard(Frame.Got.class).size());
    }
}
