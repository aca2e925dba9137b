package tropichat.simulator.scenario;

/**
 * What share of the peers sits behind which NAT; the rest can be reached by anybody. In the words of RFC 4787: a cone's
 * mapping is endpoint-independent and its filtering address-and-port-dependent; a symmetric NAT's mapping depends on the
 * destination, too. What is closed lets no connection through at all. No TURN server helps here.
 */
public record NatMix(double cone, double symmetric, double closed) {
    public static final NatMix NONE = new NatMix(0, 0, 0);

    public NatMix {
        if (cone < 0 || symmetric < 0 || closed < 0 || cone + symmetric + closed > 1) {
            throw new IllegalArgumentException("nat: the shares must be from 0 to 1 in sum");
        }
    }
}
