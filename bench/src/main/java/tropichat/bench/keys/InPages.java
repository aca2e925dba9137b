package tropichat.bench.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tropichat.bench.command.Figures;
import tropichat.bench.command.PageScript;
import tropichat.bench.room.RoomFile;

/** Measurements in a page of the app in Chromium, whose person owns a closed room that was made here. */
final class InPages {
    /** Of keys and texts: every round has the same. */
    private static final long SEED = 1;

    private final PageScript script;

    InPages(PageScript script) {
        this.script = script;
    }

    /** So many sealed entries are loaded and read again, and others are said. */
    Figures talk(int members, int entries) throws IOException {
        Path file = Files.createTempFile("tropichat-bench-", ".car");
        try {
            int port = PageScript.freePort();
            Owner owner = owner(members, entries, port);
            owner.say(entries);
            RoomFile.write(owner.estate.config.room(), owner.profiles, owner.entries, file);
            return run("keys/talk", owner, port, List.of("--car", file.toString(), "--entries", "" + entries));
        } finally {
            Files.delete(file);
        }
    }

    /** One is removed. */
    Figures remove(int members) throws IOException {
        int port = PageScript.freePort();
        return run("keys/remove", owner(members, 0, port), port, List.of());
    }

    /** @param entries that it will say: its time must be over when the page opens the room */
    private static Owner owner(int members, int entries, int port) {
        long startMillis = System.currentTimeMillis() - Owner.SETTLE_MILLIS - entries * Owner.MESSAGE_MILLIS;
        Owner owner = Owner.owner(members, "localhost:" + port, startMillis, SEED);
        owner.settle();
        return owner;
    }

    private Figures run(String name, Owner owner, int port, List<String> more) throws IOException {
        Path file = Files.createTempFile("tropichat-bench-", ".json");
        try {
            Keepsake.write(owner, file);
            List<String> words = new ArrayList<>(List.of("--room", file.toString(), "--port", "" + port));
            words.addAll(more);
            return script.run(name, words);
        } finally {
            Files.delete(file);
        }
    }
}
