package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.RoomName;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.SealedRecord;
import tropichat.core.wire.Cid;
import tropichat.crypto.SessionKey;

/** Archives of rooms that belong to somebody. */
class VerifyLawTest {
    @TempDir
    Path folder;

    private final TestLaw law = new TestLaw("ada", RoomRecord.Policy.INVITE);
    private final Bytes first = law.rule(new Rule.Leave());
    private final Bytes second = law.rule(new Rule.Leave(), first);

    @BeforeEach
    void seal() {
        law.room.seal(List.of(law.profile()), List.of(law.archivedRecord(), first, second), said(law));
    }

    private static List<Bytes> said(TestLaw law) {
        Cid named = Cid.ofBlock(law.profile(), TestRoom.HASHES);
        return List.of(law.room.say(named, TestRoom.sealed("one"), TestRoom.START_MILLIS));
    }

    @Test
    void whatIsSealedIsVerifiedAsFarAsThatGoes() throws IOException {
        Command verified = verify(law);
        assertEquals(0, verified.status(), verified.out());
        for (String row : List.of("blocks  6", "rules  2", "entries  1", "sealed  1", "refused  0")) {
            assertRow(row, verified);
        }
        assertSaid("not verified: the room's record, and what 2 rules say, which only the room's key opens", verified);
        byte[] file = Files.readAllBytes(law.room.write(folder));
        for (String secret : List.of("Garden", "Ada", TestRoom.DOMAIN, "leave")) {
            assertEquals(-1, Bytes.wrap(file).hex().indexOf(Bytes.utf8(secret).hex()), secret);
        }
    }

    @Test
    void anOpenRecordAndItsRulesAreVerifiedToTheEnd() throws IOException {
        TestLaw open = new TestLaw("ada", RoomRecord.Policy.OPEN);
        Bytes rule = open.rule(new Rule.Leave());
        open.room.seal(
                List.of(open.profile()), List.of(open.record, rule), List.of(open.room.say(TestRoom.text("hi"))));
        Command verified = Command.run("verify", open.room.write(folder), "--domain", TestRoom.DOMAIN);
        assertEquals(0, verified.status(), verified.out());
        assertRow("rules  1", verified);
        assertEquals(-1, verified.out().indexOf("not verified"), verified.out());
        assertRefused(
                Command.run("verify", open.room.write(folder), "--domain", "other.example"),
                open.record,
                "the room's record does not count: the wallet's delegation is for \"chat.example\", not other.example");
        Bytes nonsense = open.sign(open.place(9), Bytes.utf8("nonsense"));
        open.room.seal(List.of(open.profile()), List.of(nonsense), List.of());
        assertRefused(verify(open), nonsense, "");
    }

    @Test
    void whatIsWrongIsRefusedAndTheRestKept() throws IOException {
        TestLaw other = new TestLaw("ben", RoomRecord.Policy.INVITE);
        SessionKey mallory = SessionKey.ofSeed(Bytes.wrap(new byte[SessionKey.SEED_LENGTH]));
        RuleEntry entry = new RuleEntry(law.place(9, second), Bytes.wrap(new byte[64]));
        Bytes forged = entry.block(mallory.sign(entry.signable()));
        Bytes foreign = other.rule(new Rule.Leave());
        Bytes late = law.rule(new Rule.Leave(), other.rule(new Rule.Leave()));
        Bytes misplaced = law.sign(law.place(2, second), Bytes.wrap(new byte[64]));
        Bytes empty = law.sign(law.place(9, second), Bytes.wrap(new byte[5]));
        Bytes tooLong = law.sign(law.place(9, second), Bytes.wrap(new byte[Limits.ENTRY_BYTES_MAX]));
        Bytes huge = new SealedRecord(law.room.room, Bytes.wrap(new byte[2 * Limits.RECORD_BYTES_MAX])).encode();
        List<Bytes> wrong =
                List.of(forged, foreign, late, misplaced, empty, tooLong, huge, other.archivedRecord(), other.record);
        law.room.seal(List.of(law.profile()), wrong, List.of());
        Command verified = verify(law);
        assertRefused(verified, forged, "its signature is wrong");
        assertRefused(verified, foreign, "a rule of another room, ");
        assertRefused(verified, late, "the rule that it builds on, ");
        assertRefused(verified, misplaced, "its place in the law is not behind what it builds on");
        assertRefused(verified, empty, "it is sealed with nothing");
        assertRefused(verified, tooLong, "neither an entry nor a rule, a record or a batch: an entry above ");
        assertRefused(verified, huge, "neither an entry nor a rule, a record or a batch: sealed has ");
        assertRefused(verified, other.archivedRecord(), "the record of another room, ");
        assertRefused(verified, other.record, "the record of another room, ");
        assertRow("rules  2", verified);
    }

    @Test
    void aRecordWithAWrongSignatureIsRefused() throws IOException {
        TestLaw open = new TestLaw("ada", RoomRecord.Policy.OPEN);
        byte[] bytes = open.record.toArray();
        bytes[bytes.length - 1] ^= 1;
        Bytes forged = Bytes.wrap(bytes);
        TestRoom room = new TestRoom(
                "ada", new RoomName(Cid.ofBlock(forged, TestRoom.HASHES).text()));
        room.seal(List.of(room.profile()), List.of(forged), List.of(room.say(TestRoom.text("hi"))));
        Command verified = Command.run("verify", room.write(folder));
        assertRefused(verified, forged, "");
    }

    @Test
    void rulesWithoutARecordAreTold() throws IOException {
        TestLaw bare = new TestLaw("ada", RoomRecord.Policy.INVITE);
        bare.room.seal(List.of(bare.profile()), List.of(bare.rule(new Rule.Leave())), said(bare));
        Command verified = verify(bare);
        assertEquals(1, verified.status());
        assertSaid("refused: the room's record is not in the file: ", verified);
    }

    private Command verify(TestLaw some) throws IOException {
        return Command.run("verify", some.room.write(folder));
    }

    private static void assertRow(String row, Command verified) {
        String pattern = "(?s).*\n *" + row.replace("  ", " +") + "\n.*";
        assertTrue(verified.out().matches(pattern), row + " is not in\n" + verified.out());
    }

    private static void assertSaid(String words, Command verified) {
        assertTrue(verified.out().contains(words), words + " is not in\n" + verified.out());
    }

    private static void assertRefused(Command verified, Bytes block, String why) {
        assertEquals(1, verified.status());
        assertSaid("refused: block " + Cid.ofBlock(block, TestRoom.HASHES) + ": " + why, verified);
    }
}
