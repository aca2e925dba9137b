package tropichat.server.net;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;

class VisitorsTest {
    private final Visitors visitors = new Visitors(
            new RemoteKeys(length -> Bytes.wrap(new byte[length])),
            List.of(network("10.0.0.0/8"), network("2001:db8:aaaa::/48")));

    private static Network network(String text) {
        return requireNonNull(Network.parse(text));
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 4_000);
    }

    @Test
    void proxiesAreThoseInTheNetworks() {
        assertTrue(visitors.isProxy(at("10.255.0.1")));
        assertTrue(visitors.isProxy(at("2001:db8:aaaa:1::1")));
        assertFalse(visitors.isProxy(at("11.0.0.1")));
        assertFalse(visitors.isProxy(at("2001:db8:bbbb::1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "203.0.113.7:4711",
                "198.51.100.1, 203.0.113.7",
                "unknown, 203.0.113.7",
                "203.0.113.7, 10.1.1.1",
                "198.51.100.1,203.0.113.7 ,10.1.1.1, 2001:db8:aaaa::5",
                "203.0.113.7, [2001:db8:aaaa::5]:443"
            })
    void theVisitorIsTheLastThatIsNoProxy(String header) {
        assertEquals(visitors.of(at("203.0.113.7")), visitors.named(List.of(header)));
    }

    @Test
    void severalHeadersAreOneList() {
        assertEquals(visitors.of(at("203.0.113.7")), visitors.named(List.of("198.51.100.1", "203.0.113.7, 10.0.0.2")));
    }

    @Test
    void aVisitorBySixIsItsNetwork() {
        assertEquals(visitors.of(at("2001:db8:1:2::1")), visitors.named(List.of("[2001:db8:1:2::99]:5000")));
        assertEquals(visitors.of(at("2001:db8:1:2::1")), visitors.named(List.of("2001:db8:1:2:3::4")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.1",
                "unknown",
                "_hidden",
                "localhost",
                "203.0.113.7, unknown",
                "[",
                "[]",
                "[::1",
                ":",
                "::1:",
                "203.0.113.7;10.0.0.1",
                "1.2.3.4.5"
            })
    void whatNamesNobodyIsNobody(String header) {
        assertNull(visitors.named(List.of(header)));
    }

    @Test
    void noHeaderNamesNobody() {
        assertNull(visitors.named(List.of()));
    }
}
