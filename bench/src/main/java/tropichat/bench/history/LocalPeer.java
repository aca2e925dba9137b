package tropichat.bench.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.Config;
import tropichat.core.Identity;
import tropichat.core.Input;
import tropichat.core.Introduction;
import tropichat.core.Output;
import tropichat.core.Peer;
import tropichat.core.Signal;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.wire.Cid;
import tropichat.crypto.SealingKey;

/** A peer that keeps its entries in memory, linked with one other in the same process. */
final class LocalPeer {
    /** More than are measured: nothing is forgotten. */
    private static final int ENTRIES_MAX = 1_000_000;

    private final String id;
    private final Author self;
    private final Peer peer;
    private final Loop loop;
    private final String fingerprint;
    private final Map<Cid, Bytes> blocks = new LinkedHashMap<>();
    private final Map<Cid, Bytes> profiles = new LinkedHashMap<>();
    private int link;
    private @Nullable LocalPeer other;

    LocalPeer(String id, String domain, Author self, Loop loop, Random random) {
        this.id = id;
        this.self = self;
        this.loop = loop;
        fingerprint = "sha-256 " + id;
        Config config =
                new Config(Chronicle.ROOM, Set.of(domain), Limits.MESH_MEMBERS_MAX, ENTRIES_MAX, true, Author.HASHES);
        Identity identity = new Identity(
                self.session.did(),
                SealingKey.generate(length -> Author.bytes(length, random)).publicKey(),
                self.wallet.address(),
                self.delegation,
                self.profile);
        peer = Peer.create(config, identity, length -> Author.bytes(length, random), System.currentTimeMillis());
    }

    int entries() {
        return blocks.size();
    }

    /** What it kept from before. */
    void restore(Chronicle kept) {
        blocks.putAll(kept.blocks);
        profiles.putAll(kept.profiles);
        Bytes newest = kept.blocks.get(kept.keys.getLast().id());
        tell(new Input.Restored(kept.keys, newest == null ? List.of() : List.of(newest), true));
    }

    /** It kept nothing. */
    void restoreNothing() {
        tell(new Input.Restored(List.of(), List.of(), true));
    }

    static void link(LocalPeer one, LocalPeer other) {
        one.other = other;
        other.other = one;
        one.tell(new Input.Entered(one.id, List.of(other.introduction()), 2));
        other.tell(new Input.Entered(other.id, List.of(one.introduction()), 2));
    }

    private Introduction introduction() {
        return new Introduction(
                id, self.session.did(), self.profile, self.wallet.address().checksummed(Author.HASHES));
    }

    void tick() {
        tell(new Input.Tick());
    }

    long deadlineMillis() {
        return peer.deadlineMillis();
    }

    private void tell(Input input) {
        for (Output output : peer.handle(input, System.currentTimeMillis())) {
            carryOut(output);
        }
    }

    private void soon(Input input) {
        loop.add(() -> tell(input));
    }

    private void withOther(Consumer<LocalPeer> act) {
        LocalPeer there = other;
        if (there != null) {
            loop.add(() -> act.accept(there));
        }
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.OpenLink open -> {
                link = open.link();
                if (open.initiator()) {
                    soon(new Input.SignalMade(link, Signal.Kind.OFFER, "offer"));
                }
            }
            case Output.ApplySignal apply -> onSignal(apply);
            case Output.SendSignal send -> withOther(there -> there.tell(new Input.SignalReceived(id, send.signal())));
            case Output.SendFragment send ->
                withOther(there -> there.tell(new Input.FragmentReceived(there.link, send.bulk(), send.fragment())));
            case Output.Sign sign -> soon(new Input.Signed(sign.ticket(), self.session.sign(sign.message())));
            case Output.Verify verify ->
                loop.verify(verify.check(), valid -> tell(new Input.Verified(verify.ticket(), valid)));
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
            case Output.OpenRelay ignored -> throw new IllegalStateException("nothing need be carried between two");
            case Output.RepairLink ignored -> {}
            case Output.CloseLink ignored -> throw new IllegalStateException(id + " hung up");
            case Output.Seal ignored -> throw new IllegalStateException("nothing is sealed between two");
            case Output.Unseal ignored -> throw new IllegalStateException("nothing is sealed between two");
            case Output.StoreRecord ignored -> throw new IllegalStateException("the room is everybody's");
            case Output.StoreRule ignored -> throw new IllegalStateException("the room is everybody's");
            case Output.StoreEpoch ignored -> throw new IllegalStateException("the room is everybody's");
            case Output.MakePreKey ignored -> throw new IllegalStateException("the room is everybody's");
            case Output.ErasePreKeys ignored -> throw new IllegalStateException("the room is everybody's");
            case Output.Erase ignored -> throw new IllegalStateException("everything counts");
            case Output.Drop ignored -> throw new IllegalStateException("nothing is too much");
            case Output.AskMembers ignored -> {}
            case Output.Emit ignored -> {}
        }
    }

    /** An offer is answered, an answer opens both ends. */
    private void onSignal(Output.ApplySignal apply) {
        if (apply.kind() == Signal.Kind.OFFER) {
            soon(new Input.SignalMade(apply.link(), Signal.Kind.ANSWER, "answer"));
        } else if (apply.kind() == Signal.Kind.ANSWER) {
            withOther(there -> {
                loop.linked();
                opened(there);
                there.opened(this);
            });
        }
    }

    private void opened(LocalPeer there) {
        tell(new Input.LinkOpened(link, fingerprint, there.fingerprint));
    }
}
