package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.Output;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.PeerRecord;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.scenario.Hostility;

/**
 * What a hostile page does around the real peer that it runs: the peer makes its links, and on them, from a set time on,
 * the page does harm. It holds its own keys and nobody else's.
 */
final class Mischief {
    /** How long a link is behaved on, so that it is open at both ends before harm is done. */
    private static final long PATIENCE_MICROS = 2_000_000;

    private static final int REMEMBERED_MAX = 16;
    private static final int INVENTED_ID_BYTES = 10;
    private static final int FLOOD_FRAMES = 400;
    private static final int FLOOD_BYTES = 4_000;

    private final Hostility.Kind kind;
    private final Chance chance;
    private final List<Bytes> remembered = new ArrayList<>();
    private final List<Frame.Said> profiles = new ArrayList<>();
    private final BadAnswers answers;
    private @Nullable BadEntries entries;
    private @Nullable BadRules rules;
    private boolean begun;

    Mischief(Hostility.Kind kind, Chance chance) {
        this.kind = kind;
        this.chance = chance;
        this.answers = new BadAnswers(kind, chance);
    }

    /** The same on a new page. */
    Mischief again(Chance draw) {
        return new Mischief(kind, draw);
    }

    /** What the page does in the place of what its peer wants. */
    List<Output> instead(Output output) {
        if (!begun || !(output instanceof Output.SendFragment sent)) {
            return List.of(output);
        } else if (sent.bulk()) {
            return answers.instead(sent);
        }
        return kind == Hostility.Kind.DROP && said(sent.fragment()) != null ? List.of() : List.of(output);
    }

    void heard(Bytes fragment) {
        Frame.Said said = said(fragment);
        if (said == null) {
            return;
        }
        if (kind == Hostility.Kind.REPLAY && remembered.size() < REMEMBERED_MAX) {
            remembered.add(fragment);
        }
        if (kind == Hostility.Kind.FORGE && said.profile() != null && profiles.size() < REMEMBERED_MAX) {
            profiles.add(said);
        }
    }

    private static Frame.@Nullable Said said(Bytes fragment) {
        try {
            Bytes frame = new Fragments().add(fragment);
            return frame != null && Frame.decode(frame) instanceof Frame.Said said ? said : null;
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** Does harm on every link that is open for long enough. */
    void act(Node node, World world) {
        begun = true;
        List<Bytes> toAll = harmToAll(node, world);
        for (End end : new ArrayList<>(node.ends.values())) {
            if (end.isOpen() && world.events.nowMicros() - end.openedAtMicros >= PATIENCE_MICROS) {
                for (Bytes fragment : harm(node, world)) {
                    world.network.send(node, end.link, false, fragment);
                }
                for (Bytes fragment : toAll) {
                    world.network.send(node, end.link, true, fragment);
                }
            }
        }
    }

    private List<Bytes> harm(Node node, World world) {
        return switch (kind) {
            case FORGE -> forged(node, world);
            case REPLAY -> remembered;
            case FLOOD -> flood();
            case LIE -> lies();
            default -> List.of();
        };
    }

    /** The same on every link. */
    private List<Bytes> harmToAll(Node node, World world) {
        BadEntries made = entries;
        if (made == null) {
            made = new BadEntries(node, world, chance);
            entries = made;
        }
        List<Frame> frames = switch (kind) {
            case TRUNCATE -> made.truncated();
            case CYCLE -> made.cyclic();
            case ORPHAN -> made.orphans();
            case FUTURE -> made.future();
            case OVERSIZE -> made.oversize();
            case MASK -> made.masked();
            case USURP, FAKE, REWIND, LINGER, MISLEAD, BORROW -> harmToLaw(node, world);
            default -> answers.harm(node);
        };
        List<Bytes> fragments = new ArrayList<>();
        frames.forEach(frame -> fragments.addAll(Fragments.split(frame.encode())));
        return fragments;
    }

    private List<Frame> harmToLaw(Node node, World world) {
        Ground ground = world.ground;
        BadRules made = rules;
        if (made == null && ground != null) {
            made = new BadRules(node, world, ground, chance);
            rules = made;
        }
        return made == null ? List.of() : made.harm(kind);
    }

    /** Members that nobody is, in every frame that tells of any. */
    private List<Bytes> lies() {
        List<PeerRecord> invented = new ArrayList<>();
        for (int i = 0; i < Frame.RECORDS_MAX; i++) {
            invented.add(new PeerRecord(
                    new DidKey(chance.next(DidKey.KEY_LENGTH)),
                    chance.next(PeerRecord.SEALING_LENGTH),
                    World.START_MILLIS,
                    chance.next(Frame.SIGNATURE_BYTES),
                    chance.next(INVENTED_ID_BYTES).hex()));
        }
        List<Bytes> fragments = new ArrayList<>(Fragments.split(new Frame.Sample(null, 0, invented).encode()));
        fragments.addAll(Fragments.split(new Frame.Shuffle(invented.get(0), 0, invented).encode()));
        fragments.addAll(Fragments.split(new Frame.Forward(invented.get(1), 0).encode()));
        return fragments;
    }

    /** Somebody else's words, signed with the only key at hand, and with that person's profile where it was seen. */
    private List<Bytes> forged(Node node, World world) {
        if (!profiles.isEmpty() && chance.happens(0.5)) {
            Frame.Said seen = profiles.get(chance.below(profiles.size()));
            return forged(node, world, author(seen.block(), world), seen.profile());
        }
        int others = world.nodes.size() - 1;
        Node victim = world.nodes.get((node.index + 1 + chance.below(others)) % world.nodes.size());
        return forged(node, world, victim.keys.session(), null);
    }

    private static DidKey author(Bytes block, World world) {
        try {
            return Entry.decode(block, world.crypto.hashes()).entry().author();
        } catch (Malformed malformed) {
            throw new AssertionError("it was read before", malformed);
        }
    }

    private List<Bytes> forged(Node node, World world, DidKey victim, @Nullable Bytes profile) {
        Entry entry = new Entry(
                world.config.room(),
                victim,
                1 + chance.below(1000),
                node.nowMillis(),
                List.of(),
                Cid.ofBlock(profile == null ? Bytes.EMPTY : profile, world.crypto.hashes()),
                new EntryBody.Text("forged words", false, null));
        Bytes block = entry.block(node.keys.sign(entry.signable()));
        return Fragments.split(new Frame.Said(block, 0, chance.below(Integer.MAX_VALUE), false, profile).encode());
    }

    private List<Bytes> flood() {
        List<Bytes> fragments = new ArrayList<>();
        for (int i = 0; i < FLOOD_FRAMES; i++) {
            fragments.addAll(Fragments.split(new Frame.Said(chance.next(FLOOD_BYTES), 0, 0, false, null).encode()));
        }
        return fragments;
    }
}
