package tropichat.server.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** URLs of STUN and TURN servers (RFC 7064, RFC 7065). */
public final class IceUrls {
    private static final List<String> TURN = List.of("turn:", "turns:");
    private static final List<String> STUN = List.of("stun:", "stuns:");
    private static final int DELETE = 0x7F; // beyond ASCII's letters
    private static final int HOST_CHARS_MAX = 253; // RFC 1035, section 2.3.4, as text

    private IceUrls() {}

    public static boolean isTurn(String url) {
        return TURN.stream().anyMatch(url::startsWith);
    }

    /** Whether {@code url} begins like one that browsers take. */
    public static boolean isKnown(String url) {
        return isTurn(url) || STUN.stream().anyMatch(url::startsWith);
    }

    /** What the embedded server on {@code port} is called for somebody to whom this server is {@code host}. */
    static List<String> embedded(List<InetAddress> publicAddresses, @Nullable String host, int port) {
        List<String> names = new ArrayList<>();
        for (InetAddress address : publicAddresses) {
            String text = address.getHostAddress();
            names.add(text.indexOf(':') < 0 ? text : "[" + text + "]");
        }
        String name = host == null ? null : name(host);
        if (names.isEmpty() && name != null) {
            names.add(name);
        }
        List<String> urls = new ArrayList<>();
        names.forEach(one -> urls.add("stun:" + one + ":" + port));
        names.forEach(one -> urls.add("turn:" + one + ":" + port + "?transport=udp"));
        return urls;
    }

    /** The name in a Host header, without the port; null where that is none: whoever sent it gets no URL that breaks. */
    static @Nullable String name(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end > 0 && isIpv6(host.substring(1, end)) ? host.substring(0, end + 1) : null;
        }
        int end = host.indexOf(':');
        String name = end < 0 ? host : host.substring(0, end);
        boolean fits = !name.isEmpty() && name.length() <= HOST_CHARS_MAX;
        return fits && name.chars().allMatch(IceUrls::isOfNames) ? name : null;
    }

    private static boolean isOfNames(int character) {
        return character == '.' || character == '-' || (character < DELETE && Character.isLetterOrDigit(character));
    }

    private static boolean isIpv6(String text) {
        try {
            return text.indexOf('%') < 0 && Inet6Address.ofLiteral(text) instanceof Inet6Address;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
