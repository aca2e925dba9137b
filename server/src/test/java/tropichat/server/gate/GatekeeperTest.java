package tropichat.server.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tropichat.chain.ChainNode;
import tropichat.chain.ChainSettings;
import tropichat.chain.Judgement;
import tropichat.chain.NameSettings;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Delegations;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.Ticket;
import tropichat.core.gates.Uint256;
import tropichat.core.gates.Verdict;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.SignatureVerifier;
import tropichat.server.SeededRandom;
import tropichat.server.metrics.Counters;
import tropichat.server.net.Deadlines;
import tropichat.server.net.Listener;
import tropichat.server.net.NetLimits;

/** A gatekeeper whose chain is away for longer than people may stay without it, by a clock of the test's. */
class GatekeeperTest {
    private static final long CHAIN = 31_337;
    private static final RoomName ROOM = new RoomName("whales");
    private static final long TICKET_MILLIS = Ticket.LIFETIME_MILLIS_MAX;
    private static final long WAIT_SECONDS = 30;

    private final Hashes hashes = new JvmHashes();
    private final RandomSource random = SeededRandom.of(20_261_201);
    private final AtomicLong clock = new AtomicLong(1_800_000_000_000L);
    private final BlockingQueue<Told> told = new ArrayBlockingQueue<>(16);
    private final Listener listener =
            new Listener(new NetLimits(100_000, 0, 0, 0, 0, Deadlines.STANDARD), 10, random, new Counters());
    private @Nullable ChainNode started;
    private @Nullable Gatekeeper gatekeeper;

    private record Told(Lapse lapse, Gatekeeper.Loss loss) {}

    @BeforeEach
    void start() throws IOException, Malformed {
        assumeTrue(ChainNode.isInstalled(), "the testbed's packages are not installed");
        // Its own: it ends.
        ChainNode node = new ChainNode(CHAIN);
        started = node;
        GateSettings settings = new GateSettings(
                List.of(new ChainSettings(CHAIN, List.of(node.chain(CHAIN).rpc()))),
                NameSettings.of(NameSettings.CHAIN, NameSettings.RESOLVER),
                Delegations.REGISTRY,
                null,
                Map.of(),
                null);
        gatekeeper = new Gatekeeper(settings, listener.loop(), clock::get, hashes, random, new Gatekeeper.Listener() {
            @Override
            public void onLapse(Lapse lapse, Gatekeeper.Loss loss) {
                told.add(new Told(lapse, loss));
            }

            @Override
            public boolean isHere(RoomName room, WalletAddress wallet) {
                return true;
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        if (gatekeeper != null) {
            gatekeeper.stop();
        }
        listener.stop();
        if (started != null) {
            started.close();
        }
    }

    private Gatekeeper gatekeeper() {
        assertNotNull(gatekeeper);
        return gatekeeper;
    }

    private ChainNode chain() {
        assertNotNull(started);
        return started;
    }

    private EthereumAddress wallet() {
        return chain().chain(CHAIN).rich();
    }

    private static GateRule rule() {
        return new GateRule.Native(CHAIN, Uint256.ONE);
    }

    /** Has the loop do something, and waits for what it answers. */
    private <T> T answer(Consumer<Consumer<T>> asking) throws InterruptedException {
        BlockingQueue<T> answers = new ArrayBlockingQueue<>(1);
        listener.loop().execute(() -> asking.accept(answers::add));
        return assertInTime(answers.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> T assertInTime(@Nullable T answer) {
        assertNotNull(answer);
        return answer;
    }

    private Gatekeeper.Answer ticket() throws InterruptedException {
        Gatekeeper.Bearer bearer = new Gatekeeper.Bearer(
                ROOM, wallet(), SessionKey.generate(random).did(), List.of());
        return answer(onAnswer -> gatekeeper().ticket(bearer, rule(), List.of(), onAnswer));
    }

    private List<Lapse> lapses(WalletAddress of) throws InterruptedException {
        return lapses(rule(), of);
    }

    private List<Lapse> lapses(GateRule rule, WalletAddress of) throws InterruptedException {
        return answer(onAnswer -> gatekeeper().lapses(ROOM, rule, List.of(of), List.of(), onAnswer));
    }

    /** The chain cannot be asked any more, and what was seen of it is forgotten. */
    private void loseChain() throws Exception {
        EthereumAddress wallet = wallet();
        chain().close();
        Verdict.Outcome outcome;
        do {
            outcome = this.<Judgement>answer(onAnswer -> gatekeeper().judge(rule(), wallet, List.of(), onAnswer))
                    .verdict()
                    .outcome();
        } while (outcome != Verdict.Outcome.UNKNOWN);
    }

    @Test
    void whatIsForAnotherGatekeeperToTellOrNeedsAProofEndsNothing() throws Exception {
        EthereumAddress poor = chain().chain(CHAIN).wallet();
        GateRule otherChains = new GateRule.Any(List.of(rule(), new GateRule.Native(CHAIN + 1, Uint256.ONE)));
        GateRule byProof =
                new GateRule.Any(List.of(rule(), new GateRule.AllowRoot(hashes.sha256(Bytes.utf8("a list's root")))));
        for (GateRule rule : List.of(otherChains, byProof)) {
            for (int i = 0; i < 4; i++) {
                assertEquals(List.of(), lapses(rule, poor));
                clock.addAndGet(TICKET_MILLIS);
            }
        }
        assertEquals(1, lapses(rule(), poor).size(), "by what the wallet lacks alone");
    }

    @Test
    void whoIsHereIsOutOnceNobodyCouldTellForAsLongAsTwoTickets() throws Exception {
        assertNotNull(ticket().ticket());
        EthereumAddress wallet = wallet();
        loseChain();
        clock.addAndGet(TICKET_MILLIS);
        assertEquals(List.of(), lapses(wallet));
        clock.addAndGet(TICKET_MILLIS - 1);
        assertEquals(List.of(), List.copyOf(told));
        clock.addAndGet(1);
        Told out = assertInTime(told.poll(WAIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(Gatekeeper.Loss.UNKNOWN, out.loss());
        assertEquals(wallet, out.lapse().finding().wallet());
        assertEquals(rule().hash(hashes), out.lapse().finding().rule());
        assertEquals(clock.get(), out.lapse().atMillis());
        assertTrue(new SignatureVerifier(hashes).verify(out.lapse().signatureCheck()));
    }

    @Test
    void whoIsAwayIsOutOnceNobodyCouldTellForAsLong() throws Exception {
        assertEquals(Verdict.Outcome.PASS, ticket().verdict().outcome());
        EthereumAddress wallet = wallet();
        assertEquals(List.of(), lapses(wallet));
        loseChain();
        clock.addAndGet(24 * 60 * 60 * 1_000);
        assertEquals(List.of(), lapses(wallet), "nobody asked for a day: that was no silence of the chain's");
        clock.addAndGet(TICKET_MILLIS);
        assertEquals(List.of(), lapses(wallet));
        clock.addAndGet(TICKET_MILLIS);
        Lapse out = lapses(wallet).getFirst();
        assertEquals(wallet, out.finding().wallet());
        assertTrue(new SignatureVerifier(hashes).verify(out.signatureCheck()));
    }
}
