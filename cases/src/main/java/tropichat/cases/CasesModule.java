package tropichat.cases;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;

/** The cases' operations as a JavaScript module of one function. */
public final class CasesModule {
    private CasesModule() {}

    /**
     * Runs one case.
     *
     * @param hashes functions {@code sha256} and {@code keccak256}, from {@code Uint8Array} to {@code Uint8Array}
     */
    @JSExport
    public static String run(JsHashes hashes, String operation, String[] in) {
        return new Operations(new BorderHashes(hashes)).run(operation, in);
    }

    /** The hash port as JavaScript has it. */
    public interface JsHashes extends JSObject {
        Uint8Array sha256(Uint8Array data);

        Uint8Array keccak256(Uint8Array data);
    }

    private record BorderHashes(JsHashes hashes) implements Hashes {
        @Override
        public Bytes sha256(Bytes data) {
            return fromJs(hashes.sha256(toJs(data)));
        }

        @Override
        public Bytes keccak256(Bytes data) {
            return fromJs(hashes.keccak256(toJs(data)));
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
