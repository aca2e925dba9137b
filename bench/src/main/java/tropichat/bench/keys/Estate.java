package tropichat.bench.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tropichat.core.Charter;
import tropichat.core.Config;
import tropichat.core.Device;
import tropichat.core.Identity;
import tropichat.core.Input;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.EthereumAddress;
import tropichat.core.identity.Profile;
import tropichat.core.identity.SiweMessage;
import tropichat.core.keys.History;
import tropichat.core.keys.PreKey;
import tropichat.core.room.Envelope;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.rules.Rule;
import tropichat.core.rules.RuleEntry;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;
import tropichat.crypto.JvmAead;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SealingKey;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

/** A closed room as its owner's browser has kept it: so many members, each with one device. */
final class Estate {
    static final Hashes HASHES = new JvmHashes();
    static final long START_MILLIS = 1_800_000_000_000L;
    private static final String DOMAIN = "chat.example";
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    private static final int CAPACITY = 1_000;

    /** Ethereum's main network (EIP-155). */
    private static final int CHAIN = 1;

    /** What the host kept is not verified again. */
    private static final Bytes NO_SIGNATURE = Bytes.wrap(new byte[64]);

    /** The owner, and what only that person's device has. */
    final SessionKey session;

    final SealingKey device;
    final Charter charter;
    final Config config;
    final Identity identity;
    final List<EthereumAddress> guests = new ArrayList<>();
    private final Random random;
    private final RoomKey roomKey;
    private final RoomRecord.Received room;
    private final List<Input.KeptRule> rules = new ArrayList<>();
    private List<Cid> ends = List.of();
    private final Cid profile;

    /** @param members the owner among them */
    Estate(int members, long seed) throws Malformed {
        random = new Random(seed);
        session = SessionKey.generate(this::bytes);
        device = SealingKey.generate(this::bytes);
        WalletKey wallet = WalletKey.generate(this::bytes, HASHES);
        Aead aead = new JvmAead();
        Bytes key = bytes(RoomRecord.KEY_BYTES);
        roomKey = new RoomKey(key, HASHES, aead);
        Delegation delegation = delegation(wallet);
        RoomRecord record = new RoomRecord(
                new RoomSettings("measured", "", CAPACITY, 0, 0, 0),
                RoomRecord.Policy.INVITE,
                History.SHARED,
                delegation,
                START_MILLIS,
                RoomRecord.keyCheck(key, HASHES));
        Bytes block = record.block(session.sign(record.signable(HASHES)), HASHES);
        room = RoomRecord.decode(block, HASHES);
        profile = Cid.ofBlock(key, HASHES);
        charter = new Charter(room.id(), block, key, null, "laptop");
        config = new Config(room.name(), Set.of(DOMAIN), Limits.MESH_MEMBERS_MAX, Limits.RULES_MAX, true, HASHES);
        identity = new Identity(
                session.did(),
                SealingKey.generate(this::bytes).publicKey(),
                wallet.address(),
                delegation,
                Profile.parse("owner", "#2299ff"),
                new Device(device.publicKey(), aead));
        fill(members - 1);
    }

    private void fill(int count) {
        EthereumAddress owner = identity.wallet();
        Cid invite = add(session, owner, new Rule.Invite(session.did(), count, START_MILLIS + DAY_MILLIS));
        for (int i = 0; i < count; i++) {
            EthereumAddress guest = new EthereumAddress(bytes(EthereumAddress.LENGTH));
            SessionKey theirs = SessionKey.generate(this::bytes);
            guests.add(guest);
            add(session, owner, new Rule.Admit(guest, theirs.did(), invite, NO_SIGNATURE));
            add(theirs, guest, new Rule.Device(prekey(theirs, guest), "laptop"));
        }
    }

    private Bytes prekey(SessionKey theirs, EthereumAddress account) {
        Bytes key = SealingKey.generate(this::bytes).publicKey();
        Bytes signable = PreKey.signable(room.id(), account, theirs.did(), key, START_MILLIS);
        return Cbor.encode(new PreKey(theirs.did(), key, START_MILLIS, theirs.sign(signable)).encode());
    }

    private Cid add(SessionKey author, EthereumAddress account, Rule rule) {
        Envelope envelope = new Envelope(room.name(), author.did(), rules.size() + 1L, START_MILLIS, ends, profile);
        Bytes content = roomKey.seal(envelope, RuleEntry.KIND, rule.encode(), bytes(Aead.NONCE_LENGTH));
        Bytes block = new RuleEntry(envelope, content).block(NO_SIGNATURE);
        rules.add(new Input.KeptRule(account, block));
        Cid id = Cid.ofBlock(block, HASHES);
        ends = List.of(id);
        return id;
    }

    /** What the browser tells the peer. */
    Input.LawRestored kept() {
        return new Input.LawRestored(rules, List.of());
    }

    private Delegation delegation(WalletKey wallet) throws Malformed {
        SiweMessage message = SiweMessage.delegating(
                DOMAIN,
                new Account(CHAIN, wallet.address()),
                session.did(),
                "measured1",
                START_MILLIS,
                START_MILLIS + DAY_MILLIS,
                "Sign in to TropiChat.");
        return Delegation.of(Cacao.of(message, wallet.signPersonal(message.toText(HASHES))));
    }

    Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
