package tropichat.server.turn;

import java.net.InetAddress;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.server.net.Network;

/**
 * How the embedded STUN and TURN server is to be.
 *
 * @param hosts addresses to listen on; empty for all of this machine
 * @param port to listen on; 0 for any free one
 * @param alternatePort where STUN alone is answered (RFC 5780, section 7.1); 0 for any free one
 * @param publicAddresses by which the internet reaches this machine, one of a family at most; empty for its own
 * @param secret that credentials are made from; empty for one that is drawn at the start
 * @param peerNetworks where relays may send to though it is refused otherwise
 */
public record TurnSettings(
        List<InetAddress> hosts,
        int port,
        int alternatePort,
        List<InetAddress> publicAddresses,
        Bytes secret,
        int portMin,
        int portMax,
        int allocationsMax,
        int userAllocationsMax,
        double userBytesPerSecond,
        double bytesPerSecond,
        List<Network> peerNetworks) {
    public TurnSettings {
        hosts = List.copyOf(hosts);
        publicAddresses = List.copyOf(publicAddresses);
        peerNetworks = List.copyOf(peerNetworks);
    }

    /** These, with {@code random} for a secret where none is set. */
    public TurnSettings withSecret(Bytes random) {
        return new TurnSettings(
                hosts,
                port,
                alternatePort,
                publicAddresses,
                secret.isEmpty() ? random : secret,
                portMin,
                portMax,
                allocationsMax,
                userAllocationsMax,
                userBytesPerSecond,
                bytesPerSecond,
                peerNetworks);
    }

    /** Without the secret: this may end up in a log. */
    @Override
    public String toString() {
        return "TurnSettings of port " + port;
    }
}
