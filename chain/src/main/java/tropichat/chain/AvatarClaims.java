package tropichat.chain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.Card;
import tropichat.core.identity.EthereumAddress;

/** Whether wallets may be shown by the pictures that they name. On its owner's thread. */
final class AvatarClaims {
    /** How long what was found counts as known, as {@link Names} has it: whoever sold a token is shown with it so long. */
    static final long KEPT_MILLIS = Names.KEPT_MILLIS;

    /** Claims that are kept, the oldest forgotten first. A guess: some megabytes. */
    static final int KEPT_MAX = 10_000;

    /** UTF-16 code units of a name's picture that is kept: a longer one holds the picture itself, and needs no fetching. */
    static final int KEPT_URI_CHARS_MAX = 2_048;

    /** What became of a claim. */
    sealed interface Claim {
        /** Whether it is known from now on for a while. */
        default boolean isKept() {
            return switch (this) {
                case OfToken ignored -> true;
                case OfUri ofUri -> ofUri.uri().length() <= KEPT_URI_CHARS_MAX;
                case Refused refused -> refused.reason() != Avatar.Reason.UNREACHABLE;
            };
        }

        /** The wallet holds a token. */
        record OfToken(Nft token) implements Claim {}

        /** The wallet's name has a picture there. */
        record OfUri(String uri) implements Claim {}

        record Refused(Avatar.Reason reason) implements Claim {}
    }

    /** @param avatar as {@link Card} has it */
    private record Claimed(EthereumAddress wallet, String avatar) {}

    private record Kept(Claim claim, long untilNanos) {}

    private final Map<Long, EthCalls> chains;
    private final @Nullable Names names;
    private final Hashes hashes;
    private final LongSupplier nanos;
    private final Map<Claimed, Kept> kept = new LinkedHashMap<>();

    /** @param names null where none can be asked for */
    AvatarClaims(Map<Long, EthCalls> chains, @Nullable Names names, Hashes hashes, LongSupplier nanos) {
        this.chains = chains;
        this.names = names;
        this.hashes = hashes;
        this.nanos = nanos;
    }

    void check(EthereumAddress wallet, String avatar, Consumer<Claim> onClaim) {
        Claimed claimed = new Claimed(wallet, avatar);
        Kept known = kept.get(claimed);
        if (known != null && known.untilNanos() - nanos.getAsLong() > 0) {
            onClaim.accept(known.claim());
            return;
        }
        Consumer<Claim> tell = claim -> {
            keep(claimed, claim);
            onClaim.accept(claim);
        };
        if (avatar.equals(Card.AVATAR_OF_NAME)) {
            checkName(wallet, tell);
        } else {
            checkToken(wallet, avatar, tell);
        }
    }

    private void keep(Claimed claimed, Claim claim) {
        kept.remove(claimed);
        if (claim.isKept()) {
            if (kept.size() >= KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(claimed, new Kept(claim, nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS)));
        }
    }

    // ---- By name (ENSIP-12)

    private void checkName(EthereumAddress wallet, Consumer<Claim> onClaim) {
        if (names == null) {
            onClaim.accept(new Claim.Refused(Avatar.Reason.CHAIN_UNKNOWN));
            return;
        }
        names.name(wallet, true, found -> {
            if (found instanceof Found.Is<EnsName> is) {
                names.text(is.value(), "avatar", text -> onText(wallet, text, onClaim));
            } else {
                onClaim.accept(none(found));
            }
        });
    }

    private void onText(EthereumAddress wallet, Found<String> text, Consumer<Claim> onClaim) {
        if (!(text instanceof Found.Is<String> is)) {
            onClaim.accept(none(text));
        } else if (is.value().startsWith(Nft.PREFIX)) {
            checkToken(wallet, is.value(), onClaim);
        } else {
            onClaim.accept(new Claim.OfUri(is.value()));
        }
    }

    private static Claim none(Found<?> found) {
        boolean isUnknown = found instanceof Found.Unknown;
        return new Claim.Refused(isUnknown ? Avatar.Reason.UNREACHABLE : Avatar.Reason.NO_AVATAR);
    }

    // ---- Tokens

    private void checkToken(EthereumAddress wallet, String text, Consumer<Claim> onClaim) {
        try {
            Nft token = Nft.parse(text, hashes);
            EthCalls calls = chains.get(token.chain());
            if (calls == null) {
                onClaim.accept(new Claim.Refused(Avatar.Reason.CHAIN_UNKNOWN));
            } else {
                calls.call(
                        token.contract(),
                        ownership(token, wallet),
                        answer -> onClaim.accept(judge(token, wallet, answer)));
            }
        } catch (Malformed noToken) {
            onClaim.accept(new Claim.Refused(Avatar.Reason.NO_AVATAR));
        }
    }

    private Bytes ownership(Nft token, EthereumAddress wallet) {
        Bytes id = token.id().word();
        return token.isShared()
                ? Abi.call(hashes, "balanceOf(address,uint256)", Abi.word(wallet), id)
                : Abi.call(hashes, "ownerOf(uint256)", id);
    }

    private static Claim judge(Nft token, EthereumAddress wallet, RpcAnswer answer) {
        return switch (answer) {
            case RpcAnswer.Failed ignored -> new Claim.Refused(Avatar.Reason.UNREACHABLE);
            case RpcAnswer.Reverted ignored -> new Claim.Refused(Avatar.Reason.NOT_OWNED);
            case RpcAnswer.Result result ->
                isOwner(token, wallet, Hex.bytes(result.value()))
                        ? new Claim.OfToken(token)
                        : new Claim.Refused(Avatar.Reason.NOT_OWNED);
        };
    }

    /** Where there is no such contract nothing is returned, and nobody holds anything. */
    private static boolean isOwner(Nft token, EthereumAddress wallet, @Nullable Bytes returned) {
        if (returned == null || returned.length() != Uint256.LENGTH) {
            return false;
        }
        return token.isShared() ? !returned.equals(Uint256.ZERO.word()) : returned.equals(Abi.word(wallet));
    }
}
