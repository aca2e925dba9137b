package tropichat.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.crypto.JvmHashes;

/** Which names count, and how contracts know them. */
class EnsNameTest {
    /** From ERC-137, "namehash algorithm". */
    @Test
    void namesAreHashedAsTheStandardSays() throws Malformed {
        assertEquals(
                "93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae",
                EnsName.parse("eth").node(new JvmHashes()).hex());
        assertEquals(
                "de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f",
                EnsName.parse("foo.eth").node(new JvmHashes()).hex());
        assertEquals("03666f6f0365746800", EnsName.parse("foo.eth").inDns().hex());
    }

    @Test
    void whatIsRefusedIsToldInWords() {
        Malformed turned = refused("ana\u202Exyz.eth");
        assertEquals(Reason.SYNTAX, turned.reason());
        assertTrue(String.valueOf(turned.getMessage()).contains("202E"), turned.getMessage());
        assertTrue(String.valueOf(refused("p\u0430ypal.eth").getMessage()).contains("mixture"));
        assertTrue(String.valueOf(refused("Ana.eth").getMessage()).contains("normal form"));
        for (String name : List.of("", "a".repeat(EnsName.BYTES_MAX + 1), "\u00E9".repeat(EnsName.BYTES_MAX - 1))) {
            assertEquals(Reason.TOO_LARGE, refused(name).reason());
        }
        for (String name :
                List.of("ana..eth", ".eth", "eth.", "xn--ana.eth", "a\uD800.eth", "\u0000.eth", "a\u0301\u0301.eth")) {
            assertTrue(refused(name).reason() == Reason.SYNTAX || refused(name).reason() == Reason.NOT_CANONICAL, name);
        }
    }

    private static Malformed refused(String name) {
        return assertThrows(Malformed.class, () -> EnsName.parse(name), name);
    }
}
