package tropichat.bench.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tropichat.bench.room.Author;
import tropichat.core.Charter;
import tropichat.core.Config;
import tropichat.core.Input;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumAddress;
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

/** A closed room as the browsers of its members have kept it: so many, each with one device. */
final class Estate {
    static final Hashes HASHES = Author.HASHES;
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
    private static final int CAPACITY = 1_000;

    /** What the host kept is not verified again. */
    private static final Bytes NO_SIGNATURE = Bytes.wrap(new byte[64]);

    final long startMillis;
    final Author owner;
    final List<Author> guests = new ArrayList<>();
    final Bytes record;
    final Bytes key;
    final Charter charter;
    final Config config;
    final Random random;
    private final RoomKey roomKey;
    private final RoomRecord.Received room;
    private final List<Input.KeptRule> rules = new ArrayList<>();
    private List<Cid> ends = List.of();
    private final Cid profile;

    /**
     * @param members the owner among them
     * @param domain for which the wallets have delegated
     * @param startMillis when all of them came, Unix milliseconds
     */
    Estate(int members, String domain, long startMillis, long seed) throws Malformed {
        this.startMillis = startMillis;
        random = new Random(seed);
        long[] validMillis = {startMillis, startMillis + DAY_MILLIS};
        owner = new Author("Owner", domain, validMillis, random);
        key = bytes(RoomRecord.KEY_BYTES);
        roomKey = new RoomKey(key, HASHES, new JvmAead());
        RoomRecord made = new RoomRecord(
                new RoomSettings("measured", "", CAPACITY, 0, 0, 0),
                RoomRecord.Policy.INVITE,
                History.SHARED,
                owner.delegation,
                startMillis,
                RoomRecord.keyCheck(key, HASHES));
        record = made.block(owner.session.sign(made.signable(HASHES)), HASHES);
        room = RoomRecord.decode(record, HASHES);
        profile = Cid.ofBlock(key, HASHES);
        charter = new Charter(room.id(), record, key, null, "laptop");
        config = new Config(room.name(), Set.of(domain), Limits.MESH_MEMBERS_MAX, Limits.RULES_MAX, true, HASHES);
        for (int i = 1; i < members; i++) {
            guests.add(new Author("Guest " + i, domain, validMillis, random));
        }
        admitAll();
    }

    private void admitAll() {
        Cid invite = add(owner, new Rule.Invite(owner.session.did(), guests.size(), startMillis + DAY_MILLIS));
        for (Author guest : guests) {
            EthereumAddress account = guest.wallet.address();
            add(owner, new Rule.Admit(account, guest.session.did(), invite, NO_SIGNATURE));
            add(guest, new Rule.Device(prekey(guest), "laptop"));
        }
    }

    private Bytes prekey(Author guest) {
        Bytes key = guest.device.publicKey();
        Bytes signable = PreKey.signable(room.id(), guest.wallet.address(), guest.session.did(), key, startMillis);
        return Cbor.encode(new PreKey(guest.session.did(), key, startMillis, guest.session.sign(signable)).encode());
    }

    private Cid add(Author author, Rule rule) {
        Envelope envelope =
                new Envelope(room.name(), author.session.did(), rules.size() + 1L, startMillis, ends, profile);
        Bytes content = roomKey.seal(envelope, RuleEntry.KIND, rule.encode(), bytes(Aead.NONCE_LENGTH));
        Bytes block = new RuleEntry(envelope, content).block(NO_SIGNATURE);
        rules.add(new Input.KeptRule(author.wallet.address(), block));
        Cid id = Cid.ofBlock(block, HASHES);
        ends = List.of(id);
        return id;
    }

    /** The rules by which the members came. */
    List<Input.KeptRule> rules() {
        return rules;
    }

    Bytes bytes(int length) {
        return Author.bytes(length, random);
    }
}
