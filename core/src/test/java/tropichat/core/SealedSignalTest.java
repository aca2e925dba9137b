package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/** What a signal through peers holds, as bytes. */
class SealedSignalTest {
    private final Stranger bob = new Stranger(new TestHost("ada"), "bob");

    @ParameterizedTest
    @EnumSource(Signal.Kind.class)
    void isReadAsItWasWritten(Signal.Kind kind) throws Malformed {
        SealedSignal.Opened opened = SealedSignal.decode(FormatFuzzTest.sealed(bob, kind));
        SealedSignal content = opened.content();
        assertEquals(bob.host.session.key(), content.to());
        assertEquals(bob.record(), content.from());
        assertEquals(TestHost.START_MILLIS, content.timeMillis());
        boolean offer = kind == Signal.Kind.OFFER;
        assertEquals(new Signal(offer ? bob.session.key() : null, "page", 1, kind, offer, "sdp"), content.signal());
        assertTrue(TestSignatures.isValid(opened.check()));
    }

    @Test
    void isSignedWhole() throws Malformed {
        for (Value.Mapping other : new Value.Mapping[] {
            fields().with("to", new TestSession("mallory").key().publicKey()),
            fields().with("from", new Stranger(bob.host, "mallory").record().encode()),
            fields().with("from", bob.record(1).encode()),
            fields().with("time", 1),
            fields().with("instance", "other"),
            fields().with("attempt", 2),
            fields().with("kind", "answer"),
            fields().without("low"),
            fields().with("body", "other sdp")
        }) {
            assertFalse(
                    TestSignatures.isValid(
                            SealedSignal.decode(Cbor.encode(other)).check()),
                    Cbor.encode(other).hex());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "from", "time", "instance", "attempt", "kind", "body", "sig"})
    void isRefusedWithoutAnyField(String key) throws Malformed {
        assertEquals(Reason.FIELD, refusal(fields().without(key)));
    }

    @Test
    void isRefusedOutsideItsBounds() throws Malformed {
        assertEquals(Reason.UNKNOWN_VERSION, refusal(fields().with("kind", "dance")));
        refusal(fields().with("to", Bytes.EMPTY));
        refusal(fields().with("sig", Bytes.EMPTY));
        refusal(fields().with("time", -1));
        refusal(fields().with("instance", "i".repeat(65)));
        refusal(fields().with("attempt", 0));
        refusal(fields().with("attempt", Connections.ATTEMPT_MAX + 1));
        refusal(fields().with("body", "s".repeat(Limits.SIGNAL_BYTES_MAX + 1)));
        refusal(fields().with("from", Value.map()));
        refusal(fields().with("low", 1));
    }

    private Value.Mapping fields() throws Malformed {
        return Cbor.decodeFields(FormatFuzzTest.sealed(bob, Signal.Kind.OFFER)).mapping();
    }

    private static Reason refusal(Value.Mapping fields) {
        return assertThrows(
                        Malformed.class,
                        () -> SealedSignal.decode(Cbor.encode(fields)),
                        "taken: " + Cbor.encode(fields).hex())
                .reason();
    }
}
