package tropichat.chain;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.identity.EthereumAddress;

/**
 * What a contract wants gateways to be asked (ERC-3668).
 *
 * @param urls of gateways, the first to be asked first: {@code {sender}} and {@code {data}} stand for what is asked
 * @param data what is asked
 */
record GatewayRequest(EthereumAddress sender, List<String> urls, Bytes data) {
    /** A guess: more than anybody names. */
    static final int URLS_MAX = 8;

    /** A guess. */
    static final int URL_CHARS_MAX = 2_048;

    private static final int SENDER = 0;
    private static final int URLS = 1;
    private static final int DATA = 2;

    GatewayRequest {
        urls = List.copyOf(urls);
    }

    /** Reads {@code (address sender, string[] urls, bytes data, …)}. */
    static GatewayRequest read(AbiReader fields) throws Malformed {
        int count = fields.count(URLS, URLS_MAX);
        AbiReader items = fields.items(URLS);
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String url = items.text(i);
            if (url.length() > URL_CHARS_MAX) {
                throw new Malformed(
                        Reason.TOO_LARGE, "a gateway's URL is longer than " + URL_CHARS_MAX + " characters");
            }
            urls.add(url);
        }
        return new GatewayRequest(fields.address(SENDER), urls, fields.blob(DATA));
    }
}
