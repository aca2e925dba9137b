package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Bytes;
import tropichat.core.identity.TestSealing;
import tropichat.core.identity.TestWallet;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.History;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Letter;
import tropichat.core.room.Logged;

/** Letters that wallets open, too, between real peers. */
class WalletLettersTest {
    private static final long SETTLE_MILLIS = 15_000;

    private final TestNetwork network = new TestNetwork(1);

    private void pass() {
        network.pass(SETTLE_MILLIS);
    }

    private static WalletAddress account(String person) {
        return new TestWallet(person).address();
    }

    private static void write(TestNetwork.Page from, String to, String text) {
        from.tell(new Input.Write(account(to), new Input.Say(text, false)));
    }

    private static void share(TestNetwork.Page page) {
        page.tell(new Input.ShareWallet(page.host.walletKey));
    }

    /** The letters that a page keeps closed, the oldest first. */
    private static List<Logged> closed(TestNetwork.Page page) {
        return page.host.outputs(Output.Store.class).stream()
                .map(Output.Store::logged)
                .filter(logged -> logged.entry().body() instanceof EntryBody.Lettered)
                .sorted(Comparator.comparing(Logged::key))
                .toList();
    }

    private static Letter.@Nullable Wallets wallets(Logged logged) {
        return logged.entry().body() instanceof EntryBody.Lettered(Letter letter) ? letter.wallets() : null;
    }

    /** What the person's wallet finds in a letter to it, or of it. */
    private static Bytes secret(TestNetwork.Page page, Logged logged) {
        Letter.Wallets wallets = wallets(logged);
        assertNotNull(wallets);
        boolean isOther = wallets.to().equals(page.host.wallet.address());
        Bytes box = isOther ? wallets.other() : wallets.own();
        assertNotNull(box);
        Bytes secret = TestSealing.unbox(page.host.walletKey, box);
        assertNotNull(secret);
        return secret;
    }

    private void openByWallet(TestNetwork.Page page, Logged logged) {
        page.tell(new Input.OpenLetter(logged.id(), secret(page, logged)));
        pass();
    }

    @Test
    void aDeviceThatComesLaterOpensThemByTheWallet() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        TestNetwork.Page cleo = network.enter("Cleo");
        pass();
        share(ben);
        pass();
        ben.crash();
        pass();
        write(ana, "Ben", "first");
        write(ana, "Ben", "second");
        pass();
        ana.leave();
        pass();
        TestNetwork.Page phone = network.enter("Ben/phone");
        pass();
        List<Logged> closed = closed(phone);
        assertEquals(2, closed.size());
        assertTrue(phone.host.letters().isEmpty());
        openByWallet(phone, closed.getFirst());
        assertEquals(List.of("first"), phone.host.letters());
        // Both have the same box: the wallet is asked once.
        Letter.Wallets one = wallets(closed.getFirst());
        Letter.Wallets other = wallets(closed.getLast());
        assertTrue(one != null && other != null);
        assertEquals(one.other(), other.other());
        assertNotEquals(one.salt(), other.salt());
        phone.tell(new Input.OpenLetter(closed.getLast().id(), secret(phone, closed.getFirst())));
        pass();
        assertEquals(List.of("first", "second"), phone.host.letters());
        assertTrue(cleo.host.letters().isEmpty());
    }

    @Test
    void lettersThatAreWrittenAtOnceHaveOneBox() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        TestNetwork.Page cleo = network.enter("Cleo");
        share(ben);
        pass();
        write(ana, "Ben", "first");
        write(ana, "Ben", "second");
        pass();
        List<Letter.Wallets> all =
                closed(cleo).stream().map(WalletLettersTest::wallets).toList();
        assertEquals(2, all.size());
        assertNotNull(all.getFirst().other());
        assertEquals(all.getFirst().other(), all.getLast().other());
    }

    @Test
    void theAuthorsLaterDeviceReadsThemToo() {
        TestNetwork.Page ana = network.enter("Ana");
        network.enter("Ben");
        share(ana);
        pass();
        write(ana, "Ben", "from my old phone");
        pass();
        TestNetwork.Page tablet = network.enter("Ana/tablet");
        pass();
        openByWallet(tablet, closed(tablet).getLast());
        assertEquals(List.of("from my old phone"), tablet.host.letters());
    }

    @Test
    void nothingIsSealedToWalletsThatOpenNothing() {
        TestNetwork.Page ana = network.enter("Ana");
        network.enter("Ben");
        TestNetwork.Page cleo = network.enter("Cleo");
        pass();
        assertFalse(ana.host.peer.sealsToWallet(account("Ben")));
        write(ana, "Ben", "by devices alone");
        pass();
        assertNull(wallets(closed(cleo).getLast()));
    }

    @Test
    void whoTakesBackTheWalletsKeyIsNotSealedToAnyMore() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        TestNetwork.Page cleo = network.enter("Cleo");
        pass();
        share(ben);
        pass();
        assertTrue(ana.host.peer.sealsToWallet(account("Ben")));
        ben.tell(new Input.ShareWallet(null));
        pass();
        assertFalse(ana.host.peer.sealsToWallet(account("Ben")));
        write(ana, "Ben", "by devices alone");
        pass();
        assertNull(wallets(closed(cleo).getLast()));
    }

    @Test
    void aKeyThatIsNoneIsNotShared() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        pass();
        ben.tell(new Input.ShareWallet(Bytes.utf8("short")));
        pass();
        assertFalse(ana.host.peer.sealsToWallet(account("Ben")));
    }

    @Test
    void whoComesBackStillSealsToTheWalletOfThoseWhoHaveSpoken() {
        TestNetwork.Page ana = network.enter("Ana");
        TestNetwork.Page ben = network.enter("Ben");
        pass();
        ben.say("before the wallet was shared");
        pass();
        share(ben);
        pass();
        ben.say("and since");
        pass();
        ben.crash();
        ana.crash();
        TestNetwork.Page back = network.comeBack(ana);
        pass();
        assertTrue(back.host.peer.sealsToWallet(account("Ben")));
    }

    @Test
    void aLetterWhoseBoxCannotBeMadeReachesDevicesAllTheSame() {
        TestHost host = new TestHost("Ana");
        Stranger ben = new Stranger(host, "Ben");
        host.tell(new Input.ShareWallet(host.walletKey));
        host.tell(TestHost.entered());
        ben.join().greet(ben.readingHello()).prove().introduce();
        host.answering = false;
        host.tell(new Input.Write(account("Ben"), new Input.Say("by devices alone", false)));
        while (!host.questions.isEmpty()) {
            Output question = host.questions.remove();
            if (question instanceof Output.Seal seal && seal.purpose() == Output.Purpose.WALLET) {
                host.tell(new Input.Sealed(seal.ticket(), null));
            } else {
                host.answer(question);
            }
        }
        assertEquals(List.of("by devices alone"), host.letters());
        assertTrue(host.refusals().isEmpty());
    }

    @Test
    void inAClosedRoomALaterDeviceOpensThemByTheWallet() {
        TestGround ground = new TestGround(network, History.SHARED);
        TestNetwork.Page olga = ground.enter("Olga");
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        share(ben);
        pass();
        write(olga, "Ben", "between us");
        pass();
        assertEquals(List.of("between us"), ben.host.letters());
        TestNetwork.Page phone = ground.enter("Ben/phone");
        pass();
        openByWallet(phone, closed(phone).getLast());
        assertEquals(List.of("between us"), phone.host.letters());
    }

    @Test
    void inAForwardSecretRoomNothingIsSealedToWallets() {
        TestGround ground = new TestGround(network, History.FORWARD_SECRET);
        TestNetwork.Page olga = ground.enter("Olga");
        TestNetwork.Page ben = ground.invite(olga, "Ben", SETTLE_MILLIS);
        TestNetwork.Page cleo = ground.invite(olga, "Cleo", SETTLE_MILLIS);
        share(olga);
        share(ben);
        pass();
        assertFalse(olga.host.peer.sealsToWallet(account("Ben")));
        write(olga, "Ben", "between us");
        pass();
        assertEquals(List.of("between us"), ben.host.letters());
        assertNull(wallets(closed(cleo).getLast()));
    }
}
