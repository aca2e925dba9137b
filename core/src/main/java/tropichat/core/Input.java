package tropichat.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.Profile;
import tropichat.core.identity.WalletAddress;
import tropichat.core.room.EntryKey;
import tropichat.core.rules.Rule;
import tropichat.core.wire.Cid;

/** What the host tells a {@link Peer}. */
public sealed interface Input {
    /**
     * The signaling server let us in, for the first time or again.
     *
     * @param id what the server calls us, for as long as this connection to it lasts
     * @param others everybody else in the room, or a random sample of them where it is large
     * @param size members in all, we among them
     * @param relays the server carries sealed messages for those who have no other path
     */
    record Entered(String id, List<Introduction> others, int size, boolean relays) implements Input {
        public Entered(String id, List<Introduction> others, int size) {
            this(id, others, size, false);
        }
    }

    /** Only certain wallets may enter this room: told before each {@link Entered} where it is so. */
    record Gated(Gating gating) implements Input {}

    /** Answers {@link Output.AskTicket}: what the gatekeeper signed; null where it gave nothing, or no answer came. */
    record TicketGiven(@Nullable Bytes ticket) implements Input {}

    /**
     * Answers {@link Output.Recheck}.
     *
     * @param hash as it was asked
     * @param lacks the wallet does not hold what it must, now and a few blocks ago ({@code Verdict.lacks}); false where it
     *     does, or nothing could be found out
     */
    record Rechecked(Bytes hash, WalletAddress wallet, boolean lacks) implements Input {}

    /** The server says, in the gatekeeper's signed words, who may be in the room no longer. */
    record LapseTold(Bytes lapse) implements Input {}

    /** What the server says of the room while we are in it, asked by {@link Output.AskMembers} or of its own. */
    record Sampled(List<Introduction> others, int size) implements Input {}

    /** Somebody came into the room. */
    record Joined(Introduction who) implements Input {}

    /** Somebody's signaling ended; a link to them may live on. */
    record Left(String id) implements Input {}

    /** The server is out of reach: nobody can be introduced until {@link Entered} comes again. */
    record SignalingLost() implements Input {}

    /** A peer's signal arrived by way of the server. */
    record SignalReceived(String from, Signal signal) implements Input {}

    /** The driver of a link has something for the other end. */
    record SignalMade(int link, Signal.Kind kind, String body) implements Input {}

    /**
     * A link's channel is open.
     *
     * @param localFingerprint the certificate fingerprint of this end, from its own local description
     * @param remoteFingerprint that of the other end, from the remote description as it was applied
     */
    record LinkOpened(int link, String localFingerprint, String remoteFingerprint) implements Input {}

    /** One message arrived on a link's channel, or on its second channel. */
    record FragmentReceived(int link, boolean bulk, Bytes fragment) implements Input {}

    /** The link's transport closed or failed. */
    record LinkClosed(int link) implements Input {}

    /** The host runs again after it slept: links are asked at once whether they live. */
    record Awoke() implements Input {}

    /** The host's network is another one, or there again: links look for paths anew, and who was lost is tried again. */
    record NetworkChanged() implements Input {}

    /** Answers {@link Output.Sign}; null where the key could not sign. */
    record Signed(int ticket, @Nullable Bytes signature) implements Input {}

    /** Answers {@link Output.Verify}. */
    record Verified(int ticket, boolean valid) implements Input {}

    /** Answers {@link Output.Seal}; null where it could not be done. */
    record Sealed(int ticket, @Nullable Bytes sealed) implements Input {}

    /** Answers {@link Output.Unseal}; null where it was not sealed to us. */
    record Unsealed(int ticket, @Nullable Bytes content) implements Input {}

    /** Answers {@link Output.MakePreKey}: the public half; null where the host could make none. */
    record PreKeyMade(int ticket, @Nullable Bytes key) implements Input {}

    /** The person wants to bring somebody in by hand; answered by {@link Event.CodeMade}. */
    record Invite() implements Input {}

    /** The person got a code from somebody: an invitation, or the reply to one. */
    record TakeCode(Bytes code) implements Input {}

    /** Answers {@link Output.Store}: whether the entry will outlive this host. */
    record Stored(int ticket, boolean kept) implements Input {}

    /**
     * Answers {@link Output.Load} and {@link Output.LoadProfiles}: a block for each that was asked for, null for one that is
     * lost or damaged. Such an entry is then missing, and had from others again.
     */
    record Loaded(int ticket, List<@Nullable Bytes> blocks) implements Input {}

    /**
     * What the host keeps of the room from before, the newest first, in as many parts as it likes.
     *
     * @param newest blocks of the newest entries, in the first part: they tell where the log ends
     * @param last nothing else is kept
     */
    record Restored(List<EntryKey> keys, List<Bytes> newest, boolean last) implements Input {}

    /**
     * What the host keeps of the room's law and secrets, before the last {@link Restored}.
     *
     * @param rules in the order in which they were to be kept
     * @param epochs as they were to be kept last
     */
    record LawRestored(List<KeptRule> rules, List<Bytes> epochs) implements Input {}

    /** A rule that the host kept, and whose it was. */
    record KeptRule(WalletAddress account, Bytes block) {}

    /** The host keeps no entries of a lower lamport any more. */
    record Forgotten(long belowLamport) implements Input {}

    /** Blocks from an archive, to be verified like any other; answered by {@link Event.Imported}. */
    record Import(List<Bytes> profiles, List<Bytes> entries) implements Input {}

    /**
     * The room's law from an archive, before what was said; to be verified like any other, and answered by
     * {@link Event.Imported}, which counts rules.
     *
     * @param record the room's record, as it is or sealed; null where it is not there
     * @param rules each behind those that it builds on
     */
    record ImportLaw(@Nullable Bytes record, List<Bytes> rules, List<Bytes> profiles) implements Input {}

    /** What people say, and what they say about that. */
    sealed interface Utterance extends Input {}

    /**
     * The person wants letters to be opened by the wallet, too, or not any more; {@link Device#wallet} is what held before.
     *
     * @param key what the wallet says that is sealed to it with; null where nothing is to be, from now on
     */
    record ShareWallet(@Nullable Bytes key) implements Input {}

    /**
     * The wallet has opened what a letter that is kept closed holds for it. The letter is stored again, opened; or {@link
     * Event.Refusal#LETTER_CLOSED} comes.
     *
     * @param secret what was in the wallet's box
     */
    record OpenLetter(Cid id, Bytes secret) implements Input {}

    /** The person says something to one account alone. */
    record Write(WalletAddress to, Utterance said) implements Input {}

    /**
     * The person says something.
     *
     * @param reply what it answers
     */
    record Say(String text, boolean action, @Nullable Cid reply) implements Utterance {
        public Say(String text, boolean action) {
            this(text, action, null);
        }
    }

    /** The person wants other words for what it said. */
    record Edit(Cid target, String text) implements Utterance {}

    /** The person takes back what it said. */
    record Retract(Cid target) implements Utterance {}

    /** The person puts an emoji to an entry, or takes it away. */
    record React(Cid target, String emoji, boolean on) implements Utterance {}

    /** The host has put the room into an archive, and others may find it there. */
    record Archived(String where, String head, long entries) implements Input {}

    /** The person decides something about the room. */
    record Decree(Rule rule) implements Input {}

    /** The person wants another name or colour. */
    record ChangeProfile(Profile profile) implements Input {}

    /** The person is writing, or has stopped. */
    record SetTyping(boolean typing) implements Input {}

    /** The person leaves the room. */
    record Leave() implements Input {}

    /** Nothing but time has passed. */
    record Tick() implements Input {}
}
