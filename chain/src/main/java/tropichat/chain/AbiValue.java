package tropichat.chain;

import java.util.ArrayList;
import java.util.List;
import tropichat.core.base.Bytes;
import tropichat.core.gates.Uint256;

/** A value that a contract is sent (Solidity's contract ABI, "Formal Specification of the Encoding"). */
sealed interface AbiValue {
    /** A number, an address and so on, of {@link Uint256#LENGTH} bytes. */
    record Word(Bytes word) implements AbiValue {}

    /** {@code bytes} or {@code string}. */
    record Blob(Bytes content) implements AbiValue {}

    /** An array of any length, of values of one type. */
    record Sequence(List<AbiValue> items) implements AbiValue {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** The arguments of a function, in their order. */
    static Bytes encode(AbiValue... values) {
        return encode(List.of(values));
    }

    private static Bytes encode(List<AbiValue> values) {
        List<Bytes> heads = new ArrayList<>();
        List<Bytes> tails = new ArrayList<>();
        long offset = (long) values.size() * Uint256.LENGTH;
        for (AbiValue value : values) {
            if (value instanceof Word word) {
                heads.add(word.word());
                continue;
            }
            Bytes tail = tail(value);
            heads.add(Uint256.of(offset).word());
            tails.add(tail);
            offset += tail.length();
        }
        heads.addAll(tails);
        return Bytes.concat(heads.toArray(Bytes[]::new));
    }

    private static Bytes tail(AbiValue value) {
        return switch (value) {
            case Word word -> word.word();
            case Blob blob -> {
                int length = blob.content().length();
                int padding = (Uint256.LENGTH - length % Uint256.LENGTH) % Uint256.LENGTH;
                yield Bytes.concat(Uint256.of(length).word(), blob.content(), Bytes.wrap(new byte[padding]));
            }
            case Sequence sequence ->
                Bytes.concat(Uint256.of(sequence.items().size()).word(), encode(sequence.items()));
        };
    }
}
