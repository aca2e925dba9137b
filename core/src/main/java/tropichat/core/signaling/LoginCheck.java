package tropichat.core.signaling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Limits;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Account;
import tropichat.core.identity.Cacao;
import tropichat.core.identity.ContractSignature;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.EthereumSignature;
import tropichat.core.identity.GuideLogin;
import tropichat.core.identity.Profile;
import tropichat.core.identity.RoomName;
import tropichat.core.identity.SessionStatement;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.SiweMessage;
import tropichat.core.identity.SolanaSignature;
import tropichat.core.identity.WalletAddress;
import tropichat.core.identity.WalletSignature;

/**
 * Everything about a login that can be judged without verifying a signature, cheapest first: a flood of bad logins must
 * not reach the signature threads.
 */
final class LoginCheck {
    private static final int PROOF_BYTES = 64;

    private final LobbyConfig config;
    private final Hashes hashes;
    private final UsedSignatures used = new UsedSignatures();

    LoginCheck(LobbyConfig config, Hashes hashes) {
        this.config = config;
        this.hashes = hashes;
    }

    /** The site that a wallet is to sign for. */
    String domain(Visitor visitor) {
        return config.domains().isEmpty()
                ? visitor.host
                : config.domains().iterator().next();
    }

    void forget(Claim claim) {
        if (claim.onceOnly() != null) {
            used.remove(claim.onceOnly());
        }
    }

    void expire(long nowMillis) {
        used.expire(nowMillis);
    }

    /** Judges a login; the visitor's challenge is used up by it, whatever comes of it. */
    Claim claim(Visitor visitor, Login login, long nowMillis) throws LoginRefused {
        String nonce = nowMillis < visitor.nonceUntilMillis ? visitor.nonce : null;
        visitor.nonce = null;
        RoomName room = room(login);
        Profile profile = profile(login);
        WalletAddress wallet = wallet(login);
        List<SignatureCheck> checks = new ArrayList<>();
        DidKey session = login.did() == null ? null : session(visitor, login, login.did(), nonce, checks);
        String message = login.message();
        if (message == null || login.signature() == null) {
            if (!config.allowUnsigned() || config.gated().contains(room)) {
                throw new LoginRefused(LoginError.SIGNATURE_REQUIRED);
            }
            return new Claim(room, profile, wallet, session, false, checks, null, null);
        }
        WalletSignature signature = signature(login.signature());
        Bytes onceOnly = null;
        if (message.startsWith(GuideLogin.TITLE)) {
            EthereumSignature ofKey = ethereum(signature);
            onceOnly = ofKey.scalars();
            checks.add(guide(message, wallet, ofKey, onceOnly, nowMillis));
        } else {
            SignatureCheck check = siwe(visitor, message, wallet, signature, session, nonce, nowMillis);
            if (check instanceof SignatureCheck.ByContract contract) {
                return new Claim(room, profile, wallet, session, true, checks, contract, null);
            }
            checks.add(check);
        }
        return new Claim(room, profile, wallet, session, true, checks, null, onceOnly);
    }

    private static RoomName room(Login login) throws LoginRefused {
        try {
            return RoomName.parse(login.room());
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.ROOM_INVALID);
        }
    }

    private static Profile profile(Login login) throws LoginRefused {
        try {
            return Profile.parse(login.username(), login.color());
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.USERNAME_INVALID);
        }
    }

    private WalletAddress wallet(Login login) throws LoginRefused {
        try {
            return WalletAddress.parse(login.walletAddress(), hashes);
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.ADDRESS_INVALID);
        }
    }

    private static WalletSignature signature(String text) throws LoginRefused {
        try {
            return WalletSignature.parse(text);
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.SIGNATURE_INVALID);
        }
    }

    /** The guide's form is for Ethereum's wallets that are keys alone: it names no chain to ask. */
    private static EthereumSignature ethereum(WalletSignature signature) throws LoginRefused {
        return switch (signature) {
            case EthereumSignature ethereum -> ethereum;
            case SolanaSignature ignored -> throw new LoginRefused(LoginError.SIGNATURE_INVALID);
            case ContractSignature ignored -> throw new LoginRefused(LoginError.SIGNATURE_INVALID);
        };
    }

    /** A session key is told to others only when it has signed this connection's challenge. */
    private DidKey session(
            Visitor visitor, Login login, String did, @Nullable String nonce, List<SignatureCheck> checks)
            throws LoginRefused {
        if (nonce == null) {
            throw new LoginRefused(LoginError.NONCE_INVALID);
        }
        Bytes proof = login.proof() == null ? null : Bytes.parseHex(login.proof());
        if (proof == null || proof.length() != PROOF_BYTES) {
            throw new LoginRefused(LoginError.SESSION_INVALID);
        }
        try {
            DidKey session = DidKey.parse(did);
            checks.add(new SignatureCheck.BySession(session, SessionStatement.login(domain(visitor), nonce), proof));
            return session;
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.SESSION_INVALID);
        }
    }

    /** The guide's form: good for minutes, and once. */
    private SignatureCheck guide(
            String message, WalletAddress wallet, EthereumSignature signature, Bytes onceOnly, long nowMillis)
            throws LoginRefused {
        GuideLogin guide;
        try {
            guide = GuideLogin.parse(message, hashes);
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.MESSAGE_INVALID);
        }
        if (!guide.wallet().equals(wallet)) {
            throw new LoginRefused(LoginError.ADDRESS_MISMATCH);
        }
        if (guide.timestampMillis() < nowMillis - Limits.CLOCK_SKEW_MILLIS_MAX) {
            throw new LoginRefused(LoginError.EXPIRED);
        }
        if (guide.timestampMillis() > nowMillis + Limits.CLOCK_SKEW_MILLIS_MAX) {
            throw new LoginRefused(LoginError.NOT_YET_VALID);
        }
        used.expire(nowMillis);
        if (used.isFull()) {
            throw new LoginRefused(LoginError.BUSY);
        }
        // From the future or the past: after twice the skew the message cannot be good any more.
        if (!used.add(onceOnly, nowMillis + 2L * Limits.CLOCK_SKEW_MILLIS_MAX)) {
            throw new LoginRefused(LoginError.REPLAYED);
        }
        return new SignatureCheck.ByWallet(wallet, Bytes.utf8(message), signature);
    }

    /**
     * Sign-In with Ethereum or Solana. Its nonce must be this connection's challenge, unless the session key that it
     * delegates to has signed the challenge itself: then the wallet need not be asked again for as long as the delegation
     * lasts.
     */
    private SignatureCheck siwe(
            Visitor visitor,
            String message,
            WalletAddress wallet,
            WalletSignature signature,
            @Nullable DidKey session,
            @Nullable String nonce,
            long nowMillis)
            throws LoginRefused {
        SiweMessage siwe;
        Delegation delegation;
        try {
            siwe = SiweMessage.parse(message, hashes);
            delegation = Delegation.of(Cacao.of(siwe, signature));
        } catch (Malformed malformed) {
            throw new LoginRefused(LoginError.MESSAGE_INVALID);
        }
        if (!siwe.account().address().equals(wallet)) {
            throw new LoginRefused(LoginError.ADDRESS_MISMATCH);
        }
        if (!isTaken(siwe.account())) {
            throw new LoginRefused(LoginError.CHAIN_REFUSED);
        }
        if (session == null && !siwe.nonce().equals(nonce)) {
            throw new LoginRefused(LoginError.NONCE_INVALID);
        }
        DidKey shownBy = session == null ? delegation.session() : session;
        Delegation.Refusal refusal = delegation.refusal(shownBy, nowMillis, domains(visitor));
        if (refusal != null) {
            throw new LoginRefused(error(refusal));
        }
        return delegation.signatureCheck(hashes);
    }

    private boolean isTaken(Account account) {
        return config.chainIds().isEmpty()
                || switch (account) {
                    case Account.Ethereum ethereum -> config.chainIds().contains(ethereum.chainId());
                    case Account.Solana ignored -> false;
                };
    }

    private Set<String> domains(Visitor visitor) {
        if (!config.domains().isEmpty()) {
            return config.domains();
        }
        Set<String> own = new LinkedHashSet<>();
        own.add(visitor.host);
        return own;
    }

    private static LoginError error(Delegation.Refusal refusal) {
        return switch (refusal) {
            case WRONG_SESSION_KEY -> LoginError.SESSION_INVALID;
            case WRONG_DOMAIN -> LoginError.DOMAIN_MISMATCH;
            case LIFETIME_TOO_LONG -> LoginError.EXPIRED;
            case NOT_YET_VALID -> LoginError.NOT_YET_VALID;
            case EXPIRED -> LoginError.EXPIRED;
        };
    }
}
