package tropichat.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.HandCode;
import tropichat.core.Peer;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/** What the compiled module exports; peer.d.ts gives the types. */
public final class PeerModule {
    private PeerModule() {}

    /**
     * A peer in one room of a short name; throws where the configuration is not one that the checks below let through.
     */
    @JSExport
    public static PagePeer createPeer(PageConfig config, PagePort page, double nowMillis) {
        return PagePeer.make(config, page, nowMillis, Peer::create);
    }

    /** The sign-in text by which an account, {@code did:pkh:…}, delegates to the session key. */
    @JSExport
    public static String delegationText(
            String domain,
            String account,
            Uint8Array session,
            String nonce,
            double issuedAtMillis,
            double expirationMillis,
            String statement,
            PagePort page) {
        Hashes hashes = PagePort.hashes(page);
        try {
            return SiweMessage.delegating(
                            domain,
                            Account.parse(account, hashes),
                            new DidKey(Borders.bytes(session)),
                            nonce,
                            (long) issuedAtMillis,
                            (long) expirationMillis,
                            statement)
                    .toText(hashes);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** What the session key signs to log in. */
    @JSExport
    public static Uint8Array loginStatement(String domain, String nonce) {
        return Borders.view(SessionStatement.login(domain, nonce));
    }

    @JSExport
    public static String didOf(Uint8Array session) {
        return new DidKey(Borders.bytes(session)).did();
    }

    /** The address as wallets of its chain show it; null where it is none. */
    @JSExport
    public static @Nullable String walletAddress(String text, PagePort page) {
        Hashes hashes = PagePort.hashes(page);
        try {
            return WalletAddress.parse(text, hashes).text(hashes);
        } catch (Malformed malformed) {
            return null;
        }
    }

    /** Null where these make a profile, else what is wrong with them. */
    @JSExport
    public static @Nullable String checkProfile(String name, String color, PageCard card) {
        try {
            Profile.parse(name, color).with(PageCard.read(card));
            return null;
        } catch (Malformed malformed) {
            return malformed.getMessage();
        }
    }

    /** Null where the text names a room, else what is wrong with it. */
    @JSExport
    public static @Nullable String checkRoom(String text) {
        try {
            RoomName.parse(text);
            return null;
        } catch (Malformed malformed) {
            return malformed.getMessage();
        }
    }

    /** Whether a room of this name belongs to somebody: it is the identifier of a record. */
    @JSExport
    public static boolean isRoomId(String text) {
        try {
            Cid.parse(text);
            return true;
        } catch (Malformed malformed) {
            return false;
        }
    }

    /** What a text that the page kept has become by the entries about it; null where the records are damaged. */
    @JSExport
    public static @Nullable JSObject foldText(
            PageEntries.Kept original, JSArrayReader<PageEntries.Kept> about, PagePort page) {
        return PageEntries.fold(original, about, PagePort.hashes(page));
    }

    /** What a code for joining by hand says of itself, its signature still unchecked; null where it is none. */
    @JSExport
    public static @Nullable JSObject readCode(Uint8Array bytes) {
        try {
            HandCode code = HandCode.decode(Borders.bytes(bytes)).code();
            return code(code.room().text(), code.from().did(), code.name(), code.reply(), (double) code.untilMillis());
        } catch (Malformed malformed) {
            return null;
        }
    }

    @JSBody(
            params = {"room", "did", "name", "reply", "expiresAtMillis"},
            script = "return {room: room, did: did, name: name, reply: reply, expiresAtMillis: expiresAtMillis};")
    private static native JSObject code(String room, String did, String name, boolean reply, double expiresAtMillis);
}
