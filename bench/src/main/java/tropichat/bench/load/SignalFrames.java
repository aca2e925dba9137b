package tropichat.bench.load;

import java.nio.ByteBuffer;

/** Frames of one sender to one receiver, made once and written any number of times. */
public final class SignalFrames {
    private final Client sender;
    private final ByteBuffer frames;
    private final int bytesEach;

    /**
     * @param atOnceMax how many {@link #send} may be asked for in one call
     */
    public SignalFrames(Client sender, Client receiver, Cargo cargo, int atOnceMax) {
        this.sender = sender;
        byte[] packet = cargo.packet(receiver.peerId());
        byte[] attachment = cargo.attachment().toArray();
        bytesEach = Frames.length(packet.length) + (attachment.length == 0 ? 0 : Frames.length(attachment.length));
        frames = ByteBuffer.allocateDirect(atOnceMax * bytesEach);
        for (int i = 0; i < atOnceMax; i++) {
            Frames.put(frames, Frames.TEXT, packet, Client.MASK);
            if (attachment.length > 0) {
                Frames.put(frames, Frames.BINARY, attachment, Client.MASK);
            }
        }
    }

    public void send(int count) {
        sender.write(frames.limit(count * bytesEach).position(0));
    }
}
