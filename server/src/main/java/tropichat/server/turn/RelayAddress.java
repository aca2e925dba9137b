package tropichat.server.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import tropichat.server.stun.Stun;

/**
 * From where a relay sends.
 *
 * @param bound this machine's own address
 * @param told what clients and peers know it by: another one where the machine is behind a NAT
 */
record RelayAddress(InetAddress bound, InetAddress told) {
    /** Number of the told address's family. */
    int family() {
        return family(told);
    }

    static int family(InetAddress address) {
        return address instanceof Inet4Address ? Stun.FAMILY_IPV4 : Stun.FAMILY_IPV6;
    }
}
