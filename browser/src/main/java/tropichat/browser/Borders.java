package tropichat.browser;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Ticket;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.WalletAddress;
import tropichat.core.wire.Cid;

/** Bytes across the border. */
final class Borders {
    private Borders() {}

    /** Copies what the page handed over: it may reuse its buffer. */
    static Bytes bytes(Uint8Array array) {
        byte[] content = new byte[array.getLength()];
        copy(array, content);
        return Bytes.wrap(content);
    }

    @JSBody(
            params = {"from", "to"},
            script = "to.set(from);")
    private static native void copy(Uint8Array from, @JSByRef(optional = true) byte[] to);

    static @Nullable Bytes bytesOrNull(@Nullable Uint8Array array) {
        return array == null ? null : bytes(array);
    }

    static List<Bytes> blocks(JSArrayReader<Uint8Array> arrays) {
        List<Bytes> blocks = new ArrayList<>();
        for (int i = 0; i < arrays.getLength(); i++) {
            blocks.add(bytes(arrays.get(i)));
        }
        return blocks;
    }

    static List<@Nullable Bytes> blocksOrNull(JSArrayReader<Uint8Array> arrays) {
        List<@Nullable Bytes> blocks = new ArrayList<>();
        for (int i = 0; i < arrays.getLength(); i++) {
            blocks.add(bytesOrNull(arrays.get(i)));
        }
        return blocks;
    }

    static JSArray<Uint8Array> views(List<Bytes> blocks) {
        JSArray<Uint8Array> views = new JSArray<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            views.set(i, view(blocks.get(i)));
        }
        return views;
    }

    /** An identifier that core handed out as text. */
    static Cid cid(String text) {
        try {
            return Cid.parse(text);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** An address that core handed out as text. */
    static WalletAddress address(String text, Hashes hashes) {
        try {
            return WalletAddress.parse(text, hashes);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** An address that core handed out as bytes. */
    static WalletAddress address(Uint8Array bytes) {
        try {
            return WalletAddress.of(bytes(bytes));
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** A text of each, as an array of the page. */
    static <T> JSArray<JSString> texts(Collection<T> items, Function<T, String> text) {
        JSArray<JSString> texts = new JSArray<>();
        items.forEach(item -> texts.push(JSString.valueOf(text.apply(item))));
        return texts;
    }

    /** Keys as a server names them; what is none could sign nothing. */
    static List<DidKey> dids(JSArrayReader<JSString> texts) {
        List<DidKey> dids = new ArrayList<>();
        for (int i = 0; i < Math.min(texts.getLength(), Ticket.KEEPERS_MAX); i++) {
            try {
                dids.add(DidKey.parse(texts.get(i).stringValue()));
            } catch (Malformed malformed) {
                // Nobody who could sign anything.
            }
        }
        return dids;
    }

    static DidKey did(String text) {
        try {
            return DidKey.parse(text);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** A view of the bytes themselves; the page must not write to it. */
    static Uint8Array view(Bytes bytes) {
        return view(bytes.unsafeArray());
    }

    @JSBody(
            params = "content",
            script = "return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);")
    private static native Uint8Array view(@JSByRef(optional = true) byte[] content);
}
