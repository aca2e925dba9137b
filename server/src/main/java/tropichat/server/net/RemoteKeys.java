package tropichat.server.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;

/** Makes {@link RemoteKey}s: the first half of SHA-256 over a secret of this process and the address. */
final class RemoteKeys {
    private static final int SECRET_BYTES = 32;

    /** A household or a machine has at least a /64 (RFC 6177), so single IPv6 addresses would limit nothing. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Bytes secret;

    RemoteKeys(RandomSource random) {
        secret = random.next(SECRET_BYTES);
    }

    /** {@code host} is null where there is no internet address at the other end. */
    RemoteKey of(@Nullable InetAddress host) {
        if (host == null) {
            return new RemoteKey(0);
        }
        byte[] bytes = host.getAddress();
        MessageDigest digest = sha256();
        digest.update(secret.unsafeArray());
        digest.update(bytes, 0, host instanceof Inet6Address ? IPV6_NETWORK_BYTES : bytes.length);
        return new RemoteKey(ByteBuffer.wrap(digest.digest()).getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
