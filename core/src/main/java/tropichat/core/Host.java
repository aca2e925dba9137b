package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.SignatureCheck;
import tropichat.core.room.EntryKey;
import tropichat.core.room.Logged;
import tropichat.core.wire.Cid;

/** The host as the machines inside a {@link Peer} see it during one turn: the time, the outputs, answers to come. */
final class Host {
    /** Who waits for bytes: a signature, something sealed, something unsealed, a key; null where it could not be done. */
    private final Map<Integer, Consumer<@Nullable Bytes>> asking = new LinkedHashMap<>();

    /** Who waits for yes or no: a signature checked, an entry stored. */
    private final Map<Integer, Consumer<Boolean>> verifying = new LinkedHashMap<>();

    private final Map<Integer, Consumer<List<@Nullable Bytes>>> loading = new LinkedHashMap<>();
    private List<Output> outputs = new ArrayList<>();
    private long nowMillis;
    private int lastTicket;

    void beginTurn(long now) {
        nowMillis = now;
    }

    List<Output> endTurn() {
        List<Output> done = outputs;
        outputs = new ArrayList<>();
        return done;
    }

    long nowMillis() {
        return nowMillis;
    }

    void put(Output output) {
        outputs.add(output);
    }

    void emit(Event event) {
        put(new Output.Emit(event));
    }

    /** Asks for a signature; {@code whenSigned} gets null where the key could not sign. */
    void sign(Bytes message, Consumer<@Nullable Bytes> whenSigned) {
        asking.put(++lastTicket, whenSigned);
        put(new Output.Sign(lastTicket, message));
    }

    void verify(SignatureCheck check, Consumer<Boolean> whenVerified) {
        verifying.put(++lastTicket, whenVerified);
        put(new Output.Verify(lastTicket, check));
    }

    void seal(Output.Purpose purpose, Bytes to, Bytes content, Consumer<@Nullable Bytes> whenSealed) {
        asking.put(++lastTicket, whenSealed);
        put(new Output.Seal(lastTicket, purpose, to, content));
    }

    void unseal(Output.Purpose purpose, Bytes sealed, Consumer<@Nullable Bytes> whenUnsealed) {
        asking.put(++lastTicket, whenUnsealed);
        put(new Output.Unseal(lastTicket, purpose, sealed));
    }

    void makePreKey(Consumer<@Nullable Bytes> whenMade) {
        asking.put(++lastTicket, whenMade);
        put(new Output.MakePreKey(lastTicket));
    }

    /** Has an entry kept and shown; {@code whenStored} hears whether it will outlive this host. */
    void store(Logged logged, Output.Origin origin, Consumer<Boolean> whenStored) {
        verifying.put(++lastTicket, whenStored);
        put(new Output.Store(lastTicket, logged, origin));
    }

    /** Gets blocks of entries back; null for each that is not kept any more. */
    void load(List<EntryKey> keys, Consumer<List<@Nullable Bytes>> whenLoaded) {
        loading.put(++lastTicket, whenLoaded);
        put(new Output.Load(lastTicket, keys));
    }

    /** The same for profiles. */
    void loadProfiles(List<Cid> ids, Consumer<List<@Nullable Bytes>> whenLoaded) {
        loading.put(++lastTicket, whenLoaded);
        put(new Output.LoadProfiles(lastTicket, ids));
    }

    void onLoaded(int ticket, List<@Nullable Bytes> blocks) {
        Consumer<List<@Nullable Bytes>> whenLoaded = loading.remove(ticket);
        if (whenLoaded != null) {
            whenLoaded.accept(blocks);
        }
    }

    void onAnswer(int ticket, @Nullable Bytes answer) {
        Consumer<@Nullable Bytes> asker = asking.remove(ticket);
        if (asker != null) {
            asker.accept(answer);
        }
    }

    void onVerified(int ticket, boolean valid) {
        Consumer<Boolean> whenVerified = verifying.remove(ticket);
        if (whenVerified != null) {
            whenVerified.accept(valid);
        }
    }
}
