package tropichat.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tropichat.core.base.Bytes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.TestSession;
import tropichat.core.identity.TestSignatures;
import tropichat.core.wire.Cbor;
import tropichat.core.wire.Value;

/** What people hand to one another, as bytes. */
class HandCodeTest {
    private static final TestSession BOB = new TestSession("bob");
    private static final Bytes NONCE = Bytes.wrap(new byte[HandCode.NONCE_BYTES]);

    private final HandCode code = new HandCode(TestHost.ROOM, BOB.key(), true, NONCE, 1_000, "Bob", "sdp");

    @Test
    void isReadAsItWasWritten() throws Malformed {
        HandCode.Received received = HandCode.decode(signed(code));
        assertEquals(code, received.code());
        assertTrue(TestSignatures.isValid(received.check()));
        HandCode invitation = new HandCode(
                TestHost.ROOM,
                BOB.key(),
                false,
                NONCE,
                Value.Int.MAX,
                "n".repeat(Limits.USERNAME_CHARS_MAX),
                "s".repeat(Limits.SIGNAL_BYTES_MAX));
        assertEquals(invitation, HandCode.decode(signed(invitation)).code());
    }

    @Test
    void isSignedWhole() throws Malformed {
        Value.Mapping fields = fields();
        for (Value.Mapping other : new Value.Mapping[] {
            fields().with("reply", new Value.Bool(false)),
            fields().with("room", "elsewhere"),
            fields().with("nonce", Bytes.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})),
            fields().with("until", 1_001),
            fields().with("name", "Eve"),
            fields().with("body", "other sdp"),
            fields().with("from", new TestSession("mallory").key().publicKey()),
            fields().with("unknown", 1)
        }) {
            assertFalse(
                    TestSignatures.isValid(HandCode.decode(Cbor.encode(other)).check()),
                    Cbor.encode(other).hex());
        }
        assertTrue(TestSignatures.isValid(HandCode.decode(Cbor.encode(fields)).check()));
    }

    @Test
    void isRefusedInAnotherVersion() throws Malformed {
        assertEquals(Reason.UNKNOWN_VERSION, refusal(fields().with("v", 2)));
        assertEquals(Reason.UNKNOWN_VERSION, refusal(fields().with("v", 0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "room", "from", "reply", "nonce", "until", "name", "body", "sig"})
    void isRefusedWithoutAnyField(String key) throws Malformed {
        assertEquals(Reason.FIELD, refusal(fields().without(key)));
    }

    @Test
    void isRefusedOutsideItsBounds() throws Malformed {
        for (int length : new int[] {HandCode.NONCE_BYTES - 1, HandCode.NONCE_BYTES + 1, 0}) {
            refusal(fields().with("nonce", Bytes.wrap(new byte[length])));
            refusal(fields().with("from", Bytes.wrap(new byte[length])));
            refusal(fields().with("sig", Bytes.wrap(new byte[length])));
        }
        refusal(fields().with("until", -1));
        refusal(fields().with("reply", 1));
        refusal(fields().with("room", ""));
        refusal(fields().with("room", "r".repeat(Limits.ROOM_CHARS_MAX + 1)));
        refusal(fields().with("name", "n".repeat(Limits.USERNAME_CHARS_MAX + 1)));
        refusal(fields().with("body", "s".repeat(Limits.SIGNAL_BYTES_MAX + 1)));
    }

    private static Bytes signed(HandCode code) {
        return code.encode(BOB.sign(code.signable()));
    }

    private Value.Mapping fields() throws Malformed {
        return Cbor.decodeFields(signed(code)).mapping();
    }

    private static Reason refusal(Value.Mapping fields) {
        return assertThrows(
                        Malformed.class,
                        () -> HandCode.decode(Cbor.encode(fields)),
                        "taken: " + Cbor.encode(fields).hex())
                .reason();
    }
}
