package tropichat.browser;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.Config;
import tropichat.core.DescriptionProof;
import tropichat.core.Gating;
import tropichat.core.Identity;
import tropichat.core.Input;
import tropichat.core.Introduction;
import tropichat.core.Peer;
import tropichat.core.Signal;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.base.RandomSource;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.Profile;
import tropichat.core.room.EntryKey;
import tropichat.core.wire.Value;

/** A {@link Peer} in a page: one method for each input; each takes the time and returns the outputs. */
public final class PagePeer {
    private final Peer peer;
    private final Hashes hashes;

    private PagePeer(Peer peer, Hashes hashes) {
        this.peer = peer;
        this.hashes = hashes;
    }

    /** Which of core's peers a module makes. */
    interface Making {
        Peer make(Config config, Identity self, RandomSource random, long nowMillis) throws Malformed;
    }

    /** A peer as the page wants it; throws where the configuration is none. */
    static PagePeer make(PageConfig config, PagePort page, double nowMillis, Making making) {
        Hashes hashes = PagePort.hashes(page);
        try {
            return new PagePeer(
                    making.make(
                            PageConfig.config(config, hashes),
                            PageConfig.identity(config, hashes, PagePort.aead(page)),
                            PagePort.randomness(page),
                            (long) nowMillis),
                    hashes);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    @JSExport
    public JSArray<JSObject> entered(
            String id, JSArray<PageIntroduction> others, int size, boolean relays, double nowMillis) {
        return handle(new Input.Entered(id, PageIntroduction.readAll(others), size, relays), nowMillis);
    }

    /** Keepers that are no keys are none. */
    @JSExport
    public JSArray<JSObject> gated(Uint8Array hash, JSArrayReader<JSString> keepers, double nowMillis) {
        return handle(new Input.Gated(new Gating(Borders.bytes(hash), Borders.dids(keepers), null)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> ticketGiven(@Nullable Uint8Array ticket, double nowMillis) {
        return handle(new Input.TicketGiven(ticket == null ? null : Borders.bytes(ticket)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> rechecked(Uint8Array hash, String wallet, boolean lacks, double nowMillis) {
        return handle(new Input.Rechecked(Borders.bytes(hash), Borders.address(wallet, hashes), lacks), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> lapseTold(Uint8Array lapse, double nowMillis) {
        return handle(new Input.LapseTold(Borders.bytes(lapse)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> sampled(JSArray<PageIntroduction> others, int size, double nowMillis) {
        return handle(new Input.Sampled(PageIntroduction.readAll(others), size), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> joined(PageIntroduction who, double nowMillis) {
        Introduction introduction = PageIntroduction.read(who);
        return handle(introduction == null ? new Input.Tick() : new Input.Joined(introduction), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> left(String id, double nowMillis) {
        return handle(new Input.Left(id), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> signalingLost(double nowMillis) {
        return handle(new Input.SignalingLost(), nowMillis);
    }

    /** A {@code did} that is none counts as not there: who signals, the link's handshake finds out. */
    @JSExport
    public JSArray<JSObject> signalReceived(
            String from,
            @Nullable String did,
            String instance,
            int attempt,
            String kind,
            boolean low,
            String body,
            double provenAtMillis,
            @Nullable Uint8Array proof,
            boolean relayed,
            double nowMillis) {
        Signal.Kind parsed = kind(kind);
        return handle(
                parsed == null
                        ? new Input.Tick()
                        : new Input.SignalReceived(
                                from,
                                new Signal(
                                        session(did),
                                        instance,
                                        attempt,
                                        parsed,
                                        low,
                                        body,
                                        proof(provenAtMillis, Borders.bytesOrNull(proof)),
                                        relayed)),
                nowMillis);
    }

    private static @Nullable DescriptionProof proof(double atMillis, @Nullable Bytes signature) {
        if (signature == null || signature.length() != DescriptionProof.SIGNATURE_BYTES) {
            return null;
        }
        return atMillis >= 0 && atMillis <= Value.Int.MAX ? new DescriptionProof((long) atMillis, signature) : null;
    }

    private static @Nullable DidKey session(@Nullable String did) {
        try {
            return did == null ? null : DidKey.parse(did);
        } catch (Malformed malformed) {
            return null;
        }
    }

    @JSExport
    public JSArray<JSObject> signalMade(int link, String kind, String body, double nowMillis) {
        Signal.Kind parsed = kind(kind);
        if (parsed == null || parsed == Signal.Kind.DECLINE) {
            throw new IllegalArgumentException("a signal is an offer, an answer or a candidate");
        }
        return handle(new Input.SignalMade(link, parsed, body), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> linkOpened(int link, String localFingerprint, String remoteFingerprint, double nowMillis) {
        return handle(new Input.LinkOpened(link, localFingerprint, remoteFingerprint), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> fragmentReceived(int link, boolean bulk, Uint8Array fragment, double nowMillis) {
        return handle(new Input.FragmentReceived(link, bulk, Borders.bytes(fragment)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> awoke(double nowMillis) {
        return handle(new Input.Awoke(), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> networkChanged(double nowMillis) {
        return handle(new Input.NetworkChanged(), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> linkClosed(int link, double nowMillis) {
        return handle(new Input.LinkClosed(link), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> signed(int ticket, @Nullable Uint8Array signature, double nowMillis) {
        return handle(new Input.Signed(ticket, Borders.bytesOrNull(signature)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> verified(int ticket, boolean valid, double nowMillis) {
        return handle(new Input.Verified(ticket, valid), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> sealed(int ticket, @Nullable Uint8Array sealed, double nowMillis) {
        return handle(new Input.Sealed(ticket, Borders.bytesOrNull(sealed)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> unsealed(int ticket, @Nullable Uint8Array content, double nowMillis) {
        return handle(new Input.Unsealed(ticket, Borders.bytesOrNull(content)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> invite(double nowMillis) {
        return handle(new Input.Invite(), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> takeCode(Uint8Array code, double nowMillis) {
        return handle(new Input.TakeCode(Borders.bytes(code)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> stored(int ticket, boolean kept, double nowMillis) {
        return handle(new Input.Stored(ticket, kept), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> loaded(int ticket, JSArrayReader<Uint8Array> blocks, double nowMillis) {
        return handle(new Input.Loaded(ticket, Borders.blocksOrNull(blocks)), nowMillis);
    }

    /** Keys are packed: see {@link PageKeys}. */
    @JSExport
    public JSArray<JSObject> restored(
            Uint8Array keys, JSArrayReader<Uint8Array> newest, boolean last, double nowMillis) {
        return handle(
                new Input.Restored(PageKeys.unpack(Borders.bytes(keys)), Borders.blocks(newest), last), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> forgotten(double belowLamport, double nowMillis) {
        return handle(new Input.Forgotten((long) belowLamport), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> importBlocks(
            JSArrayReader<Uint8Array> profiles, JSArrayReader<Uint8Array> entries, double nowMillis) {
        return handle(new Input.Import(Borders.blocks(profiles), Borders.blocks(entries)), nowMillis);
    }

    /** Identifiers must be CIDs of ours, and addresses too, here and below: they come from what core handed out. */
    @JSExport
    public JSArray<JSObject> say(
            String text, boolean action, @Nullable String reply, @Nullable String to, double nowMillis) {
        return utter(new Input.Say(text, action, reply == null ? null : Borders.cid(reply)), to, nowMillis);
    }

    @JSExport
    public JSArray<JSObject> edit(String target, String text, @Nullable String to, double nowMillis) {
        return utter(new Input.Edit(Borders.cid(target), text), to, nowMillis);
    }

    @JSExport
    public JSArray<JSObject> retract(String target, @Nullable String to, double nowMillis) {
        return utter(new Input.Retract(Borders.cid(target)), to, nowMillis);
    }

    @JSExport
    public JSArray<JSObject> react(String target, String emoji, boolean on, @Nullable String to, double nowMillis) {
        return utter(new Input.React(Borders.cid(target), emoji, on), to, nowMillis);
    }

    private JSArray<JSObject> utter(Input.Utterance said, @Nullable String to, double nowMillis) {
        return handle(to == null ? said : new Input.Write(Borders.address(to, hashes), said), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> shareWallet(@Nullable Uint8Array key, double nowMillis) {
        return handle(new Input.ShareWallet(Borders.bytesOrNull(key)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> openLetter(String id, Uint8Array secret, double nowMillis) {
        return handle(new Input.OpenLetter(Borders.cid(id), Borders.bytes(secret)), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> archived(String where, String head, double entries, double nowMillis) {
        return handle(new Input.Archived(where, head, (long) entries), nowMillis);
    }

    /** All of it must have passed {@code checkProfile}. */
    @JSExport
    public JSArray<JSObject> changeProfile(String name, String color, PageCard card, double nowMillis) {
        try {
            return handle(new Input.ChangeProfile(Profile.parse(name, color).with(PageCard.read(card))), nowMillis);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    @JSExport
    public JSArray<JSObject> setTyping(boolean typing, double nowMillis) {
        return handle(new Input.SetTyping(typing), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> leave(double nowMillis) {
        return handle(new Input.Leave(), nowMillis);
    }

    @JSExport
    public JSArray<JSObject> tick(double nowMillis) {
        return handle(new Input.Tick(), nowMillis);
    }

    /** Where an entry of the log stands, as a packed key; null where it is not kept. */
    @JSExport
    public @Nullable Uint8Array find(String id) {
        EntryKey key = peer.find(Borders.cid(id));
        return key == null ? null : Borders.view(PageKeys.pack(List.of(key)));
    }

    /** The link to the session {@code did}, open or on its way; 0 where there is none. */
    @JSExport
    public int linkTo(String did) {
        return peer.linkTo(Borders.did(did));
    }

    /** Whether what is written to an account alone can be opened by its wallet, too. */
    @JSExport
    public boolean sealsToWallet(String account) {
        return peer.sealsToWallet(Borders.address(account, hashes));
    }

    /** The highest lamport of what was said so far. */
    long lamport() {
        return peer.lamport();
    }

    /** When to tick; infinite when there is nothing to wait for. */
    @JSExport
    public double deadlineMillis() {
        long deadline = peer.deadlineMillis();
        return deadline == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : deadline;
    }

    JSArray<JSObject> handle(Input input, double nowMillis) {
        return PageOutputs.of(peer.handle(input, (long) nowMillis), hashes);
    }

    private static Signal.@Nullable Kind kind(String kind) {
        return switch (kind) {
            case "offer" -> Signal.Kind.OFFER;
            case "answer" -> Signal.Kind.ANSWER;
            case "candidate" -> Signal.Kind.CANDIDATE;
            case "decline" -> Signal.Kind.DECLINE;
            default -> null;
        };
    }
}
