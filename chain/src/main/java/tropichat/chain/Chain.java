package tropichat.chain;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.EthereumAddress;
import tropichat.json.Json;
import tropichat.json.JsonWriter;

/** One chain: its newest block, what is so as of it, and who gives tokens to whom. On its owner's thread. */
final class Chain {
    /** Blocks whose transfers are looked through at once; after a longer pause everybody is looked at anew. A guess. */
    static final int LOOKED_THROUGH_MAX = 100;

    /** Contracts whose transfers are followed. A guess: nodes refuse longer filters. */
    static final int CONTRACTS_MAX = 1_000;

    /** {@code Transfer(address,address,uint256)} of ERC-20 and 721. */
    private static final String TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    /** {@code TransferSingle(address,address,address,uint256,uint256)} of ERC-1155. */
    private static final String TRANSFER_SINGLE = "0xc3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62";

    /** {@code TransferBatch(address,address,address,uint256[],uint256[])} of ERC-1155. */
    private static final String TRANSFER_BATCH = "0x4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb";

    private static final int WORD_LENGTH = 32;

    /** Polls between two of which one looks for a block where a feed tells of them: it may have missed one. */
    static final int FED_POLLS = 15;

    /** Whoever wants to know of transfers. */
    interface Follower {
        /** Whose transfers, at this time; none for nobody's. */
        Set<EthereumAddress> contracts();

        /** Each of these has given or been given something lately. */
        void onTransfers(Set<EthereumAddress> parties);

        /** Some may have been missed. */
        void onGap();
    }

    private final Rpc rpc;
    private final ContractSignatures signatures;
    private final HomeThread home;
    private final long pollMillis;
    private final @Nullable HeadFeed feed;
    private @Nullable View view;
    private final List<Consumer<@Nullable View>> waiting = new ArrayList<>();
    private boolean isAsking;
    private boolean isFresh;

    /** News has come while a block was on its way. */
    private boolean isBehind;

    private boolean isTimed;
    private int ticks;
    private @Nullable Follower follower;

    /** The block after which transfers were not looked through, since no node answered; {@link Hex#NONE} for none. */
    private long missedFrom = Hex.NONE;

    /** @param feed whose news is {@link #onNews}; null where there is none */
    Chain(Rpc rpc, HomeThread home, long pollMillis, @Nullable URI feed, HttpClient client) {
        this.rpc = rpc;
        this.signatures = new ContractSignatures(rpc);
        this.home = home;
        this.pollMillis = pollMillis;
        this.feed = feed == null ? null : new HeadFeed(client, feed, home, this::onNews);
    }

    /**
     * The view of the newest block; null where no node answers.
     *
     * @param mayBeKnown whether it may be as old as one poll
     */
    void withView(boolean mayBeKnown, Consumer<@Nullable View> onView) {
        if (isFresh && mayBeKnown) {
            onView.accept(view);
        } else {
            waiting.add(onView);
            refresh();
        }
    }

    ContractSignatures signatures() {
        return signatures;
    }

    /** Tells of transfers from now on, for as long as there are contracts to follow. */
    void follow(Follower by) {
        follower = by;
        refresh();
        if (feed != null) {
            feed.open();
        }
    }

    /** There is a new block, somebody says. */
    private void onNews() {
        isFresh = false;
        // What is on its way may be older than that.
        isBehind = isAsking;
        if (isFollowed()) {
            refresh();
        }
    }

    private boolean isFollowed() {
        return follower != null && !follower.contracts().isEmpty();
    }

    void close() {
        if (feed != null) {
            feed.close();
        }
    }

    private void awaitTick() {
        if (!isTimed) {
            isTimed = true;
            home.schedule(pollMillis, this::tick);
        }
    }

    /** What is known grows old after one poll; where somebody tells of news, after several. */
    private void tick() {
        isTimed = false;
        ticks++;
        boolean isTold = feed != null && feed.isAlive() && ticks % FED_POLLS != 0;
        isFresh &= isTold && isFollowed();
        if (isFresh) {
            awaitTick();
        } else if (isFollowed()) {
            refresh();
        }
    }

    private void refresh() {
        if (isAsking) {
            return;
        }
        isAsking = true;
        JsonWriter latest =
                new JsonWriter().beginArray().text(RpcCall.LATEST).bool(false).endArray();
        rpc.send(List.of(RpcCall.of("eth_getBlockByNumber", latest)), answers -> onHead(answers.getFirst()));
    }

    private void onHead(RpcAnswer answer) {
        isAsking = false;
        View former = view;
        view = read(answer, former);
        isFresh = view != null;
        if (!isFresh && former != null) {
            // What it was is no longer known to be so; where it goes on from is.
            missedFrom = missedFrom == Hex.NONE ? former.number() : missedFrom;
        }
        awaitTick();
        List<Consumer<@Nullable View>> served = new ArrayList<>(waiting);
        waiting.clear();
        for (Consumer<@Nullable View> each : served) {
            each.accept(view);
        }
        if (view != null) {
            onView(view, former);
        }
        if (isBehind) {
            onNews();
        }
    }

    private @Nullable View read(RpcAnswer answer, @Nullable View former) {
        if (!(answer instanceof RpcAnswer.Result result)) {
            return null;
        }
        long number = Hex.number(result.value().field("number"));
        Bytes hash = Hex.bytes(result.value().field("hash"));
        if (number == Hex.NONE || hash == null || hash.length() != WORD_LENGTH) {
            return null;
        }
        return former != null && former.hash().equals(hash) ? former : new View(rpc, home, number, hash);
    }

    private void onView(View now, @Nullable View former) {
        long from = missedFrom != Hex.NONE ? missedFrom : former == null ? now.number() : former.number();
        boolean isReplaced = former != null && former != now && former.number() >= now.number();
        missedFrom = Hex.NONE;
        Follower told = follower;
        if (told == null || (now == former && from == now.number())) {
            return;
        }
        if (isReplaced || now.number() - from > LOOKED_THROUGH_MAX) {
            told.onGap();
        } else if (now.number() > from) {
            // The last ones once more: they may have been replaced meanwhile.
            lookThrough(told, Math.max(0, from + 1 - View.EARLIER_BLOCKS), now.number());
        }
    }

    private void lookThrough(Follower told, long from, long to) {
        Set<EthereumAddress> contracts = told.contracts();
        if (contracts.isEmpty()) {
            return;
        }
        if (contracts.size() > CONTRACTS_MAX) {
            told.onGap();
            return;
        }
        rpc.send(List.of(RpcCall.of("eth_getLogs", filter(contracts, from, to))), answers -> {
            Set<EthereumAddress> parties = parties(answers.getFirst());
            if (parties == null) {
                told.onGap();
            } else if (!parties.isEmpty()) {
                told.onTransfers(parties);
            }
        });
    }

    private static JsonWriter filter(Set<EthereumAddress> contracts, long from, long to) {
        JsonWriter filter = new JsonWriter()
                .beginArray()
                .beginObject()
                .name("fromBlock")
                .text(Hex.of(from))
                .name("toBlock")
                .text(Hex.of(to))
                .name("address")
                .beginArray();
        contracts.forEach(contract -> filter.text(Hex.of(contract.bytes())));
        return filter.endArray()
                .name("topics")
                .beginArray()
                .beginArray()
                .text(TRANSFER)
                .text(TRANSFER_SINGLE)
                .text(TRANSFER_BATCH)
                .endArray()
                .endArray()
                .endObject()
                .endArray();
    }

    /** Everybody whom the logs' topics name; null where they could not be had. */
    private static @Nullable Set<EthereumAddress> parties(RpcAnswer answer) {
        if (!(answer instanceof RpcAnswer.Result result) || result.value().kind() != Json.Kind.ARRAY) {
            return null;
        }
        Set<EthereumAddress> parties = new LinkedHashSet<>();
        for (int i = 0; i < result.value().size(); i++) {
            Json log = result.value().element(i);
            Json topics = log == null ? null : log.field("topics");
            int count = topics == null ? 0 : topics.size();
            // The first one is the event's name.
            for (int j = 1; topics != null && j < count; j++) {
                Bytes word = Hex.bytes(topics.element(j));
                if (word != null && word.length() == WORD_LENGTH) {
                    parties.add(new EthereumAddress(word.slice(WORD_LENGTH - EthereumAddress.LENGTH, WORD_LENGTH)));
                }
            }
        }
        return parties;
    }
}
