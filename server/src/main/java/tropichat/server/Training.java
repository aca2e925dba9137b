package tropichat.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client that does a little of everything, so that a training run of the virtual machine (JEP 483 and 514) has seen
 * the classes that a start and first visitors need. Answers are read, not checked.
 */
final class Training {
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int RECORD_SEPARATOR = 0x1e;

    private static final String UPGRADE = """
            GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
            Host: localhost
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dHJhaW5pbmcgdHJhaW5pZw==
            Sec-WebSocket-Version: 13

            """;

    /** A close frame without a code, masked with zeros. */
    private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};

    private final int port;

    Training(int port) {
        this.port = port;
    }

    void run() throws IOException {
        request("GET / HTTP/1.1\r\nAccept-Encoding: br, gzip", "");
        request("GET /p2p-client.js HTTP/1.1", "");
        request("GET /health HTTP/1.1", "");
        request("GET /metrics HTTP/1.1", "");
        poll();
        for (int round = 0; round < 3; round++) {
            speak();
        }
    }

    private void poll() throws IOException {
        String path = "/socket.io/?EIO=4&transport=polling";
        String opened = request("GET " + path + " HTTP/1.1", "");
        int sid = opened.indexOf("\"sid\":\"") + "\"sid\":\"".length();
        String session = path + "&sid=" + opened.substring(sid, Math.max(sid, opened.indexOf('"', sid)));
        request("POST " + session + " HTTP/1.1", "40");
        request("GET " + session + " HTTP/1.1", "");
        request("POST " + session + " HTTP/1.1", "420[\"challenge\"]" + (char) RECORD_SEPARATOR + "1");
    }

    private void speak() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            send(out, UPGRADE.replace("\n", "\r\n"));
            frame(out, "40");
            frame(out, "420[\"challenge\"]");
            frame(
                    out,
                    "421[\"authenticate\",{\"username\":\"training\",\"color\":\"#336699\",\"room\":\"training\","
                            + "\"walletAddress\":\"0x52908400098527886E0F7030069857D2E4169EE7\"}]");
            frame(out, "42[\"signal\",{\"peerId\":\"nobody\",\"signal\":{\"type\":\"offer\",\"sdp\":\"\"}}]");
            frame(out, "1");
            out.write(CLOSE);
            drain(socket);
        }
    }

    private String request(String head, String body) throws IOException {
        try (Socket socket = connect()) {
            String length = body.isEmpty() ? "" : "\r\nContent-Length: " + body.length();
            send(
                    socket.getOutputStream(),
                    head + "\r\nHost: localhost\r\nConnection: close" + length + "\r\n\r\n" + body);
            return drain(socket);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** A text frame, masked with zeros. */
    private static void frame(OutputStream out, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (content.length < 126) {
            frame.write(0x80 | content.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(content.length >> 8);
            frame.write(content.length);
        }
        frame.write(new byte[4]);
        frame.write(content);
        out.write(frame.toByteArray());
        out.flush();
    }

    private static String drain(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
