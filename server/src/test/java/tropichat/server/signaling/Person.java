package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.GateRule;
import tropichat.core.identity.Account;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;
import tropichat.json.Json;

/** Somebody with a wallet, a session's key and a connection. */
final class Person {
    private static final long HOUR_MILLIS = 60 * 60 * 1_000;

    private final Venue venue;
    private final WalletKey key = WalletKey.generate(Venue.RANDOM, Venue.HASHES);
    final SessionKey session = SessionKey.generate(Venue.RANDOM);
    Visitor visitor;

    Person(Venue venue) {
        this.venue = venue;
        visitor = venue.visitor();
    }

    EthereumAddress wallet() {
        return key.address();
    }

    /** The wallet's, as it is written. */
    String address() {
        return wallet().checksummed(Venue.HASHES);
    }

    /** Whoever is let go is no longer connected. */
    void comeBack() {
        visitor = venue.visitor();
    }

    /** Signs in with Ethereum, for its session. */
    void enter(String room) throws Malformed {
        String nonce = Said.text(visitor.challenge(), "nonce");
        long now = System.currentTimeMillis();
        String siwe = SiweMessage.delegating(
                        venue.domain(),
                        new Account.Ethereum(1, wallet()),
                        session.did(),
                        nonce,
                        now,
                        now + HOUR_MILLIS,
                        "Chat.")
                .toText(Venue.HASHES);
        visitor.emit(
                "authenticate",
                login(
                        room,
                        siwe,
                        "did",
                        session.did().did(),
                        "proof",
                        session.sign(SessionStatement.login(venue.domain(), nonce))
                                .hex()));
    }

    /** Signs in as clients of the guide do. */
    void enterByTheGuide(String room) {
        visitor.emit(
                "authenticate", login(room, new GuideLogin(System.currentTimeMillis(), wallet()).toText(Venue.HASHES)));
    }

    private String login(String room, String message, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "username",
                "Ana",
                "walletAddress",
                address(),
                "room",
                room,
                "message",
                message,
                "signature",
                key.signPersonal(Bytes.utf8(message)).hex()));
        all.addAll(List.of(more));
        return Visitor.object(all.toArray(String[]::new));
    }

    /** Comes into a room that lets it in, and what it is told there. */
    Json isIn(String room) throws Malformed {
        enter(room);
        Json admitted = visitor.event("authenticated");
        assertEquals(room, Said.text(admitted, "room"));
        return admitted;
    }

    void isRefused(String room, String code) throws Malformed {
        enter(room);
        assertEquals(code, Said.text(visitor.event("auth_error"), "code"));
    }

    /** Asks the server, and what it answers. */
    Json ask(String event, String about) {
        visitor.send("427[\"" + event + "\"," + about + "]");
        return visitor.ack();
    }

    /** The same of the gatekeeper, about a rule as it is signed. */
    Json ask(String event, GateRule rule) {
        return ask(event, Visitor.object("encoded", encoded(rule)));
    }

    static String encoded(GateRule rule) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(rule.encode().unsafeArray());
    }
}
