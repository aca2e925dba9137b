package tropichat.core.link;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.Card;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * Who a peer says it is, first thing on a link. Nothing of it is believed before the handshake is through.
 *
 * @param wallet the account's address; only claimed where there is no delegation
 * @param delegation the wallet's signature that names the session key; null for pages whose login named none
 * @param nonce {@link #NONCE_BYTES} fresh random bytes
 * @param prekey to which letters to this session are sealed; null where none are read there, or the room's law tells of it
 * @param box to which letters to the wallet are sealed ({@link #BOX_KEY_BYTES} bytes); null where the wallet opens none
 */
public record Hello(
        RoomName room,
        DidKey session,
        WalletAddress wallet,
        @Nullable Delegation delegation,
        Profile profile,
        Bytes nonce,
        @Nullable Bytes prekey,
        @Nullable Bytes box) {
    /** The one version of the protocol that this build speaks. */
    public static final int VERSION = 1;

    public static final int NONCE_BYTES = 16;

    /** An X25519 public key (RFC 7748). */
    private static final int PREKEY_BYTES = 32;

    /** An X25519 public key, of which a wallet keeps the other half. */
    public static final int BOX_KEY_BYTES = 32;

    /** A hello is a delegation (at most some 3 kB) and a few short fields. */
    public static final int BYTES_MAX = 8 * 1024;

    private static final int DID_CHARS_MAX = 64;

    public Hello(
            RoomName room,
            DidKey session,
            WalletAddress wallet,
            @Nullable Delegation delegation,
            Profile profile,
            Bytes nonce) {
        this(room, session, wallet, delegation, profile, nonce, null, null);
    }

    /** The same as if no wallet had signed: who speaks only says so. */
    public Hello withoutDelegation() {
        return new Hello(room, session, wallet, null, profile, nonce, prekey, box);
    }

    public Bytes encode(Hashes hashes) {
        return Cbor.encode(profile.card()
                .addTo(Value.map()
                        .with("v", VERSION)
                        .with("room", room.text())
                        .with("did", session.did())
                        .with("wallet", wallet.bytes())
                        .with("delegation", delegation == null ? null : delegation.encode(hashes))
                        .with("name", profile.name())
                        .with("color", profile.color())
                        .with("nonce", nonce)
                        .with("prekey", prekey)
                        .with("box", box)));
    }

    public static Hello decode(Bytes bytes, Hashes hashes) throws Malformed {
        Fields fields = Cbor.decodeFields(bytes);
        if (fields.integer("v", 0, Integer.MAX_VALUE) != VERSION) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a peer that speaks another version");
        }
        Bytes delegation = fields.optionalBlob("delegation", BYTES_MAX);
        return new Hello(
                RoomName.parse(fields.text("room", Integer.MAX_VALUE)),
                DidKey.parse(fields.text("did", DID_CHARS_MAX)),
                WalletAddress.of(fields, "wallet"),
                delegation == null ? null : Delegation.decode(delegation, hashes),
                Profile.parse(fields.text("name", Integer.MAX_VALUE), fields.text("color", Integer.MAX_VALUE))
                        .with(Card.of(fields)),
                fields.blob("nonce", NONCE_BYTES, NONCE_BYTES),
                fields.optionalBlob("prekey", PREKEY_BYTES, PREKEY_BYTES),
                fields.optionalBlob("box", BOX_KEY_BYTES, BOX_KEY_BYTES));
    }
}
