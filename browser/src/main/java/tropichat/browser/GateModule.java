package tropichat.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.GateRule;

/**
 * What the module exports that judges gates: for pages that ask a chain themselves, which need nothing else of it. Its types
 * are in gate-judge.d.ts.
 */
public final class GateModule {
    private GateModule() {}

    /** A rule in DAG-CBOR; null where it is none. */
    @JSExport
    public static @Nullable PageGate readGate(Uint8Array rule, PagePort page) {
        Hashes hashes = PagePort.hashes(page);
        try {
            return new PageGate(GateRule.decode(Borders.bytes(rule), hashes), hashes);
        } catch (Malformed malformed) {
            return null;
        }
    }
}
