package tropichat.server.gate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tropichat.chain.Avatar;
import tropichat.chain.Chains;
import tropichat.chain.EnsName;
import tropichat.chain.Found;
import tropichat.chain.HomeThread;
import tropichat.chain.Judgement;
import tropichat.chain.Signed;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.RandomSource;
import tropichat.core.gates.Finding;
import tropichat.core.gates.GateRule;
import tropichat.core.gates.Lapse;
import tropichat.core.gates.MerkleProof;
import tropichat.core.gates.Ticket;
import tropichat.core.gates.Verdict;
import tropichat.core.gates.Verdict.Outcome;
import tropichat.core.identity.Account;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Eip191;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.server.log.Log;
import tropichat.server.net.Loop;

/**
 * Judges wallets by what they hold, signs tickets for those who pass, and watches those: whoever gives away what let him in
 * is told of at once. On the loop's thread; nothing here waits.
 */
public final class Gatekeeper implements Chains.Follower {
    /** Wallets that are watched at once; the oldest are forgotten first, and end with their tickets. A guess. */
    static final int WATCHED_MAX = 50_000;

    /** Rules that people made and that are watched at once; each is 64 contracts at most. A guess. */
    static final int MADE_RULES_MAX = 256;

    /** How long whoever is in stays in while nothing can be found out: two tickets' lives, the second being grace. */
    static final long STAY_MILLIS = 2 * Ticket.LIFETIME_MILLIS_MAX;

    /** How often what is due is looked at. */
    private static final long TICK_MILLIS = 1_000;

    /** Wallets that are looked at again with one tick because nobody could tell: two requests' worth. */
    static final int DOUBTFUL_PER_TICK_MAX = 100;

    /** Whoever wants to know who is out. */
    public interface Listener {
        /** A wallet does not fulfil the room's rule any more, as far as anybody can tell. */
        void onLapse(Lapse lapse, Loss loss);

        /** Whether somebody with this wallet is in the room. */
        boolean isHere(RoomName room, WalletAddress wallet);
    }

    /** Why somebody is out. */
    public enum Loss {
        /** It no longer has what the rule asks for. */
        HOLDING,
        /** Somebody else sits on its token. */
        SEAT,
        /** For too long nobody could tell. */
        UNKNOWN
    }

    /**
     * Whom a ticket is for.
     *
     * @param keepers by one of whom it is to be signed, where we have that key; by the first of ours else
     */
    public record Bearer(RoomName room, WalletAddress wallet, DidKey session, List<DidKey> keepers) {
        public Bearer {
            keepers = List.copyOf(keepers);
        }
    }

    /** What is known of a watched wallet. */
    private static final class Standing {
        List<MerkleProof> proofs = List.of();
        List<DidKey> keepers = List.of();

        /** Whose tokens count for it besides its own. */
        Set<EthereumAddress> vaults = Set.of();

        /** When to look again, or to forget it: Unix milliseconds. */
        long dueMillis;

        /** When it was last seen to pass. */
        long passedMillis;

        boolean isJudging;

        /** Something has happened since it was asked about. */
        boolean isStale;
    }

    private final Map<RoomName, GateRule> rooms;
    private final Hashes hashes;
    private final GatekeeperKeys keys;
    private final Chains chains;
    private final Loop loop;
    private final Listener listener;
    private final Map<Watched, Standing> watched = new LinkedHashMap<>();

    /** Rules that the operator did not make, and how often each is watched. */
    private final Map<GateRule, Integer> made = new LinkedHashMap<>();

    /** Of these nobody could tell lately: they are looked at again with each tick. */
    private final Set<Watched> doubtful = new LinkedHashSet<>();

    private final Seats seats = new Seats();
    private final Unanswered unanswered = new Unanswered();
    private final LongSupplier clock;
    private @Nullable Map<Long, Set<EthereumAddress>> contracts;

    /**
     * Begins to watch.
     *
     * @param clock Unix milliseconds: tickets, and how long each is good, are everybody's matter
     * @throws IOException where its keys cannot be had, in words for the operator
     */
    public Gatekeeper(
            GateSettings settings, Loop loop, LongSupplier clock, Hashes hashes, RandomSource random, Listener listener)
            throws IOException {
        this.clock = clock;
        this.rooms = settings.rooms();
        this.hashes = hashes;
        this.keys = GatekeeperKeys.load(settings.keyFile(), random);
        this.loop = loop;
        this.listener = listener;
        HomeThread home = new HomeThread() {
            @Override
            public void execute(Runnable task) {
                loop.execute(task);
            }

            @Override
            public void schedule(long millis, Runnable task) {
                loop.schedule(millis, task);
            }
        };
        this.chains = new Chains(
                settings.chains(),
                settings.names(),
                settings.delegations(),
                settings.ipfsGateway(),
                home,
                hashes,
                Chains.POLL_MILLIS,
                Log::warn);
        loop.execute(() -> chains.follow(this));
        loop.schedule(TICK_MILLIS, this::tick);
    }

    /** Whose word counts. */
    public List<DidKey> keys() {
        return keys.all();
    }

    /** By which the operator gates a room; null where it is open to all. */
    public @Nullable GateRule rule(RoomName room) {
        return rooms.get(room);
    }

    /** Whether a wallet would pass now. */
    public void judge(GateRule rule, WalletAddress wallet, List<MerkleProof> proofs, Consumer<Judgement> onJudgement) {
        chains.judge(rule, wallet, proofs, onJudgement);
    }

    /** Whether names of ENS can be looked up. */
    public boolean knowsNames() {
        return chains.knowsNames();
    }

    /** By which name of ENS a wallet goes, as it was some minutes ago or is now. */
    public void name(EthereumAddress wallet, Consumer<Found<EnsName>> onFound) {
        chains.name(wallet, true, onFound);
    }

    /** Whether pictures can be found. */
    public boolean knowsAvatars() {
        return chains.knowsAvatars();
    }

    /** The picture by which a wallet wants to be shown, where it may be. */
    public void avatar(EthereumAddress wallet, String avatar, Consumer<Avatar> onAvatar) {
        chains.avatar(wallet, avatar, onAvatar);
    }

    /** The chains that can be asked, lowest first. */
    public List<Long> chains() {
        return chains.ids();
    }

    /** Whether a chain can be asked. */
    public boolean asks(long chain) {
        return chains.knows(chain);
    }

    /** Whether a wallet that is a contract has signed. */
    public void hasSigned(SignatureCheck.ByContract check, Consumer<Signed> onAnswer) {
        Account.Ethereum signer = check.signer();
        Bytes digest = Eip191.digest(check.message(), hashes);
        chains.hasSigned(
                signer.chainId(), signer.address(), digest, check.signature().bytes(), onAnswer);
    }

    /** Judges a wallet that wants to come into a room of the operator's; from then on it is watched where it passes. */
    public void admit(RoomName room, GateRule rule, WalletAddress wallet, Consumer<Verdict> onVerdict) {
        judge(rule, wallet, List.of(), judgement -> {
            if (judgement.verdict().passes()) {
                letIn(new Watched(room, wallet, rule), List.of(), List.of(), judgement);
            }
            onVerdict.accept(judgement.verdict());
        });
    }

    /** A ticket for whoever passes, and why; the wallet is watched then. */
    public void ticket(Bearer bearer, GateRule rule, List<MerkleProof> proofs, Consumer<Answer> onAnswer) {
        judge(rule, bearer.wallet(), proofs, judgement -> {
            Ticket ticket = null;
            if (judgement.verdict().passes()) {
                letIn(new Watched(bearer.room(), bearer.wallet(), rule), proofs, bearer.keepers(), judgement);
                ticket = sign(bearer, finding(bearer.room(), bearer.wallet(), rule, judgement));
            }
            onAnswer.accept(new Answer(judgement.verdict(), ticket));
        });
    }

    /**
     * What became of a wish for a ticket.
     *
     * @param ticket null for whoever does not pass
     */
    public record Answer(Verdict verdict, @Nullable Ticket ticket) {}

    private Finding finding(RoomName room, WalletAddress wallet, GateRule rule, Judgement judgement) {
        return new Finding(room, wallet, rule.hash(hashes), judgement.blocks());
    }

    private Ticket sign(Bearer bearer, Finding finding) {
        long until = clock.getAsLong() + Ticket.LIFETIME_MILLIS_MAX;
        DidKey self = keys.signer(bearer.keepers());
        Bytes signature = keys.sign(self, Ticket.signable(finding, bearer.session(), until, self));
        return new Ticket(finding, bearer.session(), until, self, signature);
    }

    /**
     * Words on those of these wallets that do not fulfil a rule, or of which nobody could tell for as long as members who are
     * here would stay: of those who are away nobody else asks.
     *
     * @param keepers by one of whom they are to be signed
     */
    public void lapses(
            RoomName room,
            GateRule rule,
            List<WalletAddress> wallets,
            List<DidKey> keepers,
            Consumer<List<Lapse>> onLapses) {
        List<Lapse> lapses = new ArrayList<>();
        int[] left = {wallets.size()};
        // Whoever is away has shown nobody here that it is on a list of which there is but the root.
        boolean needsProofs = rule.leaves().stream().anyMatch(GateRule.AllowRoot.class::isInstance);
        if (wallets.isEmpty() || needsProofs) {
            onLapses.accept(lapses);
            return;
        }
        for (WalletAddress wallet : wallets) {
            judge(rule, wallet, List.of(), judgement -> {
                if (isOut(new Watched(room, wallet, rule), judgement.verdict())) {
                    lapses.add(lapse(finding(room, wallet, rule, judgement), keepers));
                }
                left[0]--;
                if (left[0] == 0) {
                    onLapses.accept(lapses);
                }
            });
        }
    }

    private boolean isOut(Watched whom, Verdict verdict) {
        if (verdict.outcome() == Outcome.UNKNOWN) {
            boolean isOurs = whom.rule().leaves().stream().allMatch(this::canAsk);
            return isOurs && unanswered.onSilence(whom, clock.getAsLong()) >= STAY_MILLIS;
        }
        unanswered.onAnswer(whom);
        return isLapse(verdict);
    }

    /** Whether a condition can be looked at here; another gatekeeper's may be unknown for ever. */
    private boolean canAsk(GateRule leaf) {
        return switch (leaf) {
            case GateRule.OnChain onChain -> chains.knows(onChain.chain());
            case GateRule.Ens ignored -> chains.knowsNames();
            default -> true;
        };
    }

    private static boolean isLapse(Verdict verdict) {
        return verdict.outcome() == Outcome.FAIL && verdict.reason() != Verdict.Reason.TOO_NEW;
    }

    // ---- Watching

    private void watch(Watched whom, List<MerkleProof> proofs, List<DidKey> keepers, Set<EthereumAddress> vaults) {
        boolean isOperators = whom.rule().equals(rooms.get(whom.room()));
        boolean isNew = !isOperators && !made.containsKey(whom.rule());
        if (isNew && made.size() >= MADE_RULES_MAX) {
            // Anybody could have every contract watched: who passes it is judged again when the ticket ends.
            return;
        }
        Standing standing = forget(whom);
        if (standing == null) {
            standing = new Standing();
        }
        if (watched.size() >= WATCHED_MAX) {
            forget(watched.keySet().iterator().next());
        }
        standing.proofs = proofs;
        standing.keepers = keepers;
        standing.vaults = vaults;
        standing.passedMillis = clock.getAsLong();
        standing.dueMillis = standing.passedMillis + Ticket.LIFETIME_MILLIS_MAX;
        keep(whom, standing);
    }

    /** The newest stand last, and so are due last. */
    private void keep(Watched whom, Standing standing) {
        watched.put(whom, standing);
        if (!whom.rule().equals(rooms.get(whom.room()))) {
            made.merge(whom.rule(), 1, Integer::sum);
        }
        contracts = null;
    }

    private @Nullable Standing forget(Watched whom) {
        Standing standing = watched.remove(whom);
        if (standing != null && !whom.rule().equals(rooms.get(whom.room()))) {
            made.computeIfPresent(whom.rule(), (rule, count) -> count == 1 ? null : count - 1);
        }
        contracts = null;
        return standing;
    }

    @Override
    public Map<Long, Set<EthereumAddress>> contracts() {
        Map<Long, Set<EthereumAddress>> known = contracts;
        if (known == null) {
            Set<GateRule> rules = new LinkedHashSet<>();
            watched.keySet().forEach(each -> rules.add(each.rule()));
            TokenContracts tokens = new TokenContracts();
            rules.forEach(tokens::add);
            known = tokens.byChain();
            contracts = known;
        }
        return known;
    }

    @Override
    public void onTransfers(long chain, Set<EthereumAddress> parties) {
        List<Watched> concerned = new ArrayList<>();
        watched.forEach((whom, standing) -> {
            boolean isParty = whom.wallet() instanceof EthereumAddress party && parties.contains(party);
            if (isParty || !Collections.disjoint(standing.vaults, parties)) {
                concerned.add(whom);
            }
        });
        concerned.forEach(this::lookAgain);
    }

    @Override
    public void onGap(long chain) {
        List.copyOf(watched.keySet()).forEach(this::lookAgain);
    }

    private void tick() {
        long now = clock.getAsLong();
        List<Watched> due = new ArrayList<>();
        Iterator<Map.Entry<Watched, Standing>> each = watched.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Watched, Standing> next = each.next();
            if (next.getValue().dueMillis > now) {
                break;
            }
            due.add(next.getKey());
        }
        due.forEach(whom -> onDue(whom, now));
        List<Watched> again = doubtful.stream().limit(DOUBTFUL_PER_TICK_MAX).toList();
        again.forEach(doubtful::remove);
        again.forEach(this::lookAgain);
        loop.schedule(TICK_MILLIS, this::tick);
    }

    /** Who is here is looked at again; links of who left the server alone end with their last ticket. */
    private void onDue(Watched whom, long now) {
        Standing standing = forget(whom);
        if (standing == null || !listener.isHere(whom.room(), whom.wallet())) {
            return;
        }
        standing.dueMillis = now + Ticket.LIFETIME_MILLIS_MAX;
        keep(whom, standing);
        lookAgain(whom);
    }

    private void lookAgain(Watched whom) {
        Standing standing = watched.get(whom);
        if (standing == null || standing.isJudging) {
            markStale(standing);
            return;
        }
        standing.isJudging = true;
        standing.isStale = false;
        judge(whom.rule(), whom.wallet(), standing.proofs, judgement -> {
            standing.isJudging = false;
            if (watched.get(whom) == standing) {
                onLookedAgain(whom, standing, judgement);
            }
        });
    }

    private static void markStale(@Nullable Standing standing) {
        if (standing != null) {
            standing.isStale = true;
        }
    }

    private void onLookedAgain(Watched whom, Standing standing, Judgement judgement) {
        Verdict verdict = judgement.verdict();
        if (isLapse(verdict)) {
            letGo(whom, judgement, standing.keepers, Loss.HOLDING);
        } else if (!verdict.passes() && clock.getAsLong() >= standing.passedMillis + STAY_MILLIS) {
            letGo(whom, judgement, standing.keepers, Loss.UNKNOWN);
        } else if (!verdict.passes()) {
            doubtful.add(whom);
        } else if (seats.sit(whom, judgement.seats(), clock.getAsLong())) {
            standing.passedMillis = clock.getAsLong();
            standing.vaults = judgement.vaults();
        } else {
            letGo(whom, judgement, standing.keepers, Loss.SEAT);
        }
        if (standing.isStale) {
            doubtful.add(whom);
        }
    }

    /** Whoever asks anew and passes is in: where there is no seat for it, somebody else loses his. */
    private void letIn(Watched whom, List<MerkleProof> proofs, List<DidKey> keepers, Judgement judgement) {
        watch(whom, proofs, keepers, judgement.vaults());
        for (Watched evicted : seats.sitAnyway(whom, judgement.seats(), clock.getAsLong())) {
            letGo(evicted, judgement, keepers, Loss.SEAT);
        }
    }

    /**
     * Tells that somebody is out.
     *
     * @param judgement at whose blocks
     * @param keepers by one of whom that is signed where it has named none itself
     */
    private void letGo(Watched whom, Judgement judgement, List<DidKey> keepers, Loss loss) {
        Standing standing = forget(whom);
        seats.leave(whom);
        Finding finding = finding(whom.room(), whom.wallet(), whom.rule(), judgement);
        listener.onLapse(lapse(finding, standing == null ? keepers : standing.keepers), loss);
    }

    private Lapse lapse(Finding finding, List<DidKey> keepers) {
        long now = clock.getAsLong();
        DidKey self = keys.signer(keepers);
        return new Lapse(finding, now, self, keys.sign(self, Lapse.signable(finding, now, self)));
    }

    public void stop() {
        chains.close();
    }
}
