package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.signaling.Said.bytes;
import static tropichat.server.signaling.Said.element;
import static tropichat.server.signaling.Said.field;
import static tropichat.server.signaling.Said.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tropichat.chain.ChainNode;
import tropichat.chain.SharedChains;
import tropichat.chain.TestChain;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.crypto.SessionKey;
import tropichat.crypto.SignatureVerifier;
import tropichat.json.Json;
import tropichat.server.config.BadConfig;

/** Gated rooms, over real sockets and a real chain. */
@ExtendWith(SharedChains.class)
class GateTest {
    private static final long CHAIN = SharedChains.ID;
    private static final String ROOM = "whales";

    @RegisterExtension
    private final Venue venue = new Venue();

    private final TestChain chain;
    private final TestChain other;
    private final Tokens badges;
    private final Path folder;
    private final Path key;

    GateTest(ChainNode chains, @TempDir Path folder) {
        chain = chains.chain(CHAIN);
        other = chains.chain(SharedChains.OTHER_ID);
        badges = new Tokens(chain, "Badge");
        this.folder = folder;
        key = folder.resolve("gatekeeper.key");
    }

    @BeforeEach
    void start() throws Exception {
        serve(chain, badges);
    }

    /** With a room of the operator's for whoever holds one of these. */
    private void serve(TestChain asked, Tokens held) throws Exception {
        Path gates = Files.writeString(folder.resolve("gates.json"), "{\"" + ROOM + "\":" + held.rule() + "}");
        venue.serve(asked, "--gates", gates.toString(), "--gatekeeper-key", key.toString());
    }

    private String refused(String... flags) {
        BadConfig bad = assertThrows(BadConfig.class, () -> venue.serve(flags));
        return String.valueOf(bad.getMessage());
    }

    @Test
    void whoHoldsNothingIsToldInTheGuidesWords() throws Malformed {
        Person stranger = new Person(venue);
        stranger.enterByTheGuide(ROOM);
        Json error = stranger.visitor.event("auth_error");
        assertEquals("NFT ownership required for this room", text(error, "message"));
        assertEquals("gate_failed", text(error, "code"));
        stranger.enterByTheGuide("lobby");
        assertEquals("lobby", text(stranger.visitor.event("authenticated"), "room"));
    }

    @Test
    void whoeverHoldsIsInAndOutOnceItIsGivenAway() throws Malformed {
        Person holder = new Person(venue);
        Person witness = new Person(venue);
        badges.make(holder, 1);
        badges.make(witness, 2);
        holder.enterByTheGuide(ROOM);
        holder.visitor.event("authenticated");
        witness.enterByTheGuide(ROOM);
        Json admitted = witness.visitor.event("authenticated");
        assertEquals(2, field(admitted, "peers").size());
        badges.pass(holder, witness, 1);
        Json lapse = witness.visitor.event("lapse");
        assertEquals(holder.address(), text(lapse, "walletAddress"));
        Lapse signed = Lapse.decode(bytes(lapse, "lapse"));
        assertEquals(text(element(admitted, "gatekeepers", 0)), signed.keeper().did());
        assertTrue(new SignatureVerifier(Venue.HASHES).verify(signed.signatureCheck()));
        assertEquals("gate_lost", text(holder.visitor.event("refused"), "code"));
        witness.visitor.event("peer_left");
        Person again = new Person(venue);
        again.enterByTheGuide(ROOM);
        assertEquals("gate_failed", text(again.visitor.event("auth_error"), "code"));
    }

    @Test
    void whereTheChainCannotBeAskedNobodyComesInAndWhoeverIsInStays() throws Exception {
        Person holder;
        Person late;
        try (ChainNode mortal = new ChainNode(CHAIN)) {
            Tokens there = new Tokens(mortal.chain(CHAIN), "Badge");
            serve(mortal.chain(CHAIN), there);
            holder = new Person(venue);
            late = new Person(venue);
            there.make(holder, 1);
            there.make(late, 2);
            holder.isIn(ROOM);
        }
        late.enter(ROOM);
        Json error = late.visitor.event("auth_error");
        assertEquals("gate_unknown", text(error, "code"));
        assertTrue(text(error, "message").contains("cannot be checked now"));
        assertFalse(holder.visitor.hasHeard("42[\"refused\""));
    }

    @Test
    void ticketsAreForWhoeverHoldsAndForThatSessionAndRoomAlone() throws Malformed {
        Person holder = new Person(venue);
        badges.make(holder, 1);
        Json admitted = holder.isIn("lobby");
        assertNull(admitted.field("gate"));
        Json answer = holder.ask("ticket", "{\"rule\":" + badges.rule() + "}");
        assertEquals("pass", text(field(answer, "verdict"), "outcome"));
        Ticket ticket = Ticket.decode(bytes(answer, "ticket"));
        assertTrue(new SignatureVerifier(Venue.HASHES).verify(ticket.signatureCheck()));
        DidKey keeper = DidKey.parse(text(element(admitted, "gatekeepers", 0)));
        Bytes ruleHash = badges.one().hash(Venue.HASHES);
        long now = System.currentTimeMillis();
        DidKey session = holder.session.did();
        EthereumAddress wallet = holder.wallet();
        assertNull(ticket.refusal(RoomName.LOBBY, session, wallet, ruleHash, Set.of(keeper), now, 0));
        assertEquals(
                Ticket.Refusal.OTHER_ROOM,
                ticket.refusal(new RoomName(ROOM), session, wallet, ruleHash, Set.of(keeper), now, 0));
        assertEquals(CHAIN, ticket.finding().blocks().getFirst().chain());
    }

    @Test
    void whoHoldsNothingGetsReasonsInPlaceOfATicket() throws Malformed {
        Person stranger = new Person(venue);
        stranger.isIn("lobby");
        String rule = "{\"any\":[" + badges.rule() + ",{\"native\":{\"chain\":1,\"min\":1}}]}";
        Json answer = stranger.ask("ticket", "{\"rule\":" + rule + "}");
        assertNull(answer.field("ticket"));
        Json verdict = field(answer, "verdict");
        assertEquals("unknown", text(verdict, "outcome"));
        assertEquals("lacks", text(element(verdict, "parts", 0), "reason"));
        assertEquals("unknown", text(element(verdict, "parts", 1), "reason"));
        Json tried = stranger.ask("gate", "{\"rule\":" + badges.rule() + "}");
        assertEquals("fail", text(field(tried, "verdict"), "outcome"));
    }

    @Test
    void rulesThatAreNoneAreRefusedWithWords() throws Malformed {
        Person person = new Person(venue);
        person.isIn("lobby");
        for (String rule : List.of("{\"erc404\":{}}", "[]", "{\"erc20\":{\"chain\":1.5}}", "null", "{}")) {
            Json answer = person.ask("gate", "{\"rule\":" + rule + "}");
            assertEquals("rule_invalid", text(answer, "code"), rule);
        }
        assertEquals("rule_invalid", text(person.ask("ticket", "7"), "code"));
        for (int i = 0; i < Seat.GATEKEEPER_ASKED_BURST; i++) {
            person.ask("gate", "{}");
        }
        assertEquals("too_often", text(person.ask("gate", "{}"), "code"));
    }

    @Test
    void whoeverMakesARuleIsToldWhatToWriteDownBeforeSigningIn() throws Malformed {
        Person maker = new Person(venue);
        badges.make(maker, 1);
        String asked = "{\"rule\":" + badges.rule() + ",\"wallet\":\"" + maker.address() + "\"}";
        Json answer = maker.ask("gate", asked);
        assertEquals("pass", text(field(answer, "verdict"), "outcome"));
        Bytes encoded = bytes(answer, "encoded");
        assertEquals(badges.one().encode(), encoded);
        DidKey.parse(text(element(answer, "gatekeepers", 0)));
        Json unjudged = maker.ask("gate", "{\"rule\":" + badges.rule() + "}");
        assertNull(unjudged.field("verdict"));
        assertEquals(encoded, bytes(unjudged, "encoded"));
        maker.visitor.send("42[\"ticket\",{}]");
        assertEquals("not_signed_in", text(maker.visitor.event("refused"), "code"));
    }

    @Test
    void whoGivesAwayWhatARoomOfSomebodysAsksForIsToldOfThere() throws Malformed {
        Person holder = new Person(venue);
        Person witness = new Person(venue);
        badges.make(holder, 1);
        for (Person each : List.of(holder, witness)) {
            each.isIn("somebodys");
        }
        assertEquals("pass", text(field(holder.ask("ticket", badges.one()), "verdict"), "outcome"));
        badges.pass(holder, witness, 1);
        Lapse lapse = Lapse.decode(bytes(witness.visitor.event("lapse"), "lapse"));
        assertEquals(holder.wallet(), lapse.finding().wallet());
        assertEquals(badges.one().hash(Venue.HASHES), lapse.finding().rule());
        assertEquals("gate_lost", text(holder.visitor.event("refused"), "code"));
    }

    @Test
    void whoIsAwayAndHoldsNothingAnyMoreIsToldOfWhenMembersAsk() throws Malformed {
        Person member = new Person(venue);
        Person holder = new Person(venue);
        Person former = new Person(venue);
        member.isIn("somebodys");
        badges.make(holder, 1);
        String wallets = "[\"" + holder.address() + "\",\"" + former.address() + "\"]";
        String rule = Person.encoded(badges.one());
        Json answer = member.ask("lapses", "{\"encoded\":\"" + rule + "\",\"wallets\":" + wallets + "}");
        assertEquals(1, field(answer, "lapses").size());
        Lapse lapse = Lapse.decode(bytes(element(answer, "lapses", 0)));
        assertEquals(former.wallet(), lapse.finding().wallet());
        assertEquals("somebodys", lapse.finding().room().text());
        assertTrue(new SignatureVerifier(Venue.HASHES).verify(lapse.signatureCheck()));
    }

    @Test
    void twoGatekeepersOnTwoChainsSpeakEachOfTheirOwn() throws Exception {
        Person holder = new Person(venue);
        badges.make(holder, 1);
        Json admitted = holder.isIn("lobby");
        Tokens elsewhere = new Tokens(other, "Badge");
        GateRule there = elsewhere.one();
        Json answer = holder.ask("ticket", there);
        assertEquals("unknown", text(field(answer, "verdict"), "outcome"));
        venue.serve(other, "--gatekeeper-key", folder.resolve("other.key").toString());
        Person guest = new Person(venue);
        elsewhere.make(guest, 1);
        Json admittedThere = guest.isIn("lobby");
        Ticket ticket = Ticket.decode(bytes(guest.ask("ticket", there), "ticket"));
        DidKey first = DidKey.parse(text(element(admitted, "gatekeepers", 0)));
        DidKey keeper = DidKey.parse(text(element(admittedThere, "gatekeepers", 0)));
        long now = System.currentTimeMillis();
        DidKey session = guest.session.did();
        EthereumAddress wallet = guest.wallet();
        Bytes hash = there.hash(Venue.HASHES);
        assertNull(ticket.refusal(RoomName.LOBBY, session, wallet, hash, Set.of(first, keeper), now, 0));
        assertEquals(
                Ticket.Refusal.STRANGE_KEEPER,
                ticket.refusal(RoomName.LOBBY, session, wallet, hash, Set.of(first), now, 0));
        Json here = guest.ask("ticket", badges.one());
        assertEquals("unknown", text(field(here, "verdict"), "outcome"));
    }

    @Test
    void aNameLetsIn() throws Exception {
        Path gates =
                Files.writeString(folder.resolve("names.json"), "{\"named\":{\"ens\":{\"suffix\":\"tropi.eth\"}}}");
        String resolver = chain.names().checksummed(Venue.HASHES);
        venue.serve(
                chain, "--ens-chain", Long.toString(CHAIN), "--ens-resolver", resolver, "--gates", gates.toString());
        Person member = new Person(venue);
        Person stranger = new Person(venue);
        chain.setName(member.wallet(), "member.tropi.eth");
        member.isIn("named");
        stranger.isRefused("named", "gate_failed");
        assertTrue(refused("--gates", gates.toString()).contains("asks chain 1, for which rpc names no node"));
        assertTrue(refused("--ens-resolver", "ana.eth").contains("ens-resolver"));
        assertTrue(refused("--ens-chain", "0").contains("ens-chain"));
    }

    @Test
    void unsignedPeopleGetNoTicket() throws Exception {
        venue.serve(chain, "--allow-unsigned");
        Visitor visitor = venue.visitor();
        visitor.emit(
                "authenticate",
                Visitor.object("username", "Bo", "walletAddress", "0x" + "ab".repeat(EthereumAddress.LENGTH)));
        visitor.event("authenticated");
        visitor.send("427[\"ticket\",{\"rule\":" + badges.rule() + "}]");
        assertEquals("unproven", text(visitor.ack(), "code"));
    }

    @Test
    void theKeyIsKeptForItsOwnerAloneAndFormerOnesAreStillNamed() throws Exception {
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(key));
        String former = Files.readString(key);
        Bytes seed = Venue.RANDOM.next(SessionKey.SEED_LENGTH);
        Files.writeString(key, seed.hex() + "\n" + former);
        venue.serve(chain, "--gatekeeper-key", key.toString());
        Person person = new Person(venue);
        Json admitted = person.isIn("lobby");
        assertEquals(2, field(admitted, "gatekeepers").size());
        assertEquals(SessionKey.ofSeed(seed).did().did(), text(element(admitted, "gatekeepers", 0)));
        Files.writeString(key, "no key");
        assertTrue(refused("--rpc", CHAIN + "=" + chain.rpc(), "--gatekeeper-key", key.toString())
                .startsWith("gatekeeper-key: "));
    }

    @Test
    void settingsThatCannotBeAreRefusedWithWordsWithoutSecrets() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"fish\":{\"native\":{\"chain\":5,\"min\":1}}}");
        assertTrue(refused("--gates", file.toString()).contains("asks chain 5"));
        assertTrue(refused("--rpc", "1=ftp://secret.example").contains("a node of chain 1"));
        assertFalse(refused("--rpc", "1=ftp://secret.example").contains("secret"));
        assertTrue(refused("--rpc", chain.rpc().toString()).contains("chain's id"));
        Files.writeString(file, "{\"fish\":{\"nothing\":{}}}");
        assertTrue(refused("--gates", file.toString()).contains("\"nothing\""));
        Files.writeString(file, "[]");
        assertTrue(refused("--gates", file.toString()).contains("no object"));
    }
}
