package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.signaling.Said.element;
import static tropichat.server.signaling.Said.field;
import static tropichat.server.signaling.Said.text;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tropichat.chain.ChainNode;
import tropichat.chain.SharedChains;
import tropichat.chain.TestChain;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.identity.Account;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;

/** Wallets that are contracts sign in, over real sockets and a real chain. */
@ExtendWith(SharedChains.class)
class ContractLoginTest {
    private static final long CHAIN = SharedChains.ID;
    private static final long OTHER_CHAIN = 5;
    private static final long HOUR_MILLIS = 60 * 60 * 1_000;
    private static final int WORD = 32;

    @RegisterExtension
    private final Venue venue = new Venue();

    private final TestChain chain;

    ContractLoginTest(ChainNode chains) {
        chain = chains.chain(CHAIN);
    }

    /** Somebody whose wallet is a contract that a key owns. */
    private final class Safe {
        final WalletKey owner = WalletKey.generate(Venue.RANDOM, Venue.HASHES);
        final SessionKey session = SessionKey.generate(Venue.RANDOM);
        final EthereumAddress wallet = address(chain.ask(factory(), "addressOf(address)", Abi.word(owner.address())));
        final Visitor visitor = venue.visitor();

        Safe deployed() {
            chain.send(factory(), "make(address)", Abi.word(owner.address()));
            return this;
        }

        SiweMessage message(long chain) throws Malformed {
            long now = System.currentTimeMillis();
            return SiweMessage.delegating(
                    venue.domain(),
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
                            wallet.checksummed(Venue.HASHES),
                            "message",
                            message.toText(Venue.HASHES),
                            "signature",
                            "eip1271:" + new ContractSignature(signature).text(),
                            "did",
                            session.did().did(),
                            "proof",
                            session.sign(SessionStatement.login(venue.domain(), message.nonce()))
                                    .hex()));
        }

        /** Asks the server whether wallets have signed, and what it answers. */
        Json ask(String statements) {
            visitor.send("427[\"signed\"," + statements + "]");
            return visitor.ack();
        }

        String statement(SiweMessage message, Bytes signature) {
            return Visitor.object(
                    "message", message.toText(Venue.HASHES), "signature", new ContractSignature(signature).text());
        }
    }

    /** As wallets write it: v is 27 or 28. */
    private Bytes signature(WalletKey key, SiweMessage message) {
        return key.signPersonal(message.toText(Venue.HASHES)).bytes();
    }

    /** ERC-6492: {@code abi.encode(factory, call, signature)} and a mark. */
    private Bytes notYetDeployed(WalletKey owner, Bytes signature) {
        Bytes call = Abi.call(Venue.HASHES, "make(address)", Abi.word(owner.address()));
        return Bytes.concat(
                Abi.word(factory()),
                TestChain.word(3 * WORD),
                TestChain.word(3 * WORD + WORD + 2 * WORD),
                TestChain.word(call.length()),
                padded(call),
                TestChain.word(signature.length()),
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
        venue.serve(chain);
    }

    private EthereumAddress factory() {
        return chain.contract("WalletFactory");
    }

    @Test
    void aDeployedWalletSignsInAndIsShownAsVerified() throws Malformed {
        Safe safe = new Safe().deployed();
        SiweMessage message = safe.message(CHAIN);
        safe.enter(message, signature(safe.owner, message));
        Json admitted = safe.visitor.event("authenticated");
        Json self = element(admitted, "peers", 0);
        assertTrue(field(self, "verified").isTrue());
        assertEquals(safe.wallet.checksummed(Venue.HASHES), text(self, "walletAddress"));
        assertEquals(CHAIN, element(admitted, "chains", 0).integer());
    }

    @Test
    void aWalletThatIsNotDeployedYetSignsIn() throws Malformed {
        Safe safe = new Safe();
        SiweMessage message = safe.message(CHAIN);
        safe.enter(message, notYetDeployed(safe.owner, signature(safe.owner, message)));
        assertTrue(field(element(safe.visitor.event("authenticated"), "peers", 0), "verified")
                .isTrue());
    }

    @Test
    void whoDoesNotOwnTheWalletIsRefused() throws Malformed {
        Safe safe = new Safe();
        WalletKey stranger = WalletKey.generate(Venue.RANDOM, Venue.HASHES);
        SiweMessage first = safe.message(CHAIN);
        safe.enter(first, notYetDeployed(safe.owner, signature(stranger, first)));
        assertEquals("contract_refused", text(safe.visitor.event("auth_error"), "code"));
        safe.deployed();
        SiweMessage second = safe.message(CHAIN);
        safe.enter(second, signature(stranger, second));
        assertEquals("contract_refused", text(safe.visitor.event("auth_error"), "code"));
        // What the owner has signed before is for another challenge.
        SiweMessage third = safe.message(CHAIN);
        safe.enter(third, signature(safe.owner, second));
        assertEquals("contract_refused", text(safe.visitor.event("auth_error"), "code"));
        SiweMessage fourth = safe.message(CHAIN);
        safe.enter(fourth, signature(safe.owner, fourth));
        safe.visitor.event("authenticated");
    }

    @Test
    void aWalletOnAChainThatIsNotAskedIsRefusedInWordsThatNameThoseThatAre() throws Exception {
        Safe safe = new Safe().deployed();
        SiweMessage message = safe.message(OTHER_CHAIN);
        safe.enter(message, signature(safe.owner, message));
        Json error = safe.visitor.event("auth_error");
        assertEquals("contract_unasked", text(error, "code"));
        assertTrue(text(error, "message").contains("It asks: " + CHAIN), text(error, "message"));
        venue.serve();
        Safe elsewhere = new Safe();
        SiweMessage other = elsewhere.message(CHAIN);
        elsewhere.enter(other, signature(elsewhere.owner, other));
        assertEquals("contract_unasked", text(elsewhere.visitor.event("auth_error"), "code"));
    }

    @Test
    void whileTheChainIsSilentNobodyElseWaits() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            venue.serve("--rpc", CHAIN + "=http://127.0.0.1:" + silent.getLocalPort());
            Safe safe = new Safe();
            SiweMessage message = safe.message(CHAIN);
            long begun = System.nanoTime();
            safe.enter(message, signature(safe.owner, message));
            Visitor other = venue.visitor();
            other.challenge();
            long others = System.nanoTime() - begun;
            Json error = safe.visitor.event("auth_error");
            long own = System.nanoTime() - begun;
            assertEquals("contract_silent", text(error, "code"));
            assertTrue(text(error, "message").contains("does not answer"), text(error, "message"));
            assertTrue(others < own / 2, others + " ns to answer another, " + own + " ns to refuse");
        }
    }

    @Test
    void whoeverIsInMayAskWhetherOthersWalletsHaveSigned() throws Exception {
        Safe safe = new Safe().deployed();
        SiweMessage message = safe.message(CHAIN);
        Bytes own = signature(safe.owner, message);
        safe.enter(message, own);
        safe.visitor.event("authenticated");
        Safe absent = new Safe();
        SiweMessage theirs = absent.message(CHAIN);
        SiweMessage elsewhere = absent.message(OTHER_CHAIN);
        String question = "{\"statements\":[" + safe.statement(message, own) + ","
                + absent.statement(theirs, notYetDeployed(absent.owner, signature(absent.owner, theirs))) + ","
                + absent.statement(theirs, signature(absent.owner, theirs)) + ","
                + absent.statement(elsewhere, own) + "]}";
        assertEquals("{\"signed\":[true,true,false,null]}", safe.ask(question).toString());
    }

    @Test
    void questionsThatAreNoneAreRefusedAndTooManyToo() throws Exception {
        Safe safe = new Safe().deployed();
        SiweMessage message = safe.message(CHAIN);
        Bytes own = signature(safe.owner, message);
        safe.enter(message, own);
        safe.visitor.event("authenticated");
        String good = safe.statement(message, own);
        String many = (good + ",").repeat(ContractDesk.SIGNATURES_MAX) + good;
        for (String asked : List.of(
                "7",
                "{}",
                "{\"statements\":7}",
                "{\"statements\":[7]}",
                "{\"statements\":[" + many + "]}",
                "{\"statements\":[" + good.replace("Chat.", "Pay.\\n") + "]}",
                "{\"statements\":[" + good.replace("\"0x", "\"0y") + "]}")) {
            assertEquals("signed_invalid", text(safe.ask(asked), "code"), asked);
        }
        for (int i = 0; i < Seat.GATEKEEPER_ASKED_BURST; i++) {
            safe.ask("{\"statements\":[]}");
        }
        assertEquals("too_often", text(safe.ask("{\"statements\":[]}"), "code"));
    }
}
