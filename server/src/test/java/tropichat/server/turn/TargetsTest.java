package tropichat.server.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.server.net.Network;

class TargetsTest {
    private static final InetAddress OWN = InetAddress.ofLiteral("198.51.100.7");

    private final Targets targets = new Targets(List.of(), List.of(OWN));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.255.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "198.51.100.7",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2002:a00:1::",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1"
            })
    void whatOnlyNeighboursShouldReachIsRefused(String address) {
        assertFalse(targets.allows(InetAddress.ofLiteral(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                "172.32.0.0", "198.51.100.8", "223.255.255.255", "2001:db8::1", "2606:4700::1111", "2a00::1"
            })
    void theInternetIsAllowed(String address) {
        assertTrue(targets.allows(InetAddress.ofLiteral(address)));
    }

    @Test
    void ipv4MappedIntoIpv6IsRefused() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        mapped[12] = 1;
        assertFalse(targets.allows(Inet6Address.getByAddress(null, mapped, -1)));
    }

    @Test
    void theOperatorsNetworksCountOverTheRest() {
        Network private24 = Network.parse("10.1.2.0/24");
        Network self = Network.parse("198.51.100.7");
        assertNotNull(private24);
        assertNotNull(self);
        Targets opened = new Targets(List.of(private24, self), List.of(OWN));
        assertTrue(opened.allows(InetAddress.ofLiteral("10.1.2.200")));
        assertFalse(opened.allows(InetAddress.ofLiteral("10.1.3.1")));
        assertTrue(opened.allows(OWN));
    }

    @Test
    void networksAreReadStrictly() {
        for (String wrong :
                List.of("", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "localhost", "::/129", "/8", "a/8")) {
            assertNull(Network.parse(wrong), wrong);
        }
        Network odd = Network.parse("10.0.0.128/25");
        assertNotNull(odd);
        assertEquals(
                List.of(false, true),
                List.of(
                        odd.contains(InetAddress.ofLiteral("10.0.0.127")),
                        odd.contains(InetAddress.ofLiteral("10.0.0.128"))));
    }
}
