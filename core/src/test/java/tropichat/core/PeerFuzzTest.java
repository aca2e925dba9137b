package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.link.Frame;
import tropichat.core.wire.Fragments;
import tropichat.core.wire.Mutants;

/** A live peer to which another sends anything: it may end the link, and never does anything else. */
class PeerFuzzTest {
    private static final int INPUTS = 100_000;

    private static final Bytes PING =
            Fragments.split(new Frame.Ping(0).encode()).getFirst();
    private static final Bytes PONG =
            Fragments.split(new Frame.Pong(0).encode()).getFirst();

    /** How often a check of a signature comes out right. */
    private static final double VALID = 0.95;

    /** Sessions that take turns, since of each only so many offers are taken. */
    private static final int MALLORIES = 50;

    /** The handshake's and those that carry entries. */
    private static final int FIRST_FRAMES = 4;

    /** From one link to the next. */
    private static final int PAUSE_MILLIS = 30;

    /** Members of a large room, as the server says. */
    private static final int LARGE = 1_000;

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");
    private final List<Stranger> mallories = new ArrayList<>();
    private final List<List<Bytes>> framesOfEach = new ArrayList<>();
    private Stranger mallory = bob;
    private List<Bytes> frames = List.of();
    private final List<Bytes> codes = new ArrayList<>();

    private int accepted;
    private int told;
    private int ended;
    private int attempt;
    private final Set<Integer> links = new LinkedHashSet<>();
    private int linksMax;
    private int lastLink;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void onlyEndsTheLink(long seed) {
        host.tell(new Input.Entered(TestHost.ID, List.of(), 1, true));
        bob.joined();
        flood(new Random(seed));
        // Bob has seen nothing of all this.
        host.answering = true;
        host.outputs.clear();
        bob.say("still here", 1);
        assertEquals(List.of("still here"), host.texts());
    }

    /** There the links of others may have to make room, but never become more than a few. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 2)
    void onlyEndsTheLinkInALargeRoom(long seed) {
        bob.link = -1;
        host.tell(new Input.Entered(TestHost.ID, List.of(), LARGE, true));
        flood(new Random(seed));
        assertTrue(linksMax <= PartialView.ACTIVE + 1, linksMax + " links at once");
    }

    private void flood(Random random) {
        host.answering = false;
        for (int i = 0; i < MALLORIES; i++) {
            Stranger one = new Stranger(host, "mallory " + i);
            mallories.add(one);
            framesOfEach.add(FormatFuzzTest.frames(one));
            codes.add(FormatFuzzTest.code(one, i % 2 == 0));
        }
        boolean linked = false;
        for (int i = 0; i < INPUTS; i++) {
            while (!linked) {
                linked = link(random);
            }
            // Entries more often than what is not theirs: there is most to them.
            Bytes frame = frames.get(random.nextInt(random.nextInt(3) == 0 ? FIRST_FRAMES : frames.size()));
            Bytes sent = random.nextInt(3) == 0 ? frame : Mutants.of(frame, random);
            for (Bytes fragment : fragments(sent, random)) {
                linked &= !tell(new Input.FragmentReceived(mallory.link, random.nextInt(8) == 0, fragment), random);
            }
            if (random.nextInt(100) == 0) {
                Bytes code = Mutants.of(codes.get(random.nextInt(codes.size())), random);
                linked &= !tell(new Input.TakeCode(code), random);
            }
            if (random.nextInt(100) == 0) {
                host.nowMillis += random.nextInt(3_000);
                linked &= !tell(new Input.Tick(), random);
            }
        }
        assertTrue(ended > INPUTS / 100 && told > INPUTS / 1000, ended + " links ended, " + told + " texts told");
        assertTrue(told <= accepted, "more texts than valid signatures");
    }

    /** Comes in as another page would and goes some way towards an open link; false where that ended it. */
    private boolean link(Random random) {
        ended++;
        if (mallory != bob) {
            tell(new Input.LinkClosed(mallory.link), random);
        }
        tell(new Input.Left(mallory.id), random);
        host.nowMillis += PAUSE_MILLIS;
        int next = ++attempt % MALLORIES;
        mallory = mallories.get(next);
        mallory.link = 0;
        frames = framesOfEach.get(next);
        tell(new Input.Joined(mallory.introduction()), random);
        Signal offer = random.nextBoolean()
                ? new Signal(mallory.session.key(), "page " + attempt, attempt, Signal.Kind.OFFER, false, "sdp")
                : Signal.ofRelay(mallory.session.key(), "page " + attempt, attempt, Signal.Kind.OFFER, "key");
        tell(new Input.SignalReceived(mallory.id, offer), random);
        mallory.link = lastLink;
        tell(new Input.LinkOpened(mallory.link, "a", "b"), random);
        boolean linked = true;
        int steps = Math.min(random.nextInt(6), 2);
        for (Bytes frame : frames.subList(0, steps)) {
            for (Bytes fragment : Fragments.split(frame)) {
                linked &= !tell(new Input.FragmentReceived(mallory.link, false, fragment), random);
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
                    links.remove(close.link());
                    yield close.link() == mallory.link;
                }
                case Output.Emit emit -> {
                    told += emit.event() instanceof Event.Message ? 1 : 0;
                    yield false;
                }
                case Output.OpenLink open -> noteLink(open.link());
                case Output.OpenRelay open -> noteLink(open.link());
                case Output.ApplySignal ignored -> false;
                case Output.RepairLink ignored -> false;
                case Output.SendSignal ignored -> false;
                case Output.AskMembers ignored -> false;
                case Output.AskTicket ignored -> false;
                case Output.AskLapses ignored -> false;
                case Output.Recheck ignored -> false;
                case Output.Seal seal -> tell(new Input.Sealed(seal.ticket(), seal.content()), random);
                case Output.Unseal unseal -> tell(new Input.Unsealed(unseal.ticket(), unseal.sealed()), random);
                case Output.Store store -> tell(new Input.Stored(store.ticket(), random.nextBoolean()), random);
                case Output.StoreProfile ignored -> false;
                case Output.Drop ignored -> false;
                case Output.StoreRecord ignored -> false;
                case Output.StoreRule ignored -> false;
                case Output.StoreEpoch ignored -> false;
                case Output.MakePreKey make -> tell(new Input.PreKeyMade(make.ticket(), null), random);
                case Output.ErasePreKeys ignored -> false;
                case Output.Erase ignored -> false;
                case Output.Load load ->
                    tell(
                            new Input.Loaded(
                                    load.ticket(),
                                    Collections.nCopies(load.keys().size(), null)),
                            random);
                case Output.LoadProfiles load -> tell(new Input.Loaded(load.ticket(), List.of()), random);
                case Output.SendFragment sent -> {
                    boolean ping = sent.link() == bob.link && sent.fragment().equals(PING);
                    yield ping && tell(new Input.FragmentReceived(bob.link, false, PONG), random);
                }
            };
        }
        return closed;
    }

    private boolean noteLink(int link) {
        links.add(link);
        lastLink = link;
        linksMax = Math.max(linksMax, links.size());
        return false;
    }
}
