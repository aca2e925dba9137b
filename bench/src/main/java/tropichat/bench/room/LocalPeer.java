package tropichat.bench.room;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tropichat.core.Event;
import tropichat.core.Identity;
import tropichat.core.Input;
import tropichat.core.Introduction;
import tropichat.core.Output;
import tropichat.core.Peer;
import tropichat.core.Signal;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.RandomSource;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Cid;
import tropichat.crypto.SealingKey;

/** A peer that keeps its entries in memory, linked with others in the same process. */
public final class LocalPeer {
    /** What a peer in this process is made of: a room's configuration, and who it is. */
    public interface Making {
        Peer make(Identity identity, RandomSource random, long nowMillis);
    }

    final String id;
    private final Author self;
    private final SealingKey sealing;
    private final Peer peer;
    private final Loop loop;
    private final Random random;
    private final Map<Integer, LocalLink> links = new LinkedHashMap<>();
    private final Map<Cid, Bytes> blocks = new LinkedHashMap<>();
    private final Map<Cid, Bytes> profiles = new LinkedHashMap<>();
    private long linkedNanos;
    private Event.@Nullable LawChanged law;

    public LocalPeer(String id, Author self, Making making, Loop loop, Random random) {
        this.id = id;
        this.self = self;
        this.loop = loop;
        this.random = random;
        sealing = SealingKey.generate(this::bytes);
        peer = making.make(self.identity(sealing), this::bytes, System.currentTimeMillis());
        loop.enter(this);
    }

    private Bytes bytes(int length) {
        return Author.bytes(length, random);
    }

    // ---- What is known of it

    public int entries() {
        return blocks.size();
    }

    /** When a link was opened last, as {@link System#nanoTime} has it; 0 before the first. */
    public long linkedNanos() {
        return linkedNanos;
    }

    public boolean isLinked() {
        return links.values().stream().anyMatch(link -> link.open);
    }

    /** What the room is, as the peer told it last; null in an open room. */
    public Event.@Nullable LawChanged law() {
        return law;
    }

    long deadlineMillis() {
        return peer.deadlineMillis();
    }

    // ---- What it is told

    /**
     * What it kept from before.
     *
     * @param keys of the blocks, in the log's order
     */
    public void restore(Map<Cid, Bytes> keptBlocks, Map<Cid, Bytes> keptProfiles, List<EntryKey> keys) {
        blocks.putAll(keptBlocks);
        profiles.putAll(keptProfiles);
        Bytes newest = keys.isEmpty() ? null : blocks.get(keys.getLast().id());
        tell(new Input.Restored(keys, newest == null ? List.of() : List.of(newest), true));
    }

    /** It kept nothing of what was said. */
    public void restoreNothing() {
        restore(Map.of(), Map.of(), List.of());
    }

    /** All are let into the room at once, and each is told of some of the others, as the server does. */
    public static void gather(List<LocalPeer> peers, Random random) {
        for (LocalPeer each : peers) {
            List<Introduction> others = new ArrayList<>();
            peers.stream().filter(other -> other != each).forEach(other -> others.add(other.introduction()));
            Collections.shuffle(others, random);
            int told = Math.min(others.size(), Limits.ROSTER_SAMPLE);
            each.tell(new Input.Entered(each.id, others.subList(0, told), peers.size()));
        }
    }

    private Introduction introduction() {
        return new Introduction(
                id, self.session.did(), self.profile, self.wallet.address().checksummed(Author.HASHES));
    }

    void tick() {
        tell(new Input.Tick());
    }

    /** Hands in what happens, at the time that it is. */
    public void tell(Input input) {
        for (Output output : peer.handle(input, System.currentTimeMillis())) {
            carryOut(output);
        }
    }

    private void soon(Input input) {
        loop.add(() -> tell(input));
    }

    // ---- What it wants

    private void carryOut(Output output) {
        switch (output) {
            case Output.OpenLink open -> openLink(open);
            case Output.ApplySignal apply -> onSignal(apply);
            case Output.SendSignal send -> {
                LocalPeer there = loop.find(send.to());
                if (there != null) {
                    there.soon(new Input.SignalReceived(id, send.signal()));
                }
            }
            case Output.SendFragment send -> {
                LocalLink link = links.get(send.link());
                LocalLink other = link == null ? null : link.other;
                if (other != null) {
                    loop.add(() -> other.peer.receive(other, send.bulk(), send.fragment()));
                }
            }
            case Output.CloseLink close -> close(close.link());
            case Output.RepairLink _ -> {}
            case Output.Sign sign -> soon(new Input.Signed(sign.ticket(), self.session.sign(sign.message())));
            case Output.Verify verify ->
                loop.verify(verify.check(), valid -> tell(new Input.Verified(verify.ticket(), valid)));
            case Output.Seal seal ->
                soon(new Input.Sealed(seal.ticket(), SealingKey.seal(seal.to(), seal.content(), this::bytes)));
            case Output.Unseal unseal ->
                soon(new Input.Unsealed(
                        unseal.ticket(), keyFor(unseal.purpose()).open(unseal.sealed())));
            case Output.Store store -> {
                blocks.put(store.logged().id(), store.logged().block());
                soon(new Input.Stored(store.ticket(), true));
            }
            case Output.StoreProfile store -> profiles.put(store.id(), store.block());
            case Output.Load load -> {
                List<@Nullable Bytes> loaded = new ArrayList<>();
                load.keys().forEach(key -> loaded.add(blocks.get(key.id())));
                soon(new Input.Loaded(load.ticket(), loaded));
            }
            case Output.LoadProfiles load -> {
                List<@Nullable Bytes> loaded = new ArrayList<>();
                load.ids().forEach(each -> loaded.add(profiles.get(each)));
                soon(new Input.Loaded(load.ticket(), loaded));
            }
            case Output.Emit emit -> {
                if (emit.event() instanceof Event.LawChanged changed) {
                    law = changed;
                }
            }
            // The law is kept by the peer itself, and nobody is loaded anew.
            case Output.StoreRecord _, Output.StoreRule _, Output.StoreEpoch _ -> {}
            case Output.AskMembers _ -> {}
            case Output.AskTicket _, Output.AskLapses _, Output.Recheck _ -> {}
            case Output.OpenRelay _, Output.Erase _, Output.Drop _ ->
                throw new IllegalStateException("nothing need be carried, and everything counts: " + output);
            case Output.MakePreKey _, Output.ErasePreKeys _ ->
                throw new IllegalStateException("no room here is forward-secret: " + output);
        }
    }

    private SealingKey keyFor(Output.Purpose purpose) {
        return purpose == Output.Purpose.SIGNAL ? sealing : self.device;
    }

    // ---- Links

    private void openLink(Output.OpenLink open) {
        LocalLink link = new LocalLink(this, open.link(), open.polite());
        links.put(link.number, link);
        if (open.initiator()) {
            link.offering = true;
            soon(new Input.SignalMade(link.number, Signal.Kind.OFFER, link.name()));
        }
    }

    /** An offer is answered, an answer opens both ends. */
    private void onSignal(Output.ApplySignal apply) {
        LocalLink link = links.get(apply.link());
        LocalLink there = loop.link(apply.body());
        boolean offers = apply.kind() == Signal.Kind.OFFER;
        if (link == null || there == null || (offers && link.offering && !link.polite)) {
            return;
        }
        link.offering = false;
        link.other = there;
        if (offers) {
            soon(new Input.SignalMade(link.number, Signal.Kind.ANSWER, link.name()));
        } else {
            opened(link, there);
            there.peer.opened(there, link);
        }
    }

    @Nullable
    LocalLink link(int number) {
        return links.get(number);
    }

    private void opened(LocalLink link, LocalLink there) {
        link.open = true;
        linkedNanos = System.nanoTime();
        soon(new Input.LinkOpened(link.number, link.fingerprint(), there.fingerprint()));
    }

    private void receive(LocalLink link, boolean bulk, Bytes fragment) {
        if (links.get(link.number) == link) {
            tell(new Input.FragmentReceived(link.number, bulk, fragment));
        }
    }

    private void close(int number) {
        LocalLink link = links.remove(number);
        LocalLink other = link == null ? null : link.other;
        if (other != null) {
            loop.add(() -> other.peer.onClosed(other));
        }
    }

    private void onClosed(LocalLink link) {
        if (links.remove(link.number, link)) {
            tell(new Input.LinkClosed(link.number));
        }
    }
}
