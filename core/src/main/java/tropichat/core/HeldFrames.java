package tropichat.core;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Limits;
import tropichat.core.link.Frame;

/** Frames that came before their link was ready for them: the other end may be through with its checks first. */
final class HeldFrames {
    /** Frames that may wait; their bytes are bounded besides. */
    static final int FRAMES_MAX = 256;

    private record Held(Frame frame, int length) {}

    interface Taker {
        void take(Frame frame, int length);
    }

    private List<Held> frames = new ArrayList<>();
    private int bytes;

    /** Whether there was room for it. */
    boolean add(Frame frame, int length) {
        bytes += length;
        frames.add(new Held(frame, length));
        return frames.size() <= FRAMES_MAX && bytes <= Limits.UNVERIFIED_BYTES_PER_LINK_MAX;
    }

    void clear() {
        frames = new ArrayList<>();
        bytes = 0;
    }

    /** Hands over all of them; what is still not ready for some may hold them again. */
    void takeAll(Taker taker) {
        List<Held> all = frames;
        clear();
        for (Held each : all) {
            taker.take(each.frame(), each.length());
        }
    }
}
