package tropichat.chain;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;

/**
 * A token that is one of its kind, or of few.
 *
 * @param chain by its id (EIP-155)
 * @param isShared whether several may hold it (ERC-1155), else one does (ERC-721)
 */
record Nft(long chain, boolean isShared, EthereumAddress contract, Uint256 id) {
    /** What begins so is a token, or is meant to be one. */
    static final String PREFIX = "eip155:";

    private static final Pattern FORM =
            Pattern.compile("eip155:([1-9][0-9]{0,15})/(erc721|erc1155):(0x[0-9a-fA-F]{40})/([0-9]{1,78})");

    /** Reads the text of CAIP-22 or CAIP-29. Addresses may be of any case, a checksum must be right. */
    static Nft parse(String text, Hashes hashes) throws Malformed {
        Matcher read = FORM.matcher(text);
        if (!read.matches()) {
            throw new Malformed(Reason.SYNTAX, "a token is written eip155:1/erc721:0x…/7");
        }
        return new Nft(
                Long.parseLong(read.group(1)),
                read.group(2).equals("erc1155"),
                EthereumAddress.parse(read.group(3), hashes),
                Uint256.parse(read.group(4)));
    }

    /** The id as it stands in for {@code {id}} in URIs (ERC-1155, "Metadata"). */
    String idInUris() {
        return id.word().hex().toLowerCase(Locale.ROOT);
    }

    /** The one text for it. */
    String text() {
        Bytes address = contract.bytes();
        return PREFIX + chain + "/" + (isShared ? "erc1155" : "erc721") + ":" + Hex.of(address) + "/" + id;
    }
}
