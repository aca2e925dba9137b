package tropichat.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import tropichat.chain.Avatar.Reason;
import tropichat.core.identity.EthereumAddress;

/**
 * Pictures of those who may be shown by them. Each question asks whether the wallet still may; the picture itself is kept for
 * longer, and looked for once however many wait for it. On its owner's thread.
 */
final class Avatars {
    /** How long a picture counts as known, or that there is none. A guess: few tokens change. */
    static final long KEPT_MILLIS = 60 * 60 * 1_000;

    /** Bytes of pictures that are kept, the oldest forgotten first. A guess. */
    static final int KEPT_BYTES_MAX = 32 * 1024 * 1024;

    /** What any answer costs besides its bytes, the longest URI that is kept included: it bounds how many are. */
    private static final int ENTRY_BYTES = 5 * 1_024;

    /** Pictures that are looked for at once; more wait. A guess. */
    static final int AT_ONCE_MAX = 16;

    /** Pictures that are looked for or wait to be; a guess. */
    static final int OPEN_MAX = 100;

    private record Kept(Avatar avatar, long untilNanos) {}

    private final AvatarClaims claims;
    private final Pictures pictures;
    private final LongSupplier nanos;
    private final Map<AvatarClaims.Claim, Kept> kept = new LinkedHashMap<>();
    private final Map<AvatarClaims.Claim, List<Consumer<Avatar>>> open = new LinkedHashMap<>();
    private final Queue<AvatarClaims.Claim> waiting = new ArrayDeque<>();
    private int keptBytes;
    private int underWay;

    Avatars(AvatarClaims claims, Pictures pictures, LongSupplier nanos) {
        this.claims = claims;
        this.pictures = pictures;
        this.nanos = nanos;
    }

    /**
     * The picture by which a wallet wants to be shown.
     *
     * @param avatar as {@link tropichat.core.identity.Card} has it
     */
    void find(EthereumAddress wallet, String avatar, Consumer<Avatar> onAvatar) {
        claims.check(wallet, avatar, claim -> {
            if (claim instanceof AvatarClaims.Claim.Refused refused) {
                onAvatar.accept(Avatar.refused(refused.reason()));
            } else {
                find(claim, onAvatar);
            }
        });
    }

    private void find(AvatarClaims.Claim claim, Consumer<Avatar> onAvatar) {
        Kept known = kept.get(claim);
        List<Consumer<Avatar>> others = open.get(claim);
        if (known != null && known.untilNanos() - nanos.getAsLong() > 0) {
            onAvatar.accept(known.avatar());
        } else if (others != null) {
            others.add(onAvatar);
        } else if (open.size() >= OPEN_MAX) {
            onAvatar.accept(Avatar.refused(Reason.BUSY));
        } else {
            open.put(claim, new ArrayList<>(List.of(onAvatar)));
            waiting.add(claim);
            lookForNext();
        }
    }

    private void lookForNext() {
        AvatarClaims.Claim next = underWay < AT_ONCE_MAX ? waiting.poll() : null;
        if (next == null) {
            return;
        }
        underWay++;
        Consumer<Avatar> onAvatar = avatar -> {
            underWay--;
            tell(next, avatar);
            lookForNext();
        };
        switch (next) {
            case AvatarClaims.Claim.OfToken ofToken -> pictures.ofToken(ofToken.token(), onAvatar);
            case AvatarClaims.Claim.OfUri ofUri -> pictures.ofUri(ofUri.uri(), onAvatar);
            case AvatarClaims.Claim.Refused refused -> onAvatar.accept(Avatar.refused(refused.reason()));
        }
    }

    private void tell(AvatarClaims.Claim claim, Avatar avatar) {
        boolean isOpen = avatar instanceof Avatar.Refused refused && refused.reason() == Reason.UNREACHABLE;
        if (claim.isKept() && !isOpen) {
            keep(claim, avatar);
        }
        List<Consumer<Avatar>> all = open.remove(claim);
        if (all != null) {
            all.forEach(each -> each.accept(avatar));
        }
    }

    private void keep(AvatarClaims.Claim claim, Avatar avatar) {
        forget(claim);
        while (keptBytes + bytes(avatar) > KEPT_BYTES_MAX) {
            forget(kept.keySet().iterator().next());
        }
        keptBytes += bytes(avatar);
        kept.put(claim, new Kept(avatar, nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS)));
    }

    private void forget(AvatarClaims.Claim claim) {
        Kept former = kept.remove(claim);
        if (former != null) {
            keptBytes -= bytes(former.avatar());
        }
    }

    private static int bytes(Avatar avatar) {
        return ENTRY_BYTES
                + (avatar instanceof Avatar.Image image ? image.bytes().length() : 0);
    }
}
