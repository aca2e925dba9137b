package tropichat.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tropichat.core.Input;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.PreKey;
import tropichat.core.keys.Sealed;
import tropichat.core.link.Frame;
import tropichat.core.link.LawMessage;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Envelope;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.rules.State;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.simulator.chance.Chance;
import tropichat.simulator.scenario.Hostility;

/** Rules and entries by which a hostile page tries to get at a closed room, as a member, as one who was removed, or as none. */
final class BadRules {
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    private final Node node;
    private final World world;
    private final Ground ground;
    private final Chance chance;
    private final Bytes profile;
    private int count;

    BadRules(Node node, World world, Ground ground, Chance chance) {
        this.node = node;
        this.world = world;
        this.ground = ground;
        this.chance = chance;
        this.profile = profile();
    }

    private Bytes profile() {
        if (node.identity.delegation() == null) {
            throw new IllegalStateException("every simulated peer has a delegation");
        }
        EntryBody.AboutAuthor about = new EntryBody.AboutAuthor(
                node.identity.profile(),
                node.identity.wallet(),
                node.identity.delegation().encode(world.crypto.hashes()));
        Entry open = Entry.ofProfile(world.config.room(), node.keys.session(), 1, node.nowMillis(), about);
        Bytes sealed = ground.roomKey.seal(
                open.envelope(), Envelope.PROFILE_KIND, Cbor.encode(about.encode()), chance.next(Aead.NONCE_LENGTH));
        Entry written = open.withBody(new EntryBody.SealedProfile(sealed));
        return written.block(node.keys.sign(written.signable()));
    }

    List<Frame> harm(Hostility.Kind kind) {
        State law = node.law;
        if (law == null || node.store.rules().isEmpty()) {
            return List.of();
        }
        return switch (kind) {
            case USURP -> List.of(frame(List.of(made(usurped(law), node.keys.session()))));
            case FAKE -> List.of(chance.happens(0.5) ? changed() : frame(List.of(made(usurped(law), victim()))));
            case REWIND -> rewound();
            case LINGER -> lingering();
            case MISLEAD -> misleading(law);
            case BORROW -> List.of(frame(List.of(made(borrowed(), node.keys.session()))));
            default -> List.of();
        };
    }

    private Frame frame(List<Bytes> blocks) {
        return new Frame.OfLaw(new LawMessage.Rules(null, blocks, List.of(profile)));
    }

    private DidKey victim() {
        return world.nodes.get(chance.below(world.nodes.size())).keys.session();
    }

    /** A rule behind all that the page knows, signed with the only key at hand. */
    private Bytes made(Rule rule, DidKey author) {
        Map.Entry<Cid, Input.KeptRule> last = List.copyOf(node.store.rules().entrySet())
                .get(node.store.rules().size() - 1);
        Envelope envelope = new Envelope(
                world.config.room(),
                author,
                envelope(last.getValue().block()).lamport() + 1,
                node.nowMillis(),
                List.of(last.getKey()),
                Cid.ofBlock(profile, world.crypto.hashes()));
        Bytes content = ground.roomKey.seal(envelope, RuleEntry.KIND, rule.encode(), chance.next(Aead.NONCE_LENGTH));
        RuleEntry entry = new RuleEntry(envelope, content);
        return entry.block(node.keys.sign(entry.signable()));
    }

    private Envelope envelope(Bytes block) {
        try {
            return RuleEntry.decode(block, world.crypto.hashes()).entry().envelope();
        } catch (Malformed malformed) {
            throw new AssertionError("a rule that was kept", malformed);
        }
    }

    private Rule usurped(State law) {
        return switch (chance.below(6)) {
            case 0 -> new Rule.Appoint(node.identity.wallet());
            case 1 -> new Rule.Remove(law.owner());
            case 2 -> new Rule.Ban(law.members().getLast());
            case 3 -> new Rule.Demote(law.members().getLast());
            case 4 -> new Rule.Invite(node.keys.session(), 1, node.nowMillis() + DAY_MILLIS);
            default -> new Rule.Unban(node.identity.wallet());
        };
    }

    /** Somebody's rule with one bit changed. */
    private Frame changed() {
        List<Input.KeptRule> rules = List.copyOf(node.store.rules().values());
        Bytes block = rules.get(chance.below(rules.size())).block();
        byte[] bytes = block.toArray();
        bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(Byte.SIZE));
        return frame(List.of(Bytes.wrap(bytes)));
    }

    private List<Frame> rewound() {
        List<Bytes> old = node.store.rules().values().stream()
                .limit(1 + chance.below(64))
                .map(Input.KeptRule::block)
                .toList();
        return List.of(frame(old), new Frame.OfLaw(new LawMessage.Heads(List.of(), true, true, null)));
    }

    /** Words in an epoch whose secret the page has, which mostly is over, whether the person is a member or not. */
    private List<Frame> lingering() {
        List<Bytes> states = List.copyOf(node.store.epochs().values());
        List<Cid> ids = List.copyOf(node.store.epochs().keySet());
        if (ids.isEmpty()) {
            return List.of();
        }
        int at = chance.below(ids.size());
        GroupKeys keys = new GroupKeys(
                world.crypto.hashes(), world.crypto.aead(), ground.record.history(), chance.next(Sealed.CHAIN_LENGTH));
        EntryBody.Text text = new EntryBody.Text("harm " + ++count + " of " + node.name(), false, null);
        Entry open = new Entry(
                world.config.room(),
                node.keys.session(),
                node.store.entries().size() + 1L + count,
                node.nowMillis(),
                List.of(),
                Cid.ofBlock(profile, world.crypto.hashes()),
                text);
        try {
            keys.restore(states.get(at));
        } catch (Malformed malformed) {
            throw new AssertionError("a state that was kept", malformed);
        }
        Sealed sealed = keys.seal(
                ids.get(at),
                node.keys.session(),
                open.context(),
                EntryBody.encodeContent(text),
                chance.next(Aead.NONCE_LENGTH));
        return sealed == null ? List.of() : List.of(said(open.withBody(new EntryBody.Sealed(sealed))));
    }

    private Frame said(Entry entry) {
        Bytes block = entry.block(node.keys.sign(entry.signable()));
        world.ledger.onHarm(Cid.ofBlock(block, world.crypto.hashes()), node);
        return new Frame.Said(block, 0, chance.below(Integer.MAX_VALUE), false, profile);
    }

    /** A secret that is none, sealed properly for everybody who is there. */
    private List<Frame> misleading(State law) {
        Cid epoch = law.epoch();
        if (epoch == null) {
            return List.of();
        }
        List<Rule.Share> shares = new ArrayList<>();
        for (List<State.Device> devices : law.devices().values()) {
            for (State.Device device : devices) {
                Bytes sealed = sealed(device);
                if (sealed != null && shares.size() < Rule.Grant.SHARES_MAX) {
                    shares.add(new Rule.Share(device.session(), sealed));
                }
            }
        }
        return List.of(frame(List.of(made(new Rule.Grant(epoch, shares), node.keys.session()))));
    }

    private @Nullable Bytes sealed(State.Device device) {
        try {
            PreKey prekey = PreKey.decode(Cbor.decodeFields(device.prekey()));
            return world.crypto.seal(prekey.key(), chance.next(GroupKeys.SECRET_LENGTH), chance);
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** Somebody else's key, as that of a device of one's own. */
    private Rule borrowed() {
        List<State.Device> all = new ArrayList<>();
        State law = node.law;
        if (law != null) {
            law.devices().values().forEach(all::addAll);
        }
        Bytes prekey = all.isEmpty()
                ? Bytes.utf8("none")
                : all.get(chance.below(all.size())).prekey();
        return new Rule.Device(prekey, "laptop");
    }
}
