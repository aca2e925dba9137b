package tropichat.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;

class AddressLimiterTest {
    private static final RemoteKeys KEYS = new RemoteKeys(length -> Bytes.wrap(new byte[length]));

    private static RemoteKey key(String address) throws UnknownHostException {
        return KEYS.of(InetAddress.getByName(address));
    }

    @Test
    void limitsOneAddressAndNotTheOthers() throws UnknownHostException {
        AddressLimiter limiter = new AddressLimiter(10, 2);
        assertTrue(limiter.allows(key("192.0.2.1"), 0));
        assertTrue(limiter.allows(key("192.0.2.1"), 0));
        assertFalse(limiter.allows(key("192.0.2.1"), 0));
        assertTrue(limiter.allows(key("192.0.2.2"), 0));
        assertTrue(limiter.allows(key("192.0.2.1"), 100));
        assertFalse(limiter.allows(key("192.0.2.1"), 100));
    }

    @Test
    void zeroMeansNoLimit() throws UnknownHostException {
        AddressLimiter limiter = new AddressLimiter(0, 0);
        for (int i = 0; i < 1000; i++) {
            assertTrue(limiter.allows(key("192.0.2.1"), 0));
        }
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() throws UnknownHostException {
        assertEquals(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        assertNotEquals(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assertNotEquals(key("192.0.2.1"), key("192.0.2.2"));
    }

    @Test
    void aKeyTellsNobodyTheAddress() throws UnknownHostException {
        RemoteKeys otherProcess = new RemoteKeys(length -> Bytes.utf8("x".repeat(length)));
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertNotEquals(KEYS.of(address), otherProcess.of(address));
        assertEquals(8, KEYS.of(address).toString().length());
    }
}
