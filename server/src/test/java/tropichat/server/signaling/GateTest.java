package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tropichat.chain.ChainNode;
import tropichat.chain.Chains;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Abi;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.Account;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.SignatureVerifier;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;
import tropichat.server.SeededRandom;
import tropichat.server.config.BadConfig;

/** Gated rooms, over real sockets and a real chain. */
class GateTest {
    private static final long CHAIN = 31_337;
    private static final long HOUR_MILLIS = 60 * 60 * 1_000;
    private static final String ROOM = "whales";

    private final Hashes hashes = new JvmHashes();
    private final RandomSource random = SeededRandom.of(20_261_130);
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpClient http = HttpClient.newHttpClient();
    private @Nullable ChainNode started;
    private int port;
    private int badges;

    @TempDir
    Path folder;

    /** Somebody with a wallet, a session's key and a connection. */
    private final class Person {
        final WalletKey wallet = WalletKey.generate(random, hashes);
        final SessionKey session = SessionKey.generate(random);
        Visitor visitor = new Visitor(http, port);

        Person() {
            open.add(visitor);
        }

        /** Whoever is let go is no longer connected. */
        void comeBack() {
            visitor = new Visitor(http, port);
            open.add(visitor);
        }

        /** Signs in with Ethereum, for its session. */
        void enter(String room) throws Malformed {
            String nonce = text(visitor.challenge(), "nonce");
            long now = System.currentTimeMillis();
            String siwe = SiweMessage.delegating(
                            domain(),
                            new Account.Ethereum(1, wallet.address()),
                            session.did(),
                            nonce,
                            now,
                            now + HOUR_MILLIS,
                            "Chat.")
                    .toText(hashes);
            visitor.emit(
                    "authenticate",
                    login(
                            room,
                            siwe,
                            "did",
                            session.did().did(),
                            "proof",
                            session.sign(SessionStatement.login(domain(), nonce))
                                    .hex()));
        }

        /** Signs in as clients of the guide do. */
        void enterByTheGuide(String room) {
            String message = new GuideLogin(System.currentTimeMillis(), wallet.address()).toText(hashes);
            visitor.emit("authenticate", login(room, message));
        }

        private String login(String room, String message, String... more) {
            List<String> all = new ArrayList<>(List.of(
                    "username",
                    "Ana",
                    "walletAddress",
                    wallet.address().checksummed(hashes),
                    "room",
                    room,
                    "message",
                    message,
                    "signature",
                    wallet.signPersonal(Bytes.utf8(message)).hex()));
            all.addAll(List.of(more));
            return Visitor.object(all.toArray(String[]::new));
        }

        /** Asks the gatekeeper, and what it answers. */
        Json ask(String event, String about) {
            visitor.send("427[\"" + event + "\"," + about + "]");
            return visitor.ack();
        }

        long giveBadge() {
            long id = ++badges;
            chain().send(CHAIN, badge(), "mint(address,uint256)", Abi.word(wallet.address()), ChainNode.word(id));
            chain().mine(CHAIN, 2);
            return id;
        }
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(ChainNode.isInstalled(), "the testbed's packages are not installed");
        http = HttpClient.newHttpClient();
        open.add(http);
        ChainNode node = new ChainNode(CHAIN);
        started = node;
        open.add(node);
        Path gates = Files.writeString(folder.resolve("gates.json"), "{\"" + ROOM + "\":" + rule() + "}");
        port = serve("--gates", gates.toString(), "--gatekeeper-key", key().toString());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private int serve(String... more) throws IOException, BadConfig {
        List<String> flags = new ArrayList<>(List.of("--rpc", CHAIN + "=" + chain().rpc(CHAIN)));
        flags.addAll(List.of(more));
        return LoopbackServer.start(random, open, flags.toArray(String[]::new));
    }

    private Path key() {
        return folder.resolve("gatekeeper.key");
    }

    private ChainNode chain() {
        assertNotNull(started);
        return started;
    }

    private EthereumAddress badge() {
        return chain().contract(CHAIN, "Badge");
    }

    private String rule() {
        return "{\"erc721\":{\"chain\":" + CHAIN + ",\"contract\":\"0x"
                + badge().bytes().hex() + "\"}}";
    }

    private String domain() {
        return "127.0.0.1:" + port;
    }

    @Test
    void whoHoldsNothingIsToldInTheGuidesWords() throws Malformed {
        Person stranger = new Person();
        stranger.enterByTheGuide(ROOM);
        Json error = stranger.visitor.event("auth_error");
        assertEquals("NFT ownership required for this room", text(error, "message"));
        assertEquals("gate_failed", text(error, "code"));
        stranger.enterByTheGuide("lobby");
        assertEquals("lobby", text(stranger.visitor.event("authenticated"), "room"));
    }

    @Test
    void whoeverHoldsIsInAndOutOnceItIsGivenAway() throws Malformed {
        Person holder = new Person();
        Person witness = new Person();
        long id = holder.giveBadge();
        witness.giveBadge();
        holder.enterByTheGuide(ROOM);
        holder.visitor.event("authenticated");
        witness.enterByTheGuide(ROOM);
        Json admitted = witness.visitor.event("authenticated");
        assertEquals(2, field(admitted, "peers").size());
        give(holder, witness, id);
        Json lapse = witness.visitor.event("lapse");
        assertEquals(holder.wallet.address().checksummed(hashes), text(lapse, "walletAddress"));
        Lapse signed = Lapse.decode(base64(text(lapse, "lapse")));
        assertEquals(
                text(element(admitted, "gatekeepers", 0), ""), signed.keeper().did());
        assertTrue(new SignatureVerifier(hashes).verify(signed.signatureCheck()));
        assertEquals("gate_lost", text(holder.visitor.event("refused"), "code"));
        witness.visitor.event("peer_left");
        Person again = new Person();
        again.enterByTheGuide(ROOM);
        assertEquals("gate_failed", text(again.visitor.event("auth_error"), "code"));
    }

    @Test
    void whereTheChainCannotBeAskedNobodyComesInAndWhoeverIsInStays() throws Exception {
        Person holder = new Person();
        Person late = new Person();
        holder.giveBadge();
        late.giveBadge();
        holder.enter(ROOM);
        holder.visitor.event("authenticated");
        chain().close();
        late.enter(ROOM);
        Json error = late.visitor.event("auth_error");
        assertEquals("gate_unknown", text(error, "code"));
        assertTrue(text(error, "message").contains("cannot be checked now"));
        assertFalse(holder.visitor.hasHeard("42[\"refused\""));
    }

    @Test
    void ticketsAreForWhoeverHoldsAndForThatSessionAndRoomAlone() throws Malformed {
        Person holder = new Person();
        holder.giveBadge();
        holder.enter("lobby");
        Json admitted = holder.visitor.event("authenticated");
        assertNull(admitted.field("gate"));
        Json answer = holder.ask("ticket", "{\"rule\":" + rule() + "}");
        assertEquals("pass", text(field(answer, "verdict"), "outcome"));
        Ticket ticket = Ticket.decode(base64(text(answer, "ticket")));
        assertTrue(new SignatureVerifier(hashes).verify(ticket.signatureCheck()));
        DidKey keeper = DidKey.parse(text(element(admitted, "gatekeepers", 0), ""));
        Bytes ruleHash = new GateRule.Erc721(CHAIN, badge(), Uint256.ONE, List.of()).hash(hashes);
        long now = System.currentTimeMillis();
        DidKey session = holder.session.did();
        EthereumAddress wallet = holder.wallet.address();
        assertNull(ticket.refusal(RoomName.LOBBY, session, wallet, ruleHash, Set.of(keeper), now, 0));
        assertEquals(
                Ticket.Refusal.OTHER_ROOM,
                ticket.refusal(new RoomName(ROOM), session, wallet, ruleHash, Set.of(keeper), now, 0));
        assertEquals(CHAIN, ticket.finding().blocks().getFirst().chain());
    }

    @Test
    void whoHoldsNothingGetsReasonsInPlaceOfATicket() throws Malformed {
        Person stranger = new Person();
        stranger.enter("lobby");
        stranger.visitor.event("authenticated");
        String rule = "{\"any\":[" + rule() + ",{\"native\":{\"chain\":1,\"min\":1}}]}";
        Json answer = stranger.ask("ticket", "{\"rule\":" + rule + "}");
        assertNull(answer.field("ticket"));
        Json verdict = field(answer, "verdict");
        assertEquals("unknown", text(verdict, "outcome"));
        assertEquals("lacks", text(element(verdict, "parts", 0), "reason"));
        assertEquals("unknown", text(element(verdict, "parts", 1), "reason"));
        Json tried = stranger.ask("gate", "{\"rule\":" + rule() + "}");
        assertEquals("fail", text(field(tried, "verdict"), "outcome"));
    }

    @Test
    void rulesThatAreNoneAreRefusedWithWords() throws Malformed {
        Person person = new Person();
        person.enter("lobby");
        person.visitor.event("authenticated");
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
        Person maker = new Person();
        maker.giveBadge();
        String asked = "{\"rule\":" + rule() + ",\"wallet\":\"" + address(maker) + "\"}";
        Json answer = maker.ask("gate", asked);
        assertEquals("pass", text(field(answer, "verdict"), "outcome"));
        Bytes encoded = base64(text(answer, "encoded"));
        assertEquals(new GateRule.Erc721(CHAIN, badge(), Uint256.ONE, List.of()).encode(), encoded);
        DidKey.parse(text(element(answer, "gatekeepers", 0), ""));
        Json unjudged = maker.ask("gate", "{\"rule\":" + rule() + "}");
        assertNull(unjudged.field("verdict"));
        assertEquals(encoded, base64(text(unjudged, "encoded")));
        maker.visitor.send("42[\"ticket\",{}]");
        assertEquals("not_signed_in", text(maker.visitor.event("refused"), "code"));
    }

    private String encoded(GateRule rule) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(rule.encode().unsafeArray());
    }

    private GateRule badgeRule() {
        return new GateRule.Erc721(CHAIN, badge(), Uint256.ONE, List.of());
    }

    @Test
    void whoGivesAwayWhatARoomOfSomebodysAsksForIsToldOfThere() throws Malformed {
        Person holder = new Person();
        Person witness = new Person();
        long id = holder.giveBadge();
        for (Person each : List.of(holder, witness)) {
            each.enter("somebodys");
            each.visitor.event("authenticated");
        }
        String asked = "{\"encoded\":\"" + encoded(badgeRule()) + "\"}";
        assertEquals("pass", text(field(holder.ask("ticket", asked), "verdict"), "outcome"));
        give(holder, witness, id);
        Lapse lapse = Lapse.decode(base64(text(witness.visitor.event("lapse"), "lapse")));
        assertEquals(holder.wallet.address(), lapse.finding().wallet());
        assertEquals(badgeRule().hash(hashes), lapse.finding().rule());
        assertEquals("gate_lost", text(holder.visitor.event("refused"), "code"));
    }

    private void give(Person from, Person to, long id) {
        chain().sendFrom(
                        from.wallet.address(),
                        CHAIN,
                        badge(),
                        "transferFrom(address,address,uint256)",
                        Abi.word(from.wallet.address()),
                        Abi.word(to.wallet.address()),
                        ChainNode.word(id));
    }

    @Test
    void whoIsAwayAndHoldsNothingAnyMoreIsToldOfWhenMembersAsk() throws Malformed {
        Person member = new Person();
        Person holder = new Person();
        Person former = new Person();
        member.enter("somebodys");
        member.visitor.event("authenticated");
        holder.giveBadge();
        String wallets = "[\"" + address(holder) + "\",\"" + address(former) + "\"]";
        Json answer =
                member.ask("lapses", "{\"encoded\":\"" + encoded(badgeRule()) + "\",\"wallets\":" + wallets + "}");
        assertEquals(1, field(answer, "lapses").size());
        Lapse lapse = Lapse.decode(base64(text(element(answer, "lapses", 0), "")));
        assertEquals(former.wallet.address(), lapse.finding().wallet());
        assertEquals("somebodys", lapse.finding().room().text());
        assertTrue(new SignatureVerifier(hashes).verify(lapse.signatureCheck()));
    }

    @Test
    void twoGatekeepersOnTwoChainsSpeakEachOfTheirOwn() throws Exception {
        long other = CHAIN + 1;
        ChainNode second = new ChainNode(other);
        open.add(second);
        int firstPort = port;
        Person holder = new Person();
        holder.giveBadge();
        holder.enter("lobby");
        Json admitted = holder.visitor.event("authenticated");
        GateRule there = new GateRule.Erc721(other, second.contract(other, "Badge"), Uint256.ONE, List.of());
        Json answer = holder.ask("ticket", "{\"encoded\":\"" + encoded(there) + "\"}");
        assertEquals("unknown", text(field(answer, "verdict"), "outcome"));
        Path otherKey = folder.resolve("other.key");
        port = LoopbackServer.start(
                random, open, "--rpc", other + "=" + second.rpc(other), "--gatekeeper-key", otherKey.toString());
        Person guest = new Person();
        second.send(
                other,
                second.contract(other, "Badge"),
                "mint(address,uint256)",
                Abi.word(guest.wallet.address()),
                ChainNode.word(1));
        second.mine(other, 2);
        guest.enter("lobby");
        Json admittedThere = guest.visitor.event("authenticated");
        Ticket ticket =
                Ticket.decode(base64(text(guest.ask("ticket", "{\"encoded\":\"" + encoded(there) + "\"}"), "ticket")));
        DidKey first = DidKey.parse(text(element(admitted, "gatekeepers", 0), ""));
        DidKey keeper = DidKey.parse(text(element(admittedThere, "gatekeepers", 0), ""));
        long now = System.currentTimeMillis();
        DidKey session = guest.session.did();
        EthereumAddress wallet = guest.wallet.address();
        Bytes hash = there.hash(hashes);
        assertNull(ticket.refusal(RoomName.LOBBY, session, wallet, hash, Set.of(first, keeper), now, 0));
        assertEquals(
                Ticket.Refusal.STRANGE_KEEPER,
                ticket.refusal(RoomName.LOBBY, session, wallet, hash, Set.of(first), now, 0));
        Json here = guest.ask("ticket", "{\"encoded\":\"" + encoded(badgeRule()) + "\"}");
        assertEquals("unknown", text(field(here, "verdict"), "outcome"));
        port = firstPort;
    }

    // ---- Vaults and seats

    private EthereumAddress club() {
        return chain().contract(CHAIN, "Club");
    }

    /** A room of the operator's by tokens that can be listed. */
    private void serveClub(String options) throws Exception {
        String rule = "{\"erc721\":{\"chain\":" + CHAIN + ",\"contract\":\"0x"
                + club().bytes().hex() + "\"," + options + "}}";
        Path gates = Files.writeString(folder.resolve("club.json"), "{\"club\":" + rule + "}");
        String registry = chain().contract(CHAIN, "DelegateRegistry").checksummed(hashes);
        port = serve("--gates", gates.toString(), "--delegate-registry", registry);
    }

    private Person member(long... tokens) {
        Person member = new Person();
        for (long token : tokens) {
            Bytes[] made = {Abi.word(member.wallet.address()), ChainNode.word(token)};
            chain().send(CHAIN, club(), "mint(address,uint256)", made);
        }
        chain().mine(CHAIN, 2);
        return member;
    }

    private void pass(Person from, Person to, long token) {
        EthereumAddress giver = from.wallet.address();
        Bytes[] given = {Abi.word(giver), Abi.word(to.wallet.address()), ChainNode.word(token)};
        chain().sendFrom(giver, CHAIN, club(), "transferFrom(address,address,uint256)", given);
    }

    private void delegate(Person vault, Person hot, boolean isOn) {
        Bytes[] made = {
            Abi.word(hot.wallet.address()), Abi.word(club()), ChainNode.word(0), ChainNode.word(isOn ? 1 : 0)
        };
        chain().sendFrom(
                        vault.wallet.address(),
                        CHAIN,
                        chain().contract(CHAIN, "DelegateRegistry"),
                        "delegateContract(address,address,bytes32,bool)",
                        made);
        chain().mine(CHAIN, 2);
    }

    private void isIn(Person person) throws Malformed {
        person.enter("club");
        assertEquals("club", text(person.visitor.event("authenticated"), "room"));
    }

    private void isRefused(Person person, String code) throws Malformed {
        person.enter("club");
        assertEquals(code, text(person.visitor.event("auth_error"), "code"));
    }

    @Test
    void aHotWalletIsInByItsVaultAndOutOnceThatGivesItsTokenAway() throws Exception {
        serveClub("\"delegates\":true");
        Person vault = member(1);
        Person hot = new Person();
        Person witness = member(2);
        isRefused(hot, "gate_failed");
        delegate(vault, hot, true);
        isIn(hot);
        isIn(witness);
        pass(vault, witness, 1);
        Json told = witness.visitor.event("lapse");
        assertEquals(address(hot), text(told, "walletAddress"));
        Lapse lapse = Lapse.decode(base64(text(told, "lapse")));
        assertTrue(new SignatureVerifier(hashes).verify(lapse.signatureCheck()));
        assertEquals("gate_lost", text(hot.visitor.event("refused"), "code"));
    }

    @Test
    void aDelegationThatIsRevokedLetsInNobody() throws Exception {
        serveClub("\"delegates\":true");
        Person vault = member(1);
        Person hot = new Person();
        delegate(vault, hot, true);
        isIn(hot);
        delegate(vault, hot, false);
        // What was found out a moment ago counts for as long as blocks are not looked for again.
        Thread.sleep(2 * Chains.POLL_MILLIS);
        assertEquals("fail", text(field(hot.ask("ticket", "{}"), "verdict"), "outcome"));
        Person again = new Person();
        delegate(vault, again, true);
        delegate(vault, again, false);
        isRefused(again, "gate_failed");
    }

    @Test
    void onOneTokenTheNewerSitsAndTheOlderIsToldOf() throws Exception {
        serveClub("\"delegates\":true,\"seat\":true");
        Person vault = member(1);
        Person hot = new Person();
        Person witness = member(2);
        delegate(vault, hot, true);
        isIn(vault);
        isIn(witness);
        isIn(hot);
        Json told = witness.visitor.event("lapse");
        assertEquals(address(vault), text(told, "walletAddress"));
        Lapse lapse = Lapse.decode(base64(text(told, "lapse")));
        assertTrue(new SignatureVerifier(hashes).verify(lapse.signatureCheck()));
        Json refused = vault.visitor.event("refused");
        assertEquals("seat_taken", text(refused, "code"));
        assertTrue(text(refused, "message").startsWith("Somebody else has taken your seat"));
        // It is looked at anew, and nobody takes anything back who has not asked.
        pass(vault, vault, 1);
        Thread.sleep(3 * Chains.POLL_MILLIS);
        assertFalse(hot.visitor.hasHeard("42[\"refused\""));
        vault.comeBack();
        isIn(vault);
        assertEquals("seat_taken", text(hot.visitor.event("refused"), "code"));
        assertFalse(witness.visitor.hasHeard("42[\"refused\""));
    }

    @Test
    void whoeverIsGivenTheTokenSitsAndItsFormerOwnerIsOut() throws Exception {
        serveClub("\"seat\":true");
        Person former = member(1);
        Person owner = new Person();
        isIn(former);
        pass(former, owner, 1);
        assertEquals("gate_lost", text(former.visitor.event("refused"), "code"));
        chain().mine(CHAIN, 2);
        isIn(owner);
        former.comeBack();
        isRefused(former, "gate_failed");
    }

    @Test
    void onTwoTokensTwoSit() throws Exception {
        serveClub("\"delegates\":true,\"seat\":true");
        Person vault = member(1, 2);
        Person hot = new Person();
        Person third = new Person();
        delegate(vault, hot, true);
        delegate(vault, third, true);
        isIn(vault);
        isIn(hot);
        pass(vault, vault, 1);
        Thread.sleep(3 * Chains.POLL_MILLIS);
        assertFalse(vault.visitor.hasHeard("42[\"refused\""));
        assertFalse(hot.visitor.hasHeard("42[\"refused\""));
        isIn(third);
        assertEquals("seat_taken", text(vault.visitor.event("refused"), "code"));
        assertFalse(hot.visitor.hasHeard("42[\"refused\""));
    }

    @Test
    void ticketsAreForWhoeverSits() throws Exception {
        serveClub("\"delegates\":true");
        Person vault = member(1);
        Person hot = new Person();
        delegate(vault, hot, true);
        String asked = "{\"encoded\":\""
                + encoded(new GateRule.Erc721(CHAIN, club(), Uint256.ONE, List.of(), true, true)) + "\"}";
        Person witness = new Person();
        for (Person each : List.of(vault, hot, witness)) {
            each.enter("somebodys");
            each.visitor.event("authenticated");
        }
        assertEquals("pass", text(field(vault.ask("ticket", asked), "verdict"), "outcome"));
        assertEquals("pass", text(field(hot.ask("ticket", asked), "verdict"), "outcome"));
        Lapse lapse = Lapse.decode(base64(text(witness.visitor.event("lapse"), "lapse")));
        assertEquals(vault.wallet.address(), lapse.finding().wallet());
        assertEquals("seat_taken", text(vault.visitor.event("refused"), "code"));
    }

    @Test
    void whereTokensCannotBeListedAndAreNotNamedNobodyIsLetIn() throws Exception {
        Person holder = new Person();
        long id = holder.giveBadge();
        holder.enter("lobby");
        holder.visitor.event("authenticated");
        GateRule listed = new GateRule.Erc721(CHAIN, badge(), Uint256.ONE, List.of(), false, true);
        Json verdict = field(holder.ask("ticket", "{\"encoded\":\"" + encoded(listed) + "\"}"), "verdict");
        assertEquals("unknown", text(verdict, "outcome"));
        assertEquals("no_answer", text(verdict, "reason"));
        GateRule named = new GateRule.Erc721(CHAIN, badge(), Uint256.ONE, List.of(Uint256.of(id)), false, true);
        assertNotNull(
                holder.ask("ticket", "{\"encoded\":\"" + encoded(named) + "\"}").field("ticket"));
    }

    private void serveNames() throws Exception {
        String resolver = chain().names(CHAIN).checksummed(hashes);
        port = serve("--ens-chain", Long.toString(CHAIN), "--ens-resolver", resolver);
    }

    private String address(Person person) {
        return person.wallet.address().checksummed(hashes);
    }

    @Test
    void namesOfThoseInTheRoomAreTold() throws Exception {
        serveNames();
        Person named = new Person();
        Person pretender = new Person();
        Person stranger = new Person();
        chain().setName(CHAIN, pretender.wallet.address(), "ana.eth");
        chain().setName(CHAIN, named.wallet.address(), "ana.eth");
        chain().setName(CHAIN, stranger.wallet.address(), "far.eth");
        named.enter("lobby");
        assertTrue(field(named.visitor.event("authenticated"), "names").isTrue());
        pretender.enter("lobby");
        pretender.visitor.event("authenticated");
        Json answer = named.ask(
                "names",
                "{\"wallets\":[\"" + address(named) + "\",\"" + address(pretender) + "\",\"" + address(stranger)
                        + "\"]}");
        Json names = field(answer, "names");
        assertEquals("ana.eth", text(names, address(named)));
        assertEquals(Json.Kind.NULL, field(names, address(pretender)).kind());
        assertNull(names.field(address(stranger)));
    }

    @Test
    void questionsForNamesThatAreNoneAreRefusedAndTooManyToo() throws Exception {
        serveNames();
        Person person = new Person();
        person.enter("lobby");
        person.visitor.event("authenticated");
        String many = ("\"" + address(person) + "\",").repeat(NameDesk.WALLETS_MAX) + "\"" + address(person) + "\"";
        for (String asked :
                List.of("7", "{}", "{\"wallets\":7}", "{\"wallets\":[\"ana.eth\"]}", "{\"wallets\":[" + many + "]}")) {
            assertEquals("names_invalid", text(person.ask("names", asked), "code"), asked);
        }
        for (int i = 0; i < Seat.GATEKEEPER_ASKED_BURST; i++) {
            person.ask("names", "{\"wallets\":[]}");
        }
        assertEquals("too_often", text(person.ask("names", "{\"wallets\":[]}"), "code"));
    }

    @Test
    void whereNoNodeOfItsChainIsNamedNoNamesAreTold() throws Malformed {
        Person person = new Person();
        person.enter("lobby");
        assertNull(person.visitor.event("authenticated").field("names"));
        assertEquals("names_off", text(person.ask("names", "{\"wallets\":[]}"), "code"));
    }

    // ---- Pictures

    private Person shown(String room) throws Malformed {
        Person person = new Person();
        person.enter(room);
        assertTrue(field(person.visitor.event("authenticated"), "avatars").isTrue());
        return person;
    }

    private String badgeOf(Person owner) {
        badges++;
        String svg = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>";
        chain().mint(CHAIN, owner.wallet.address(), badges, "data:application/json,{\"image\":\"" + svg + "\"}");
        return "eip155:" + CHAIN + "/erc721:0x"
                + chain().contract(CHAIN, "Badge").bytes().hex() + "/" + badges;
    }

    private String asking(Person whose, String avatar) {
        return Visitor.object("wallet", address(whose), "avatar", avatar);
    }

    @Test
    void picturesOfThoseInTheRoomAreHandedOutWhereTheyHoldThem() throws Exception {
        serveNames();
        Person owner = shown("lobby");
        Person liar = shown("lobby");
        Person stranger = shown("elsewhere");
        String token = badgeOf(owner);
        liar.visitor.send("427[\"avatar\"," + asking(owner, token) + "]");
        Visitor.Relayed picture = liar.visitor.ackWithAttachment();
        assertEquals("image", text(picture.argument(), "kind"));
        assertEquals("image/svg+xml", text(picture.argument(), "type"));
        assertEquals(Bytes.utf8("<svg xmlns='http://www.w3.org/2000/svg'/>"), picture.frame());
        Json refused = owner.ask("avatar", asking(liar, token));
        assertEquals("refused", text(refused, "kind"));
        assertEquals("not-owned", text(refused, "reason"));
        assertEquals("no-avatar", text(owner.ask("avatar", asking(liar, "ens")), "reason"));
        assertEquals("stranger", text(stranger.ask("avatar", asking(owner, token)), "code"));
    }

    @Test
    void questionsForPicturesThatAreNoneAreRefusedAndTooManyToo() throws Exception {
        serveNames();
        Person person = shown("lobby");
        for (String asked : List.of(
                "7",
                "{}",
                Visitor.object("wallet", address(person)),
                Visitor.object("wallet", "ana.eth", "avatar", "ens"),
                asking(person, "https://example.org/x.png"),
                asking(person, "x".repeat(10_000)))) {
            assertEquals("avatar_invalid", text(person.ask("avatar", asked), "code"), asked);
        }
        for (int i = 0; i < Seat.AVATARS_ASKED_BURST; i++) {
            person.ask("avatar", "{}");
        }
        assertEquals("too_often", text(person.ask("avatar", "{}"), "code"));
    }

    @Test
    void aNameLetsIn() throws Exception {
        Path gates =
                Files.writeString(folder.resolve("names.json"), "{\"named\":{\"ens\":{\"suffix\":\"tropi.eth\"}}}");
        String resolver = chain().names(CHAIN).checksummed(hashes);
        port = serve("--ens-chain", Long.toString(CHAIN), "--ens-resolver", resolver, "--gates", gates.toString());
        Person member = new Person();
        Person stranger = new Person();
        chain().setName(CHAIN, member.wallet.address(), "member.tropi.eth");
        member.enter("named");
        assertEquals("named", text(member.visitor.event("authenticated"), "room"));
        stranger.enter("named");
        assertEquals("gate_failed", text(stranger.visitor.event("auth_error"), "code"));
        assertTrue(refused("--gates", gates.toString()).contains("asks chain 1, for which rpc names no node"));
        assertTrue(refused("--ens-resolver", "ana.eth").contains("ens-resolver"));
        assertTrue(refused("--ens-chain", "0").contains("ens-chain"));
    }

    @Test
    void unsignedPeopleGetNoTicket() throws Exception {
        port = serve("--allow-unsigned");
        Visitor visitor = new Visitor(http, port);
        open.add(visitor);
        visitor.emit(
                "authenticate",
                Visitor.object("username", "Bo", "walletAddress", "0x" + "ab".repeat(EthereumAddress.LENGTH)));
        visitor.event("authenticated");
        visitor.send("427[\"ticket\",{\"rule\":" + rule() + "}]");
        assertEquals("unproven", text(visitor.ack(), "code"));
    }

    @Test
    void theKeyIsKeptForItsOwnerAloneAndFormerOnesAreStillNamed() throws Exception {
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(key()));
        String former = Files.readString(key());
        Bytes seed = random.next(SessionKey.SEED_LENGTH);
        Files.writeString(key(), seed.hex() + "\n" + former);
        port = serve("--gatekeeper-key", key().toString());
        Person person = new Person();
        person.enter("lobby");
        Json admitted = person.visitor.event("authenticated");
        assertEquals(2, field(admitted, "gatekeepers").size());
        assertEquals(SessionKey.ofSeed(seed).did().did(), text(element(admitted, "gatekeepers", 0), ""));
        Files.writeString(key(), "no key");
        assertTrue(String.valueOf(assertThrows(BadConfig.class, () -> serve("--gatekeeper-key", key().toString()))
                        .getMessage())
                .startsWith("gatekeeper-key: "));
    }

    @Test
    void settingsThatCannotBeAreRefusedWithWordsWithoutSecrets() throws IOException {
        URI node = chain().rpc(CHAIN);
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"fish\":{\"native\":{\"chain\":5,\"min\":1}}}");
        assertTrue(refused("--gates", file.toString()).contains("asks chain 5"));
        assertTrue(refused("--rpc", "1=ftp://secret.example").contains("a node of chain 1"));
        assertFalse(refused("--rpc", "1=ftp://secret.example").contains("secret"));
        assertTrue(refused("--rpc", node.toString()).contains("chain's id"));
        Files.writeString(file, "{\"fish\":{\"nothing\":{}}}");
        assertTrue(refused("--gates", file.toString()).contains("\"nothing\""));
        Files.writeString(file, "[]");
        assertTrue(refused("--gates", file.toString()).contains("no object"));
    }

    private String refused(String... flags) {
        BadConfig bad = assertThrows(BadConfig.class, () -> LoopbackServer.start(random, open, flags));
        return String.valueOf(bad.getMessage());
    }

    private static Bytes base64(String text) {
        return Bytes.wrap(Base64.getUrlDecoder().decode(text));
    }

    /** The text of a member; of the value itself where the name is empty. */
    private static String text(Json object, String name) throws Malformed {
        return (name.isEmpty() ? object : field(object, name)).text(Integer.MAX_VALUE);
    }

    private static Json field(Json object, String name) {
        Json value = object.field(name);
        assertNotNull(value, name + " of " + object);
        return value;
    }

    private static Json element(Json object, String name, int index) {
        Json value = field(object, name).element(index);
        assertNotNull(value, name + "[" + index + "] of " + object);
        return value;
    }
}
