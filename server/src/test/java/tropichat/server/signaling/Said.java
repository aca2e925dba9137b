package tropichat.server.signaling;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.json.Json;

/** Parts of what the server has said, which must be there. */
final class Said {
    private Said() {}

    static String text(Json value) throws Malformed {
        return value.text(Integer.MAX_VALUE);
    }

    static String text(Json object, String name) throws Malformed {
        return text(field(object, name));
    }

    static Json field(Json object, String name) {
        return present(object.field(name), name, object);
    }

    static Json element(Json object, String name, int index) {
        return present(field(object, name).element(index), name + "[" + index + "]", object);
    }

    /** Bytes that are written as base64url. */
    static Bytes bytes(Json object, String name) throws Malformed {
        return bytes(field(object, name));
    }

    static Bytes bytes(Json value) throws Malformed {
        return Bytes.wrap(Base64.getUrlDecoder().decode(text(value)));
    }

    private static Json present(@Nullable Json value, String name, Json within) {
        assertNotNull(value, name + " of " + within);
        return value;
    }
}
