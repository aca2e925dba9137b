package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.SignatureCheck;
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

    /** The same with a signature that no chain tells us is right: it is wrong, or nobody can be asked. */
    private Delegation unproven(Stranger of) throws Exception {
        return Delegation.of(Cacao.of(delegation(of).cacao().message(), new ContractSignature(Bytes.utf8("anything"))));
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

    @Test
    void aLawKnowsNoContractsAndAsksNoChain() throws Exception {
        Identity self =
                new Identity(bob.session.key(), bob.sealing, safe.address(), delegation(bob), TestHost.profile("Safe"));
        assertNull(self.underLaw().delegation());
        Identity ofKey = new Identity(
                bob.session.key(),
                bob.sealing,
                bob.wallet.address(),
                TestHost.delegation(bob.session, bob.wallet),
                TestHost.profile("Bob"));
        assertEquals(ofKey, ofKey.underLaw());
        Host ruled = new Host();
        Profiles profiles = new Profiles(ruled, TestHost.config(Limits.MESH_MEMBERS_MAX), null, true, new Devices());
        Bytes block = profile(bob, delegation(bob));
        Profiles.Known known = profiles.read(block, bob.id(block));
        List<Output> outputs = ruled.endTurn();
        assertEquals(1, outputs.size());
        assertInstanceOf(SignatureCheck.BySession.class, ((Output.Verify) outputs.getFirst()).check());
        assertFalse(known.isProven());
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
