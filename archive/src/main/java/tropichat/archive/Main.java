package tropichat.archive;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.wire.Cid;
import tropichat.crypto.JvmHashes;
import tropichat.report.Progress;

/** The command {@code archive}. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** How often a pinning service is asked, and for how long; guesses. */
    private static final Duration POLL = Duration.ofSeconds(2);

    private static final Duration WAIT = Duration.ofMinutes(2);

    private final PrintStream out;
    private final PrintStream err;
    private final Duration poll;
    private final Hashes hashes = new JvmHashes();
    private final Progress progress = Progress.onStandardError();

    Main(PrintStream out, PrintStream err, Duration poll) {
        this.out = out;
        this.err = err;
        this.poll = poll;
    }

    public static void main(String[] arguments) {
        int status = new Main(System.out, System.err, POLL).run(List.copyOf(Arrays.asList(arguments)));
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Does what is asked; answers the exit status. */
    int run(List<String> arguments) {
        String command = arguments.isEmpty() ? "help" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (command) {
                case "help", "--help" -> say(Options.USAGE);
                case "verify" -> verify(new Options(rest, List.of("--domain")));
                case "export" -> export(new Options(rest, List.of("--from", "--head", "--token-file", "--patience")));
                case "import" -> bringIn(new Options(rest, List.of("--to", "--token-file", "--patience")));
                case "pin" ->
                    pin(new Options(
                            rest,
                            List.of(
                                    "--to",
                                    "--service",
                                    "--token-file",
                                    "--name",
                                    "--origin",
                                    "--patience",
                                    "--wait")));
                default -> throw new IllegalArgumentException("archive cannot " + command);
            };
        } catch (IllegalArgumentException misuse) {
            err.println(misuse.getMessage() + "\n\n" + Options.USAGE);
            return MISUSED;
        } catch (Trouble trouble) {
            return fail(trouble.getMessage());
        } catch (NoSuchFileException missing) {
            return fail("There is no file " + missing.getFile() + ".");
        } catch (IOException failure) {
            return fail("A file could not be read or written: " + Trouble.wordsOf(failure) + ".");
        }
    }

    private int verify(Options options) throws IOException {
        Verification verification =
                new Verification(hashes, options.optional("--domain"), System.currentTimeMillis(), progress);
        boolean right = verification.run(options.file());
        out.print(verification.text());
        out.println(right ? "Everything is right." : "Not everything is right; what was not refused is.");
        return right ? 0 : FAILED;
    }

    private int export(Options options) throws IOException, Trouble {
        Cid head = Options.cid(options.value("--head"));
        Path file = options.file();
        try (Server server = options.server("the archive", "--from", "/ipfs");
                PartFile part = PartFile.open(file, head, hashes)) {
            Export export = new Export(Source.at(server, hashes), part, progress);
            export.run(head);
            part.finish();
            progress.done();
            return say("Exported " + export.summary() + ", to " + file + ".");
        }
    }

    private int bringIn(Options options) throws IOException, Trouble {
        Path path = options.file();
        try (Server node = options.server("the IPFS node", "--to", "/api/v0");
                CarFile file = new CarFile(path, hashes)) {
            ValidBlocks blocks = new ValidBlocks(file);
            Malformed broken = file.broken();
            if (file.roots().isEmpty()) {
                String why = broken == null ? "it names no root" : String.valueOf(broken.getMessage());
                throw new Trouble("Nothing was imported", why, "Get another copy of " + path + ".");
            }
            progress.step("sending " + path + " to " + node.name());
            new Import(node, hashes).run(blocks, file.roots());
            out.println("Imported " + blocks.blocks() + " blocks into " + node.name() + ".");
            blocks.refused().forEach(words -> out.println("refused: " + words));
            for (Cid root : file.roots()) {
                new Pin(node).at(root);
                out.println("Pinned " + root + ".");
            }
            progress.done();
            return blocks.refused().isEmpty() ? 0 : FAILED;
        }
    }

    private int pin(Options options) throws IOException, Trouble {
        Cid cid = Options.cid(options.name("a CID"));
        if (options.optional("--service") == null) {
            try (Server node = options.server("the IPFS node", "--to", "/api/v0")) {
                new Pin(node).at(cid);
                return say("Pinned " + cid + " at " + node.name() + ".");
            }
        }
        // Every service wants one.
        options.value("--token-file");
        String name = options.optional("--name");
        String origin = options.optional("--origin");
        try (Server service = options.server("the pinning service", "--service", "/pins")) {
            new Pin(service)
                    .order(
                            cid,
                            name == null ? "TropiChat" : name,
                            origin == null ? List.of() : List.of(origin),
                            poll,
                            options.seconds("--wait", WAIT),
                            progress);
            progress.done();
            return say("Pinned " + cid + " at " + service.name() + ".");
        }
    }

    private int say(String text) {
        out.println(text);
        return 0;
    }

    private int fail(@Nullable String words) {
        progress.done();
        err.println(words);
        return FAILED;
    }
}
