package tropichat.server.gate;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.crypto.SessionKey;

/**
 * The keys of a gatekeeper: the first signs, former ones stand behind it and are still named, so that what they signed is
 * believed: tickets until they end, and what was said by them for as long. In a file, a line of hexadecimal digits each; whoever wants another key writes it above.
 */
final class GatekeeperKeys {
    /** Keys in all, as many as peers take. */
    static final int KEYS_MAX = Ticket.KEEPERS_MAX;

    private static final String ONLY_OWNER = "rw-------";

    private final List<SessionKey> keys;

    private GatekeeperKeys(List<SessionKey> keys) {
        this.keys = keys;
    }

    /**
     * The keys of a file, which is made with a new one where it is missing.
     *
     * @param file null for a new key that is kept nowhere
     * @throws IOException with words for the operator
     */
    static GatekeeperKeys load(@Nullable Path file, RandomSource random) throws IOException {
        if (file == null) {
            return new GatekeeperKeys(List.of(SessionKey.generate(random)));
        }
        if (!Files.exists(file)) {
            make(file, random);
        }
        List<SessionKey> keys = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(read(line.strip(), file));
            }
        }
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw new IOException(file + " has " + keys.size() + " keys; it may have 1 to " + KEYS_MAX);
        }
        return new GatekeeperKeys(keys);
    }

    private static SessionKey read(String line, Path file) throws IOException {
        Bytes seed = Bytes.parseHex(line);
        if (seed == null || seed.length() != SessionKey.SEED_LENGTH) {
            throw new IOException(
                    "a line of " + file + " is no key of " + 2 * SessionKey.SEED_LENGTH + " hexadecimal digits");
        }
        return SessionKey.ofSeed(seed);
    }

    private static void make(Path file, RandomSource random) throws IOException {
        boolean hasPermissions =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = hasPermissions
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_OWNER))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, attributes);
            String text = "# Keys of TropiChat's gatekeeper, secret. The first signs; another one goes above it.\n"
                    + random.next(SessionKey.SEED_LENGTH).hex() + "\n";
            Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException since) {
            // Another server of the same operator was faster; its key is read.
        }
    }

    /** Which of our keys is to sign for somebody who trusts these: the newest that is among them, else the first. */
    DidKey signer(List<DidKey> trusted) {
        return all().stream().filter(trusted::contains).findFirst().orElseGet(() -> all().getFirst());
    }

    /** Signs with one of our keys. */
    Bytes sign(DidKey self, Bytes message) {
        return keys.get(all().indexOf(self)).sign(message);
    }

    /** Whose word counts: the one that signs first, then former ones. */
    List<DidKey> all() {
        return keys.stream().map(SessionKey::did).toList();
    }
}
