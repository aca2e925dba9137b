package tropichat.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Bytes;

/** Bytes across the border. */
final class Borders {
    private Borders() {}

    /** Copies what the page handed over: it may reuse its buffer. */
    static Bytes bytes(Uint8Array array) {
        byte[] content = new byte[array.getLength()];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) array.get(i);
        }
        return Bytes.wrap(content);
    }

    static @Nullable Bytes bytesOrNull(@Nullable Uint8Array array) {
        return array == null ? null : bytes(array);
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
