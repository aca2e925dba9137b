package tropichat.server.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.server.ice.IceUrls;
import tropichat.server.net.Network;

/** What the text of a setting means. */
final class Parsers {
    private static final int PORT_MIN = 1_024; // below, ports are the system's
    private static final int PORT_MAX = 65_535;
    private static final int RELAY_RATE_MIN = 4_096;
    private static final int RELAY_RATE_MAX = 1_000_000_000;

    private Parsers() {}

    static Key.Parser<Integer> integer(int min, int max) {
        return text -> {
            try {
                int value = Integer.parseInt(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException notInteger) {
                // told below, with what is allowed
            }
            throw new BadConfig("\"" + text + "\" is no whole number from " + min + " to " + max);
        };
    }

    static Key.Parser<Double> number(int min, int max) {
        return text -> {
            try {
                double value = Double.parseDouble(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException notNumber) {
                // told below, with what is allowed
            }
            throw new BadConfig("\"" + text + "\" is no number from " + min + " to " + max);
        };
    }

    /** At least what a few frames a second come to: less would carry none of the largest. */
    static double relayRate(String text) throws BadConfig {
        double rate = number(0, RELAY_RATE_MAX).parse(text);
        if (rate > 0 && rate < RELAY_RATE_MIN) {
            throw new BadConfig("\"" + text + "\" is less than " + RELAY_RATE_MIN + ", and not 0");
        }
        return rate;
    }

    static String text(String text) throws BadConfig {
        if (text.isBlank()) {
            throw new BadConfig("it must not be empty");
        }
        return text;
    }

    static boolean bool(String text) throws BadConfig {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadConfig("\"" + text + "\" is neither true nor false");
        };
    }

    static Path path(String text) throws BadConfig {
        try {
            return Path.of(text(text));
        } catch (InvalidPathException noPath) {
            throw new BadConfig("\"" + text + "\" is no path");
        }
    }

    /** Items between commas, without the blanks around them. */
    static List<String> list(String text) {
        List<String> items = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                items.add(item.strip());
            }
        }
        return List.copyOf(items);
    }

    static List<Network> networks(String text) throws BadConfig {
        List<Network> networks = new ArrayList<>();
        for (String item : list(text)) {
            Network network = Network.parse(item);
            if (network == null) {
                throw new BadConfig("\"" + item + "\" is no network; they look like 10.0.0.0/8");
            }
            networks.add(network);
        }
        return List.copyOf(networks);
    }

    static List<Long> longs(String text) throws BadConfig {
        List<Long> numbers = new ArrayList<>();
        for (String item : list(text)) {
            try {
                numbers.add(Long.parseUnsignedLong(item));
            } catch (NumberFormatException notInteger) {
                throw new BadConfig("\"" + item + "\" is no whole number");
            }
        }
        return List.copyOf(numbers);
    }

    static List<String> origins(String text) throws BadConfig {
        List<String> origins = list(text);
        for (String origin : origins) {
            if (!origin.equals("*") && !isOrigin(origin)) {
                throw new BadConfig("\"" + origin + "\" is no origin; they look like https://chat.example");
            }
        }
        return origins;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getRawPath().isEmpty();
        } catch (URISyntaxException noUri) {
            return false;
        }
    }

    /** What may be empty; nothing is said of it but that. */
    static String anything(String text) {
        return text;
    }

    /** Never told in an error. */
    static Bytes secret(String text) {
        return Bytes.utf8(text);
    }

    static List<InetAddress> addresses(String text) throws BadConfig {
        List<InetAddress> addresses = new ArrayList<>();
        for (String item : list(text)) {
            try {
                addresses.add(InetAddress.ofLiteral(item));
            } catch (IllegalArgumentException noAddress) {
                throw new BadConfig("\"" + item + "\" is no IP address");
            }
        }
        return List.copyOf(addresses);
    }

    static List<InetAddress> onePerFamily(String text) throws BadConfig {
        List<InetAddress> addresses = addresses(text);
        if (addresses.stream().map(InetAddress::getClass).distinct().count() < addresses.size()) {
            throw new BadConfig("it has two addresses of one family");
        }
        return addresses;
    }

    static PortRange ports(String text) throws BadConfig {
        String[] ends = text.split("-", 2);
        Key.Parser<Integer> port = integer(PORT_MIN, PORT_MAX);
        if (ends.length < 2 || port.parse(ends[0].strip()) > port.parse(ends[1].strip())) {
            throw new BadConfig("\"" + text + "\" is no range of ports; they look like 49152-65535");
        }
        return new PortRange(port.parse(ends[0].strip()), port.parse(ends[1].strip()));
    }

    static List<String> iceUrls(String text) throws BadConfig {
        List<String> urls = list(text);
        for (String url : urls) {
            if (!IceUrls.isKnown(url)) {
                throw new BadConfig("\"" + url + "\" begins with none of stun:, stuns:, turn:, turns:");
            }
        }
        return urls;
    }

    static URI httpUrl(String text) throws BadConfig {
        if (!isOrigin(text) || !text.startsWith("http")) {
            throw new BadConfig("\"" + text + "\" is no address; they look like https://api.example");
        }
        return URI.create(text);
    }
}
