package tropichat.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletSignature;
import tropichat.core.keys.Sealed;
import tropichat.core.room.Batch;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Car;
import tropichat.core.wire.CarReader;
import tropichat.core.wire.Cid;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

/** A room that somebody with a wallet speaks in, and its archive: real signatures, made from a name. */
final class TestRoom {
    static final Hashes HASHES = new JvmHashes();
    static final String DOMAIN = "chat.example";
    static final long START_MILLIS = 1_767_225_600_000L;
    static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    final RoomName room;
    final SessionKey session;
    final WalletKey wallet;
    final List<Batch.Sealed> batches = new ArrayList<>();
    private long lamport = 1;
    private @Nullable Cid last;

    TestRoom(String name) {
        this(name, new RoomName(name));
    }

    /** The same person's in a room of another name. */
    TestRoom(String name, RoomName room) {
        this.room = room;
        session = SessionKey.ofSeed(HASHES.sha256(Bytes.utf8("session of " + name)));
        wallet = WalletKey.ofSecret(HASHES.sha256(Bytes.utf8("wallet of " + name)), HASHES);
    }

    /** A room of so many batches, each with so many texts and an edit of the last of them. */
    static TestRoom of(String name, int batches, int texts) {
        TestRoom room = new TestRoom(name);
        for (int i = 0; i < batches; i++) {
            room.seal(room.talk(texts));
        }
        return room;
    }

    Cid head() {
        return batches.get(batches.size() - 1).root();
    }

    /** Every block once, from the newest batch back, as an export walks. */
    List<Car.Block> blocks() {
        List<Car.Block> all = new ArrayList<>();
        for (Batch.Sealed sealed : batches.reversed()) {
            for (Car.Block block : blocksOf(sealed.car())) {
                if (!all.contains(block)) {
                    all.add(block);
                }
            }
        }
        return all;
    }

    Bytes car() {
        return Car.encode(List.of(head()), blocks());
    }

    Path write(Path folder) throws IOException {
        return write(folder, car());
    }

    static Path write(Path folder, Bytes content) throws IOException {
        return Files.write(folder.resolve("room.car"), content.toArray());
    }

    List<Bytes> talk(int texts) {
        List<Bytes> entries = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            entries.add(say(text("message " + lamport)));
        }
        Cid said = last;
        if (said != null) {
            entries.add(say(new EntryBody.Edit(said, "other words " + lamport)));
        }
        return entries;
    }

    void seal(List<Bytes> entries) {
        seal(List.of(profile()), entries);
    }

    /** Entries behind whatever is there, in a batch that carries these profiles. */
    void seal(List<Bytes> profiles, List<Bytes> entries) {
        seal(profiles, List.of(), entries);
    }

    /** The same with what they add to the law. */
    void seal(List<Bytes> profiles, List<Bytes> law, List<Bytes> entries) {
        batches.add(Batch.seal(room, batches.isEmpty() ? null : head(), profiles, law, entries, HASHES));
    }

    Bytes profile() {
        return profile(delegation(START_MILLIS, START_MILLIS + DAY_MILLIS));
    }

    Bytes profile(@Nullable Bytes delegation) {
        EntryBody.AboutAuthor about =
                new EntryBody.AboutAuthor(new Profile("Ada", "#aabbcc"), wallet.address(), delegation);
        return sign(Entry.ofProfile(room, session.did(), 1, START_MILLIS, about));
    }

    /** Nobody can open it; who verifies an archive cannot either. */
    Bytes sealedProfile() {
        return sign(entryOfSealedProfile());
    }

    Entry entryOfSealedProfile() {
        EntryBody.SealedProfile about = new EntryBody.SealedProfile(HASHES.sha256(Bytes.utf8("Ada")));
        return Entry.ofProfile(room, session.did(), 1, START_MILLIS, about);
    }

    Bytes delegation(long issuedMillis, long expirationMillis) {
        return delegation(session, wallet, issuedMillis, expirationMillis);
    }

    Bytes delegation(SessionKey of, WalletKey by, long issuedMillis, long expirationMillis) {
        SiweMessage message = message(of, issuedMillis, expirationMillis);
        return delegation(message, by.signPersonal(message.toText(HASHES)));
    }

    /** As if the wallet were a contract, with a signature that only its chain could judge. */
    Bytes delegationByContract(long expirationMillis) {
        return delegation(
                message(session, START_MILLIS, expirationMillis), new ContractSignature(Bytes.utf8("anything")));
    }

    private SiweMessage message(SessionKey of, long issuedMillis, long expirationMillis) {
        return SiweMessage.delegating(
                DOMAIN,
                new Account.Ethereum(1, wallet.address()),
                of.did(),
                "nonce1234",
                issuedMillis,
                expirationMillis,
                "Sign in to TropiChat.");
    }

    private static Bytes delegation(SiweMessage message, WalletSignature signature) {
        try {
            return Delegation.of(Cacao.of(message, signature)).encode(HASHES);
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
    }

    Bytes say(EntryBody body) {
        return say(Cid.ofBlock(profile(), HASHES), body, START_MILLIS + lamport);
    }

    Bytes say(Cid profile, EntryBody body, long timeMillis) {
        Entry entry = new Entry(
                room, session.did(), lamport++, timeMillis, last == null ? List.of() : List.of(last), profile, body);
        Bytes block = sign(entry);
        last = Cid.ofBlock(block, HASHES);
        return block;
    }

    Bytes sign(Entry entry) {
        return entry.block(session.sign(entry.signable()));
    }

    /** Nobody can open it. */
    static EntryBody sealed(String words) {
        Bytes noise = HASHES.sha256(Bytes.utf8(words));
        return new EntryBody.Sealed(
                new Sealed(Cid.ofDigest(noise), Bytes.EMPTY, 0, noise.slice(0, Aead.NONCE_LENGTH), noise));
    }

    static EntryBody text(String words) {
        return new EntryBody.Text(words, false, null);
    }

    static List<Car.Block> blocksOf(Bytes car) {
        CarReader reader = new CarReader(HASHES);
        reader.feed(car);
        List<Car.Block> blocks = new ArrayList<>();
        try {
            for (Car.Section section = reader.next(); section != null; section = reader.next()) {
                blocks.add((Car.Block) section);
            }
            reader.end();
        } catch (Malformed malformed) {
            throw new AssertionError(malformed);
        }
        return blocks;
    }
}
