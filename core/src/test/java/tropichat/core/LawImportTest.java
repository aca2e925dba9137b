package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.TestAead;
import tropichat.core.keys.History;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.Rule;
import tropichat.core.rules.SealedRecord;

/** A closed room that comes back from an archive, with nobody there who remembers it. */
class LawImportTest {
    private static final long SETTLE_MILLIS = 15_000;

    private final TestNetwork network = new TestNetwork(1);
    private final TestGround ground = new TestGround(network, History.SHARED);
    private final TestNetwork.Page olga = ground.enter("Olga");
    private final TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);

    /** What archives hold, and what somebody has put into it. */
    private record Archive(Bytes record, List<Bytes> rules, List<Bytes> entries, List<Bytes> profiles) {
        Input.ImportLaw law() {
            return new Input.ImportLaw(record, rules, profiles);
        }

        Input.Import said() {
            return new Input.Import(profiles, entries);
        }
    }

    private void pass() {
        network.pass(SETTLE_MILLIS);
    }

    /** All that Olga's browser has kept; then everybody goes. */
    private Archive archive() {
        pass();
        RoomKey key = new RoomKey(ground.key, TestHost.HASHES, new TestAead());
        TestHost host = olga.host;
        Archive archive = new Archive(
                new SealedRecord(ground.name, key.sealRecord(ground.record)).encode(),
                host.rules.values().stream().map(Input.KeptRule::block).toList(),
                List.copyOf(host.kept.values()),
                List.copyOf(host.profiles.values()));
        for (TestNetwork.Page page : List.of(olga, ben)) {
            page.crash();
        }
        return archive;
    }

    private Event.Imported takes(TestNetwork.Page page, Input input) {
        page.tell(input);
        network.pass(1_000);
        return page.host.events(Event.Imported.class).getLast();
    }

    private static void assertAllTaken(Event.Imported outcome, List<Bytes> blocks) {
        assertEquals(Map.of(), outcome.refused());
        assertEquals(blocks.size(), outcome.taken());
    }

    private void talk() {
        olga.say("first");
        pass();
        ben.say("second");
    }

    @Test
    void aMemberWhoHasKeptNothingButTheKeysReadsAll() {
        talk();
        Archive archive = archive();
        TestNetwork.Page again = ground.enter("Ben");
        pass();
        assertTrue(again.host.events(Event.LawChanged.class).isEmpty());
        assertAllTaken(takes(again, archive.law()), archive.rules());
        assertAllTaken(takes(again, archive.said()), archive.entries());
        assertEquals(Set.of("first", "second"), Set.copyOf(again.heard()));
        assertEquals(2, again.host.law().members().size());
        assertEquals(archive.rules().size(), again.host.rules.size());
        assertFalse(again.host.outputs(Output.StoreRecord.class).isEmpty());
        again.say("third");
        pass();
        assertEquals(1, again.host.events(Event.OwnMessage.class).size());
    }

    @Test
    void anOwnerWithABackupReadsAllInAnotherBrowser() {
        talk();
        Archive archive = archive();
        TestNetwork.Page again = ground.restore(olga, "Olga in another browser");
        network.pass(1_000);
        assertAllTaken(takes(again, archive.law()), archive.rules());
        assertAllTaken(takes(again, archive.said()), archive.entries());
        assertEquals(Set.of("first", "second"), Set.copyOf(again.heard()));
        assertEquals(Map.of(), takes(again, archive.law()).refused());
        Event.Imported twice = takes(again, archive.said());
        assertEquals(List.of(0, archive.entries().size()), List.of(twice.taken(), twice.known()));
    }

    @Test
    void nothingFollowsFromAPartOfTheLaw() {
        talk();
        pass();
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        Archive archive = archive();
        TestNetwork.Page again = ground.restore(olga, "Olga in another browser");
        network.pass(1_000);
        takes(again, archive.law());
        assertEquals(
                olga.host.law().epochs().keySet(), again.host.law().epochs().keySet());
        assertEquals(List.of(TestGround.account("Olga")), again.host.law().members());
    }

    @Test
    void whoWasRemovedStaysRemovedAndWhatWasSaidAfterwardsDoesNotCount() {
        talk();
        pass();
        network.cut(olga, ben);
        network.pass(120_000);
        olga.tell(new Input.Decree(new Rule.Remove(TestGround.account("Ben"))));
        pass();
        ben.say("late");
        pass();
        Archive archive = archive();
        List<Bytes> entries = new ArrayList<>(archive.entries());
        ben.host.kept.values().stream()
                .filter(block -> !entries.contains(block))
                .forEach(entries::add);
        assertEquals(archive.entries().size() + 1, entries.size());
        TestNetwork.Page again = ground.restore(olga, "Olga in another browser");
        takes(again, archive.law());
        Event.Imported outcome = takes(again, new Input.Import(archive.profiles(), entries));
        assertEquals(Map.of(Event.ImportRefusal.UNLAWFUL, 1), outcome.refused());
        assertEquals(Set.of("first", "second"), Set.copyOf(again.heard()));
        assertFalse(again.host.law().isMember(TestGround.account("Ben")));
    }

    @Test
    void whoHasNoKeyReadsNothing() {
        talk();
        Archive archive = archive();
        ground.withhold("Eve");
        TestNetwork.Page eve = ground.enter("Eve");
        Event.Imported law = takes(eve, archive.law());
        // The record is one of them.
        assertEquals(Map.of(Event.ImportRefusal.LOCKED, archive.rules().size() + 1), law.refused());
        Event.Imported said = takes(eve, archive.said());
        assertEquals(Map.of(Event.ImportRefusal.LOCKED, archive.entries().size()), said.refused());
        assertTrue(eve.host.kept.isEmpty());
        assertTrue(eve.host.events(Event.LawChanged.class).isEmpty());
    }

    @Test
    void whoHasTheRoomsKeyAloneReadsTheLawAndNothingThatWasSaid() {
        talk();
        Archive archive = archive();
        TestNetwork.Page eve = ground.enter("Eve");
        assertAllTaken(takes(eve, archive.law()), archive.rules());
        Event.Imported said = takes(eve, archive.said());
        assertEquals(Map.of(Event.ImportRefusal.LOCKED, archive.entries().size()), said.refused());
        assertTrue(eve.host.kept.isEmpty());
    }

    private Event.Imported refusing(@Nullable Bytes record, List<Bytes> rules, List<Bytes> profiles) {
        TestNetwork.Page page = ground.enter("Ben");
        Event.Imported outcome = takes(page, new Input.ImportLaw(record, rules, profiles));
        page.crash();
        return outcome;
    }

    @Test
    void whatIsWrongIsRefusedAndTheRestTaken() {
        Archive archive = archive();
        List<Bytes> rules = archive.rules();
        int count = rules.size();

        List<Bytes> changed = new ArrayList<>(rules);
        changed.set(count - 1, flipped(rules.get(count - 1), "sig"));
        Event.Imported forged = refusing(archive.record(), changed, archive.profiles());
        assertEquals(Map.of(Event.ImportRefusal.FORGED, 1), forged.refused());
        assertEquals(count - 1, forged.taken());

        TestNetwork other = new TestNetwork(2);
        TestGround elsewhere = new TestGround(other, History.FORWARD_SECRET);
        TestNetwork.Page owner = elsewhere.enter("Olga");
        other.pass(SETTLE_MILLIS);
        List<Bytes> foreign = new ArrayList<>(rules);
        foreign.add(owner.host.rules.values().iterator().next().block());
        foreign.add(Bytes.utf8("noise"));
        Event.Imported mixed = refusing(archive.record(), foreign, archive.profiles());
        assertEquals(Map.of(Event.ImportRefusal.MALFORMED, 2), mixed.refused());
        assertEquals(count, mixed.taken());

        Event.Imported headless = refusing(archive.record(), rules.subList(1, count), archive.profiles());
        assertEquals(count - 1, headless.refused().get(Event.ImportRefusal.EARLY));

        Event.Imported nameless = refusing(archive.record(), rules, List.of());
        assertEquals(Map.of(Event.ImportRefusal.NAMELESS, count), nameless.refused());

        Event.Imported unknown = refusing(null, rules, archive.profiles());
        assertEquals(Map.of(Event.ImportRefusal.LOCKED, count), unknown.refused());
        for (Bytes record : List.of(Bytes.utf8("noise"), elsewhere.record, sealed(elsewhere))) {
            Event.Imported strange = refusing(record, List.of(), List.of());
            assertEquals(Map.of(Event.ImportRefusal.MALFORMED, 1), strange.refused());
        }
        Bytes spoiled = flipped(archive.record(), "sealed");
        assertEquals(
                Map.of(Event.ImportRefusal.LOCKED, 1),
                refusing(spoiled, List.of(), List.of()).refused());
    }

    private static Bytes sealed(TestGround other) {
        RoomKey key = new RoomKey(other.key, TestHost.HASHES, new TestAead());
        return new SealedRecord(other.name, key.sealRecord(other.record)).encode();
    }

    /** The block with another byte in a field of bytes. */
    private static Bytes flipped(Bytes block, String field) {
        byte[] bytes = block.toArray();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(field) + field.length() + 8;
        bytes[at] ^= 1;
        return Bytes.wrap(bytes);
    }

    @Test
    void aRecordMayBeOpen() {
        Archive archive = archive();
        Event.Imported outcome = refusing(ground.record, archive.rules(), archive.profiles());
        assertAllTaken(outcome, archive.rules());
    }

    @Test
    void othersHearOfWhatTheyHaveLostToo() {
        talk();
        Archive archive = archive();
        ground.forgetInvitation("Ben");
        TestNetwork.Page first = ground.enter("Olga");
        TestNetwork.Page second = ground.enter("Ben");
        network.pass(3_000);
        takes(first, archive.law());
        takes(first, archive.said());
        network.pass(60_000);
        assertTrue(first.isLinked(second));
        assertNotNull(second.host.law());
        assertEquals(Set.of("first", "second"), Set.copyOf(second.heard()));
    }
}
