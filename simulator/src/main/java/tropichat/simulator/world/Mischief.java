package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.Output;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
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
    private static final int FLOOD_FRAMES = 400;
    private static final int FLOOD_BYTES = 4_000;

    private final Hostility.Kind kind;
    private final Chance chance;
    private final List<Bytes> remembered = new ArrayList<>();
    private boolean begun;

    Mischief(Hostility.Kind kind, Chance chance) {
        this.kind = kind;
        this.chance = chance;
    }

    /** Whether the page does what its peer wants. */
    boolean lets(Output output) {
        boolean drops = begun && kind == Hostility.Kind.DROP;
        return !(drops && output instanceof Output.SendFragment sent && isSaying(sent.fragment()));
    }

    void heard(Bytes fragment) {
        if (kind == Hostility.Kind.REPLAY && remembered.size() < REMEMBERED_MAX && isSaying(fragment)) {
            remembered.add(fragment);
        }
    }

    private static boolean isSaying(Bytes fragment) {
        try {
            Bytes frame = new Fragments().add(fragment);
            return frame != null && Frame.decode(frame) instanceof Frame.Said;
        } catch (Malformed malformed) {
            return false;
        }
    }

    /** Does harm on every link that is open for long enough. */
    void act(Node node, World world) {
        begun = true;
        for (End end : new ArrayList<>(node.ends.values())) {
            if (end.isOpen() && world.events.nowMicros() - end.openedAtMicros >= PATIENCE_MICROS) {
                for (Bytes fragment : harm(node, world)) {
                    world.network.send(node, end.link, fragment);
                }
            }
        }
    }

    private List<Bytes> harm(Node node, World world) {
        return switch (kind) {
            case FORGE -> forged(node, world);
            case REPLAY -> remembered;
            case FLOOD -> flood();
            case DROP -> List.of();
        };
    }

    /** Somebody else's words, signed with the only key at hand. */
    private List<Bytes> forged(Node node, World world) {
        int others = world.nodes.size() - 1;
        Node victim = world.nodes.get((node.index + 1 + chance.below(others)) % world.nodes.size());
        Entry entry = new Entry(
                world.config.room(),
                victim.keys.session(),
                1 + chance.below(1000),
                node.nowMillis(),
                List.of(),
                new EntryBody.Text("forged words of " + victim.name(), false));
        Bytes block = entry.block(node.keys.sign(entry.signable()));
        return Fragments.split(new Frame.Said(block, 0, chance.below(Integer.MAX_VALUE), false, null).encode());
    }

    private List<Bytes> flood() {
        List<Bytes> fragments = new ArrayList<>();
        for (int i = 0; i < FLOOD_FRAMES; i++) {
            fragments.addAll(Fragments.split(new Frame.Said(chance.next(FLOOD_BYTES), 0, 0, false, null).encode()));
        }
        return fragments;
    }
}
