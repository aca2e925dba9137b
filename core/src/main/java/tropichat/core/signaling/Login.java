package tropichat.core.signaling;

import org.jspecify.annotations.Nullable;

/**
 * What a client sends to be let in, as it stands; nothing of it has been checked.
 *
 * @param message what the wallet signed: a Sign-In with Ethereum or Solana text or the guide's form; null when unsigned
 * @param signature the wallet's signature, {@code 0x} and 130 digits of an Ethereum wallet, base58 of a Solana
 *     one, {@code eip1271:} and then what its contract takes of a wallet that is one; null when unsigned
 * @param did the session key that the others may expect on links
 * @param proof the session key's signature over domain and challenge, 128 hexadecimal digits
 */
public record Login(
        String username,
        String walletAddress,
        String color,
        String room,
        @Nullable String message,
        @Nullable String signature,
        @Nullable String did,
        @Nullable String proof) {}
