package tropichat.server.signaling;

import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.WalletSignature;
import tropichat.core.signaling.Login;
import tropichat.json.Json;

/** Reads the payload of {@code authenticate}. */
final class LoginReader {
    /** Longer than any field but what a wallet gives may be; core judges each more closely. */
    private static final int FIELD_CHARS_MAX = 512;

    private static final int SIGNATURE_CHARS_MAX =
            WalletSignature.CONTRACT_PREFIX.length() + ContractSignature.TEXT_CHARS_MAX;

    /** Stands for what is there but is no text of a sensible length: no check lets it through. */
    private static final String UNREADABLE = "";

    private static final String DEFAULT_COLOR = "#ff6b6b";

    private LoginReader() {}

    static Login read(Json payload) {
        return new Login(
                required(payload, "username"),
                required(payload, "walletAddress"),
                given(payload, "color") ? required(payload, "color") : DEFAULT_COLOR,
                given(payload, "room") ? required(payload, "room") : RoomName.LOBBY.text(),
                optional(payload, "message", SiweMessage.TEXT_CHARS_MAX),
                optional(payload, "signature", SIGNATURE_CHARS_MAX),
                optional(payload, "did", FIELD_CHARS_MAX),
                optional(payload, "proof", FIELD_CHARS_MAX));
    }

    private static boolean given(Json payload, String name) {
        Json field = payload.field(name);
        return field != null && field.kind() != Json.Kind.NULL;
    }

    private static String required(Json payload, String name) {
        String text = optional(payload, name, FIELD_CHARS_MAX);
        return text == null ? UNREADABLE : text;
    }

    private static @Nullable String optional(Json payload, String name, int charsMax) {
        Json field = payload.field(name);
        if (field == null || field.kind() == Json.Kind.NULL) {
            return null;
        }
        try {
            return field.text(charsMax);
        } catch (Malformed malformed) {
            return UNREADABLE;
        }
    }
}
