package tropichat.browser;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.Input;
import tropichat.core.Peer;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.DidKey;
import tropichat.core.identity.RoomName;
import tropichat.core.rules.Invitation;
import tropichat.core.rules.RoomKey;
import tropichat.core.rules.Rule;
import tropichat.core.rules.SealedRecord;
import tropichat.core.wire.Cid;

/**
 * What the module for rooms that belong to somebody exports; ruled-peer.d.ts gives the types. It holds all of core; the
 * one of {@link PeerModule} holds nothing of the law, so that whoever enters rooms of a short name need not load it.
 */
public final class RuledModule {
    private RuledModule() {}

    /** A peer in one room that belongs to somebody; its configuration has a charter. */
    @JSExport
    public static PagePeer createPeer(PageConfig config, PagePort page, double nowMillis) {
        return PagePeer.make(
                config,
                page,
                nowMillis,
                (known, self, random, now) -> Peer.createRuled(known, PageConfig.charter(config), self, random, now));
    }

    /** A rule of the room as the page kept it. */
    public interface KeptRule extends JSObject {
        /** The account's address. */
        @JSProperty
        Uint8Array getAccount();

        /** The rule itself. */
        @JSProperty
        Uint8Array getBlock();
    }

    @JSExport
    public static JSArray<JSObject> lawRestored(
            PagePeer peer, JSArrayReader<KeptRule> rules, JSArrayReader<Uint8Array> epochs, double nowMillis) {
        List<Input.KeptRule> kept = new ArrayList<>();
        for (int i = 0; i < rules.getLength(); i++) {
            KeptRule rule = rules.get(i);
            kept.add(new Input.KeptRule(Borders.address(rule.getAccount()), Borders.bytes(rule.getBlock())));
        }
        return peer.handle(new Input.LawRestored(kept, Borders.blocks(epochs)), nowMillis);
    }

    /** The room's law from an archive. */
    @JSExport
    public static JSArray<JSObject> importLaw(
            PagePeer peer,
            @Nullable Uint8Array record,
            JSArrayReader<Uint8Array> rules,
            JSArrayReader<Uint8Array> profiles,
            double nowMillis) {
        return peer.handle(
                new Input.ImportLaw(Borders.bytesOrNull(record), Borders.blocks(rules), Borders.blocks(profiles)),
                nowMillis);
    }

    /** The record of a closed room as archives keep it. */
    @JSExport
    public static Uint8Array sealRecord(Uint8Array record, Uint8Array key, PagePort page) {
        Hashes hashes = PagePort.hashes(page);
        Bytes block = Borders.bytes(record);
        RoomKey sealing = new RoomKey(Borders.bytes(key), hashes, PagePort.aead(page));
        RoomName room = new RoomName(Cid.ofBlock(block, hashes).text());
        return Borders.view(new SealedRecord(room, sealing.sealRecord(block)).encode());
    }

    @JSExport
    public static JSArray<JSObject> preKeyMade(PagePeer peer, int ticket, @Nullable Uint8Array key, double nowMillis) {
        return peer.handle(new Input.PreKeyMade(ticket, Borders.bytesOrNull(key)), nowMillis);
    }

    @JSExport
    public static JSArray<JSObject> decree(
            PagePeer peer,
            String op,
            @Nullable String account,
            @Nullable String target,
            double untilMillis,
            PagePort page,
            double nowMillis) {
        Rule rule = PageLaw.rule(op, account, target, untilMillis, PagePort.hashes(page), (double) peer.lamport());
        return peer.handle(new Input.Decree(rule), nowMillis);
    }

    /** The settings must have passed {@link #checkSettings}. */
    @JSExport
    public static JSArray<JSObject> changeSettings(PagePeer peer, PageFounding.Settings settings, double nowMillis) {
        try {
            Rule rule = new Rule.Settings(PageFounding.settings(settings), peer.lamport());
            return peer.handle(new Input.Decree(rule), nowMillis);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    @JSExport
    public static JSArray<JSObject> inviteKey(
            PagePeer peer, Uint8Array key, int uses, double expiresAtMillis, double nowMillis) {
        DidKey invitation = new DidKey(Borders.bytes(key));
        return peer.handle(new Input.Decree(new Rule.Invite(invitation, uses, (long) expiresAtMillis)), nowMillis);
    }

    /** Null where a room may have these settings, else what is wrong with them. */
    @JSExport
    public static @Nullable String checkSettings(PageFounding.Settings settings) {
        try {
            PageFounding.settings(settings);
            return null;
        } catch (Malformed malformed) {
            return malformed.getMessage();
        }
    }

    /** A new room's record; closed where it has a key. The settings must have passed {@code checkSettings}. */
    @JSExport
    public static PageFounding foundRoom(
            PageFounding.Settings settings,
            String policy,
            String history,
            PageConfig.PageDelegation delegation,
            double timeMillis,
            @Nullable Uint8Array key,
            PageFounding.@Nullable Gate gate,
            PagePort page) {
        Hashes hashes = PagePort.hashes(page);
        if (policy.equals("open") != (key == null) || policy.equals("gate") != (gate != null)) {
            throw new IllegalArgumentException("a closed room has a key, and one with a gate both");
        }
        try {
            return PageFounding.of(
                    PageFounding.settings(settings),
                    history,
                    PageConfig.delegation(delegation.getMessage(), delegation.getSignature(), hashes),
                    timeMillis,
                    Borders.bytesOrNull(key),
                    gate == null ? null : PageFounding.gate(gate, hashes),
                    hashes);
        } catch (Malformed malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }

    /** What an invitation's key signs for whoever comes in by it. */
    @JSExport
    public static Uint8Array knockStatement(String room, String account, Uint8Array session, PagePort page) {
        return Borders.view(Invitation.signable(
                Borders.cid(room),
                Borders.address(account, PagePort.hashes(page)),
                new DidKey(Borders.bytes(session))));
    }
}
