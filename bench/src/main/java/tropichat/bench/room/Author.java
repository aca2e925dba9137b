package tropichat.bench.room;

import java.util.Random;
import tropichat.core.Device;
import tropichat.core.Identity;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.wire.Cid;
import tropichat.crypto.JvmAead;
import tropichat.crypto.JvmHashes;
import tropichat.crypto.SealingKey;
import tropichat.crypto.SessionKey;
import tropichat.crypto.WalletKey;

/** Somebody who speaks: a wallet that has delegated to a session key, and the profile entry that says so. */
public final class Author {
    public static final Hashes HASHES = new JvmHashes();

    /** Ethereum's main network (EIP-155). */
    private static final int CHAIN = 1;

    private static final String COLOR = "#2299ff";

    public final SessionKey session;

    /** The wallet's secret key: a page's guest is made of it. */
    public final Bytes walletSecret;

    public final WalletKey wallet;

    /** To which the secrets of closed rooms are sealed. */
    public final SealingKey device;

    public final Profile profile;
    public final Delegation delegation;

    /**
     * Somebody with keys of their own.
     *
     * @param validMillis when the delegation begins and ends, Unix milliseconds
     */
    public Author(String name, String domain, long[] validMillis, Random random) {
        session = SessionKey.generate(length -> bytes(length, random));
        walletSecret = bytes(WalletKey.SECRET_LENGTH, random);
        wallet = WalletKey.ofSecret(walletSecret, HASHES);
        device = SealingKey.generate(length -> bytes(length, random));
        SiweMessage message = SiweMessage.delegating(
                domain,
                new Account.Ethereum(CHAIN, wallet.address()),
                session.did(),
                "nonce" + bytes(Integer.BYTES, random).hex(),
                validMillis[0],
                validMillis[1],
                "Sign in to TropiChat.");
        try {
            profile = Profile.parse(name, COLOR);
            delegation = Delegation.of(Cacao.of(message, wallet.signPersonal(message.toText(HASHES))));
        } catch (Malformed malformed) {
            throw new IllegalStateException("a delegation of our own that is none", malformed);
        }
    }

    public static Bytes bytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    /**
     * Who a peer of this author's is.
     *
     * @param sealing the key to which signals are sealed
     */
    public Identity identity(SealingKey sealing) {
        return new Identity(
                session.did(),
                sealing.publicKey(),
                wallet.address(),
                delegation,
                profile,
                new Device(device.publicKey(), new JvmAead()));
    }

    public Bytes profileBlock(RoomName room, long timeMillis) {
        EntryBody.AboutAuthor about = new EntryBody.AboutAuthor(profile, wallet.address(), delegation.encode(HASHES));
        return signed(Entry.ofProfile(room, session.did(), 1, timeMillis, about));
    }

    /** The block of an entry of this author's. */
    public Bytes signed(Entry entry) {
        return entry.block(session.sign(entry.signable()));
    }

    public static Cid idOf(Bytes block) {
        return Cid.ofBlock(block, HASHES);
    }
}
