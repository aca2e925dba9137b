package tropichat.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tropichat.bench.report.Json;

/**
 * What one client logs in with.
 *
 * @param did the session key that the wallet delegates to, as {@code did:key}
 */
public record Login(String username, String room, Wallet wallet, String did) {
    private static final int VALID_DAYS = 7;
    private static final String COLOR = "#ff8c42";

    /** The {@code authenticate} event that answers a challenge: a signed EIP-4361 message and who one is. */
    String event(String domain, String nonce) {
        String message = message(domain, nonce, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        return "42[\"authenticate\",{\"username\":\"" + username + "\",\"walletAddress\":\"" + wallet.address()
                + "\",\"color\":\"" + COLOR + "\",\"room\":\"" + room + "\",\"did\":\"" + did
                + "\",\"signature\":\"" + wallet.sign(message)
                + "\",\"message\":\"" + Json.escape(message) + "\"}]";
    }

    private String message(String domain, String nonce, Instant now) {
        return domain + " wants you to sign in with your Ethereum account:\n" + wallet.address() + "\n\n"
                + "Enter the room and speak through this device's session key.\n\n"
                + "URI: " + did + "\nVersion: 1\nChain ID: 1\nNonce: " + nonce
                + "\nIssued At: " + now + "\nExpiration Time: " + now.plus(VALID_DAYS, ChronoUnit.DAYS);
    }
}
