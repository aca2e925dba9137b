package tropichat.chain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * One request of {@link Fetches} and its answer, by HTTP/1.1 (RFC 9112), at an address that was looked at before: the JDK's client
 * would look the name up once more, and might be told another. Redirects are answers like others, and nothing is kept from one
 * request to the next. Blocks; to be interrupted by whoever cannot wait.
 */
final class GatewayConnection {
    /** Of an answer's head, and of the lines between chunks; what most servers take. */
    private static final int HEAD_BYTES_MAX = 16 * 1024;

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int RADIX = 16;
    private static final int DECIMAL = 10;
    private static final int LENGTH_DIGITS_MAX = 15;
    private static final String VERSION = "HTTP/1.1 ";
    private static final int STATUS_DIGITS = 3;

    /** The answer goes on beyond its bound. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("an answer of too many bytes");
        }
    }

    private final Fetches.Wanted wanted;
    private final URI url;
    private final InetAddress address;
    private final SSLSocketFactory tls;
    private int headBytes;

    GatewayConnection(Fetches.Wanted wanted, InetAddress address, SSLSocketFactory tls) {
        this.wanted = wanted;
        this.url = wanted.url();
        this.address = address;
        this.tls = tls;
    }

    /**
     * Asks.
     *
     * @throws TooLarge where there is more of an answer than was wanted
     * @throws IOException where there is no whole answer within the other bounds
     */
    Fetched.Reply ask() throws IOException {
        boolean isTls = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : isTls ? HTTPS_PORT : HTTP_PORT;
        try (Socket plain = new Socket()) {
            plain.setSoTimeout((int) Fetches.ANSWER_MILLIS_MAX);
            plain.connect(new InetSocketAddress(address, port), (int) Fetches.ANSWER_MILLIS_MAX);
            try (Socket socket = isTls ? secured(plain, port) : plain) {
                socket.getOutputStream().write(request(wanted.json()).unsafeArray());
                socket.getOutputStream().flush();
                return read(new BufferedInputStream(socket.getInputStream()));
            }
        }
    }

    /** The certificate must be for the URL's name, whatever its address. */
    private Socket secured(Socket plain, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host(url), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Its name or address, without the brackets of IPv6. */
    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Bytes request(@Nullable Bytes json) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String host = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        String body = json == null ? "" : "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n";
        String head = (json == null ? "GET " : "POST ") + path + query + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: "
                + wanted.accept() + "\r\n" + body + "Connection: close\r\n\r\n";
        return Bytes.concat(Bytes.utf8(head), json == null ? Bytes.EMPTY : json);
    }

    private Fetched.Reply read(InputStream in) throws IOException {
        int status = status(line(in));
        long length = -1;
        boolean isChunked = false;
        String type = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = number(header.substring("content-length:".length()).strip(), DECIMAL);
            } else if (header.startsWith("transfer-encoding:")) {
                isChunked = header.endsWith("chunked");
            } else if (header.startsWith("content-type:")) {
                int semicolon = header.indexOf(';');
                type = header.substring("content-type:".length(), semicolon < 0 ? header.length() : semicolon)
                        .strip();
            }
        }
        return new Fetched.Reply(status, type, isChunked ? chunks(in) : whole(in, length));
    }

    private static int status(String line) throws IOException {
        int end = VERSION.length() + STATUS_DIGITS;
        if (!line.startsWith(VERSION) || line.length() < end) {
            throw new IOException("no answer in HTTP/1.1");
        }
        return (int) number(line.substring(VERSION.length(), end), DECIMAL);
    }

    private Bytes whole(InputStream in, long length) throws IOException {
        if (length > wanted.bytesMax()) {
            throw new TooLarge();
        }
        byte[] body = in.readNBytes(length < 0 ? wanted.bytesMax() + 1 : (int) length);
        if (body.length > wanted.bytesMax()) {
            throw new TooLarge();
        }
        if (body.length < length) {
            throw new IOException("an answer of too few bytes");
        }
        return Bytes.wrap(body);
    }

    private Bytes chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line(in);
            int semicolon = line.indexOf(';');
            long size = number((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), RADIX);
            if (size == 0) {
                // What may still follow are headers.
                return Bytes.wrap(body.toByteArray());
            }
            if (size > wanted.bytesMax() - body.size()) {
                throw new TooLarge();
            }
            body.write(in.readNBytes((int) size));
            if (!line(in).isEmpty()) {
                throw new IOException("a chunk that is not as long as it says");
            }
        }
    }

    private static long number(String digits, int radix) throws IOException {
        if (digits.isEmpty() || digits.length() > LENGTH_DIGITS_MAX || digits.startsWith("-")) {
            throw new IOException("no length");
        }
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException notNumber) {
            throw new IOException("no length", notNumber);
        }
    }

    private String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || ++headBytes > HEAD_BYTES_MAX) {
                throw new IOException("a head that never ends");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
