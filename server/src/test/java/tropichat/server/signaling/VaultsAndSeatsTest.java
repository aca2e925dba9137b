package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tropichat.server.signaling.Said.bytes;
import static tropichat.server.signaling.Said.field;
import static tropichat.server.signaling.Said.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tropichat.chain.ChainNode;
import tropichat.chain.Chains;
import tropichat.chain.SharedChains;
import tropichat.chain.TestChain;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Abi;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;
import tropichat.crypto.SignatureVerifier;
import tropichat.json.Json;

/** Rooms into which tokens let one wallet each, or those that their owners delegate to; over real sockets and a real chain. */
@ExtendWith(SharedChains.class)
class VaultsAndSeatsTest {
    private static final long CHAIN = SharedChains.ID;
    private static final String ROOM = "club";

    @RegisterExtension
    private final Venue venue = new Venue();

    private final TestChain chain;

    /** Can be listed. */
    private final Tokens club;

    private final EthereumAddress registry;
    private final Path folder;

    VaultsAndSeatsTest(ChainNode chains, @TempDir Path folder) {
        chain = chains.chain(CHAIN);
        club = new Tokens(chain, "Club");
        registry = chain.fresh("DelegateRegistry");
        this.folder = folder;
    }

    /** With a room of the operator's for whoever holds one of the club's tokens. */
    private void serve(String options) throws Exception {
        Path gates = Files.writeString(folder.resolve("gates.json"), "{\"" + ROOM + "\":" + club.rule(options) + "}");
        String asked = registry.checksummed(Venue.HASHES);
        venue.serve(chain, "--gates", gates.toString(), "--delegate-registry", asked);
    }

    private Person member(long... tokens) {
        Person member = new Person(venue);
        club.make(member, tokens);
        return member;
    }

    private void delegate(Person vault, Person hot, boolean isOn) {
        Bytes isGiven = TestChain.word(isOn ? 1 : 0);
        Bytes[] made = {Abi.word(hot.wallet()), Abi.word(club.contract), TestChain.word(0), isGiven};
        chain.sendFrom(vault.wallet(), registry, "delegateContract(address,address,bytes32,bool)", made);
        chain.mine(Tokens.BLOCKS);
    }

    @Test
    void aHotWalletIsInByItsVaultAndOutOnceThatGivesItsTokenAway() throws Exception {
        serve("\"delegates\":true");
        Person vault = member(1);
        Person hot = new Person(venue);
        Person witness = member(2);
        hot.isRefused(ROOM, "gate_failed");
        delegate(vault, hot, true);
        hot.isIn(ROOM);
        witness.isIn(ROOM);
        club.pass(vault, witness, 1);
        Json told = witness.visitor.event("lapse");
        assertEquals(hot.address(), text(told, "walletAddress"));
        Lapse lapse = Lapse.decode(bytes(told, "lapse"));
        assertTrue(new SignatureVerifier(Venue.HASHES).verify(lapse.signatureCheck()));
        assertEquals("gate_lost", text(hot.visitor.event("refused"), "code"));
    }

    @Test
    void aDelegationThatIsRevokedLetsInNobody() throws Exception {
        serve("\"delegates\":true");
        Person vault = member(1);
        Person hot = new Person(venue);
        delegate(vault, hot, true);
        hot.isIn(ROOM);
        delegate(vault, hot, false);
        // What was found out a moment ago counts for as long as blocks are not looked for again.
        Thread.sleep(2 * Chains.POLL_MILLIS);
        assertEquals("fail", text(field(hot.ask("ticket", "{}"), "verdict"), "outcome"));
        Person again = new Person(venue);
        delegate(vault, again, true);
        delegate(vault, again, false);
        again.isRefused(ROOM, "gate_failed");
    }

    @Test
    void onOneTokenTheNewerSitsAndTheOlderIsToldOf() throws Exception {
        serve("\"delegates\":true,\"seat\":true");
        Person vault = member(1);
        Person hot = new Person(venue);
        Person witness = member(2);
        delegate(vault, hot, true);
        vault.isIn(ROOM);
        witness.isIn(ROOM);
        hot.isIn(ROOM);
        Json told = witness.visitor.event("lapse");
        assertEquals(vault.address(), text(told, "walletAddress"));
        Lapse lapse = Lapse.decode(bytes(told, "lapse"));
        assertTrue(new SignatureVerifier(Venue.HASHES).verify(lapse.signatureCheck()));
        Json refused = vault.visitor.event("refused");
        assertEquals("seat_taken", text(refused, "code"));
        assertTrue(text(refused, "message").startsWith("Somebody else has taken your seat"));
        // It is looked at anew, and nobody takes anything back who has not asked.
        club.pass(vault, vault, 1);
        Thread.sleep(3 * Chains.POLL_MILLIS);
        assertFalse(hot.visitor.hasHeard("42[\"refused\""));
        vault.comeBack();
        vault.isIn(ROOM);
        assertEquals("seat_taken", text(hot.visitor.event("refused"), "code"));
        assertFalse(witness.visitor.hasHeard("42[\"refused\""));
    }

    @Test
    void whoeverIsGivenTheTokenSitsAndItsFormerOwnerIsOut() throws Exception {
        serve("\"seat\":true");
        Person former = member(1);
        Person owner = new Person(venue);
        former.isIn(ROOM);
        club.pass(former, owner, 1);
        assertEquals("gate_lost", text(former.visitor.event("refused"), "code"));
        chain.mine(Tokens.BLOCKS);
        owner.isIn(ROOM);
        former.comeBack();
        former.isRefused(ROOM, "gate_failed");
    }

    @Test
    void onTwoTokensTwoSit() throws Exception {
        serve("\"delegates\":true,\"seat\":true");
        Person vault = member(1, 2);
        Person hot = new Person(venue);
        Person third = new Person(venue);
        delegate(vault, hot, true);
        delegate(vault, third, true);
        vault.isIn(ROOM);
        hot.isIn(ROOM);
        club.pass(vault, vault, 1);
        Thread.sleep(3 * Chains.POLL_MILLIS);
        assertFalse(vault.visitor.hasHeard("42[\"refused\""));
        assertFalse(hot.visitor.hasHeard("42[\"refused\""));
        third.isIn(ROOM);
        assertEquals("seat_taken", text(vault.visitor.event("refused"), "code"));
        assertFalse(hot.visitor.hasHeard("42[\"refused\""));
    }

    @Test
    void ticketsAreForWhoeverSits() throws Exception {
        serve("\"delegates\":true");
        Person vault = member(1);
        Person hot = new Person(venue);
        delegate(vault, hot, true);
        GateRule asked = new GateRule.Erc721(CHAIN, club.contract, Uint256.ONE, List.of(), true, true);
        Person witness = new Person(venue);
        for (Person each : List.of(vault, hot, witness)) {
            each.isIn("somebodys");
        }
        assertEquals("pass", text(field(vault.ask("ticket", asked), "verdict"), "outcome"));
        assertEquals("pass", text(field(hot.ask("ticket", asked), "verdict"), "outcome"));
        Lapse lapse = Lapse.decode(bytes(witness.visitor.event("lapse"), "lapse"));
        assertEquals(vault.wallet(), lapse.finding().wallet());
        assertEquals("seat_taken", text(vault.visitor.event("refused"), "code"));
    }

    @Test
    void whereTokensCannotBeListedAndAreNotNamedNobodyIsLetIn() throws Exception {
        venue.serve(chain);
        Tokens badges = new Tokens(chain, "Badge");
        Person holder = new Person(venue);
        badges.make(holder, 1);
        holder.isIn("lobby");
        GateRule listed = new GateRule.Erc721(CHAIN, badges.contract, Uint256.ONE, List.of(), false, true);
        Json verdict = field(holder.ask("ticket", listed), "verdict");
        assertEquals("unknown", text(verdict, "outcome"));
        assertEquals("no_answer", text(verdict, "reason"));
        GateRule named = new GateRule.Erc721(CHAIN, badges.contract, Uint256.ONE, List.of(Uint256.ONE), false, true);
        assertNotNull(holder.ask("ticket", named).field("ticket"));
    }
}
