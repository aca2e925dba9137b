package tropichat.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSArrayReader;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Uint8Array;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.Delegation;
import tropichat.core.keys.History;
import tropichat.core.rules.RoomGate;
import tropichat.core.rules.RoomRecord;
import tropichat.core.rules.RoomSettings;
import tropichat.core.wire.Cid;

/** A room's record on its way to being signed: see {@code Founding} in peer.d.ts. */
public final class PageFounding {
    private final RoomRecord record;
    private final Hashes hashes;

    private PageFounding(RoomRecord record, Hashes hashes) {
        this.record = record;
        this.hashes = hashes;
    }

    /** What a room's owner may change about it, as the page writes it. */
    interface Settings extends JSObject {
        @JSProperty
        String getName();

        @JSProperty
        String getTopic();

        @JSProperty
        int getCapacity();

        @JSProperty
        int getKeptEntries();

        @JSProperty
        int getKeptDays();

        @JSProperty
        int getSlowSeconds();
    }

    /** What wallets must hold, and by whose word, as the page writes it. */
    interface Gate extends JSObject {
        @JSProperty
        Uint8Array getRule();

        @JSProperty
        JSArrayReader<JSString> getKeepers();
    }

    static RoomGate gate(Gate page, Hashes hashes) throws Malformed {
        return RoomGate.of(Borders.bytes(page.getRule()), Borders.dids(page.getKeepers()), hashes);
    }

    static RoomSettings settings(Settings page) throws Malformed {
        return RoomSettings.parse(
                page.getName(),
                page.getTopic(),
                page.getCapacity(),
                page.getKeptEntries(),
                page.getKeptDays(),
                page.getSlowSeconds());
    }

    static PageFounding of(
            RoomSettings settings,
            String history,
            Delegation delegation,
            double timeMillis,
            @Nullable Bytes key,
            @Nullable RoomGate gate,
            Hashes hashes) {
        boolean isForwardSecret = history.equals(History.FORWARD_SECRET.word());
        RoomRecord.Policy sealed = gate == null ? RoomRecord.Policy.INVITE : RoomRecord.Policy.GATE;
        return new PageFounding(
                new RoomRecord(
                        settings,
                        key == null ? RoomRecord.Policy.OPEN : sealed,
                        isForwardSecret ? History.FORWARD_SECRET : History.SHARED,
                        delegation,
                        (long) timeMillis,
                        key == null ? null : RoomRecord.keyCheck(key, hashes),
                        gate),
                hashes);
    }

    /** What the maker's session signs. */
    @JSExport
    @JSProperty
    public Uint8Array getSignable() {
        return Borders.view(record.signable(hashes));
    }

    /** The record's block, and the room's name. */
    @JSExport
    public JSObject signed(Uint8Array signature) {
        Bytes block = record.block(Borders.bytes(signature), hashes);
        return made(Cid.ofBlock(block, hashes).text(), Borders.view(block));
    }

    @JSBody(
            params = {"id", "block"},
            script = "return {id: id, block: block};")
    private static native JSObject made(String id, Uint8Array block);
}
