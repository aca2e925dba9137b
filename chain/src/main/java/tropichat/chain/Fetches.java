package tropichat.chain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;

/**
 * Requests to places that strangers name: only by HTTPS, only at addresses of the internet, and only for a moment. On its
 * owner's thread; each request has a thread of its own.
 */
final class Fetches {
    /** From a request to its whole answer; what most people call slow. */
    static final long ANSWER_MILLIS_MAX = 3_000;

    private static final int PORT_MAX = 65_535;

    /**
     * A request.
     *
     * @param json to be posted; null to get
     * @param accept the types that are wanted
     * @param bytesMax of the answer, without its head
     * @param isTrusted whether the operator named the place, which then may be inside
     */
    record Wanted(URI url, @Nullable Bytes json, String accept, int bytesMax, boolean isTrusted) {}

    private final HomeThread home;
    private final SSLSocketFactory tls;
    private final boolean asksInside;
    private final int atOnceMax;
    private int underWay;

    /**
     * @param asksInside whether all may be inside, and by plain HTTP: for tests alone
     * @param atOnceMax requests under way; others fail at once
     */
    Fetches(HomeThread home, SSLSocketFactory tls, boolean asksInside, int atOnceMax) {
        this.home = home;
        this.tls = tls;
        this.asksInside = asksInside;
        this.atOnceMax = atOnceMax;
    }

    /** The place of a stranger's text; null for what is no address by HTTPS. */
    @Nullable
    URI place(String text) {
        try {
            URI url = URI.create(text);
            boolean isSafe = "https".equals(url.getScheme()) || (asksInside && "http".equals(url.getScheme()));
            boolean isPlace = url.getHost() != null && url.getPort() <= PORT_MAX && url.getRawUserInfo() == null;
            return isSafe && isPlace ? url : null;
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
    }

    void fetch(Wanted wanted, Consumer<Fetched> onFetched) {
        if (underWay >= atOnceMax) {
            onFetched.accept(new Fetched.Failed());
            return;
        }
        underWay++;
        Once<Fetched> once = new Once<>(onFetched);
        Thread thread = Thread.ofVirtual().start(() -> {
            Fetched fetched = fetched(wanted);
            home.execute(() -> {
                underWay--;
                once.accept(fetched);
            });
        });
        home.schedule(ANSWER_MILLIS_MAX, () -> {
            thread.interrupt(); // ends the connection
            once.accept(new Fetched.Failed());
        });
    }

    /** Blocks. */
    private Fetched fetched(Wanted wanted) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(GatewayConnection.host(wanted.url()));
            for (InetAddress address : addresses) {
                if (!asksInside && !wanted.isTrusted() && InsideAddresses.isInside(address)) {
                    return new Fetched.Inside();
                }
            }
            return new GatewayConnection(wanted, addresses[0], tls).ask();
        } catch (GatewayConnection.TooLarge tooLarge) {
            return new Fetched.TooLarge();
        } catch (IOException | RuntimeException unreachable) {
            // The JDK takes some of what a stranger may write for mistakes of ours; whoever waits is told in any case.
            return new Fetched.Failed();
        }
    }

    /** Hands on the first of what comes. */
    private static final class Once<T> implements Consumer<T> {
        private final Consumer<T> to;
        private boolean isDone;

        Once(Consumer<T> to) {
            this.to = to;
        }

        @Override
        public void accept(T value) {
            if (!isDone) {
                isDone = true;
                to.accept(value);
            }
        }
    }
}
