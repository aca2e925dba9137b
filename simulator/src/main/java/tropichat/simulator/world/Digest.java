package tropichat.simulator.world;

import tropichat.core.Input;
import tropichat.core.Introduction;
import tropichat.core.base.Bytes;
import tropichat.simulator.chance.Chance;

/**
 * A number over all events of a run: two runs with the same digest went the same way. Only content counts, nothing that a
 * JVM chooses, such as the hash codes of enums.
 */
final class Digest {
    private long state;

    void add(long value) {
        state = Chance.mix(state * 31 + value);
    }

    void add(String text) {
        add(text.hashCode());
    }

    void add(Bytes bytes) {
        add(bytes.hashCode());
    }

    void add(long micros, int node, Happening happening) {
        add(micros);
        add(node);
        switch (happening) {
            case Happening.Tell tell -> add(tell.input());
            case Happening.Tick _ -> add(1);
            case Happening.Act act -> add(act.name());
        }
    }

    private void add(Input input) {
        add(input.getClass().getSimpleName());
        switch (input) {
            case Input.Entered entered -> entered.others().forEach(this::add);
            case Input.Gated _ -> {}
            case Input.TicketGiven given -> add(given.ticket() == null ? Bytes.EMPTY : given.ticket());
            case Input.LapseTold told -> add(told.lapse());
            case Input.Rechecked _ -> {}
            case Input.Sampled sampled -> sampled.others().forEach(this::add);
            case Input.Joined joined -> add(joined.who());
            case Input.Left left -> add(left.id());
            case Input.SignalReceived received -> {
                add(received.from());
                add(received.signal().attempt());
                add(received.signal().body());
            }
            case Input.SignalMade made -> add(made.body());
            case Input.LinkOpened opened -> add(opened.remoteFingerprint());
            case Input.FragmentReceived received -> add(received.fragment());
            case Input.LinkClosed closed -> add(closed.link());
            case Input.Signed signed -> add(signed.ticket());
            case Input.Sealed sealed -> add(sealed.ticket());
            case Input.Unsealed unsealed -> add(unsealed.ticket());
            case Input.PreKeyMade made -> add(made.ticket());
            case Input.TakeCode taken -> add(taken.code());
            case Input.Verified verified -> add(verified.valid() ? verified.ticket() : -verified.ticket());
            case Input.Stored stored -> add(stored.ticket());
            case Input.Loaded loaded -> add(loaded.ticket());
            case Input.Restored restored -> add(restored.keys().size());
            case Input.LawRestored restored -> add(restored.rules().size());
            case Input.Decree decree -> add(decree.rule().encode());
            case Input.Write write -> add(write.to().bytes());
            case Input.ShareWallet share -> add(share.key() == null ? Bytes.EMPTY : share.key());
            case Input.OpenLetter open -> add(open.id().text());
            case Input.Forgotten forgotten -> add(forgotten.belowLamport());
            case Input.Import blocks -> add(blocks.entries().size());
            case Input.ImportLaw law -> add(law.rules().size());
            case Input.Edit edit -> add(edit.text());
            case Input.Retract retract -> add(retract.target().text());
            case Input.React react -> add(react.emoji());
            case Input.Archived archived -> add(archived.head());
            case Input.Say say -> add(say.text());
            case Input.ChangeProfile change -> add(change.profile().name());
            case Input.SetTyping typing -> add(typing.typing() ? 1 : 0);
            case Input.SignalingLost _,
                    Input.Awoke _,
                    Input.NetworkChanged _,
                    Input.Invite _,
                    Input.Leave _,
                    Input.Tick _ -> {}
        }
    }

    private void add(Introduction introduction) {
        add(introduction.id());
    }

    /** 16 hexadecimal digits. */
    @Override
    public String toString() {
        return bytes(state).hex();
    }

    private static Bytes bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value >>> (56 - 8 * i));
        }
        return Bytes.wrap(bytes);
    }
}
