package tropichat.core.signaling;

import java.util.Locale;

/** Why somebody was not let in: a code for programs, words for people. */
public enum LoginError {
    USERNAME_INVALID("The name needs 1 to 32 printable characters, and the colour the form #rrggbb."),
    ROOM_INVALID("The room's name needs 1 to 64 printable characters."),
    ADDRESS_INVALID("That is no address of a wallet, or its checksum is wrong: copy it from the wallet again."),
    SIGNATURE_REQUIRED("This server lets only signed-in wallets in: sign the login message with your wallet."),
    MESSAGE_INVALID(
            "The signed message is neither a Sign-In with Ethereum or Solana text nor the TropiChat login form."),
    SIGNATURE_INVALID("The signature is not this wallet's signature of that message."),
    CONTRACT_REFUSED(
            "The wallet's contract does not take the signature for its own: sign in again, with an owner of the wallet and"
                    + " on the network that it is on."),
    CONTRACT_SILENT(
            "Whether your wallet, a contract, has signed cannot be checked: its chain does not answer just now. Try"
                    + " again in a minute."),
    CONTRACT_UNASKED(
            "Whether your wallet, a contract, has signed cannot be checked: this server asks no node of its chain."
                    + " Switch the wallet's network, or take a wallet that signs with a key."),
    SESSION_INVALID("The session key did not prove itself: reload the page and sign in again."),
    ADDRESS_MISMATCH("The signed message names another wallet than the one signing in."),
    DOMAIN_MISMATCH("The message was signed for another site than the one this server is reached at."),
    CHAIN_REFUSED("This server does not take wallets on that chain: switch the network in the wallet."),
    NONCE_INVALID("The login challenge is used up, too old or not this connection's: try again."),
    EXPIRED("The signed message is too old: sign in again."),
    NOT_YET_VALID("The signed message is from the future: check this device's clock."),
    REPLAYED("This signature has been used before: sign in again."),
    ROOM_FULL("The room is full: try again later, or take another room."),
    // In the words that clients of the guide look for.
    GATE_FAILED("NFT ownership required for this room"),
    GATE_UNKNOWN("Whether your wallet may enter this room cannot be checked now: try again in a minute."),
    ALREADY_IN("This connection is signed in already."),
    BUSY("The server has too many logins to check just now: try again in a moment.");

    private final String words;

    LoginError(String words) {
        this.words = words;
    }

    /** For programs: the name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people: what happened and what helps. */
    public String words() {
        return words;
    }
}
