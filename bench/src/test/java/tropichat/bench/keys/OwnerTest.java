package tropichat.bench.keys;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.keys.History;
import tropichat.core.wire.Cid;

/** What is measured is really done: the measurements check it themselves. */
class OwnerTest {
    @Test
    void whoeverIsRemovedIsLeftOutOfTheNextEpoch() {
        Owner.Duration duration = Owner.measure(5, 1);
        assertTrue(duration.removalMillis() > 0);
    }

    @Test
    void allWhoAreHereComeIntoTheNextEpoch() {
        assertTrue(Gathering.measure(5, 1, 1).seconds() > 0);
    }

    @Test
    void aPageIsGivenWhatTheOwnerSaidAndKept(@TempDir Path folder) throws Exception {
        Owner owner = Owner.owner(3, "chat.example", 0, 1);
        owner.settle();
        owner.say(20);
        Keepsake.write(owner, folder.resolve("room.json"));
        String kept = Files.readString(folder.resolve("room.json"));
        assertEquals(1, owner.profiles.size());
        assertTrue(kept.contains(owner.estate.charter.room().text()));
        for (Cid epoch : owner.epochs().keySet()) {
            assertTrue(kept.contains(epoch.text()));
        }
    }

    @Test
    void whatAllHaveSealedOpens() {
        Talk talk = new Talk(History.FORWARD_SECRET, 1);
        talk.seal(50);
        assertDoesNotThrow(() -> talk.open(talk.listener()));
    }

    @Test
    void readsItsOptions() {
        assertEquals(1, KeysSettings.parse(List.of("--quick")).rounds());
        assertEquals(
                Set.of("page"), KeysSettings.parse(List.of("--only", "page")).only());
        assertThrows(IllegalArgumentException.class, () -> KeysSettings.parse(List.of("--only", "screen")));
        assertThrows(IllegalArgumentException.class, () -> KeysSettings.parse(List.of("--members", "3")));
    }
}
