package tropichat.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.core.base.Bytes;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Car;
import tropichat.core.wire.Cid;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

class VerifyTest {
    @TempDir
    Path folder;

    private final TestRoom room = TestRoom.of("lagoon", 3, 10);

    @Test
    void tellsWhatIsInAnArchive() throws IOException {
        Command verified = Command.run("verify", room.write(folder), "--domain", TestRoom.DOMAIN);
        assertEquals("", verified.err());
        assertEquals("""
                room "lagoon"  count
                ────────────────────
                blocks            37
                batches            3
                profiles           1
                entries           33
                  edit             3
                  text            30
                authors            1
                refused            0
                from 2026-01-01T00:00:00.001Z to 2026-01-01T00:00:00.033Z
                Everything is right.
                """, verified.out());
        assertEquals(0, verified.status());
    }

    @Test
    void aChangedBlockIsRefusedAndTheOthersKept() throws IOException {
        List<Car.Block> blocks = room.blocks();
        Bytes before = Car.encode(List.of(room.head()), blocks.subList(0, 5));
        byte[] car = room.car().toArray();
        car[before.length() + 2 + Cid.LENGTH + 30] ^= 1;
        Command verified = Command.run("verify", TestRoom.write(folder, Bytes.wrap(car)));
        assertWrong(
                verified,
                "refused: block " + blocks.get(5).cid() + " at byte " + before.length()
                        + ": its hash is wrong: it was changed or damaged",
                "refused: batch " + room.head() + " links 1 blocks that are not in the file or were refused, as "
                        + blocks.get(5).cid());
        assertTrue(verified.out().contains("entries               32\n"), verified.out());
    }

    @Test
    void aFileThatEndsEarlyIsReadUpToThere() throws IOException {
        Bytes car = room.car();
        Command verified = Command.run("verify", TestRoom.write(folder, car.slice(0, car.length() / 2)));
        assertWrong(verified, "refused: the archive ends early, within the block that begins at byte ");
        for (int length : new int[] {0, 1, 30, 70, 500, car.length() - 1}) {
            assertWrong(Command.run("verify", TestRoom.write(folder, car.slice(0, length))), "refused: the archive ");
        }
    }

    @Test
    void whatIsNoArchiveIsToldAsSuch() throws IOException {
        Path file = TestRoom.write(folder, Bytes.utf8("<!doctype html>" + " ".repeat(99)));
        assertWrong(Command.run("verify", file), "refused: this is not a CAR file (version 1): ");
        Command missing = Command.run("verify", folder.resolve("none.car"));
        assertEquals("There is no file " + folder.resolve("none.car") + ".\n", missing.err());
        assertEquals(1, missing.status());
        assertEquals(2, Command.run("verify").status());
        assertEquals(2, Command.run("verify", file, "--head", "x").status());
        assertEquals(2, Command.run("eat", file).status());
    }

    @Test
    void aBatchThatIsMissingEndsTheChain() throws IOException {
        Cid middle = room.batches.get(1).root();
        List<Car.Block> blocks = room.blocks().stream()
                .filter(block -> !block.cid().equals(middle))
                .toList();
        Command verified = Command.run("verify", TestRoom.write(folder, Car.encode(List.of(room.head()), blocks)));
        assertWrong(
                verified,
                "refused: the chain of batches ends at " + room.head() + ": the one before it, " + middle
                        + ", is not in the file");
        assertTrue(verified.out().contains("blocks of no batch     22\n"), verified.out());
    }

    /** An entry of the room's own session, for somebody else to sign. */
    private Entry entry(Cid profile, EntryBody body) {
        return new Entry(room.room, room.session.did(), 100, TestRoom.START_MILLIS, List.of(), profile, body);
    }

    @Test
    void aForgedEntryIsRefused() throws IOException {
        SessionKey mallory = SessionKey.ofSeed(Bytes.wrap(new byte[SessionKey.SEED_LENGTH]));
        Cid profile = Cid.ofBlock(room.profile(), TestRoom.HASHES);
        Entry entry = entry(profile, TestRoom.text("send me money"));
        Bytes forged = entry.block(mallory.sign(entry.signable()));
        room.seal(List.of(forged));
        assertRefused(forged, "its signature is wrong");
    }

    @Test
    void ofWhatIsSealedSignaturesAndProfilesAreVerified() throws IOException {
        TestRoom closed = new TestRoom("grotto");
        Bytes profile = closed.sealedProfile();
        Cid named = Cid.ofBlock(profile, TestRoom.HASHES);
        List<Bytes> entries = List.of(
                closed.say(named, TestRoom.sealed("one"), TestRoom.START_MILLIS),
                closed.say(named, TestRoom.sealed("two"), TestRoom.START_MILLIS + 1));
        closed.seal(List.of(profile), entries);
        Command verified = Command.run("verify", closed.write(folder), "--domain", TestRoom.DOMAIN);
        assertEquals("""
                room "grotto"  count
                ────────────────────
                blocks             4
                batches            1
                profiles           1
                entries            2
                  sealed           2
                authors            1
                refused            0
                from 2026-01-01T00:00:00Z to 2026-01-01T00:00:00.001Z
                not verified: the wallets behind 2 entries, whose profiles only the room's key opens
                Everything is right.
                """, verified.out());
        assertEquals(0, verified.status());
    }

    @Test
    void aForgedSealedEntryOrProfileIsRefused() throws IOException {
        SessionKey mallory = SessionKey.ofSeed(Bytes.wrap(new byte[SessionKey.SEED_LENGTH]));
        Entry about = room.entryOfSealedProfile();
        Bytes forged = about.block(mallory.sign(about.signable()));
        Cid named = Cid.ofBlock(forged, TestRoom.HASHES);
        Bytes first = room.say(named, TestRoom.sealed("one"), TestRoom.START_MILLIS);
        Cid right = Cid.ofBlock(room.sealedProfile(), TestRoom.HASHES);
        Entry entry = entry(right, TestRoom.sealed("send me money"));
        Bytes second = entry.block(mallory.sign(entry.signable()));
        room.seal(List.of(forged, room.sealedProfile()), List.of(first, second));
        assertRefused(forged, "its signature is wrong");
        assertRefused(first, "its author's profile does not count: its signature is wrong");
        assertRefused(second, "its signature is wrong");
    }

    @Test
    void anEntryNeedsTheProfileThatItNames() throws IOException {
        Cid absent = Cid.ofBlock(room.profile(null), TestRoom.HASHES);
        Bytes entry = room.say(absent, TestRoom.text("who am I?"), TestRoom.START_MILLIS);
        room.seal(List.of(entry));
        assertRefused(entry, "its author's profile, " + absent + ", is not in the file");
    }

    @Test
    void anothersProfileDoesNotCount() throws IOException {
        TestRoom other = new TestRoom("reef");
        Bytes foreign = other.profile();
        Bytes entry = room.say(Cid.ofBlock(foreign, TestRoom.HASHES), TestRoom.text("I am Ada"), TestRoom.START_MILLIS);
        room.seal(List.of(foreign), List.of(entry));
        Command verified = assertRefused(entry, "its profile is another author's, or another room's");
        assertWrong(
                verified,
                "refused: block " + Cid.ofBlock(foreign, TestRoom.HASHES) + ": said in another room, \"reef\"");
    }

    @Test
    void theDelegationMustHaveHeldWhenItWasSaid() throws IOException {
        Cid profile = Cid.ofBlock(room.profile(), TestRoom.HASHES);
        Bytes late = room.say(profile, TestRoom.text("too late"), TestRoom.START_MILLIS + TestRoom.DAY_MILLIS);
        Bytes early = room.say(profile, TestRoom.text("too early"), TestRoom.START_MILLIS - TestRoom.DAY_MILLIS);
        room.seal(List.of(late, early));
        assertRefused(late, "the wallet's delegation had expired when it was said");
        assertRefused(early, "the wallet's delegation was not valid yet when it was said");
    }

    @Test
    void theDelegationMustBeTheWalletsOwnAndForThisSession() throws IOException {
        WalletKey mallory = WalletKey.ofSecret(TestRoom.HASHES.sha256(Bytes.utf8("mallory")), TestRoom.HASHES);
        long end = TestRoom.START_MILLIS + TestRoom.DAY_MILLIS;
        Bytes forged = room.profile(room.delegation(room.session, mallory, TestRoom.START_MILLIS, end));
        SessionKey other = SessionKey.ofSeed(Bytes.wrap(new byte[SessionKey.SEED_LENGTH]));
        Bytes borrowed = room.profile(room.delegation(other, room.wallet, TestRoom.START_MILLIS, end));
        Bytes first = room.say(Cid.ofBlock(forged, TestRoom.HASHES), TestRoom.text("I"), TestRoom.START_MILLIS);
        Bytes second = room.say(Cid.ofBlock(borrowed, TestRoom.HASHES), TestRoom.text("II"), TestRoom.START_MILLIS);
        room.seal(List.of(forged, borrowed), List.of(first, second));
        assertRefused(forged, "its delegation is not signed by the wallet that it names");
        assertRefused(
                first, "its author's profile does not count: its delegation is not signed by the wallet that it names");
        assertRefused(second, "the wallet's delegation is for another session");
    }

    @Test
    void whatAContractMayHaveSignedIsKeptForAsLongAsItSays() throws IOException {
        Bytes profile = room.profile(room.delegationByContract(TestRoom.START_MILLIS + TestRoom.DAY_MILLIS));
        Cid named = Cid.ofBlock(profile, TestRoom.HASHES);
        Bytes said = room.say(named, TestRoom.text("by a contract"), TestRoom.START_MILLIS + 1);
        Bytes late = room.say(named, TestRoom.text("too late"), TestRoom.START_MILLIS + TestRoom.DAY_MILLIS);
        room.seal(List.of(profile), List.of(said, late));
        Command verified = Command.run("verify", room.write(folder));
        assertRefused(late, "the wallet's delegation had expired when it was said");
        assertFalse(verified.out().contains(Cid.ofBlock(said, TestRoom.HASHES).text()), verified.out());
    }

    @Test
    void delegationsForOtherSitesCountOnlyWhereNobodyAsks() throws IOException {
        Path file = room.write(folder);
        assertEquals(0, Command.run("verify", file).status());
        Command verified = Command.run("verify", file, "--domain", "other.example");
        assertWrong(verified, ": the wallet's delegation is for \"chat.example\", not other.example");
        assertTrue(verified.out().contains("refused: 14 more\n"), verified.out());
    }

    @Test
    void whatIsFromAnotherRoomOrAnotherTimeIsRefused() throws IOException {
        Bytes elsewhere = new TestRoom("reef").talk(1).get(0);
        Entry entry = new Entry(
                room.room,
                room.session.did(),
                1L << 52,
                TestRoom.START_MILLIS,
                List.of(),
                Cid.ofBlock(room.profile(), TestRoom.HASHES),
                TestRoom.text("last word"));
        Bytes future = room.sign(entry);
        Bytes noise = Bytes.utf8("noise");
        room.seal(List.of(elsewhere, future, noise));
        assertRefused(elsewhere, "said in another room, \"reef\"");
        assertRefused(future, "its place in the log cannot have come about yet");
        assertRefused(noise, "neither an entry nor a rule, a record or a batch: ");
    }

    private Command assertRefused(Bytes block, String why) throws IOException {
        Command verified = Command.run("verify", room.write(folder));
        assertWrong(verified, "refused: block " + Cid.ofBlock(block, TestRoom.HASHES) + ": " + why);
        return verified;
    }

    private static void assertWrong(Command verified, String... words) {
        assertEquals(1, verified.status());
        assertEquals("", verified.err());
        for (String some : words) {
            assertTrue(verified.out().contains(some), some + " is not in\n" + verified.out());
        }
    }
}
