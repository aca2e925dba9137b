package tropichat.chain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;
import tropichat.core.gates.Uint256;
import tropichat.core.identity.EthereumAddress;

/**
 * Values that a contract gave, one after the other (Solidity's contract ABI). Contracts are anybody's: no offset, length or
 * padding is believed, and what lies outside is {@code TRUNCATED}.
 *
 * @param start from which offsets count
 */
record AbiReader(Bytes data, int start) {
    private static final int INT_BYTES = 4;

    static AbiReader of(Bytes data) {
        return new AbiReader(data, 0);
    }

    Bytes word(int index) throws Malformed {
        return slice(start + index * Uint256.LENGTH, Uint256.LENGTH);
    }

    EthereumAddress address(int index) throws Malformed {
        Bytes word = word(index);
        for (int i = 0; i < Uint256.LENGTH - EthereumAddress.LENGTH; i++) {
            if (word.at(i) != 0) {
                throw new Malformed(Reason.FIELD, "an address with more than 20 bytes");
            }
        }
        return new EthereumAddress(word.slice(Uint256.LENGTH - EthereumAddress.LENGTH, Uint256.LENGTH));
    }

    /** {@code bytes}, or a {@code string}'s. */
    Bytes blob(int index) throws Malformed {
        int at = offset(index);
        return slice(at + Uint256.LENGTH, size(at));
    }

    String text(int index) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(blob(index).unsafeArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed(Reason.SYNTAX, "text that is not UTF-8");
        }
    }

    /** How many values an array has. */
    int count(int index, int max) throws Malformed {
        int count = size(offset(index));
        if (count > max) {
            throw new Malformed(Reason.TOO_LARGE, "an array of more than " + max + " values");
        }
        return count;
    }

    /** The values of an array. */
    AbiReader items(int index) throws Malformed {
        return new AbiReader(data, offset(index) + Uint256.LENGTH);
    }

    /** The fields of a struct in which there are values of any length. */
    AbiReader struct(int index) throws Malformed {
        return new AbiReader(data, offset(index));
    }

    private int offset(int index) throws Malformed {
        int offset = size(start + index * Uint256.LENGTH);
        return offset <= data.length() - start ? start + offset : data.length();
    }

    /** A number that can be a length: one more than there are bytes stands for anything larger. */
    private int size(int at) throws Malformed {
        Bytes word = slice(at, Uint256.LENGTH);
        long low = 0;
        for (int i = 0; i < Uint256.LENGTH; i++) {
            low = i < Uint256.LENGTH - INT_BYTES && word.at(i) != 0
                    ? Integer.MAX_VALUE
                    : (low << Byte.SIZE) + word.at(i);
            if (low > data.length()) {
                return data.length() + 1;
            }
        }
        return (int) low;
    }

    private Bytes slice(int from, int length) throws Malformed {
        if (from < 0 || from > data.length() || length > data.length() - from) {
            throw new Malformed(Reason.TRUNCATED, "a contract's answer ends early");
        }
        return data.slice(from, from + length);
    }
}
