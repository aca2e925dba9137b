package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.TestNetwork.Page;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.TestHashes;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;

/** A room that only certain wallets may enter, judged by every peer. */
class TurnstileTest {
    private static final long SETTLED_MILLIS = 5_000;
    private static final long ENDED_MILLIS = Ticket.LIFETIME_MILLIS_MAX + Turnstile.GRACE_MILLIS;

    private final TestGatekeeper gatekeeper = new TestGatekeeper("gatekeeper");

    private TestNetwork network(long seed) {
        TestNetwork network = new TestNetwork(seed);
        network.gatekeeper = gatekeeper;
        return network;
    }

    /** Somebody who comes in and holds what is asked for. */
    private Page holder(TestNetwork network, String name) {
        Page page = network.page(name);
        gatekeeper.holders.add(page.host.wallet.address());
        return enter(network, page);
    }

    private Page enter(TestNetwork network, Page page) {
        page.tell(new Input.Gated(gatekeeper.gating()));
        return network.connect(page);
    }

    /** Somebody whom a server lets in that does not care, with a ticket of its own making. */
    private Page cheat(TestNetwork network, String name, Bytes ticket) {
        Page page = network.page(name);
        page.tell(new Input.Gated(gatekeeper.gating()));
        network.connect(page);
        network.pass(2_000);
        for (Bytes fragment : Fragments.split(new Frame.Show(ticket).encode())) {
            network.pages.stream().filter(other -> other != page).forEach(other -> page.inject(other, fragment));
        }
        network.pass(Turnstile.JUDGING_MILLIS_MAX + SETTLED_MILLIS);
        return page;
    }

    private static LinkEnd end(Page viewer, Page of) {
        Member member = viewer.host.member(of.host.session.did());
        return member == null || member.end() == null ? LinkEnd.CLOSED : member.end();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void holdersTalkAndOthersAreNotLetIn(long seed) {
        TestNetwork network = network(seed);
        Page ann = holder(network, "Ann");
        Page ben = holder(network, "Ben");
        Page eve = enter(network, network.page("Eve"));
        network.pass(SETTLED_MILLIS);
        ann.say("among us");
        network.pass(Turnstile.JUDGING_MILLIS_MAX + SETTLED_MILLIS);
        assertTrue(ann.isLinked(ben) && ben.isLinked(ann));
        assertFalse(ann.isLinked(eve));
        assertEquals(List.of("among us"), ben.heard());
        assertEquals(List.of(), eve.heard());
    }

    @Test
    void whoGetsATicketLateIsLetInThen() {
        TestNetwork network = network(4);
        Page ann = holder(network, "Ann");
        Page ben = enter(network, network.page("Ben"));
        network.pass(SETTLED_MILLIS);
        assertFalse(ann.isLinked(ben));
        gatekeeper.holders.add(ben.host.wallet.address());
        network.pass(Turnstile.RETRY_MILLIS + SETTLED_MILLIS);
        // The link was given up meanwhile; whoever comes in again is tried again.
        ben.disconnect();
        network.connect(ben);
        network.pass(SETTLED_MILLIS);
        assertTrue(ann.isLinked(ben) && ben.isLinked(ann));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6, 7})
    void ticketsAreRenewedAsLongAsTheWalletHolds(long seed) {
        TestNetwork network = network(seed);
        Page ann = holder(network, "Ann");
        Page ben = holder(network, "Ben");
        network.pass(3 * ENDED_MILLIS);
        assertTrue(ann.isLinked(ben) && ben.isLinked(ann));
    }

    @Test
    void whoseTicketIsOverIsOutAfterItsGrace() {
        TestNetwork network = network(8);
        Page ann = holder(network, "Ann");
        Page ben = holder(network, "Ben");
        network.pass(SETTLED_MILLIS);
        gatekeeper.holders.remove(ben.host.wallet.address());
        network.pass(Ticket.LIFETIME_MILLIS_MAX);
        assertTrue(ann.isLinked(ben), "a gatekeeper that cannot ask gives no ticket either");
        network.pass(Turnstile.GRACE_MILLIS + SETTLED_MILLIS);
        assertFalse(ann.isLinked(ben));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {9, 10, 11})
    void whoGivesAwayWhatItHeldIsOutAtEverybodysWhomTheWordReaches(long seed) {
        TestNetwork network = network(seed);
        Page ann = holder(network, "Ann");
        Page ben = holder(network, "Ben");
        Page cem = holder(network, "Cem");
        network.pass(SETTLED_MILLIS);
        WalletAddress wallet = cem.host.wallet.address();
        gatekeeper.holders.remove(wallet);
        // The server tells one of them; that one tells the other.
        ann.tell(new Input.LapseTold(gatekeeper.lapse(wallet, network.nowMillis())));
        network.pass(1_000);
        ann.say("without Cem");
        network.pass(SETTLED_MILLIS);
        assertFalse(ann.isLinked(cem));
        assertFalse(ben.isLinked(cem));
        assertTrue(ben.heard().contains("without Cem"));
        assertFalse(cem.heard().contains("without Cem"));
        assertEquals(LinkEnd.REMOVED, end(ben, cem));
    }

    @Test
    void whoHoldsItAgainComesInByANewTicketAndNotByAnOldOne() {
        TestNetwork network = network(12);
        Page ann = holder(network, "Ann");
        Page ben = holder(network, "Ben");
        network.pass(SETTLED_MILLIS);
        WalletAddress wallet = ben.host.wallet.address();
        Bytes old = gatekeeper.ticket(ben, network.nowMillis());
        ann.tell(new Input.LapseTold(gatekeeper.lapse(wallet, network.nowMillis() + 1)));
        network.pass(SETTLED_MILLIS);
        ben.disconnect();
        network.pass(SETTLED_MILLIS);
        ben.tell(new Input.TicketGiven(old));
        network.connect(ben);
        network.pass(SETTLED_MILLIS);
        assertFalse(ann.isLinked(ben));
        ben.tell(new Input.TicketGiven(gatekeeper.ticket(ben, network.nowMillis())));
        ben.disconnect();
        network.connect(ben);
        network.pass(SETTLED_MILLIS);
        assertTrue(ann.isLinked(ben));
    }

    /** The same, said to be signed. */
    private static Bytes forged(Bytes ticket) throws Malformed {
        Ticket right = Ticket.decode(ticket);
        byte[] signature = right.signature().toArray();
        signature[0] ^= 1;
        return new Ticket(right.finding(), right.session(), right.untilMillis(), right.keeper(), Bytes.wrap(signature))
                .encode();
    }

    @Test
    void aForgedTicketLetsNobodyIn() throws Exception {
        TestNetwork network = network(13);
        Page ann = holder(network, "Ann");
        Page eve = network.page("Mallory");
        long until = network.nowMillis() + Ticket.LIFETIME_MILLIS_MAX;
        Bytes right = gatekeeper.ticket(
                TestHost.ROOM, TestGatekeeper.RULE, eve.host.wallet.address(), eve.host.session.key(), until);
        Page cheat = cheat(network, "Mallory", forged(right));
        assertFalse(ann.isLinked(cheat));
        Bytes byAnother = new TestGatekeeper("another")
                .ticket(
                        TestHost.ROOM,
                        TestGatekeeper.RULE,
                        cheat.host.wallet.address(),
                        cheat.host.session.key(),
                        until);
        assertFalse(ann.isLinked(cheat(network, "Mallory", byAnother)));
    }

    @Test
    void aTicketOfAnotherRoomRuleOrSessionLetsNobodyIn() {
        TestNetwork network = network(14);
        Page ann = holder(network, "Ann");
        WalletAddress wallet = network.page("Eve").host.wallet.address();
        var session = network.page("Eve").host.session.key();
        long until = network.nowMillis() + Ticket.LIFETIME_MILLIS_MAX;
        Bytes rule = new TestHashes().sha256(Bytes.utf8("another rule"));
        for (Bytes ticket : List.of(
                gatekeeper.ticket(new RoomName("another room"), TestGatekeeper.RULE, wallet, session, until),
                gatekeeper.ticket(TestHost.ROOM, rule, wallet, session, until),
                gatekeeper.ticket(TestHost.ROOM, TestGatekeeper.RULE, wallet, ann.host.session.key(), until),
                gatekeeper.ticket(TestHost.ROOM, TestGatekeeper.RULE, ann.host.wallet.address(), session, until),
                Bytes.utf8("no ticket"))) {
            assertFalse(ann.isLinked(cheat(network, "Eve", ticket)));
        }
    }

    @Test
    void anOldTicketLetsNobodyIn() {
        TestNetwork network = network(15);
        Page ann = holder(network, "Ann");
        Page eve = network.page("Eve");
        Bytes old = gatekeeper.ticket(
                TestHost.ROOM,
                TestGatekeeper.RULE,
                eve.host.wallet.address(),
                eve.host.session.key(),
                network.nowMillis() - Turnstile.GRACE_MILLIS);
        assertFalse(ann.isLinked(cheat(network, "Eve", old)));
    }

    // ---- What is said

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void whoTalksForLongIsHeardByThoseWhoComeLate(long seed) {
        TestNetwork network = network(seed);
        Page ann = holder(network, "Ann");
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            said.add("hour " + i);
            ann.say(said.getLast());
            network.pass(Ticket.LIFETIME_MILLIS_MAX / 2);
        }
        Page ben = holder(network, "Ben");
        network.pass(2 * SETTLED_MILLIS);
        assertEquals(new TreeSet<>(said), new TreeSet<>(ben.heard()));
        assertTrue(profiles(ann) > 1, "a profile names a ticket that was good when something was said");
        assertTrue(profiles(ann) < said.size(), "and serves as long as that is");
    }

    private static long profiles(Page of) {
        return of.host.outputs(Output.StoreProfile.class).size();
    }

    @Test
    void whatIsSaidBeforeThereIsATicketWaits() {
        TestNetwork network = network(24);
        Page ann = holder(network, "Ann");
        Page ben = enter(network, network.page("Ben"));
        ben.say("too early");
        network.pass(SETTLED_MILLIS);
        assertEquals(0, profiles(ben));
        gatekeeper.holders.add(ben.host.wallet.address());
        network.pass(Turnstile.RETRY_MILLIS + SETTLED_MILLIS);
        ben.disconnect();
        network.connect(ben);
        network.pass(SETTLED_MILLIS);
        assertEquals(List.of("too early"), ann.heard());
    }

    /** What somebody says who was never let in, or not then, handed on by a member that looks away. */
    @Test
    void noEntryIsTakenFromAMemberWithoutItsAuthorsTicket() throws Exception {
        TestNetwork network = network(25);
        Page ann = holder(network, "Ann");
        Page mallory = holder(network, "Mallory");
        network.pass(SETTLED_MILLIS);
        long now = network.nowMillis();
        long good = now + Ticket.LIFETIME_MILLIS_MAX;
        Stranger eve = new Stranger(new TestHost("host of Eve's"), "Eve");
        DidKey session = eve.session.key();
        WalletAddress wallet = eve.wallet.address();
        Bytes rule = TestGatekeeper.RULE;
        Map<String, @Nullable Bytes> tickets = new LinkedHashMap<>();
        tickets.put("none", null);
        tickets.put("of another room", gatekeeper.ticket(new RoomName("another"), rule, wallet, session, good));
        tickets.put("of another session", gatekeeper.ticket(TestHost.ROOM, rule, wallet, ann.host.session.key(), good));
        tickets.put(
                "of another wallet", gatekeeper.ticket(TestHost.ROOM, rule, ann.host.wallet.address(), session, good));
        tickets.put("of another keeper", new TestGatekeeper("x").ticket(TestHost.ROOM, rule, wallet, session, good));
        tickets.put("too old", gatekeeper.ticket(TestHost.ROOM, rule, wallet, session, now - Turnstile.GRACE_MILLIS));
        tickets.forEach((what, ticket) -> handOn(mallory, ann, said(eve, ticket, "by a ticket " + what, now)));
        network.pass(SETTLED_MILLIS);
        assertEquals(List.of(), ann.heard());
        Bytes right = gatekeeper.ticket(TestHost.ROOM, rule, wallet, session, good);
        handOn(mallory, ann, said(eve, right, "by one that was good", now));
        network.pass(SETTLED_MILLIS);
        assertEquals(List.of("by one that was good"), ann.heard());
        // What a forged one is named in was signed by somebody who lies, and handed on by one who did not look.
        handOn(mallory, ann, said(eve, forged(right), "by a forged one", now));
        network.pass(1_000);
        assertEquals(1, ann.heard().size());
        assertEquals(LinkEnd.ENTRY_FORGED, end(ann, mallory));
    }

    @Test
    void whatSomebodySaysAfterGivingItAwayIsNotTakenFromAnybody() {
        TestNetwork network = network(26);
        Page ann = holder(network, "Ann");
        Page mallory = holder(network, "Mallory");
        network.pass(SETTLED_MILLIS);
        long then = network.nowMillis();
        Stranger eve = new Stranger(new TestHost("host of Eve's"), "Eve");
        Bytes ticket = gatekeeper.ticket(
                TestHost.ROOM,
                TestGatekeeper.RULE,
                eve.wallet.address(),
                eve.session.key(),
                then + Ticket.LIFETIME_MILLIS_MAX);
        ann.tell(new Input.LapseTold(gatekeeper.lapse(eve.wallet.address(), then + 1_000)));
        network.pass(SETTLED_MILLIS);
        handOn(mallory, ann, said(eve, ticket, "before", then));
        handOn(mallory, ann, said(eve, ticket, "after", then + 2_000));
        network.pass(SETTLED_MILLIS);
        assertEquals(List.of("before"), ann.heard());
        assertTrue(ann.isLinked(mallory), "words of gatekeepers come when they come");
    }

    private static Frame.Said said(Stranger author, @Nullable Bytes ticket, String text, long atMillis) {
        EntryBody.AboutAuthor about = new EntryBody.AboutAuthor(
                TestHost.profile("Eve"),
                author.wallet.address(),
                TestHost.delegation(author.session, author.wallet).encode(TestHost.HASHES),
                null,
                null,
                ticket);
        Entry naming = Entry.ofProfile(TestHost.ROOM, author.session.key(), 1, atMillis, about);
        Bytes profile = naming.block(author.session.sign(naming.signable()));
        Entry saying = new Entry(
                TestHost.ROOM,
                author.session.key(),
                2,
                atMillis,
                List.of(),
                Cid.ofBlock(profile, TestHost.HASHES),
                new EntryBody.Text(text, false, null));
        return new Frame.Said(saying.block(author.session.sign(saying.signable())), 1, ++author.wave, false, profile);
    }

    private static void handOn(Page from, Page to, Frame.Said said) {
        Fragments.split(said.encode()).forEach(fragment -> from.inject(to, fragment));
    }

    // ---- Who is out

    @Test
    void aLapseThatIsForgedOrOfAnotherKeeperIsNotHeeded() throws Exception {
        TestNetwork network = network(16);
        Page ann = holder(network, "Ann");
        Page ben = holder(network, "Ben");
        network.pass(SETTLED_MILLIS);
        WalletAddress wallet = ben.host.wallet.address();
        Lapse right = Lapse.decode(gatekeeper.lapse(wallet, network.nowMillis()));
        byte[] signature = right.signature().toArray();
        signature[0] ^= 1;
        Lapse forged = new Lapse(right.finding(), right.atMillis(), right.keeper(), Bytes.wrap(signature));
        ann.tell(new Input.LapseTold(forged.encode()));
        ann.tell(new Input.LapseTold(new TestGatekeeper("another").lapse(wallet, network.nowMillis())));
        ann.tell(new Input.LapseTold(Bytes.utf8("no lapse")));
        network.pass(SETTLED_MILLIS);
        assertTrue(ann.isLinked(ben));
    }

    @Test
    void inAnOpenRoomTicketsMeanNothing() {
        TestNetwork network = new TestNetwork(17);
        Page ann = network.enter("Ann");
        Page ben = network.enter("Ben");
        network.pass(SETTLED_MILLIS);
        for (Frame frame : List.of(
                new Frame.Show(Bytes.utf8("no ticket")),
                new Frame.Lapsed(gatekeeper.lapse(ben.host.wallet.address(), network.nowMillis())))) {
            Fragments.split(frame.encode()).forEach(fragment -> ben.inject(ann, fragment));
        }
        network.pass(SETTLED_MILLIS);
        assertTrue(ann.isLinked(ben));
    }
}
