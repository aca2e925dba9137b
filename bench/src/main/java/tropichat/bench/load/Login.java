package tropichat.bench.load;

import java.util.concurrent.TimeUnit;
import tropichat.core.base.Hashes;
import tropichat.core.identity.Account;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SiweMessage;
import tropichat.crypto.JvmHashes;
import tropichat.report.Json;

/**
 * What one client logs in with.
 *
 * @param session the key that the wallet delegates to
 */
public record Login(String username, String room, Wallet wallet, DidKey session) {
    private static final Hashes HASHES = new JvmHashes();
    private static final long ETHEREUM_MAINNET = 1;
    private static final long VALID_MILLIS = TimeUnit.DAYS.toMillis(7);
    private static final String STATEMENT = "Let this device speak for me.";
    private static final String COLOR = "#ff8c42";

    /** The {@code authenticate} event that answers a challenge: a signed EIP-4361 message and who one is. */
    String event(String domain, String nonce) {
        String message = message(domain, nonce, System.currentTimeMillis());
        return "42[\"authenticate\",{\"username\":\"" + username
                + "\",\"walletAddress\":\"" + wallet.address().checksummed(HASHES)
                + "\",\"color\":\"" + COLOR + "\",\"room\":\"" + room
                + "\",\"signature\":\"" + wallet.sign(message)
                + "\",\"message\":\"" + Json.escape(message) + "\"}]";
    }

    private String message(String domain, String nonce, long nowMillis) {
        Account account = new Account.Ethereum(ETHEREUM_MAINNET, wallet.address());
        return SiweMessage.delegating(domain, account, session, nonce, nowMillis, nowMillis + VALID_MILLIS, STATEMENT)
                .toText(HASHES);
    }
}
