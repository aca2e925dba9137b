package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestWallet;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;

/** Who gets past the beginning of a link, and how those who do not are told apart. */
class HandshakeTest {
    private static final long NOW = TestHost.START_MILLIS;
    private static final long DAY = TestHost.DAY_MILLIS;

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");

    @Test
    void opensForAnHonestPeer() {
        bob.linked();
        assertEquals(LinkState.OPEN, bob.member().link());
        assertTrue(bob.member().proven());
        assertEquals(bob.wallet.text(), bob.member().wallet());
    }

    @Test
    void tellsWhichLinkIsToWhom() {
        assertEquals(0, host.peer.linkTo(bob.session.key()));
        bob.connect();
        assertNotEquals(0, bob.link);
        assertEquals(bob.link, host.peer.linkTo(bob.session.key()), "also before it is open");
        host.tell(new Input.LinkClosed(bob.link));
        assertEquals(0, host.peer.linkTo(bob.session.key()));
    }

    @Test
    void opensWithoutADelegationButProvesNoWallet() {
        Hello plain = bob.hello();
        bob.connect()
                .greet(new Hello(plain.room(), plain.session(), plain.wallet(), null, plain.profile(), plain.nonce()))
                .prove();
        assertEquals(LinkState.OPEN, bob.member().link());
        assertFalse(bob.member().proven());
    }

    @Test
    void tellsWhoItIsAndProvesItToo() throws Malformed {
        bob.linked();
        Hello hello = Hello.decode(bob.hostHello(), TestHost.HASHES);
        assertEquals(host.session.key(), hello.session());
        assertEquals(TestHost.ROOM, hello.room());
        assertEquals(
                List.of(Frame.Greeting.class, Frame.Proof.class, Frame.Self.class),
                bob.heard().stream().map(Object::getClass).toList());
    }

    @Test
    void refusesAnotherRoom() {
        Hello plain = bob.hello();
        RoomName elsewhere = new RoomName("elsewhere");
        bob.connect()
                .greet(new Hello(
                        elsewhere,
                        plain.session(),
                        plain.wallet(),
                        plain.delegation(),
                        plain.profile(),
                        plain.nonce()));
        assertRefused(LinkEnd.WRONG_ROOM);
    }

    @Test
    void refusesAnotherSessionThanTheOneIntroduced() {
        TestSession other = new TestSession("other");
        bob.connect().greet(hello(other, TestHost.delegation(other, bob.wallet)));
        assertRefused(LinkEnd.WRONG_SESSION);
    }

    @Test
    void refusesItsOwnHelloSentBack() {
        bob.connect();
        bob.send(new Frame.Greeting(bob.hostHello()));
        assertRefused(LinkEnd.WRONG_SESSION);
    }

    @Test
    void findsOutAboutSomebodyInTheMiddle() {
        bob.connect().greet();
        // Bob's page sees the certificate of whoever sits in the middle instead of the host's.
        bob.send(new Frame.Proof(bob.proof(Stranger.FINGERPRINT, "sha-256 66:66")));
        assertRefused(LinkEnd.PROOF_INVALID);
    }

    @Test
    void refusesAProofWithTheFingerprintsSwapped() {
        bob.connect().greet();
        bob.send(new Frame.Proof(bob.proof(Stranger.HOST_FINGERPRINT, Stranger.FINGERPRINT)));
        assertRefused(LinkEnd.PROOF_INVALID);
    }

    @Test
    void refusesAForgedProof() {
        bob.connect().greet();
        bob.send(new Frame.Proof(Bytes.wrap(new byte[Frame.SIGNATURE_BYTES])));
        assertRefused(LinkEnd.PROOF_INVALID);
    }

    @Test
    void refusesItsOwnProofSentBack() {
        bob.connect().greet();
        Frame own = bob.heard().get(1);
        bob.send(own);
        assertRefused(LinkEnd.PROOF_INVALID);
    }

    @Test
    void refusesAProofFromAnotherLink() {
        bob.linked();
        Bytes proof = bob.proof(Stranger.FINGERPRINT, Stranger.HOST_FINGERPRINT);
        Bytes formerHello = bob.hostHello();
        bob.offer(2).open();
        // The host's hello carries a fresh nonce, so that hello and proof of the link before are worth nothing.
        assertNotEquals(formerHello, bob.hostHello());
        bob.greet().send(new Frame.Proof(proof));
        assertRefused(LinkEnd.PROOF_INVALID);
    }

    @Test
    void refusesDelegationsThatDoNotCount() {
        TestWallet mallory = new TestWallet("mallory");
        List<Delegation> bad = List.of(
                bob.wallet.delegate(bob.session.key(), NOW - 2 * DAY, NOW - DAY),
                bob.wallet.delegate(bob.session.key(), NOW - DAY, NOW),
                bob.wallet.delegate(bob.session.key(), NOW + DAY, NOW + 2 * DAY),
                bob.wallet.delegate(bob.session.key(), NOW, NOW + 31 * DAY),
                bob.wallet.delegate("phish.example", bob.session.key(), NOW, NOW + DAY),
                bob.wallet.delegate(new TestSession("other").key(), NOW, NOW + DAY),
                mallory.delegate(bob.session.key(), NOW, NOW + DAY));
        for (Delegation delegation : bad) {
            TestHost fresh = new TestHost("ada");
            Stranger stranger = new Stranger(fresh, "bob");
            stranger.connect().greet(hello(stranger.session, delegation));
            assertEquals(LinkEnd.DELEGATION_INVALID, stranger.member().end());
        }
    }

    @Test
    void refusesADelegationThatTheWalletDidNotSign() throws Malformed {
        Delegation signed = TestHost.delegation(bob.session, bob.wallet);
        Delegation unsigned = Delegation.of(
                new Cacao(signed.cacao().message(), new TestWallet("mallory").sign(Bytes.utf8("anything"))));
        bob.connect().greet(hello(bob.session, unsigned));
        assertRefused(LinkEnd.DELEGATION_INVALID);
    }

    @Test
    void refusesADelegationWithEditedResources() throws Malformed {
        Delegation signed = TestHost.delegation(bob.session, bob.wallet);
        String text = signed.cacao().message().toText(TestHost.HASHES);
        SiweMessage edited = SiweMessage.parse(text + "\nResources:\n- https://example.org/more", TestHost.HASHES);
        bob.connect()
                .greet(hello(
                        bob.session,
                        Delegation.of(new Cacao(edited, signed.cacao().signature()))));
        assertRefused(LinkEnd.DELEGATION_INVALID);
    }

    @Test
    void refusesAFrameBeforeTheGreeting() {
        bob.connect().send(new Frame.Ping(1));
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesAnEntryBeforeTheProof() {
        bob.connect().greet().say("too early", 1);
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesASecondGreeting() {
        bob.connect().greet().greet();
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesAGreetingOnAnOpenLink() {
        bob.linked().greet();
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void refusesASecondProof() {
        bob.linked().prove();
        assertRefused(LinkEnd.MALFORMED);
    }

    @Test
    void keepsWhatComesRightBehindAProofUntilItIsVerified() {
        host.answering = false;
        bob.connect().greet().prove().say("first words", 1);
        assertEquals(LinkState.VERIFYING, bob.member().link());
        assertEquals(List.of(), host.texts());
        host.answering = true;
        host.answerBackwards();
        assertEquals(List.of("first words"), host.texts());
    }

    @Test
    void forgetsWhatComesBehindAProofThatIsForged() {
        host.answering = false;
        bob.connect().greet().send(new Frame.Proof(Bytes.wrap(new byte[Frame.SIGNATURE_BYTES])));
        bob.say("forged words", 1);
        host.answering = true;
        host.answerBackwards();
        assertRefused(LinkEnd.PROOF_INVALID);
    }

    @Test
    void holdsOnlySoManyFramesBehindAProof() {
        host.answering = false;
        bob.connect().greet().prove();
        for (int i = 0; i <= HeldFrames.FRAMES_MAX; i++) {
            bob.send(new Frame.Ping(i));
        }
        assertRefused(LinkEnd.FLOOD);
    }

    @Test
    void holdsOnlySoManyBytesBehindAProof() {
        host.answering = false;
        bob.connect().greet().prove();
        Frame large = new Frame.Said(Bytes.wrap(new byte[Limits.FRAME_BYTES_MAX - 100]), 0, 1, false, null);
        for (int i = 0; i < 5; i++) {
            bob.send(large);
        }
        assertRefused(LinkEnd.FLOOD);
    }

    @Test
    void endsWhenTheGreetingDoesNotCome() {
        bob.connect();
        host.pass(Limits.HANDSHAKE_MILLIS_MAX - 1);
        assertEquals(LinkState.VERIFYING, bob.member().link());
        host.pass(1);
        assertEquals(LinkEnd.HANDSHAKE_TIMEOUT, bob.member().end());
        assertEquals(LinkState.LOST, bob.member().link());
    }

    @Test
    void endsWhenTheProofDoesNotCome() {
        bob.connect().greet();
        host.pass(Limits.HANDSHAKE_MILLIS_MAX);
        assertEquals(LinkEnd.HANDSHAKE_TIMEOUT, bob.member().end());
    }

    @Test
    void endsWhenTheHostCannotSign() {
        host.answering = false;
        bob.connect().greet();
        Output.Sign sign = host.outputs(Output.Sign.class).getLast();
        host.tell(new Input.Signed(sign.ticket(), null));
        assertEquals(LinkEnd.CLOSED, bob.member().end());
    }

    @Test
    void answersThatComeAfterTheEndChangeNothing() {
        host.answering = false;
        bob.connect().greet().prove();
        host.tell(new Input.LinkClosed(bob.link));
        int told = host.outputs.size();
        host.answerBackwards();
        assertEquals(told, host.outputs.size());
    }

    @Test
    void isNotTriedAgainOnceRefused() {
        bob.connect().greet().greet();
        int told = host.outputs.size();
        host.pass(DAY);
        bob.offer(2);
        assertEquals(told, host.outputs.size());
    }

    private Hello hello(TestSession session, Delegation delegation) {
        Hello plain = bob.hello();
        return new Hello(plain.room(), session.key(), plain.wallet(), delegation, plain.profile(), plain.nonce());
    }

    private void assertRefused(LinkEnd end) {
        assertEquals(end, bob.member().end());
        assertEquals(LinkState.REFUSED, bob.member().link());
        assertTrue(bob.isClosed());
        assertEquals(List.of(), host.texts());
        host.assertWaitsForNothing();
    }
}
