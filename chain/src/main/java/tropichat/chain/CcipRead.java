package tropichat.chain;

import java.util.function.Consumer;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.identity.EthereumAddress;

/** Calls of contracts that may have something looked up elsewhere before they answer (ERC-3668). On its owner's thread. */
final class CcipRead {
    /** Lookups of one question, and requests to gateways for it; ERC-3668 recommends four. */
    static final int LOOKUPS_MAX = 4;

    /** What became of a question. */
    sealed interface Outcome {
        record Returned(Bytes data) implements Outcome {}

        /** The contract refused, with this reason. */
        record Reverted(Bytes data) implements Outcome {}

        /** It wants something that is not done for it. */
        record Refused(String why) implements Outcome {}

        /** A node or gateway did not answer. */
        record Unknown() implements Outcome {}
    }

    private final EthCalls calls;
    private final Gateways gateways;

    CcipRead(EthCalls calls, Gateways gateways) {
        this.calls = calls;
        this.gateways = gateways;
    }

    void call(EthereumAddress contract, Bytes data, Consumer<Outcome> onOutcome) {
        call(contract, data, 0, new Gateways.Budget(LOOKUPS_MAX), onOutcome);
    }

    private void call(
            EthereumAddress contract, Bytes data, int lookups, Gateways.Budget budget, Consumer<Outcome> onOutcome) {
        calls.call(contract, data, answer -> {
            switch (answer) {
                case RpcAnswer.Result result -> onOutcome.accept(returned(result));
                case RpcAnswer.Failed ignored -> onOutcome.accept(new Outcome.Unknown());
                case RpcAnswer.Reverted reverted
                when OffchainLookup.isOne(reverted.data()) ->
                    follow(contract, reverted.data(), lookups, budget, onOutcome);
                case RpcAnswer.Reverted reverted -> onOutcome.accept(new Outcome.Reverted(reverted.data()));
            }
        });
    }

    private static Outcome returned(RpcAnswer.Result result) {
        Bytes data = Hex.bytes(result.value());
        return data == null ? new Outcome.Refused("an answer that is too long to read") : new Outcome.Returned(data);
    }

    private void follow(
            EthereumAddress contract,
            Bytes reverted,
            int lookups,
            Gateways.Budget budget,
            Consumer<Outcome> onOutcome) {
        try {
            OffchainLookup lookup = OffchainLookup.read(reverted);
            if (!lookup.sender().equals(contract)) {
                throw new Malformed(Malformed.Reason.FIELD, "on behalf of another contract");
            }
            if (lookups == LOOKUPS_MAX) {
                throw new Malformed(Malformed.Reason.TOO_LARGE, "more than " + LOOKUPS_MAX + " in a row");
            }
            gateways.ask(lookup.request(), budget, answer -> {
                switch (answer) {
                    case GatewayAnswer.Said said ->
                        call(contract, lookup.callbackCall(said.data()), lookups + 1, budget, onOutcome);
                    case GatewayAnswer.Refused refused -> onOutcome.accept(new Outcome.Refused(refused.why()));
                    case GatewayAnswer.Failed ignored -> onOutcome.accept(new Outcome.Unknown());
                }
            });
        } catch (Malformed malformed) {
            onOutcome.accept(new Outcome.Refused("a lookup elsewhere that is not done: " + malformed.getMessage()));
        }
    }
}
