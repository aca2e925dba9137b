package tropichat.cases;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Aead;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;

/** The cases' operations as a JavaScript module of one function. */
public final class CasesModule {
    private CasesModule() {}

    /**
     * Runs one case.
     *
     * @param port hashes and authenticated encryption, from {@code Uint8Array} to {@code Uint8Array}
     */
    @JSExport
    public static String run(JsPort port, String operation, String[] in) {
        BorderPort border = new BorderPort(port);
        return new Operations(border, border).run(operation, in);
    }

    /** The ports as JavaScript has them. */
    public interface JsPort extends JSObject {
        Uint8Array sha256(Uint8Array data);

        Uint8Array keccak256(Uint8Array data);

        Uint8Array aesGcmSeal(Uint8Array key, Uint8Array nonce, Uint8Array associated, Uint8Array content);

        @Nullable
        Uint8Array aesGcmOpen(Uint8Array key, Uint8Array nonce, Uint8Array associated, Uint8Array sealed);
    }

    private record BorderPort(JsPort port) implements Hashes, Aead {
        @Override
        public Bytes sha256(Bytes data) {
            return fromJs(port.sha256(toJs(data)));
        }

        @Override
        public Bytes keccak256(Bytes data) {
            return fromJs(port.keccak256(toJs(data)));
        }

        @Override
        public Bytes seal(Bytes key, Bytes nonce, Bytes associated, Bytes content) {
            return fromJs(port.aesGcmSeal(toJs(key), toJs(nonce), toJs(associated), toJs(content)));
        }

        @Override
        public @Nullable Bytes open(Bytes key, Bytes nonce, Bytes associated, Bytes sealed) {
            Uint8Array content = port.aesGcmOpen(toJs(key), toJs(nonce), toJs(associated), toJs(sealed));
            return content == null ? null : fromJs(content);
        }

        private static Uint8Array toJs(Bytes bytes) {
            return view(bytes.unsafeArray());
        }

        private static Bytes fromJs(Uint8Array array) {
            byte[] content = new byte[array.getLength()];
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) array.get(i);
            }
            return Bytes.wrap(content);
        }
    }

    @JSBody(params = "array", script = "return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);")
    private static native Uint8Array view(@JSByRef(optional = true) byte[] array);
}
