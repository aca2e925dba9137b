package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.identity.TestSignatures;

/**
 * Several real peers, the signaling server between them and the network under them, in virtual time. Everything takes as
 * long as the seed says; links keep their order, nothing else does.
 */
final class TestNetwork {
    private static final int LATENCY_MILLIS_MAX = 80;
    static final int SIGNATURE_MILLIS_MAX = 40;
    private static final int STORAGE_MILLIS_MAX = 10;

    /** More happenings a page than any test has; a storm between peers would never end by itself. */
    private static final int HAPPENINGS_MAX = 200_000;

    /** How every description begins. */
    static final String SDP = "v=0 of page ";

    private final Random random;
    private final Agenda future = new Agenda();
    private final Map<String, Page> room = new LinkedHashMap<>();
    private final Set<Set<Page>> cut = new LinkedHashSet<>();
    final List<Page> pages = new ArrayList<>();
    private final int meshMembers;
    private boolean serving = true;

    /** Whether the server carries sealed messages. */
    boolean relays;

    /** By whom the room is gated; null where it is open. */
    @Nullable
    TestGatekeeper gatekeeper;

    /** What those see who ask a chain themselves; null where none of the pages to come does. */
    @Nullable
    TestChain chain;

    /** As the server sees the room: too large to tell everybody of everybody, until it has shrunk to three quarters. */
    private boolean large;

    /** Whether pages note what they send. */
    boolean recording;

    private long nowMillis = TestHost.START_MILLIS;
    private int happenings;
    private int ids;

    TestNetwork(long seed) {
        this(seed, Limits.MESH_MEMBERS_MAX);
    }

    TestNetwork(long seed, int meshMembers) {
        System.out.println("network of seed " + seed);
        random = new Random(seed);
        this.meshMembers = meshMembers;
    }

    /** One peer and its driver. */
    final class Page {
        final TestHost host;
        final Map<Integer, End> ends = new LinkedHashMap<>();
        String id = "";
        boolean running = true;

        /** Whose account the server says that it is. */
        String introducedAs;

        /** What a peer that others have tampered with does not listen to. */
        Predicate<Bytes> ignores = fragment -> false;

        /** What was sent, as it travelled, where {@link TestNetwork#recording}. */
        final List<Bytes> sent = new ArrayList<>();

        private long deadlineMillis = Long.MAX_VALUE;
        private long serverArrivalMillis;

        private Page(TestHost host) {
            this.host = host;
            introducedAs = host.wallet.text();
            host.answering = false;
        }

        /** Hands in an input, and lets what comes of it take its course. */
        void tell(Input input) {
            boolean isIgnored = input instanceof Input.FragmentReceived received && ignores.test(received.fragment());
            if (!running || isIgnored) {
                return;
            }
            host.nowMillis = nowMillis;
            for (Output output : host.tell(input)) {
                carryOut(output);
            }
            host.questions.clear();
            deadlineMillis = host.peer.deadlineMillis();
        }

        /** What the server sends to one page arrives in order. */
        private void tellFromServer(Input input) {
            serverArrivalMillis = Math.max(serverArrivalMillis, nowMillis + latency());
            at(serverArrivalMillis, () -> tell(input));
        }

        void say(String text) {
            tell(new Input.Say(text, false));
        }

        List<String> heard() {
            return host.texts();
        }

        /** The page is gone, without a word. */
        void crash() {
            disconnect();
            running = false;
            ends.values().forEach(End::close);
        }

        /** The signaling server learns that the connection is gone. */
        void disconnect() {
            if (room.remove(id) == null) {
                return;
            }
            String former = id;
            boolean wasLarge = large;
            large &= room.size() > meshMembers * 3 / 4;
            for (Page other : room.values()) {
                if (!wasLarge) {
                    other.tellFromServer(new Input.Left(former));
                } else if (!large) {
                    other.tellFromServer(new Input.Sampled(others(other), room.size()));
                }
            }
        }

        /** Leaves the room and closes the page. */
        void leave() {
            tell(new Input.Leave());
            disconnect();
            running = false;
        }

        /** Sends something over the connections with another page, past the peer. */
        void inject(Page to, Bytes fragment) {
            for (End end : ends.values()) {
                if (end.remote.owner == to) {
                    end.deliver(far -> to.tell(new Input.FragmentReceived(far.wanted.link(), false, fragment)));
                }
            }
        }

        /** Whether there is an open link to another page, as this one's peer tells. */
        boolean isLinked(Page other) {
            Member member = host.member(other.host.session.did());
            return member != null && member.link() == LinkState.OPEN;
        }

        /** Connections that the page has at the moment. */
        long connections() {
            return ends.values().stream().filter(end -> !end.closed).count();
        }

        private void carryOut(Output output) {
            switch (output) {
                case Output.OpenLink open -> begin(new End(this, open, false));
                case Output.OpenRelay open ->
                    begin(new End(this, new Output.OpenLink(open.link(), open.initiator(), open.polite(), true), true));
                case Output.ApplySignal apply -> end(apply.link()).apply(apply.kind(), apply.body());
                case Output.SendSignal send -> {
                    Page to = room.get(send.to());
                    if (serving && room.containsKey(id) && to != null) {
                        to.tellFromServer(new Input.SignalReceived(id, send.signal()));
                    }
                }
                case Output.AskLapses ask -> {
                    TestGatekeeper asked = gatekeeper;
                    if (asked != null && serving) {
                        for (Bytes lapse : asked.lapses(ask.wallets(), nowMillis)) {
                            after(latency(), () -> tellFromServer(new Input.LapseTold(lapse)));
                        }
                    }
                }
                case Output.AskTicket ignored -> {
                    TestGatekeeper asked = gatekeeper;
                    after(latency(), () -> {
                        Bytes ticket = asked == null || !serving ? null : asked.ticket(this, nowMillis);
                        tell(new Input.TicketGiven(ticket));
                    });
                }
                case Output.Recheck recheck -> {
                    TestChain asked = chain;
                    if (asked != null) {
                        boolean lacks = asked.lacks(recheck.wallet());
                        Input checked = new Input.Rechecked(recheck.hash(), recheck.wallet(), lacks);
                        after(latency(), () -> tell(checked));
                    }
                }
                case Output.AskMembers ignored -> {
                    if (room.containsValue(this)) {
                        after(latency(), () -> tellFromServer(new Input.Sampled(others(this), room.size())));
                    }
                }
                case Output.SendFragment send -> {
                    if (recording) {
                        sent.add(send.fragment());
                    }
                    end(send.link())
                            .deliver(far -> far.owner.tell(
                                    new Input.FragmentReceived(far.wanted.link(), send.bulk(), send.fragment())));
                }
                // A connection here takes any path that there is.
                case Output.RepairLink ignored -> {}
                case Output.CloseLink close -> end(close.link()).close();
                case Output.Sign sign -> {
                    Input signed = new Input.Signed(sign.ticket(), host.session.sign(sign.message()));
                    after(1 + random.nextInt(SIGNATURE_MILLIS_MAX), () -> tell(signed));
                }
                case Output.Verify verify -> {
                    Input verified = new Input.Verified(verify.ticket(), TestSignatures.isValid(verify.check()));
                    after(1 + random.nextInt(SIGNATURE_MILLIS_MAX), () -> tell(verified));
                }
                case Output.Seal seal -> {
                    Input sealed = new Input.Sealed(seal.ticket(), TestHost.seal(seal));
                    after(1 + random.nextInt(SIGNATURE_MILLIS_MAX), () -> tell(sealed));
                }
                case Output.Unseal unseal -> {
                    Input unsealed = new Input.Unsealed(unseal.ticket(), host.unseal(unseal));
                    after(1 + random.nextInt(SIGNATURE_MILLIS_MAX), () -> tell(unsealed));
                }
                case Output.MakePreKey make -> {
                    Input made = new Input.PreKeyMade(make.ticket(), host.makePreKey());
                    after(1 + random.nextInt(STORAGE_MILLIS_MAX), () -> tell(made));
                }
                case Output.Store store -> {
                    host.kept.put(store.logged().id(), store.logged().block());
                    after(1 + random.nextInt(STORAGE_MILLIS_MAX), () -> tell(new Input.Stored(store.ticket(), true)));
                }
                case Output.StoreProfile store -> host.profiles.put(store.id(), store.block());
                case Output.Drop ignored -> {}
                // The host itself has kept it.
                case Output.StoreRecord ignored -> {}
                case Output.StoreRule ignored -> {}
                case Output.StoreEpoch ignored -> {}
                case Output.ErasePreKeys ignored -> {}
                case Output.Erase ignored -> {}
                case Output.Load load -> {
                    Input loaded = new Input.Loaded(load.ticket(), host.blocks(load));
                    after(STORAGE_MILLIS_MAX, () -> tell(loaded));
                }
                case Output.LoadProfiles load -> {
                    Input loaded = new Input.Loaded(load.ticket(), host.blocks(load));
                    after(STORAGE_MILLIS_MAX, () -> tell(loaded));
                }
                case Output.Emit ignored -> {}
            }
        }

        private void begin(End end) {
            ends.put(end.wanted.link(), end);
            end.begin();
        }

        private End end(int link) {
            End end = ends.get(link);
            if (end == null) {
                throw new AssertionError("link " + link + " was never opened");
            }
            return end;
        }
    }

    /** One end of a connection: a driver's RTCPeerConnection, with perfect negotiation. */
    final class End {
        private final Page owner;
        private final Output.OpenLink wanted;

        /** The server carries what is sent. */
        private final boolean relayed;

        private final String fingerprint;
        private End remote = this;
        private boolean offered;
        private boolean closed;
        private long arrivalMillis;

        private End(Page owner, Output.OpenLink wanted, boolean relayed) {
            this.owner = owner;
            this.wanted = wanted;
            this.relayed = relayed;
            this.fingerprint = "sha-256 " + owner.host.session.did() + "/" + wanted.link();
        }

        private void begin() {
            if (wanted.initiator()) {
                offered = true;
                later(owner, new Input.SignalMade(wanted.link(), Signal.Kind.OFFER, name()));
            }
        }

        private String name() {
            return SDP + pages.indexOf(owner) + "/" + wanted.link();
        }

        private void apply(Signal.Kind kind, String body) {
            boolean ignored = kind == Signal.Kind.OFFER && offered && !wanted.polite();
            if (closed || ignored) {
                return;
            }
            remote = find(body);
            if (kind == Signal.Kind.OFFER) {
                offered = false;
                later(owner, new Input.SignalMade(wanted.link(), Signal.Kind.ANSWER, name()));
            } else if (kind == Signal.Kind.ANSWER && !isCutFrom(remote)) {
                remote.remote = this;
                open();
                remote.open();
            }
        }

        private void open() {
            arrivalMillis = nowMillis;
            End far = remote;
            after(latency(), () -> {
                if (!closed) {
                    owner.tell(new Input.LinkOpened(wanted.link(), fingerprint, far.fingerprint));
                }
            });
        }

        /** Everything sent arrives in order, or not at all once the link is cut. */
        private void deliver(Consumer<End> arrival) {
            End far = remote;
            if (closed || far == this || isCutFrom(far)) {
                return;
            }
            // A page's channel opens before anything comes over it, whichever end was first.
            far.arrivalMillis = Math.max(far.arrivalMillis, nowMillis + LATENCY_MILLIS_MAX + latency());
            at(far.arrivalMillis, () -> {
                if (!far.closed) {
                    arrival.accept(far);
                }
            });
        }

        private boolean isCutFrom(End far) {
            return relayed ? !serving : isCut(owner, far.owner);
        }

        private void close() {
            deliver(far -> {
                far.closed = true;
                far.owner.tell(new Input.LinkClosed(far.wanted.link()));
            });
            closed = true;
        }
    }

    /** Makes a peer and lets it into the room. */
    Page enter(String name) {
        Page page = page(name);
        dial(page);
        return page;
    }

    /** Makes a peer that no server lets in. */
    Page page(String name) {
        long seed = random.nextLong();
        return add(
                chain == null
                        ? new TestHost(name, seed, meshMembers, nowMillis)
                        : TestHost.askingChains(name, seed, meshMembers, nowMillis));
    }

    /** A peer that no server lets in yet. */
    Page add(TestHost host) {
        Page page = new Page(host);
        pages.add(page);
        return page;
    }

    /** The same person at the same device, with what the browser has kept. */
    Page comeBack(Page former) {
        former.running = false;
        Page page = add(TestHost.restoring(former.host.name, random.nextLong(), meshMembers, nowMillis));
        page.host.inherit(former.host);
        page.tell(former.host.restored());
        return connect(page);
    }

    /** By chance, for a peer's own. */
    long chance() {
        return random.nextLong();
    }

    long nowMillis() {
        return nowMillis;
    }

    /** The same person in another page: same session key, nothing else. */
    Page reload(Page former) {
        former.running = false;
        former.ends.values().forEach(end -> end.closed = true);
        return enter(former.host.name);
    }

    /** People who come in, each of whom only reaches the one before and the one behind. */
    List<Page> chain(String... names) {
        List<Page> chain = new ArrayList<>();
        for (String name : names) {
            Page page = enter(name);
            chain.subList(0, Math.max(0, chain.size() - 1)).forEach(other -> cut(other, page));
            chain.add(page);
        }
        return chain;
    }

    /** Somebody who comes in, and reaches none of the others. */
    Page shutIn(String name, Page... others) {
        return connect(page(name), others);
    }

    /** Lets a peer into the room; it reaches none of these. */
    Page connect(Page page, Page... others) {
        for (Page other : others) {
            cut(page, other);
        }
        dial(page);
        return page;
    }

    private void dial(Page page) {
        if (!serving || !page.running || room.containsValue(page)) {
            return;
        }
        page.id = "id" + ++ids;
        if (!large) {
            room.values().forEach(other -> other.tellFromServer(new Input.Joined(introduction(page))));
        }
        room.put(page.id, page);
        large |= room.size() > meshMembers;
        page.tellFromServer(new Input.Entered(page.id, others(page), room.size(), relays));
    }

    /** Whom the server shows a member: everybody else, or a sample of them where there are too many. */
    private List<Introduction> others(Page viewer) {
        List<Introduction> others = new ArrayList<>();
        for (Page other : room.values()) {
            if (other != viewer) {
                others.add(introduction(other));
            }
        }
        if (room.size() > meshMembers) {
            Collections.shuffle(others, random);
        }
        return others.subList(0, Math.min(others.size(), Math.max(meshMembers, Limits.ROSTER_SAMPLE)));
    }

    private static Introduction introduction(Page page) {
        TestHost host = page.host;
        return new Introduction(page.id, host.session.key(), TestHost.profile(host.name), page.introducedAs);
    }

    /** The signaling server dies. */
    void stopServer() {
        serving = false;
        room.values().forEach(page -> page.tellFromServer(new Input.SignalingLost()));
        room.clear();
        large = false;
    }

    /** It is back, and everybody who runs finds it again, in any order. */
    void startServer() {
        serving = true;
        for (Page page : pages) {
            after(random.nextInt(2_000), () -> dial(page));
        }
    }

    /** Packets between the two are lost from now on; neither end is told. */
    void cut(Page one, Page other) {
        cut.add(Set.of(one, other));
    }

    void mend(Page one, Page other) {
        cut.remove(Set.of(one, other));
    }

    private boolean isCut(Page one, Page other) {
        return cut.contains(Set.of(one, other));
    }

    /** Breaks the connection between the two; both ends notice. */
    void breakLink(Page one, Page other) {
        for (End end : one.ends.values()) {
            if (!end.closed && end.remote.owner == other) {
                end.close();
                one.tell(new Input.LinkClosed(end.wanted.link()));
            }
        }
    }

    /** Lets time pass. */
    void pass(long millis) {
        long until = nowMillis + millis;
        while (true) {
            long next = future.nextMillis();
            Page due = null;
            for (Page page : pages) {
                if (page.running && page.deadlineMillis < next) {
                    next = page.deadlineMillis;
                    due = page;
                }
            }
            if (next > until) {
                nowMillis = until;
                return;
            }
            nowMillis = Math.max(nowMillis, next);
            assertTrue(++happenings < HAPPENINGS_MAX * pages.size(), "a storm");
            if (due == null) {
                future.runNext();
            } else {
                due.tell(new Input.Tick());
                assertTrue(due.deadlineMillis > nowMillis, "a deadline that a tick does not move");
            }
        }
    }

    private void later(Page page, Input input) {
        after(latency(), () -> page.tell(input));
    }

    private int latency() {
        return 1 + random.nextInt(LATENCY_MILLIS_MAX);
    }

    private void after(long millis, Runnable what) {
        at(nowMillis + millis, what);
    }

    private void at(long atMillis, Runnable what) {
        future.add(atMillis, what);
    }

    private End find(String name) {
        int slash = name.indexOf('/');
        Page page = pages.get(Integer.parseInt(name.substring(SDP.length(), slash)));
        return page.end(Integer.parseInt(name.substring(slash + 1)));
    }
}
