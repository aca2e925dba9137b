package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.Output;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.link.Frame;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.scenario.Hostility;

/** How a hostile page spoils the comparing of logs: what its peer sends about history is replaced, or more is sent. */
final class BadAnswers {
    /** Identifiers that a page says to have in a second, and has not: many times what anybody could be asked for. */
    private static final int CLAIMED = 1_024;

    /** Entries asked for in one frame: as many as are answered. */
    private static final int WANTED = 128;

    private static final int QUESTIONS = 800;
    private static final int GARBAGE_BYTES = 40;

    /** negentropy, version 1. */
    private static final int VERSION = 0x61;

    private static final int FINGERPRINT = 1;
    private static final int FINGERPRINT_BYTES = 16;

    private final Hostility.Kind kind;
    private final Chance chance;

    /** Frames that the peer is about to send on its second channels, by link. */
    private final Map<Integer, Fragments> sending = new LinkedHashMap<>();

    BadAnswers(Hostility.Kind kind, Chance chance) {
        this.kind = kind;
        this.chance = chance;
    }

    /** What the page sends in the place of what its peer wants sent on a second channel. */
    List<Output> instead(Output.SendFragment sent) {
        try {
            Bytes frame = sending.computeIfAbsent(sent.link(), ignored -> new Fragments())
                    .add(sent.fragment());
            Frame other = frame == null ? null : instead(Frame.decode(frame));
            List<Output> outputs = new ArrayList<>();
            if (other != null) {
                for (Bytes fragment : Fragments.split(other.encode())) {
                    outputs.add(new Output.SendFragment(sent.link(), true, fragment));
                }
            }
            return outputs;
        } catch (Malformed malformed) {
            // The page began in the middle of a frame.
            return List.of(sent);
        }
    }

    private @Nullable Frame instead(Frame frame) {
        return switch (frame) {
            case Frame.Entries ignored when kind == Hostility.Kind.WITHHOLD -> null;
            case Frame.Compared ignored when kind == Hostility.Kind.ENDLESS -> new Frame.Compared(different(), true);
            default -> frame;
        };
    }

    /** That everything is another than the other end has, whatever it has. */
    private Bytes different() {
        Bytes fingerprint = chance.next(FINGERPRINT_BYTES);
        byte[] message = new byte[4 + FINGERPRINT_BYTES];
        message[0] = VERSION;
        // Up to the end of time.
        message[1] = 0;
        message[2] = 0;
        message[3] = FINGERPRINT;
        for (int i = 0; i < FINGERPRINT_BYTES; i++) {
            message[4 + i] = (byte) fingerprint.at(i);
        }
        return Bytes.wrap(message);
    }

    List<Frame> harm(Node node) {
        return switch (kind) {
            case WITHHOLD -> claims(node);
            case GARBLE -> List.of(garbled());
            case GREED -> questions(node);
            default -> List.of();
        };
    }

    /** What others have said lately, so that it may be missing there, and what nobody has said. */
    private List<Frame> claims(Node node) {
        List<Cid> real = new ArrayList<>();
        for (Logged logged : node.store.entries()) {
            real.add(logged.id());
        }
        List<Cid> ids = new ArrayList<>(real.subList(Math.max(0, real.size() - CLAIMED), real.size()));
        List<Frame.Announced> announced = new ArrayList<>();
        for (int i = 0; i < CLAIMED; i++) {
            Cid invented = Cid.ofDigest(chance.next(Cid.DIGEST_LENGTH));
            ids.add(invented);
            if (announced.size() < Frame.ANNOUNCED_MAX) {
                announced.add(new Frame.Announced(invented, 0, 0));
            }
        }
        return List.of(new Frame.Have(announced), new Frame.Offer(ids));
    }

    private Frame garbled() {
        byte[] message = new byte[GARBAGE_BYTES];
        Bytes drawn = chance.next(GARBAGE_BYTES);
        message[0] = VERSION;
        for (int i = 1; i < message.length; i++) {
            message[i] = (byte) drawn.at(i);
        }
        Bytes garbage = Bytes.wrap(message);
        return chance.happens(0.5) ? new Frame.Compare(garbage) : new Frame.Compared(garbage, true);
    }

    private List<Frame> questions(Node node) {
        List<Cid> ids = new ArrayList<>();
        for (Logged logged : node.store.entries()) {
            if (ids.size() < WANTED) {
                ids.add(logged.id());
            }
        }
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            frames.add(i % 2 == 0 && !ids.isEmpty() ? new Frame.Want(ids) : new Frame.Compare(different()));
        }
        return frames;
    }
}
