package tropichat.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Delegation;
import tropichat.core.identity.DidKey;
import tropichat.core.room.Entry;
import tropichat.core.room.EntryBody;
import tropichat.core.room.Envelope;
import tropichat.core.wire.Cid;
import tropichat.crypto.SignatureVerifier;

/** The profile entries of an archive by their identifiers, each verified once: who said the others. */
final class Profiles {
    /**
     * One profile.
     *
     * @param wrong why it does not count; null where it does
     */
    private record Known(
            Entry entry,
            EntryBody.OfProfile about,
            @Nullable Delegation delegation,
            @Nullable String wrong) {}

    private final Hashes hashes;
    private final SignatureVerifier verifier;
    private final @Nullable String domain;
    private final Map<Cid, Known> profiles = new HashMap<>();

    /**
     * @param domain for which delegations count; null where for any
     */
    Profiles(Hashes hashes, SignatureVerifier verifier, @Nullable String domain) {
        this.hashes = hashes;
        this.verifier = verifier;
        this.domain = domain;
    }

    void add(Entry.Received received, EntryBody.OfProfile about) {
        profiles.put(received.id(), read(received, about));
    }

    int count() {
        return profiles.size();
    }

    /** Why nobody knows who said an entry, of whatever log; null where its profile says so, and may. */
    @Nullable
    String whyNot(Cid id, Envelope entry) {
        Cid named = named(id, entry);
        Known known = profiles.get(named);
        if (known == null) {
            return "its author's profile, " + named + ", is not in the file";
        }
        if (known.wrong() != null) {
            return named.equals(id) ? known.wrong() : "its author's profile does not count: " + known.wrong();
        }
        if (!known.entry().author().equals(entry.author())
                || !known.entry().room().equals(entry.room())) {
            return "its profile is another author's, or another room's";
        }
        return refusal(known, entry);
    }

    /** Whether the entry's profile is sealed: which session said it is sure then, but not for which account. */
    boolean hidesAccount(Cid id, Envelope entry) {
        Known known = profiles.get(named(id, entry));
        return known != null && known.about() instanceof EntryBody.SealedProfile;
    }

    private static Cid named(Cid id, Envelope entry) {
        return entry.profile() == null ? id : entry.profile();
    }

    private Known read(Entry.Received received, EntryBody.OfProfile about) {
        Entry entry = received.entry();
        if (!verifier.verify(received.check())) {
            return new Known(entry, about, null, "its signature is wrong");
        }
        return switch (about) {
            case EntryBody.AboutAuthor open -> read(entry, open);
            case EntryBody.SealedProfile ignored -> new Known(entry, about, null, null);
        };
    }

    private Known read(Entry entry, EntryBody.AboutAuthor about) {
        if (about.delegation() == null) {
            return new Known(entry, about, null, null);
        }
        try {
            Delegation delegation = Delegation.decode(about.delegation(), hashes);
            boolean ofWallet = delegation.account().address().equals(about.wallet());
            if (ofWallet && delegation.isByContract()) {
                // Only a chain could tell, and perhaps otherwise today: the account is claimed, as by whoever signed
                // nothing.
                return new Known(entry, about, delegation, null);
            }
            boolean signed = ofWallet && verifier.verify(delegation.signatureCheck(hashes));
            return new Known(
                    entry,
                    about,
                    delegation,
                    signed ? null : "its delegation is not signed by the wallet that it names");
        } catch (Malformed malformed) {
            return new Known(entry, about, null, "its delegation is none: " + malformed.getMessage());
        }
    }

    /** By the entry's own time, so that all judge alike, whenever they do. */
    private @Nullable String refusal(Known known, Envelope entry) {
        Delegation delegation = known.delegation();
        return delegation == null ? null : refusal(delegation, entry.author(), entry.timeMillis());
    }

    /** Why a wallet's delegation does not count for what a session said at a time; null where it does. */
    @Nullable
    String refusal(Delegation delegation, DidKey session, long timeMillis) {
        String ownDomain = delegation.cacao().message().domain();
        Set<String> domains = Set.of(domain == null ? ownDomain : domain);
        Delegation.Refusal refusal = delegation.refusal(session, timeMillis, domains);
        return switch (refusal) {
            case null -> null;
            case WRONG_SESSION_KEY -> "the wallet's delegation is for another session";
            case WRONG_DOMAIN -> "the wallet's delegation is for " + Trouble.quote(ownDomain) + ", not " + domain;
            case LIFETIME_TOO_LONG -> "the wallet's delegation is good for too long";
            case NOT_YET_VALID -> "the wallet's delegation was not valid yet when it was said";
            case EXPIRED -> "the wallet's delegation had expired when it was said";
        };
    }
}
