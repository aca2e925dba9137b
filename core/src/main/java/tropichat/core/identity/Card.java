package tropichat.core.identity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.wire.Fields;
import tropichat.core.wire.Value;

/**
 * What somebody adds to name and colour. It proves nothing: whose a picture is, a chain knows, and whose a link is, nobody.
 *
 * @param avatar {@link #AVATAR_OF_NAME}, or a token in the one form {@code eip155:1/erc721:0x…/7} or {@code …/erc1155:…}
 *     (CAIP-22, CAIP-29), digits of the address small, numbers without leading zeros; null for none
 * @param links URLs by HTTPS, at most {@link #LINKS_MAX} of {@link #LINK_CHARS_MAX} characters, all ASCII
 */
public record Card(@Nullable String avatar, List<String> links) {
    public static final Card EMPTY = new Card(null, List.of());

    /** The picture that the wallet's name in ENS has (ENSIP-12). */
    public static final String AVATAR_OF_NAME = "ens";

    /** More than anybody reads. A guess. */
    public static final int LINKS_MAX = 4;

    /** A guess. */
    public static final int LINK_CHARS_MAX = 200;

    /** Digits of the largest number that a token can have, 2^256 - 1. */
    private static final int TOKEN_DIGITS_MAX = 78;

    private static final String CHAIN_PREFIX = "eip155:";
    private static final String SAFE_PREFIX = "https://";
    private static final int ADDRESS_CHARS = 2 + 2 * EthereumAddress.LENGTH;

    /** The longest: that of a token of ERC-1155 on a chain with 16 digits. */
    private static final int AVATAR_CHARS_MAX = 160;

    public Card {
        links = List.copyOf(links);
    }

    public static Card parse(@Nullable String avatar, List<String> links) throws Malformed {
        if (avatar != null && !avatar.equals(AVATAR_OF_NAME)) {
            checkToken(avatar);
        }
        if (links.size() > LINKS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "there are at most " + LINKS_MAX + " links");
        }
        for (String link : links) {
            if (link.length() > LINK_CHARS_MAX) {
                throw new Malformed(Reason.TOO_LARGE, "a link has at most " + LINK_CHARS_MAX + " characters");
            }
            boolean isSafe = link.startsWith(SAFE_PREFIX) && Rfc3986.isUri(link);
            if (!isSafe || !hasHost(link)) {
                throw new Malformed(Reason.FIELD, "a link begins with https:// and a host");
            }
        }
        return new Card(avatar, links);
    }

    private static boolean hasHost(String link) {
        char first = link.length() == SAFE_PREFIX.length() ? '/' : link.charAt(SAFE_PREFIX.length());
        return first == '[' || Rfc3986.isUnreserved(first);
    }

    private static void checkToken(String text) throws Malformed {
        int token = text.indexOf('/');
        int id = text.indexOf('/', token + 1);
        int address = text.indexOf(":0x", token);
        boolean isToken = text.startsWith(CHAIN_PREFIX)
                && token < address
                && address < id
                && isKind(text.substring(token + 1, address))
                && Decimal.parse(text.substring(CHAIN_PREFIX.length(), token)) > 0
                && isAddress(text.substring(address + 1, id))
                && isNumber(text.substring(id + 1));
        if (!isToken) {
            throw new Malformed(Reason.FIELD, "an avatar is " + AVATAR_OF_NAME + " or eip155:1/erc721:0x…/7");
        }
    }

    private static boolean isKind(String text) {
        return text.equals("erc721") || text.equals("erc1155");
    }

    private static boolean isAddress(String text) {
        boolean isOne = text.length() == ADDRESS_CHARS;
        for (int i = 2; isOne && i < ADDRESS_CHARS; i++) {
            char c = text.charAt(i);
            isOne = Rfc3986.isHexDigit(c) && (c < 'A' || c > 'F');
        }
        return isOne;
    }

    private static boolean isNumber(String text) {
        boolean isOne = !text.isEmpty() && text.length() <= TOKEN_DIGITS_MAX;
        for (int i = 0; isOne && i < text.length(); i++) {
            isOne = Rfc3986.isDigit(text.charAt(i));
        }
        return isOne && (text.length() == 1 || text.charAt(0) != '0');
    }

    /** Adds it to the map of a profile; nothing where it is empty. */
    public Value.Mapping addTo(Value.Mapping profile) {
        List<Value> values = new ArrayList<>();
        for (String link : links) {
            values.add(new Value.Text(link));
        }
        return profile.with("avatar", avatar).with("links", links.isEmpty() ? null : new Value.Sequence(values));
    }

    /** Reads what {@link #addTo} wrote. */
    public static Card of(Fields profile) throws Malformed {
        List<String> links = new ArrayList<>();
        if (profile.has("links")) {
            for (Value value : profile.list("links", LINKS_MAX)) {
                if (!(value instanceof Value.Text link)) {
                    throw new Malformed(Reason.FIELD, "a link must be text");
                }
                links.add(link.text());
            }
        }
        return parse(profile.optionalText("avatar", AVATAR_CHARS_MAX), links);
    }
}
