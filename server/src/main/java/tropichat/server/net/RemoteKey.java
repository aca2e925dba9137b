package tropichat.server.net;

/**
 * Stands for the network address at the other end: equal for equal addresses (IPv6: for equal /64 networks) as long as
 * this process runs, and of no use to find the address. The only form in which an address is kept or logged.
 */
public record RemoteKey(long hash) {
    @Override
    public String toString() {
        return Long.toHexString(hash | Long.MIN_VALUE).substring(8);
    }
}
