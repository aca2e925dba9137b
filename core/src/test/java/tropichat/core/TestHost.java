package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.base.TestAead;
import tropichat.core.base.TestHashes;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.TestContract;
import tropichat.core.identity.TestSealing;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.identity.TestWallet;
import tropichat.core.link.Frame;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.EntryKey;
import tropichat.core.rules.State;
import tropichat.core.wire.Cid;
import tropichat.core.wire.Fragments;

/** Drives one real peer by hand: the test says what happens, and when the peer's questions are answered. */
final class TestHost {
    static final Hashes HASHES = new TestHashes();
    static final RoomName ROOM = RoomName.LOBBY;

    /** Entries that peers keep in tests. */
    static final int ENTRIES_MAX = 10_000;

    /** Whoever's name begins so has a wallet that is a contract. */
    static final String CONTRACT = "Safe";

    /** The same of one that no chain tells anybody of. */
    static final String SILENT_CONTRACT = "Safe in silence";

    /** When tests begin, Unix milliseconds. */
    static final long START_MILLIS = 1_800_000_000_000L;

    static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    /** What the server calls the peer. */
    static final String ID = "id-host";

    final String name;
    final TestSession session;
    final TestWallet wallet;
    final Peer peer;
    final List<Output> outputs = new ArrayList<>();

    /** What the peer wants signed or verified and was not answered yet. */
    final ArrayDeque<Output> questions = new ArrayDeque<>();

    /** What the peer has had stored, by identifier. */
    final Map<Cid, Bytes> kept = new LinkedHashMap<>();

    final Map<Cid, Bytes> profiles = new LinkedHashMap<>();

    final Identity self;

    /** The public half of what is sealed to the peer's page; the other half is the same. */
    final Bytes sealing;

    /** The same of what is sealed to the person's device. */
    final Bytes device;

    /** The same of what the person's wallet opens, where the person has it opened. */
    final Bytes walletKey;

    /** The same of what is sealed to it in a forward-secret room, the oldest first. */
    final List<Bytes> prekeys = new ArrayList<>();

    private int lastPreKey;

    /** What the peer has had kept of the room's law and secrets. */
    final Map<Cid, Input.KeptRule> rules = new LinkedHashMap<>();

    final Map<Cid, Bytes> epochs = new LinkedHashMap<>();

    /** Whether questions are answered as soon as they are asked. */
    boolean answering = true;

    /** Whether those at the other ends answer pings while time passes. */
    boolean othersAreAlive = true;

    long nowMillis;

    TestHost(String name) {
        this(name, 1);
    }

    /** @param seed of what the peer takes for chance */
    TestHost(String name, long seed) {
        this(name, seed, Limits.MESH_MEMBERS_MAX, START_MILLIS);
    }

    TestHost(String name, long seed, int meshMembers, long nowMillis) {
        this(name, name, seed, nowMillis, config(meshMembers), null);
    }

    /** A member of a room that belongs to somebody, or one who wants to be. */
    static TestHost in(
            TestGround ground,
            String name,
            String session,
            long seed,
            long nowMillis,
            boolean restores,
            boolean asksChains) {
        Config config = new Config(
                ground.name,
                Set.of(TestWallet.DOMAIN),
                Limits.MESH_MEMBERS_MAX,
                ENTRIES_MAX,
                restores,
                asksChains,
                HASHES);
        return new TestHost(
                name, session, seed, nowMillis, config, ground.charter(name, new TestSession(session), restores));
    }

    private TestHost(String name, String session, long seed, long nowMillis, Config config, @Nullable Charter charter) {
        this.name = name;
        this.nowMillis = nowMillis;
        this.session = new TestSession(session);
        wallet = new TestWallet(person(name));
        sealing = TestSealing.key(name + " " + seed);
        device = TestSealing.key(name + "'s device");
        walletKey = TestSealing.key(person(name) + "'s wallet");
        self = new Identity(
                this.session.key(),
                sealing,
                wallet.address(),
                delegation(name, nowMillis),
                profile(name),
                new Device(device, new TestAead()));
        Random random = new Random(seed);
        RandomSource chance = length -> randomBytes(random, length);
        peer = charter == null
                ? Peer.create(config, self, chance, nowMillis)
                : Peer.createRuled(config, charter, self, chance, nowMillis);
    }

    private Delegation delegation(String name, long nowMillis) {
        long untilMillis = nowMillis + DAY_MILLIS;
        if (!name.startsWith(CONTRACT)) {
            return wallet.delegate(session.key(), nowMillis, untilMillis);
        }
        TestContract contract = new TestContract(wallet);
        return name.startsWith(SILENT_CONTRACT)
                ? contract.silent(session.key(), nowMillis, untilMillis)
                : contract.delegate(session.key(), nowMillis, untilMillis);
    }

    /** Whose wallet has vouched for a session: of several of one person's, some are called "Ben/phone" or so. */
    static String person(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }

    /** Somebody who can ask a chain itself. */
    static TestHost askingChains(String name, long seed, int meshMembers, long nowMillis) {
        Config config = new Config(ROOM, Set.of(TestWallet.DOMAIN), meshMembers, ENTRIES_MAX, false, true, HASHES);
        return new TestHost(name, name, seed, nowMillis, config, null);
    }

    /** Somebody who comes back with what the browser has kept. */
    static TestHost restoring(String name, long seed, int meshMembers, long nowMillis) {
        return new TestHost(name, name, seed, nowMillis, config(meshMembers, ENTRIES_MAX, true), null);
    }

    static Config config(int meshMembers) {
        return config(meshMembers, ENTRIES_MAX, false);
    }

    static Config config(int meshMembers, int entriesMax, boolean restores) {
        return new Config(ROOM, Set.of(TestWallet.DOMAIN), meshMembers, entriesMax, restores, HASHES);
    }

    /** The server lets the peer in and names everybody. */
    static Input.Entered entered(Introduction... others) {
        return new Input.Entered(ID, List.of(others), others.length + 1);
    }

    /** The signal of a page that has no other links. */
    static Signal signal(String instance, int attempt, Signal.Kind kind, String body) {
        return new Signal(null, instance, attempt, kind, false, body);
    }

    static Delegation delegation(TestSession session, TestWallet wallet) {
        return wallet.delegate(session.key(), START_MILLIS, START_MILLIS + DAY_MILLIS);
    }

    static Profile profile(String name) {
        try {
            return Profile.parse(name, "#2f9");
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    static Bytes randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /** Hands in one input; answers everything that the peer wanted because of it. */
    List<Output> tell(Input input) {
        List<Output> wanted = new ArrayList<>(peer.handle(input, nowMillis));
        outputs.addAll(wanted);
        for (Output output : new ArrayList<>(wanted)) {
            if (output instanceof Output.StoreProfile store) {
                profiles.put(store.id(), store.block());
            }
            keep(output);
            if (isQuestion(output)) {
                questions.add(output);
            }
        }
        while (answering && !questions.isEmpty()) {
            wanted.addAll(answer(questions.remove()));
        }
        return wanted;
    }

    private void keep(Output output) {
        switch (output) {
            case Output.StoreRule rule -> rules.put(rule.id(), new Input.KeptRule(rule.account(), rule.block()));
            case Output.StoreEpoch epoch when epoch.state() != null -> epochs.put(epoch.id(), epoch.state());
            case Output.StoreEpoch epoch -> epochs.remove(epoch.id());
            case Output.ErasePreKeys erase ->
                prekeys.subList(0, prekeys.indexOf(erase.before())).clear();
            case Output.Erase erase -> erase.keys().forEach(key -> kept.remove(key.id()));
            default -> {}
        }
    }

    /** Takes what another host of the same person's has kept. */
    void inherit(TestHost former) {
        kept.putAll(former.kept);
        profiles.putAll(former.profiles);
        rules.putAll(former.rules);
        epochs.putAll(former.epochs);
        prekeys.addAll(former.prekeys);
        lastPreKey = former.lastPreKey;
    }

    static Bytes seal(Output.Seal wanted) {
        return wanted.purpose() == Output.Purpose.WALLET
                ? TestSealing.box(wanted.to(), wanted.content())
                : TestSealing.seal(wanted.to(), wanted.content());
    }

    /** What was sealed to the peer, if it was. */
    @Nullable
    Bytes unseal(Output.Unseal wanted) {
        return switch (wanted.purpose()) {
            case SIGNAL -> TestSealing.unseal(sealing, wanted.sealed());
            case GRANT, LETTER -> {
                Bytes content = TestSealing.unseal(device, wanted.sealed());
                for (Bytes prekey : prekeys) {
                    content = content == null ? TestSealing.unseal(prekey, wanted.sealed()) : content;
                }
                yield content;
            }
            case WALLET -> throw new AssertionError("only the person has the wallet open something");
        };
    }

    /** Another key of the device's for the room. */
    Bytes makePreKey() {
        Bytes made = TestSealing.key(session.did() + " " + lastPreKey++);
        prekeys.add(made);
        return made;
    }

    /** All that was kept of what was said, as a host tells it to the next peer. */
    Input.Restored restored() {
        List<EntryKey> keys = new ArrayList<>();
        List<Bytes> blocks = new ArrayList<>(kept.values());
        try {
            for (Bytes block : blocks) {
                Entry.Received received = Entry.decode(block, HASHES);
                keys.add(new EntryKey(received.entry().lamport(), received.id()));
            }
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
        return new Input.Restored(keys, blocks, true);
    }

    /** The law of the room as the person was told last. */
    State law() {
        return events(Event.LawChanged.class).getLast().state();
    }

    private static boolean isQuestion(Output output) {
        return output instanceof Output.Sign
                || output instanceof Output.Verify
                || output instanceof Output.Seal
                || output instanceof Output.Store
                || output instanceof Output.Load
                || output instanceof Output.LoadProfiles
                || output instanceof Output.Unseal
                || output instanceof Output.MakePreKey;
    }

    /** Answers the questions that wait, the last one first. */
    void answerBackwards() {
        while (!questions.isEmpty()) {
            answer(questions.removeLast());
        }
    }

    List<Output> answer(Output question) {
        return switch (question) {
            case Output.Sign sign -> tell(new Input.Signed(sign.ticket(), session.sign(sign.message())));
            case Output.Verify verify ->
                tell(new Input.Verified(verify.ticket(), TestSignatures.isValid(verify.check())));
            case Output.Seal seal -> tell(new Input.Sealed(seal.ticket(), seal(seal)));
            case Output.Unseal unseal -> tell(new Input.Unsealed(unseal.ticket(), unseal(unseal)));
            case Output.MakePreKey make -> tell(new Input.PreKeyMade(make.ticket(), makePreKey()));
            case Output.Store store -> {
                kept.put(store.logged().id(), store.logged().block());
                yield tell(new Input.Stored(store.ticket(), true));
            }
            case Output.Load load -> tell(new Input.Loaded(load.ticket(), blocks(load)));
            case Output.LoadProfiles load -> tell(new Input.Loaded(load.ticket(), blocks(load)));
            default -> throw new AssertionError("no question: " + question);
        };
    }

    /** What was stored of what the peer wants loaded. */
    List<@Nullable Bytes> blocks(Output.Load load) {
        List<@Nullable Bytes> blocks = new ArrayList<>();
        load.keys().forEach(key -> blocks.add(kept.get(key.id())));
        return blocks;
    }

    List<@Nullable Bytes> blocks(Output.LoadProfiles load) {
        List<@Nullable Bytes> blocks = new ArrayList<>();
        load.ids().forEach(id -> blocks.add(profiles.get(id)));
        return blocks;
    }

    /** Lets time pass, ticking whenever the peer wants it. */
    void pass(long millis) {
        long until = nowMillis + millis;
        while (peer.deadlineMillis() <= until) {
            nowMillis = Math.max(nowMillis, peer.deadlineMillis());
            tick();
        }
        nowMillis = until;
    }

    private void tick() {
        List<Output> wanted = tell(new Input.Tick());
        assertTrue(peer.deadlineMillis() > nowMillis, "a deadline that a tick does not move");
        for (Output output : wanted) {
            if (othersAreAlive && output instanceof Output.SendFragment sent && isPing(sent.fragment())) {
                Bytes pong = Fragments.split(new Frame.Pong(0).encode()).getFirst();
                tell(new Input.FragmentReceived(sent.link(), false, pong));
            }
        }
    }

    private static boolean isPing(Bytes fragment) {
        return fragment.equals(Fragments.split(new Frame.Ping(0).encode()).getFirst());
    }

    /** The peer waits for nothing but the next look after its open links. */
    void assertOnlyLooksAfterLinks() {
        pass(2 * Connections.BEAT_MILLIS);
        passToBeat();
        assertWaitsForBeat();
    }

    /** Until the peer has just looked after its links, where it waits for nothing else. */
    void passToBeat() {
        pass(peer.deadlineMillis() - nowMillis);
    }

    /** It waits a whole beat for the next such look, and for nothing before. */
    void assertWaitsForBeat() {
        assertEquals(Connections.BEAT_MILLIS, peer.deadlineMillis() - nowMillis);
    }

    /** The peer waits for nothing, as soon as it has looked after links that are no more. */
    void assertWaitsForNothing() {
        pass(Connections.BEAT_MILLIS);
        assertEquals(Long.MAX_VALUE, peer.deadlineMillis());
    }

    /** All frames that the peer has sent on a link. */
    List<Frame> sent(int link) {
        Fragments fragments = new Fragments();
        List<Frame> frames = new ArrayList<>();
        try {
            for (Output.SendFragment sent : outputs(Output.SendFragment.class)) {
                Bytes frame = sent.link() == link && !sent.bulk() ? fragments.add(sent.fragment()) : null;
                if (frame != null) {
                    frames.add(Frame.decode(frame));
                }
            }
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
        return frames;
    }

    /** All frames that the peer has sent on a link's second channel. */
    List<Frame> sentInBulk(int link) {
        Fragments fragments = new Fragments();
        List<Frame> frames = new ArrayList<>();
        try {
            for (Output.SendFragment sent : outputs(Output.SendFragment.class)) {
                Bytes frame = sent.link() == link && sent.bulk() ? fragments.add(sent.fragment()) : null;
                if (frame != null) {
                    frames.add(Frame.decode(frame));
                }
            }
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
        return frames;
    }

    <T extends Event> List<T> events(Class<T> type) {
        List<T> events = new ArrayList<>();
        for (Output.Emit emit : outputs(Output.Emit.class)) {
            if (type.isInstance(emit.event())) {
                events.add(type.cast(emit.event()));
            }
        }
        return events;
    }

    <T extends Output> List<T> outputs(Class<T> type) {
        return outputs.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> texts() {
        return events(Event.Message.class).stream().map(Event.Message::text).toList();
    }

    /** What was said in letters that the peer could open, in the order of their coming. */
    List<String> letters() {
        List<String> texts = new ArrayList<>();
        for (Output.Store store : outputs(Output.Store.class)) {
            if (store.logged().entry().body() instanceof EntryBody.Opened opened
                    && opened.said() instanceof EntryBody.Text text) {
                texts.add(text.text());
            }
        }
        return texts;
    }

    List<Event.Refusal> refusals() {
        return events(Event.Refused.class).stream().map(Event.Refused::refusal).toList();
    }

    /** The member as the person was told last; null where it never came or has gone. */
    @Nullable
    Member member(String key) {
        Member member = null;
        for (Event event : events(Event.class)) {
            Member seen = switch (event) {
                case Event.MemberJoined joined -> joined.member();
                case Event.MemberChanged changed -> changed.member();
                case Event.MemberRenamed renamed -> renamed.member();
                case Event.MemberLeft left -> left.member();
                case Event.MemberForgotten forgotten -> forgotten.member();
                default -> null;
            };
            if (seen != null && seen.key().equals(key)) {
                boolean gone = event instanceof Event.MemberLeft || event instanceof Event.MemberForgotten;
                member = gone ? null : seen;
            }
        }
        return member;
    }
}
