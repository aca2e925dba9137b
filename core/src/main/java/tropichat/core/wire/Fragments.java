package tropichat.core.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * Frames cut into data channel messages and put together again. A fragment is one head byte, {@code 1} on the last of a
 * frame and {@code 0} before it, then at least one byte of the frame. The channel is ordered and reliable, so nothing
 * else is needed.
 */
public final class Fragments {
    private static final Bytes MORE = Bytes.wrap(new byte[] {0});
    private static final Bytes LAST = Bytes.wrap(new byte[] {1});
    private static final int PAYLOAD_MAX = Limits.FRAGMENT_BYTES_MAX - 1;

    private ByteSink pending = new ByteSink();

    /** Cuts a frame of 1 to {@link Limits#FRAME_BYTES_MAX} bytes. */
    public static List<Bytes> split(Bytes frame) {
        if (frame.isEmpty() || frame.length() > Limits.FRAME_BYTES_MAX) {
            throw new IllegalArgumentException("a frame of " + frame.length() + " bytes");
        }
        List<Bytes> fragments = new ArrayList<>();
        for (int at = 0; at < frame.length(); at += PAYLOAD_MAX) {
            int end = Math.min(at + PAYLOAD_MAX, frame.length());
            fragments.add(Bytes.concat(end == frame.length() ? LAST : MORE, frame.slice(at, end)));
        }
        return fragments;
    }

    /** Takes the next fragment of a link; answers the frame that it completes, else null. */
    public @Nullable Bytes add(Bytes fragment) throws Malformed {
        if (fragment.length() < 2) {
            throw new Malformed(Reason.TRUNCATED, "a fragment without content");
        }
        int payload = fragment.length() - 1;
        if (fragment.length() > Limits.FRAGMENT_BYTES_MAX || pending.length() + payload > Limits.FRAME_BYTES_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a frame above " + Limits.FRAME_BYTES_MAX + " bytes");
        }
        boolean last = fragment.startsWith(LAST);
        if (!last && !fragment.startsWith(MORE)) {
            throw new Malformed(Reason.SYNTAX, "a fragment with an unknown head");
        }
        pending.put(fragment.slice(1, fragment.length()));
        if (!last) {
            return null;
        }
        Bytes frame = pending.toBytes();
        pending = new ByteSink();
        return frame;
    }
}
