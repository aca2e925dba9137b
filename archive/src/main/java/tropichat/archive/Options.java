package tropichat.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Cid;

/** What {@code archive} was asked to do; what is wrong with it is an {@link IllegalArgumentException} for people. */
final class Options {
    static final String USAGE = """
            ./tropichat archive verify FILE.car [--domain HOST]
                checks every hash, signature, profile and delegation, and that no batch is missing
            ./tropichat archive export --from URL --head CID FILE.car
                reads a room from an IPFS node (its RPC) or a trustless gateway, from its newest batch back; what
                broke off is gone on with by the same command
            ./tropichat archive import FILE.car --to URL
                gives all that is right in the file to an IPFS node, which pins it
            ./tropichat archive pin CID --to URL
            ./tropichat archive pin CID --service URL --token-file FILE [--name NAME] [--origin MULTIADDRESS]
                has an IPFS node, or a pinning service, keep a room

              --domain HOST       only delegations made for this site count
              --token-file FILE   the bearer token for an RPC or a service that wants one
              --patience SECONDS  how long a server may be silent (30)
              --wait SECONDS      how long a pinning service may take (120)
            """;

    private final List<String> names = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Reads what comes behind the command, of which only these options are known. */
    Options(List<String> arguments, List<String> known) {
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String next = left.remove();
            if (!next.startsWith("--")) {
                names.add(next);
                continue;
            }
            String value = left.poll();
            if (!known.contains(next)) {
                throw new IllegalArgumentException("there is no option " + next + " here");
            }
            if (value == null) {
                throw new IllegalArgumentException(next + " needs a value");
            }
            values.put(next, value);
        }
    }

    /** The one thing that is named without an option. */
    String name(String what) {
        if (names.size() != 1) {
            throw new IllegalArgumentException(
                    names.isEmpty() ? "name " + what : "one is enough: " + String.join(", ", names));
        }
        return names.get(0);
    }

    String value(String option) {
        String value = values.get(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " is needed");
        }
        return value;
    }

    @Nullable
    String optional(String option) {
        return values.get(option);
    }

    Path file() {
        return Path.of(name("a file"));
    }

    Duration seconds(String option, Duration otherwise) {
        String value = values.get(option);
        try {
            return value == null ? otherwise : Duration.ofMillis(Math.round(1_000 * Double.parseDouble(value)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(option + " takes a number, not " + value, notANumber);
        }
    }

    static Cid cid(String text) {
        try {
            return Cid.parse(text);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(
                    Trouble.quote(text) + " does not name a room's batch: " + malformed.getMessage(), malformed);
        }
    }

    /** The server at an address, with a token where there is one. */
    Server server(String what, String option, String ending) throws IOException, Trouble {
        String url = value(option).replaceAll("/+$", "");
        String base = url.endsWith(ending) ? url.substring(0, url.length() - ending.length()) : url;
        return new Server(what, base, token(), seconds("--patience", Server.PATIENCE));
    }

    private @Nullable String token() throws IOException {
        String file = optional("--token-file");
        return file == null ? null : Files.readString(Path.of(file)).strip();
    }
}
