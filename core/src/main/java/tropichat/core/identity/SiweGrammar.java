package tropichat.core.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * The text of a {@link SiweMessage}, by the grammar of EIP-4361, "ABNF Message Format". Solana's profile of CAIP-122 has
 * the same but for the {@link Chain}.
 */
final class SiweGrammar {
    private static final String SCHEME_END = "://";
    private static final String PREAMBLE = " wants you to sign in with your ";
    private static final String PREAMBLE_END = " account:";
    private static final String URI = "\nURI: ";
    private static final String VERSION = "\nVersion: ";
    private static final String CHAIN_ID = "\nChain ID: ";
    private static final String NONCE = "\nNonce: ";
    private static final String ISSUED_AT = "\nIssued At: ";
    private static final String EXPIRATION_TIME = "\nExpiration Time: ";
    private static final String NOT_BEFORE = "\nNot Before: ";
    private static final String REQUEST_ID = "\nRequest ID: ";
    private static final String RESOURCES = "\nResources:";
    private static final String RESOURCE = "\n- ";

    private SiweGrammar() {}

    static String write(SiweMessage message, Hashes hashes) {
        StringBuilder text = new StringBuilder();
        if (message.scheme() != null) {
            text.append(message.scheme()).append(SCHEME_END);
        }
        Account account = message.account();
        text.append(message.domain()).append(preamble(account.chain())).append('\n');
        text.append(account.address().text(hashes)).append("\n\n");
        if (message.statement() != null) {
            text.append(message.statement()).append('\n');
        }
        text.append(URI).append(message.uri());
        text.append(VERSION).append(SiweMessage.VERSION);
        text.append(CHAIN_ID).append(account.reference());
        text.append(NONCE).append(message.nonce());
        text.append(ISSUED_AT).append(message.issuedAt());
        appendOptional(text, EXPIRATION_TIME, message.expirationTime());
        appendOptional(text, NOT_BEFORE, message.notBefore());
        appendOptional(text, REQUEST_ID, message.requestId());
        if (message.resources() != null) {
            text.append(RESOURCES);
            for (String resource : message.resources()) {
                text.append(RESOURCE).append(resource);
            }
        }
        return text.toString();
    }

    static SiweMessage parse(String text, Hashes hashes) throws Malformed {
        if (text.length() > SiweMessage.TEXT_CHARS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a sign-in message above " + SiweMessage.TEXT_CHARS_MAX);
        }
        TextReader reader = new TextReader(text);
        String firstLine = reader.restOfLine();
        Chain chain = chain(firstLine);
        String origin =
                firstLine.substring(0, firstLine.length() - preamble(chain).length());
        int schemeEnd = origin.indexOf(SCHEME_END);
        String scheme = schemeEnd < 0 ? null : origin.substring(0, schemeEnd);
        String domain = schemeEnd < 0 ? origin : origin.substring(schemeEnd + SCHEME_END.length());
        reader.expect("\n");
        String address = reader.restOfLine();
        reader.expect("\n\n");
        String statement = statement(reader);
        String uri = field(reader, URI);
        checkVersion(field(reader, VERSION));
        Account account = chain.account(field(reader, CHAIN_ID), address, hashes);
        String nonce = field(reader, NONCE);
        Timestamp issuedAt = Timestamp.parse(field(reader, ISSUED_AT));
        Timestamp expirationTime = optionalTime(reader, EXPIRATION_TIME);
        Timestamp notBefore = optionalTime(reader, NOT_BEFORE);
        String requestId = reader.take(REQUEST_ID) ? reader.restOfLine() : null;
        List<String> resources = reader.take(RESOURCES) ? resources(reader) : null;
        reader.expectEnd();
        return message(
                scheme,
                domain,
                account,
                statement,
                uri,
                nonce,
                issuedAt,
                expirationTime,
                notBefore,
                requestId,
                resources);
    }

    /** A message of fields that a stranger wrote; {@code SYNTAX} where the grammar or a limit forbids one. */
    static SiweMessage message(
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
            @Nullable List<String> resources)
            throws Malformed {
        String wrong = wrongField(scheme, domain, statement, uri, nonce, requestId, resources);
        if (wrong != null) {
            throw new Malformed(Reason.SYNTAX, wrong + " is not as EIP-4361 has it");
        }
        return new SiweMessage(
                scheme,
                domain,
                account,
                statement,
                uri,
                nonce,
                issuedAt,
                expirationTime,
                notBefore,
                requestId,
                resources);
    }

    static void checkVersion(String version) throws Malformed {
        if (!version.equals(SiweMessage.VERSION)) {
            throw new Malformed(Reason.UNKNOWN_VERSION, "a sign-in message of a version other than 1");
        }
    }

    /** The name of a field that the grammar or a limit forbids, or null where all are well. */
    static @Nullable String wrongField(
            @Nullable String scheme,
            String domain,
            @Nullable String statement,
            String uri,
            String nonce,
            @Nullable String requestId,
            @Nullable List<String> resources) {
        if (scheme != null && !(isShort(scheme) && Rfc3986.isScheme(scheme))) {
            return "scheme";
        }
        if (!isShort(domain) || !Rfc3986.isAuthorityWithHost(domain)) {
            return "domain";
        }
        if (statement != null && !(isShort(statement) && isStatement(statement))) {
            return "statement";
        }
        if (!isShort(uri) || !Rfc3986.isUri(uri)) {
            return "uri";
        }
        if (!isShort(nonce) || !isNonce(nonce)) {
            return "nonce";
        }
        if (requestId != null && !(isShort(requestId) && Rfc3986.isPathCharacters(requestId))) {
            return "requestId";
        }
        return resources == null || areResources(resources) ? null : "resources";
    }

    private static String preamble(Chain chain) {
        return PREAMBLE + chain.title + PREAMBLE_END;
    }

    private static Chain chain(String firstLine) throws Malformed {
        for (Chain chain : Chain.values()) {
            if (firstLine.endsWith(preamble(chain))) {
                return chain;
            }
        }
        throw new Malformed(Reason.SYNTAX, "no sign-in message: its first line ends otherwise");
    }

    /**
     * Takes {@code [ statement LF ]} up to the line feed before the URI. A statement may be empty, which leaves a line
     * more than one that is missing.
     */
    private static @Nullable String statement(TextReader reader) throws Malformed {
        if (reader.sees(URI)) {
            return null;
        }
        String statement = reader.restOfLine();
        reader.expect("\n");
        return statement;
    }

    private static String field(TextReader reader, String name) throws Malformed {
        reader.expect(name);
        return reader.restOfLine();
    }

    private static @Nullable Timestamp optionalTime(TextReader reader, String name) throws Malformed {
        return reader.take(name) ? Timestamp.parse(reader.restOfLine()) : null;
    }

    private static List<String> resources(TextReader reader) {
        List<String> resources = new ArrayList<>();
        while (reader.take(RESOURCE)) {
            resources.add(reader.restOfLine());
        }
        return resources;
    }

    private static boolean isShort(String field) {
        return field.length() <= SiweMessage.FIELD_CHARS_MAX;
    }

    private static boolean isStatement(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && !Rfc3986.isReserved(c) && !Rfc3986.isUnreserved(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNonce(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Rfc3986.isLetter(text.charAt(i)) && !Rfc3986.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return text.length() >= SiweMessage.NONCE_CHARS_MIN;
    }

    private static boolean areResources(List<String> resources) {
        for (String resource : resources) {
            if (!isShort(resource) || !Rfc3986.isUri(resource)) {
                return false;
            }
        }
        return resources.size() <= SiweMessage.RESOURCES_MAX;
    }

    private static void appendOptional(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(name).append(value);
        }
    }
}
