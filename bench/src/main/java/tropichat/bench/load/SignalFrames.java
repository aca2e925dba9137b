package tropichat.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of one sender to one receiver, made once and written any number of times. */
public final class SignalFrames {
    private final Client sender;
    private final ByteBuffer frames;
    private final int frameBytes;

    /**
     * @param signal JSON
     * @param atOnceMax how many {@link #send} may be asked for in one call
     */
    public SignalFrames(Client sender, Client receiver, String signal, int atOnceMax) {
        this.sender = sender;
        byte[] event = ("42[\"signal\",{\"peerId\":\"" + receiver.peerId() + "\",\"signal\":" + signal + "}]")
                .getBytes(StandardCharsets.UTF_8);
        frameBytes = Frames.length(event.length);
        frames = ByteBuffer.allocateDirect(atOnceMax * frameBytes);
        for (int i = 0; i < atOnceMax; i++) {
            Frames.put(frames, Frames.TEXT, event, Client.MASK);
        }
    }

    public void send(int count) {
        sender.write(frames.limit(count * frameBytes).position(0));
    }
}
