package tropichat.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.identity.SignatureCheck;

/** The host as the machines inside a {@link Peer} see it during one turn: the time, the outputs, answers to come. */
final class Host {
    private final Map<Integer, Consumer<@Nullable Bytes>> signing = new LinkedHashMap<>();
    private final Map<Integer, Consumer<Boolean>> verifying = new LinkedHashMap<>();
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
        signing.put(++lastTicket, whenSigned);
        put(new Output.Sign(lastTicket, message));
    }

    void verify(SignatureCheck check, Consumer<Boolean> whenVerified) {
        verifying.put(++lastTicket, whenVerified);
        put(new Output.Verify(lastTicket, check));
    }

    void onSigned(int ticket, @Nullable Bytes signature) {
        Consumer<@Nullable Bytes> whenSigned = signing.remove(ticket);
        if (whenSigned != null) {
            whenSigned.accept(signature);
        }
    }

    void onVerified(int ticket, boolean valid) {
        Consumer<Boolean> whenVerified = verifying.remove(ticket);
        if (whenVerified != null) {
            whenVerified.accept(valid);
        }
    }
}
