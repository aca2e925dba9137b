package tropichat.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tropichat.core.base.Bytes;
import tropichat.core.base.Hashes;
import tropichat.core.base.Malformed;
import tropichat.core.gates.Abi;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;

/**
 * Names of ENS, both ways, by its Universal Resolver: the contract walks the registry, and checks that a wallet's name points
 * back to it (ENSIP-3, ENSIP-19). On its owner's thread.
 */
final class Names {
    /** How long what was found counts as known; a guess. Whoever has just named a wallet waits as long as that. */
    static final long KEPT_MILLIS = 2 * 60 * 1_000;

    /** Wallets whose names are kept, the oldest forgotten first. A guess: some megabytes. */
    static final int KEPT_MAX = 10_000;

    /** Wallets that are asked about at once; a guess. Of others nothing is known. */
    static final int OPEN_MAX = 1_000;

    /** ETH's among the kinds of addresses that a name may have (SLIP-44, ENSIP-9). */
    private static final long COIN_TYPE_ETH = 60;

    /** {@code ResolverNotFound(bytes)}, {@code ResolverNotContract(bytes,address)}, {@code UnsupportedResolverProfile(bytes4)}. */
    private static final List<Bytes> NOTHING =
            List.of(Selectors.of("77209fe8"), Selectors.of("1e9535f2"), Selectors.of("7b1c461b"));

    /** {@code ReverseAddressMismatch(string,bytes)}. */
    private static final Bytes MISMATCH = Selectors.of("ef9c03ce");

    /** Until when, by {@link System#nanoTime}. */
    private record Kept(Found<EnsName> found, long untilNanos) {}

    private final CcipRead contracts;
    private final EthereumAddress resolver;
    private final Hashes hashes;
    private final Map<EthereumAddress, Kept> kept = new LinkedHashMap<>();
    private final Map<EthereumAddress, List<Consumer<Found<EnsName>>>> open = new LinkedHashMap<>();

    Names(CcipRead contracts, EthereumAddress resolver, Hashes hashes) {
        this.contracts = contracts;
        this.resolver = resolver;
        this.hashes = hashes;
        // Its tables take a second to read, for which nobody should have to wait.
        Thread.ofPlatform().daemon().name("names").start(EnsName::prepare);
    }

    /**
     * By which name a wallet goes.
     *
     * @param mayBeKnown whether it may be as old as {@link #KEPT_MILLIS}
     */
    void name(EthereumAddress wallet, boolean mayBeKnown, Consumer<Found<EnsName>> onFound) {
        Kept known = mayBeKnown ? known(wallet) : null;
        List<Consumer<Found<EnsName>>> waiting = open.get(wallet);
        if (known != null) {
            onFound.accept(known.found());
        } else if (waiting != null) {
            waiting.add(onFound);
        } else if (open.size() >= OPEN_MAX) {
            onFound.accept(new Found.Unknown<>());
        } else {
            open.put(wallet, new ArrayList<>(List.of(onFound)));
            Bytes arguments = AbiValue.encode(
                    new AbiValue.Blob(wallet.bytes()),
                    new AbiValue.Word(Uint256.of(COIN_TYPE_ETH).word()));
            ask(
                    "reverse(bytes,uint256)",
                    arguments,
                    data -> name(AbiReader.of(data).text(0)),
                    found -> tell(wallet, found));
        }
    }

    /** Which wallet a name stands for. */
    void address(EnsName name, Consumer<Found<EthereumAddress>> onFound) {
        Bytes asked = Abi.call(hashes, "addr(bytes32)", name.node(hashes));
        Bytes arguments = AbiValue.encode(new AbiValue.Blob(name.inDns()), new AbiValue.Blob(asked));
        ask(
                "resolve(bytes,bytes)",
                arguments,
                data -> address(AbiReader.of(AbiReader.of(data).blob(0)).address(0)),
                onFound);
    }

    /** What a name says under a key (ENSIP-5); nothing where it says nothing. */
    void text(EnsName name, String key, Consumer<Found<String>> onFound) {
        Bytes which = AbiValue.encode(new AbiValue.Word(name.node(hashes)), new AbiValue.Blob(Bytes.utf8(key)));
        Bytes asked = Abi.call(hashes, "text(bytes32,string)", which);
        Bytes arguments = AbiValue.encode(new AbiValue.Blob(name.inDns()), new AbiValue.Blob(asked));
        ask(
                "resolve(bytes,bytes)",
                arguments,
                data -> text(AbiReader.of(AbiReader.of(data).blob(0)).text(0)),
                onFound);
    }

    private @Nullable Kept known(EthereumAddress wallet) {
        Kept known = kept.get(wallet);
        return known != null && known.untilNanos() - System.nanoTime() > 0 ? known : null;
    }

    private void tell(EthereumAddress wallet, Found<EnsName> found) {
        kept.remove(wallet);
        if (!(found instanceof Found.Unknown)) {
            if (kept.size() >= KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(wallet, new Kept(found, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KEPT_MILLIS)));
        }
        List<Consumer<Found<EnsName>>> waiting = open.remove(wallet);
        if (waiting != null) {
            waiting.forEach(each -> each.accept(found));
        }
    }

    // ---- Asking the resolver

    private interface Reading<T> {
        Found<T> read(Bytes returned) throws Malformed;
    }

    private <T> void ask(String function, Bytes arguments, Reading<T> reading, Consumer<Found<T>> onFound) {
        contracts.call(
                resolver, Abi.call(hashes, function, arguments), outcome -> onFound.accept(read(outcome, reading)));
    }

    private static <T> Found<T> read(CcipRead.Outcome outcome, Reading<T> reading) {
        return switch (outcome) {
            case CcipRead.Outcome.Returned returned -> {
                try {
                    yield reading.read(returned.data());
                } catch (Malformed malformed) {
                    // Where there is no such contract, nothing is returned.
                    yield new Found.Unknown<>();
                }
            }
            case CcipRead.Outcome.Reverted reverted -> reverted(reverted.data());
            case CcipRead.Outcome.Refused refused -> new Found.Refused<>(refused.why());
            case CcipRead.Outcome.Unknown ignored -> new Found.Unknown<>();
        };
    }

    private static <T> Found<T> reverted(Bytes reason) {
        if (reason.startsWith(MISMATCH)) {
            return new Found.Refused<>("the name does not point back to the wallet");
        }
        // Of a resolver that is broken nothing follows, neither way.
        return NOTHING.stream().anyMatch(reason::startsWith) ? new Found.Nothing<>() : new Found.Unknown<>();
    }

    private static Found<EnsName> name(String text) {
        try {
            return text.isEmpty() ? new Found.Nothing<>() : new Found.Is<>(EnsName.parse(text));
        } catch (Malformed notNormal) {
            return new Found.Refused<>(String.valueOf(notNormal.getMessage()));
        }
    }

    private static Found<String> text(String text) {
        return text.isEmpty() ? new Found.Nothing<>() : new Found.Is<>(text);
    }

    private static Found<EthereumAddress> address(EthereumAddress address) {
        boolean isNobody = address.bytes().equals(Bytes.wrap(new byte[EthereumAddress.LENGTH]));
        return isNobody ? new Found.Nothing<>() : new Found.Is<>(address);
    }
}
