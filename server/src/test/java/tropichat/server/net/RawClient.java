package tropichat.server.net;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tropichat.core.base.Bytes;

/** A client down at the bytes, so that tests can send what no proper client would. Waits at most a few seconds. */
public final class RawClient implements AutoCloseable {
    /** What comes back over HTTP. */
    public record Answer(int status, Map<String, String> headers, Bytes body) {
        public String text() {
            return new String(body.toArray(), StandardCharsets.UTF_8);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** A frame from the server: its first byte and its payload. */
    public record Frame(int first, Bytes content) {
        @Override
        public String toString() {
            return switch (first) {
                case 0x81 -> new String(content.toArray(), StandardCharsets.UTF_8);
                case 0x88 -> "close " + (content.at(0) << 8 | content.at(1));
                default -> Integer.toHexString(first) + " " + content.hex();
            };
        }
    }

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    public RawClient(int port) {
        this(port, 0);
    }

    /** {@code receiveBytes} above 0 sets the size of the kernel's receive buffer. */
    public RawClient(int port, int receiveBytes) {
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Asks for a WebSocket at {@code path} and expects to get it. */
    public RawClient upgrade(String path) {
        Answer answer = request(
                "GET",
                path,
                "upgrade: websocket\nconnection: Upgrade\nsec-websocket-version: 13\n"
                        + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
                "");
        if (answer.status() != 101) {
            throw new IllegalStateException("no WebSocket but " + answer);
        }
        return this;
    }

    public Answer get(String path) {
        return request("GET", path, "", "");
    }

    public Answer post(String path, String body) {
        return request("POST", path, "", body);
    }

    /** Sends a request and reads its answer; {@code headers} are lines. */
    public Answer request(String method, String path, String headers, String body) {
        sendRequest(method, path, headers, body);
        return readAnswer(method.equals("HEAD"));
    }

    public void sendRequest(String method, String path, String headers, String body) {
        Bytes content = Bytes.utf8(body);
        String length = method.equals("POST") ? "content-length: " + content.length() + "\n" : "";
        String head = method + " " + path + " HTTP/1.1\nhost: localhost\n" + length
                + (headers.isEmpty() ? "" : headers + "\n") + "\n";
        send(Bytes.concat(Bytes.utf8(head.replace("\n", "\r\n")), content));
    }

    public Answer readAnswer(boolean headOnly) {
        try {
            String status = readLine();
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = headOnly ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return new Answer(Integer.parseInt(status.split(" ", -1)[1]), headers, Bytes.wrap(in.readNBytes(length)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    public void send(Bytes bytes) {
        try {
            socket.getOutputStream().write(bytes.toArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public void sendText(String text) {
        send(Frames.text(text));
    }

    /** The next frame as words: the text itself, "close CODE", or the first byte and the payload in hexadecimal. */
    public String next() {
        return readFrame().toString();
    }

    public Frame readFrame() {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            return new Frame(first, Bytes.wrap(in.readNBytes(length)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the server closes the connection, after whatever else it still sends. */
    public boolean isEnded() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
