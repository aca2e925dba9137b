package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.TestContract;
import tropichat.core.link.Frame;
import tropichat.core.link.Hello;
import tropichat.core.room.EntryBody;

/** Wallets that are contracts: only their chain can tell whether they have signed, and it is asked by each for itself. */
class ContractWalletTest {
    private static final long DAY_MILLIS = 24 * 60 * 60 * 1_000;

    private final TestHost host = new TestHost("ada");
    private final Stranger bob = new Stranger(host, "bob");
    private final TestContract safe = new TestContract("safe");

    private Delegation delegation(Stranger of) {
        return safe.delegate(of.session.key(), TestHost.START_MILLIS, TestHost.START_MILLIS + DAY_MILLIS);
    }

    private Delegation unproven(Stranger of) {
        return safe.silent(of.session.key(), TestHost.START_MILLIS, TestHost.START_MILLIS + DAY_MILLIS);
    }

    private Hello hello(Delegation delegation) {
        Hello own = bob.readingHello();
        return new Hello(
                own.room(), own.session(), safe.address(), delegation, own.profile(), own.nonce(), own.prekey(), null);
    }

    private Bytes profile(Stranger author, Delegation delegation) {
        return author.block(author.entry(
                new EntryBody.AboutAuthor(TestHost.profile("Safe"), safe.address(), delegation.encode(TestHost.HASHES)),
                1));
    }

    private void say(Stranger author, Delegation delegation, String text) {
        Bytes profile = profile(author, delegation);
        bob.send(new Frame.Said(author.block(text, 2, profile), 1, ++bob.wave, false, profile));
    }

    @Test
    void whoseChainSaysSoIsProvenOnALink() {
        bob.connect().greet(hello(delegation(bob))).prove().introduce();
        assertEquals(LinkState.OPEN, bob.member().link());
        assertTrue(bob.member().proven());
        assertEquals(safe.address().text(TestHost.HASHES), bob.member().wallet());
        host.tell(new Input.Write(safe.address(), new Input.Say("for the wallet alone", false)));
        assertEquals(List.of(), host.refusals());
    }

    @Test
    void whoseChainDoesNotSaySoIsHereWithoutProof() throws Exception {
        bob.connect().greet(hello(unproven(bob))).prove().introduce();
        assertEquals(LinkState.OPEN, bob.member().link());
        assertFalse(bob.member().proven());
        host.tell(new Input.Write(safe.address(), new Input.Say("for the wallet alone", false)));
        assertEquals(List.of(Event.Refusal.LETTER_UNREACHABLE), host.refusals());
    }

    @Test
    void aSessionMustProveItselfAllTheSame() throws Exception {
        bob.connect().greet(hello(unproven(bob)));
        bob.send(new Frame.Proof(bob.session.sign(Bytes.utf8("something else"))));
        assertEquals(LinkEnd.PROOF_INVALID, bob.member().end());
    }

    /** Whoever can ask the chain and whoever cannot must keep the same log. */
    @Test
    void whatWasSaidBeyondItsTimeCountsForNobody() throws Exception {
        bob.linked();
        host.pass(DAY_MILLIS);
        Stranger carol = new Stranger(host, "carol");
        say(carol, delegation(carol), "by the wallet");
        Stranger mallory = new Stranger(host, "mallory");
        say(mallory, unproven(mallory), "by whoever says so");
        assertEquals(List.of(), host.texts());
    }

    @Test
    void whatItSaysIsHeardWhetherItsChainSaysSoOrNotAndShownAsProvenOnlyIfSo() throws Exception {
        bob.linked();
        Stranger carol = new Stranger(host, "carol");
        say(carol, delegation(carol), "by the wallet");
        Stranger mallory = new Stranger(host, "mallory");
        say(mallory, unproven(mallory), "by whoever says so");
        assertEquals(List.of("by the wallet", "by whoever says so"), host.texts());
        List<Event.Message> messages = host.events(Event.Message.class);
        assertTrue(messages.getFirst().author().proven());
        assertFalse(messages.getLast().author().proven());
        // Who passed it on has not lied: the chain may have said something else then, or there.
        assertEquals(LinkState.OPEN, bob.member().link());
    }
}
