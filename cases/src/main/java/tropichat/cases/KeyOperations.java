package tropichat.cases;

import static tropichat.cases.Operations.bytes;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.WalletAddress;
import tropichat.core.keys.GroupKeys;
import tropichat.core.keys.History;
import tropichat.core.keys.Hkdf;
import tropichat.core.keys.Opening;
import tropichat.core.keys.Sealed;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Envelope;
import tropichat.core.room.Letter;
import tropichat.core.rules.RoomKey;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Cid;

/** The {@link Operations} on keys of closed rooms. */
record KeyOperations(Hashes hashes, Aead aead) {
    String answer(String operation, String[] in) throws Malformed {
        return switch (operation) {
            case "hmac.sha256" -> Hkdf.hmac(bytes(in[0]), bytes(in[1]), hashes).hex();
            case "hkdf.extract" ->
                Hkdf.extract(bytes(in[0]), bytes(in[1]), hashes).hex();
            case "hkdf.expand" ->
                Hkdf.expand(bytes(in[0]), bytes(in[1]), Integer.parseInt(in[2]), hashes)
                        .hex();
            case "keys.commitment" -> GroupKeys.commitment(bytes(in[0]), hashes).hex();
            case "keys.seal" -> seal(in);
            case "keys.open" -> open(in);
            case "keys.handDown" ->
                shared().handDown(bytes(in[0]), Cid.parse(in[1]), bytes(in[2])).hex();
            case "keys.takeOver" -> opened(shared().takeOver(bytes(in[0]), Cid.parse(in[1]), bytes(in[2])));
            case "roomKey.seal" ->
                roomKey(in).seal(place(in), in[5], bytes(in[6]), bytes(in[7])).hex();
            case "roomKey.open" -> opened(roomKey(in).open(place(in), in[5], bytes(in[6])));
            case "roomKey.sealRecord" -> roomKey(in).sealRecord(bytes(in[1])).hex();
            case "roomKey.openRecord" -> opened(roomKey(in).openRecord(Cid.parse(in[1]), bytes(in[2])));
            case "letter.walletKey" ->
                Letter.Wallets.key(bytes(in[0]), bytes(in[1]), hashes).hex();
            case "letter.seal" -> sealLetter(in);
            case "letter.open" -> openLetter(in);
            default -> throw Operations.unknown(operation);
        };
    }

    /** In: history, epoch, secret, author, fresh bytes; then context, content, nonce, and how much was sealed before. */
    private String seal(String[] in) throws Malformed {
        GroupKeys keys = keys(in);
        DidKey author = new DidKey(bytes(in[3]));
        Cid epoch = Cid.parse(in[1]);
        for (int i = Integer.parseInt(in[8]); i > 0; i--) {
            Objects.requireNonNull(keys.seal(epoch, author, Bytes.EMPTY, Bytes.EMPTY, bytes(in[7])));
        }
        Sealed sealed = keys.seal(epoch, author, bytes(in[5]), bytes(in[6]), bytes(in[7]));
        return Cbor.encode(Objects.requireNonNull(sealed).encode()).hex();
    }

    /** In: history, epoch, secret, author, fresh bytes; then context, and what was sealed. */
    private String open(String[] in) throws Malformed {
        Sealed sealed = Sealed.decode(Cbor.decodeFields(bytes(in[6])));
        return switch (keys(in).open(new DidKey(bytes(in[3])), bytes(in[5]), sealed)) {
            case Opening.Opened opened -> opened.content().hex();
            case Opening.Refused refused -> refused.reason().name();
        };
    }

    private GroupKeys shared() {
        return new GroupKeys(hashes, aead, History.SHARED, Bytes.wrap(new byte[Sealed.CHAIN_LENGTH]));
    }

    private RoomKey roomKey(String[] in) throws Malformed {
        return new RoomKey(bytes(in[0]), hashes, aead);
    }

    /** In: room key, room, author, lamport and time; then kind, and what is to be sealed with a nonce, or opened. */
    private static Envelope place(String[] in) throws Malformed {
        return new Envelope(
                RoomName.parse(in[1]),
                new DidKey(bytes(in[2])),
                Long.parseLong(in[3]),
                Long.parseLong(in[4]),
                List.of(),
                null);
    }

    /** In: room, author, parent, key; then from, to, text, nonce, and a share: for whom, and what. */
    private String sealLetter(String[] in) throws Malformed {
        EntryBody.Opened content =
                new EntryBody.Opened(account(in[4]), account(in[5]), EntryBody.Text.parse(in[6], false, null));
        List<Letter.Share> shares = List.of(new Letter.Share(new DidKey(bytes(in[8])), bytes(in[9])));
        Letter letter = Letter.seal(letterPlace(in), content, bytes(in[3]), shares, null, bytes(in[7]), aead, hashes);
        return Cbor.encode(new EntryBody.Lettered(letter).encode()).hex();
    }

    /** In: room, author, parent, key; then from, and the letter. */
    private String openLetter(String[] in) throws Malformed {
        EntryBody body = EntryBody.decode("letter", Cbor.decodeFields(bytes(in[5])));
        EntryBody.Opened opened = body instanceof EntryBody.Lettered lettered
                ? lettered.letter().open(letterPlace(in), account(in[4]), bytes(in[3]), aead, hashes)
                : null;
        return opened != null && opened.said() instanceof EntryBody.Text text
                ? opened.to().bytes().hex() + " " + text.text()
                : Opening.Reason.FALSE.name();
    }

    private static Entry letterPlace(String[] in) throws Malformed {
        Cid parent = Cid.parse(in[2]);
        return new Entry(
                RoomName.parse(in[0]),
                new DidKey(bytes(in[1])),
                1,
                0,
                List.of(parent),
                parent,
                new EntryBody.Retraction(parent));
    }

    private static WalletAddress account(String hex) throws Malformed {
        return WalletAddress.of(bytes(hex));
    }

    private static String opened(@Nullable Bytes content) {
        return content == null ? Opening.Reason.FALSE.name() : content.hex();
    }

    private GroupKeys keys(String[] in) throws Malformed {
        GroupKeys keys = new GroupKeys(hashes, aead, History.valueOf(in[0]), bytes(in[4]));
        keys.add(Cid.parse(in[1]), bytes(in[2]), List.of(new DidKey(bytes(in[3]))));
        return keys;
    }
}
