package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.chain.ChainNode;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Abi;
import tropichat.core.identity.Account;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;
import tropichat.server.SeededRandom;
import tropichat.server.config.BadConfig;

/** Wallets that are contracts sign in, over real sockets and a real chain. */
class ContractLoginTest {
    private static final long CHAIN = 31_337;
    private static final long OTHER_CHAIN = 5;
    private static final long HOUR_MILLIS = 60 * 60 * 1_000;
    private static final int WORD = 32;

    private final Hashes hashes = new JvmHashes();
    private final RandomSource random = SeededRandom.of(20_261_201);
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpClient http = HttpClient.newHttpClient();
    private @Nullable ChainNode started;
    private int port;

    /** Somebody whose wallet is a contract that a key owns. */
    private final class Person {
        final WalletKey owner = WalletKey.generate(random, hashes);
        final SessionKey session = SessionKey.generate(random);
        final EthereumAddress wallet =
                address(chain().ask(CHAIN, factory(), "addressOf(address)", Abi.word(owner.address())));
        final Visitor visitor = new Visitor(http, port);

        Person() {
            open.add(visitor);
        }

        Person deployed() {
            chain().send(CHAIN, factory(), "make(address)", Abi.word(owner.address()));
            return this;
        }

        SiweMessage message(long chain) throws Malformed {
            long now = System.currentTimeMillis();
            return SiweMessage.delegating(
                    domain(),
                    new Account.Ethereum(chain, wallet),
                    session.did(),
                    text(visitor.challenge(), "nonce"),
                    now,
                    now + HOUR_MILLIS,
                    "Chat.");
        }

        void enter(SiweMessage message, Bytes signature) {
            visitor.emit(
                    "authenticate",
                    Visitor.object(
                            "username",
                            "Safe",
                            "walletAddress",
                            wallet.checksummed(hashes),
                            "message",
                            message.toText(hashes),
                            "signature",
                            "eip1271:" + new ContractSignature(signature).text(),
                            "did",
                            session.did().did(),
                            "proof",
                            session.sign(SessionStatement.login(domain(), message.nonce()))
                                    .hex()));
        }

        /** Asks the server whether wallets have signed, and what it answers. */
        Json ask(String statements) {
            visitor.send("427[\"signed\"," + statements + "]");
            return visitor.ack();
        }

        String statement(SiweMessage message, Bytes signature) {
            return Visitor.object(
                    "message", message.toText(hashes), "signature", new ContractSignature(signature).text());
        }
    }

    /** As wallets write it: v is 27 or 28. */
    private Bytes signature(WalletKey key, SiweMessage message) {
        return key.signPersonal(message.toText(hashes)).bytes();
    }

    /** ERC-6492: {@code abi.encode(factory, call, signature)} and a mark. */
    private Bytes notYetDeployed(WalletKey owner, Bytes signature) {
        Bytes call = Abi.call(hashes, "make(address)", Abi.word(owner.address()));
        return Bytes.concat(
                Abi.word(factory()),
                ChainNode.word(3 * WORD),
                ChainNode.word(3 * WORD + WORD + 2 * WORD),
                ChainNode.word(call.length()),
                padded(call),
                ChainNode.word(signature.length()),
                padded(signature),
                Objects.requireNonNull(Bytes.parseHex("6492".repeat(WORD / 2))));
    }

    private static Bytes padded(Bytes bytes) {
        return Bytes.concat(bytes, Bytes.wrap(new byte[(WORD - bytes.length() % WORD) % WORD]));
    }

    private static EthereumAddress address(Bytes word) {
        return new EthereumAddress(word.slice(word.length() - EthereumAddress.LENGTH, word.length()));
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(ChainNode.isInstalled(), "the testbed's packages are not installed");
        http = HttpClient.newHttpClient();
        open.add(http);
        ChainNode node = new ChainNode(CHAIN);
        started = node;
        open.add(node);
        port = serve("--rpc", CHAIN + "=" + node.rpc(CHAIN));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    private int serve(String... flags) throws IOException, BadConfig {
        return LoopbackServer.start(random, open, flags);
    }

    private ChainNode chain() {
        assertNotNull(started);
        return started;
    }

    private EthereumAddress factory() {
        return chain().contract(CHAIN, "WalletFactory");
    }

    private String domain() {
        return "127.0.0.1:" + port;
    }

    @Test
    void aDeployedWalletSignsInAndIsShownAsVerified() throws Malformed {
        Person person = new Person().deployed();
        SiweMessage message = person.message(CHAIN);
        person.enter(message, signature(person.owner, message));
        Json admitted = person.visitor.event("authenticated");
        Json self = element(admitted, "peers", 0);
        assertTrue(field(self, "verified").isTrue());
        assertEquals(person.wallet.checksummed(hashes), text(self, "walletAddress"));
        assertEquals(CHAIN, element(admitted, "chains", 0).integer());
    }

    @Test
    void aWalletThatIsNotDeployedYetSignsIn() throws Malformed {
        Person person = new Person();
        SiweMessage message = person.message(CHAIN);
        person.enter(message, notYetDeployed(person.owner, signature(person.owner, message)));
        assertTrue(field(element(person.visitor.event("authenticated"), "peers", 0), "verified")
                .isTrue());
    }

    @Test
    void whoDoesNotOwnTheWalletIsRefused() throws Malformed {
        Person person = new Person();
        WalletKey stranger = WalletKey.generate(random, hashes);
        SiweMessage first = person.message(CHAIN);
        person.enter(first, notYetDeployed(person.owner, signature(stranger, first)));
        assertEquals("contract_refused", text(person.visitor.event("auth_error"), "code"));
        person.deployed();
        SiweMessage second = person.message(CHAIN);
        person.enter(second, signature(stranger, second));
        assertEquals("contract_refused", text(person.visitor.event("auth_error"), "code"));
        // What the owner has signed before is for another challenge.
        SiweMessage third = person.message(CHAIN);
        person.enter(third, signature(person.owner, second));
        assertEquals("contract_refused", text(person.visitor.event("auth_error"), "code"));
        SiweMessage fourth = person.message(CHAIN);
        person.enter(fourth, signature(person.owner, fourth));
        person.visitor.event("authenticated");
    }

    @Test
    void aWalletOnAChainThatIsNotAskedIsRefusedInWordsThatNameThoseThatAre() throws Exception {
        Person person = new Person().deployed();
        SiweMessage message = person.message(OTHER_CHAIN);
        person.enter(message, signature(person.owner, message));
        Json error = person.visitor.event("auth_error");
        assertEquals("contract_unasked", text(error, "code"));
        assertTrue(text(error, "message").contains("It asks: " + CHAIN), text(error, "message"));
        port = serve();
        Person elsewhere = new Person();
        SiweMessage other = elsewhere.message(CHAIN);
        elsewhere.enter(other, signature(elsewhere.owner, other));
        assertEquals("contract_unasked", text(elsewhere.visitor.event("auth_error"), "code"));
    }

    @Test
    void whileTheChainIsSilentNobodyElseWaits() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = serve("--rpc", CHAIN + "=http://127.0.0.1:" + silent.getLocalPort());
            Person person = new Person();
            SiweMessage message = person.message(CHAIN);
            long begun = System.nanoTime();
            person.enter(message, signature(person.owner, message));
            Visitor other = new Visitor(http, port);
            open.add(other);
            other.challenge();
            long others = System.nanoTime() - begun;
            Json error = person.visitor.event("auth_error");
            long own = System.nanoTime() - begun;
            assertEquals("contract_silent", text(error, "code"));
            assertTrue(text(error, "message").contains("does not answer"), text(error, "message"));
            assertTrue(others < own / 2, others + " ns to answer another, " + own + " ns to refuse");
        }
    }

    @Test
    void whoeverIsInMayAskWhetherOthersWalletsHaveSigned() throws Exception {
        Person person = new Person().deployed();
        SiweMessage message = person.message(CHAIN);
        Bytes own = signature(person.owner, message);
        person.enter(message, own);
        person.visitor.event("authenticated");
        Person absent = new Person();
        SiweMessage theirs = absent.message(CHAIN);
        SiweMessage elsewhere = absent.message(OTHER_CHAIN);
        String question = "{\"statements\":[" + person.statement(message, own) + ","
                + absent.statement(theirs, notYetDeployed(absent.owner, signature(absent.owner, theirs))) + ","
                + absent.statement(theirs, signature(absent.owner, theirs)) + ","
                + absent.statement(elsewhere, own) + "]}";
        assertEquals("{\"signed\":[true,true,false,null]}", person.ask(question).toString());
    }

    @Test
    void questionsThatAreNoneAreRefusedAndTooManyToo() throws Exception {
        Person person = new Person().deployed();
        SiweMessage message = person.message(CHAIN);
        Bytes own = signature(person.owner, message);
        person.enter(message, own);
        person.visitor.event("authenticated");
        String good = person.statement(message, own);
        String many = (good + ",").repeat(ContractDesk.SIGNATURES_MAX) + good;
        for (String asked : List.of(
                "7",
                "{}",
                "{\"statements\":7}",
                "{\"statements\":[7]}",
                "{\"statements\":[" + many + "]}",
                "{\"statements\":[" + good.replace("Chat.", "Pay.\\n") + "]}",
                "{\"statements\":[" + good.replace("\"0x", "\"0y") + "]}")) {
            assertEquals("signed_invalid", text(person.ask(asked), "code"), asked);
        }
        for (int i = 0; i < Seat.GATEKEEPER_ASKED_BURST; i++) {
            person.ask("{\"statements\":[]}");
        }
        assertEquals("too_often", text(person.ask("{\"statements\":[]}"), "code"));
    }

    private static String text(Json object, String name) throws Malformed {
        return field(object, name).text(Integer.MAX_VALUE);
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
