package tropichat.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;

/** What a {@link Peer} asks of its host. */
public sealed interface Output {
    /**
     * Make a connection.
     *
     * @param initiator make the offer, rather than wait for one
     * @param polite give way where both ends offer at once (perfect negotiation)
     * @param trickle signal candidates as they come; otherwise descriptions wait until they hold all of them
     */
    record OpenLink(int link, boolean initiator, boolean polite, boolean trickle) implements Output {}

    /**
     * Make a link whose messages the signaling server carries, sealed: descriptions are public keys (X25519) for a secret of
     * this link's own, and each is its end's fingerprint.
     *
     * @param to what the server calls the other end
     */
    record OpenRelay(int link, String to, boolean initiator, boolean polite) implements Output {}

    /** Apply what the other end of a link signalled. */
    record ApplySignal(int link, Signal.Kind kind, String body) implements Output {}

    /** Send a signal to a member by way of the signaling server. */
    record SendSignal(String to, Signal signal) implements Output {}

    /** Ask the signaling server who is in the room; answer with {@link Input.Sampled}. */
    record AskMembers() implements Output {}

    /**
     * Ask a gatekeeper who of these members holds no more what the room asks for; each that does not is told by
     * {@link Input.LapseTold}.
     *
     * @param wallets 1 to {@link Passage#ASKED_MAX}
     */
    record AskLapses(Bytes rule, List<DidKey> keepers, List<WalletAddress> wallets) implements Output {
        public AskLapses {
            keepers = Collections.unmodifiableList(new ArrayList<>(keepers));
            wallets = Collections.unmodifiableList(new ArrayList<>(wallets));
        }
    }

    /**
     * Ask the gatekeeper for a ticket, by way of the server; answered by {@link Input.TicketGiven}.
     *
     * @param rule what wallets must hold; null where the server made the rule
     * @param keepers by one of whom it is to be signed
     */
    record AskTicket(@Nullable Bytes rule, List<DidKey> keepers) implements Output {
        public AskTicket {
            keepers = Collections.unmodifiableList(new ArrayList<>(keepers));
        }
    }

    /**
     * Ask a chain, past any gatekeeper, whether a wallet holds what the room asks for; only where {@link Config#asksChains}.
     * Answer with {@link Input.Rechecked}.
     *
     * @param hash of what wallets must hold: a rule of any other is not the room's
     * @param rule the same itself; null where only the server has told of it
     */
    record Recheck(Bytes hash, @Nullable Bytes rule, WalletAddress wallet) implements Output {}

    /**
     * Send one message on a link's channel.
     *
     * @param bulk on the second channel, of the large and patient
     */
    record SendFragment(int link, boolean bulk, Bytes fragment) implements Output {}

    /** Look for paths of a link anew (ICE restart); what is sent meanwhile waits. */
    record RepairLink(int link) implements Output {}

    /** Send what is queued, then close the link; no {@link Input.LinkClosed} is owed for it. */
    record CloseLink(int link) implements Output {}

    /** Sign with the session key; answer with {@link Input.Signed}. */
    record Sign(int ticket, Bytes message) implements Output {}

    /** Check a signature; answer with {@link Input.Verified}. */
    record Verify(int ticket, SignatureCheck check) implements Output {}

    /** Seal for the holder of an X25519 key (HPKE, RFC 9180); answer with {@link Input.Sealed}. */
    record Seal(int ticket, Purpose purpose, Bytes to, Bytes content) implements Output {}

    /** Open what was sealed to us; answer with {@link Input.Unsealed}. */
    record Unseal(int ticket, Purpose purpose, Bytes sealed) implements Output {}

    /**
     * Make another X25519 key, for this room alone, and keep its secret half; answer with {@link Input.PreKeyMade}. What was
     * sealed to any such key is opened as well.
     */
    record MakePreKey(int ticket) implements Output {}

    /** Erase the keys that were made for this room before this one; nothing is owed for it. */
    record ErasePreKeys(Bytes before) implements Output {}

    /** What is sealed for: which key it is sealed to, and HPKE's info, so that it opens as nothing else. */
    enum Purpose {
        /** A signal for a page, to the page's key ({@link Identity#sealing}). */
        SIGNAL,
        /** A room's secret for a device, to its lasting key ({@link Device#key}), or one that was made for the room. */
        GRANT,
        /** The key of a letter for a device, to the same keys. */
        LETTER,
        /**
         * What letters' keys are made of, for a wallet: not by HPKE, but in the box that wallets open
         * (x25519-xsalsa20-poly1305). Nothing is unsealed for this: only the person has the wallet open it.
         */
        WALLET
    }

    /** Keep an entry, and show it; answer with {@link Input.Stored}. */
    record Store(int ticket, Logged logged, Origin origin) implements Output {}

    /** Keep a profile that entries name; nothing is owed for it. */
    record StoreProfile(Cid id, Bytes block) implements Output {}

    /** Keep the room's record. */
    record StoreRecord(Bytes block) implements Output {}

    /** Keep a rule of the room's law; nothing is owed for it. */
    record StoreRule(Cid id, WalletAddress account, Bytes block) implements Output {}

    /**
     * Keep what opens an epoch, which is secret, before anything that comes after it is done; null forgets it. Nothing is
     * owed for it.
     */
    record StoreEpoch(Cid id, @Nullable Bytes state) implements Output {}

    /** Keep these entries no longer, and show them no longer: they do not count any more. */
    record Erase(List<EntryKey> keys) implements Output {}

    /** Hand over blocks of entries that are kept; answer with {@link Input.Loaded}. */
    record Load(int ticket, List<EntryKey> keys) implements Output {}

    /** Hand over profiles that are kept; answer with {@link Input.Loaded}. */
    record LoadProfiles(int ticket, List<Cid> ids) implements Output {}

    /** Keep no entries of a lower lamport any more: there are too many. */
    record Drop(long belowLamport) implements Output {}

    /** How an entry came. */
    enum Origin {
        /** We said it. */
        OWN,
        /** It has just been said. */
        LIVE,
        /** A neighbour had it, and we had missed it. */
        LATE,
        /** It comes from an archive. */
        ARCHIVE
    }

    /** Tell the person. */
    record Emit(Event event) implements Output {}
}
