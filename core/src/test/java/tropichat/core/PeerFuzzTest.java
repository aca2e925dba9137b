package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.link.Frame;
import tropichat.core.wire.Fragments;
import tropichat.core.wire.Mutants;

/** A live peer to which another sends anything: it may end the link, and never does anything else. */
class PeerFuzzTest {
    private static final int INPUTS = 100_000;

    /** How often a check of a signature comes out right. */
    private static final double VALID = 0.95;

    private final TestHost host = new TestHost("ada");
    private final Stranger mallory = new Stranger(host, "mallory");
    private final Stranger bob = new Stranger(host, "bob");
    private final List<Bytes> frames = FormatFuzzTest.frames(mallory);

    private int accepted;
    private int told;
    private int ended;
    private int attempt;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void onlyEndsTheLink(long seed) {
        bob.linked();
        host.answering = false;
        Random random = new Random(seed);
        boolean linked = false;
        for (int i = 0; i < INPUTS; i++) {
            while (!linked) {
                linked = link(random);
            }
            Bytes frame = frames.get(random.nextInt(frames.size()));
            Bytes sent = random.nextInt(4) == 0 ? frame : Mutants.of(frame, random);
            for (Bytes fragment : fragments(sent, random)) {
                linked &= !tell(new Input.FragmentReceived(mallory.link, fragment), random);
            }
            if (random.nextInt(100) == 0) {
                host.nowMillis += random.nextInt(3_000);
                linked &= !tell(new Input.Tick(), random);
            }
        }
        assertTrue(ended > INPUTS / 100 && told > INPUTS / 1000, ended + " links ended, " + told + " texts told");
        assertTrue(told <= accepted, "more texts than valid signatures");
        // Bob has seen nothing of all this.
        host.answering = true;
        host.outputs.clear();
        bob.say("still here", 1);
        assertEquals(List.of("still here"), host.texts());
    }

    /** Comes in as another page would and goes some way towards an open link; false where that ended it. */
    private boolean link(Random random) {
        ended++;
        tell(new Input.Left(mallory.id), random);
        tell(new Input.Joined(mallory.introduction()), random);
        Signal offer = new Signal("page", ++attempt, Signal.Kind.OFFER, "sdp");
        for (Output output : host.peer.handle(new Input.SignalReceived(mallory.id, offer), host.nowMillis)) {
            if (output instanceof Output.OpenLink opened) {
                mallory.link = opened.link();
            }
        }
        tell(new Input.LinkOpened(mallory.link, "a", "b"), random);
        boolean linked = true;
        int steps = Math.min(random.nextInt(6), 2);
        for (Bytes frame : frames.subList(0, steps)) {
            for (Bytes fragment : Fragments.split(frame)) {
                linked &= !tell(new Input.FragmentReceived(mallory.link, fragment), random);
            }
        }
        return linked;
    }

    private static List<Bytes> fragments(Bytes frame, Random random) {
        if (frame.isEmpty() || random.nextInt(20) == 0) {
            return List.of(frame);
        }
        List<Bytes> fragments = Fragments.split(frame);
        return random.nextInt(20) == 0 ? List.of(Mutants.ofBytes(fragments.getFirst(), random)) : fragments;
    }

    /** Answers what the peer asks with chance; whether mallory's link ended. */
    private boolean tell(Input input, Random random) {
        boolean closed = false;
        for (Output output : host.peer.handle(input, host.nowMillis)) {
            closed |= switch (output) {
                case Output.Sign sign ->
                    tell(new Input.Signed(sign.ticket(), Bytes.wrap(new byte[Frame.SIGNATURE_BYTES])), random);
                case Output.Verify verify -> {
                    boolean valid = random.nextDouble() < VALID;
                    accepted += valid ? 1 : 0;
                    yield tell(new Input.Verified(verify.ticket(), valid), random);
                }
                case Output.CloseLink close -> {
                    assertNotEquals(bob.link, close.link());
                    yield close.link() == mallory.link;
                }
                case Output.Emit emit -> {
                    told += emit.event() instanceof Event.Message ? 1 : 0;
                    yield false;
                }
                case Output.OpenLink ignored -> false;
                case Output.ApplySignal ignored -> false;
                case Output.SendSignal ignored -> false;
                case Output.SendFragment ignored -> false;
            };
        }
        return closed;
    }
}
