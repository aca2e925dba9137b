package tropichat.core.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;

/**
 * A message of Sign-In with Ethereum (EIP-4361), or with Solana (CAIP-122, in Solana's profile): what a wallet signs so
 * that a session may speak for it. Every instance has a text of the EIP's grammar, and {@link #parse} gives it back
 * unchanged.
 *
 * @param scheme of the page that asks, or null where the text names none
 * @param domain of the page that asks: an RFC 3986 authority with a host
 * @param account the wallet, and its chain
 * @param statement for the person who signs, or null; reserved and unreserved URI characters and blanks
 * @param uri what is signed in to; for TropiChat the session's {@code did:key}
 * @param nonce at least {@link #NONCE_CHARS_MIN} letters and digits
 * @param expirationTime from when on the message is void, or null
 * @param notBefore until when the message is void, or null
 * @param requestId {@code pchar} characters, or null
 * @param resources URIs, or null where the text has no such part
 */
public record SiweMessage(
        @Nullable String scheme,
        String domain,
        Account account,
        @Nullable String statement,
        String uri,
        String nonce,
        Timestamp issuedAt,
        @Nullable Timestamp expirationTime,
        @Nullable Timestamp notBefore,
        @Nullable String requestId,
        @Nullable List<String> resources) {

    /** The version of EIP-4361, the only one. */
    public static final String VERSION = "1";

    /** Shortest nonce (EIP-4361). */
    public static final int NONCE_CHARS_MIN = 8;

    /** Longest single field; a guess: the longest known ones are resources with capabilities in them. */
    public static final int FIELD_CHARS_MAX = 512;

    /** Most resources; a guess. */
    public static final int RESOURCES_MAX = 16;

    /** Longest text that is read: all fields at their longest and the fixed words between them. */
    public static final int TEXT_CHARS_MAX = (RESOURCES_MAX + 8) * FIELD_CHARS_MAX;

    public SiweMessage {
        if (resources != null) {
            resources = Collections.unmodifiableList(new ArrayList<>(resources));
        }
        String wrong = SiweGrammar.wrongField(scheme, domain, statement, uri, nonce, requestId, resources);
        if (wrong != null) {
            throw new IllegalArgumentException(wrong + " is not as EIP-4361 has it");
        }
    }

    /**
     * The message with which TropiChat asks a wallet to delegate to a session.
     *
     * @param nonce the server's challenge
     */
    public static SiweMessage delegating(
            String domain,
            Account account,
            DidKey session,
            String nonce,
            long issuedAtMillis,
            long expirationMillis,
            String statement) {
        Timestamp issuedAt = Timestamp.ofMillis(issuedAtMillis);
        Timestamp expirationTime = Timestamp.ofMillis(expirationMillis);
        return new SiweMessage(
                null, domain, account, statement, session.did(), nonce, issuedAt, expirationTime, null, null, null);
    }

    /**
     * Reads a text of the grammar of EIP-4361; an Ethereum address has the checksum of EIP-55. A chain id with leading
     * zeros is refused, since it would not be written again.
     *
     * @throws Malformed {@code TOO_LARGE}, {@code TRUNCATED}, {@code TRAILING}, {@code SYNTAX}, {@code UNKNOWN_VERSION},
     *     and as {@link Chain#account} does
     */
    public static SiweMessage parse(String text, Hashes hashes) throws Malformed {
        return SiweGrammar.parse(text, hashes);
    }

    /** The text to sign. */
    public String toText(Hashes hashes) {
        return SiweGrammar.write(this, hashes);
    }
}
