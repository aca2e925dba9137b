package tropichat.server.conformance;

import java.util.Arrays;
import tropichat.core.base.Bytes;
import tropichat.server.engineio.Session;
import tropichat.server.engineio.SessionHandler;
import tropichat.server.net.DisconnectReason;
import tropichat.server.net.Message;

/** Sends every Engine.IO message back over its session. */
public record EchoHandler(Session session) implements SessionHandler {
    private static final Bytes MESSAGE = Bytes.utf8("4");

    @Override
    public void onText(byte[] content, int from, int to) {
        session.send(Message.of(MESSAGE, content, from, to));
    }

    @Override
    public void onBinary(byte[] content, int from, int to) {
        session.sendBinary(Bytes.wrap(Arrays.copyOfRange(content, from, to)));
    }

    @Override
    public void onDeadline() {}

    @Override
    public void onClosed(DisconnectReason reason) {}
}
