package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * A contract's function, written as in Solidity: {@code hasRole(bytes32,address) returns (bool)}. Its arguments and what
 * it returns are single words.
 */
public record ContractFunction(String name, List<WordType> parameters, WordType returns) {
    /** A guess. */
    public static final int PARAMETERS_MAX = 8;

    /** A guess: longer than any name in use. */
    public static final int CHARS_MAX = 256;

    private static final String RETURNS = ") returns (";

    public ContractFunction {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** Reads what {@link #toString} writes, and nothing else. */
    public static ContractFunction parse(String text) throws Malformed {
        int open = text.indexOf('(');
        int close = text.indexOf(RETURNS);
        if (open < 1 || close < open || !text.endsWith(")") || !isName(text.substring(0, open))) {
            throw new Malformed(
                    Reason.SYNTAX, "abi must be like hasRole(bytes32,address) returns (bool), without further words");
        }
        List<WordType> parameters = types(text.substring(open + 1, close));
        if (parameters.size() > PARAMETERS_MAX) {
            throw new Malformed(Reason.TOO_LARGE, "a function has at most " + PARAMETERS_MAX + " parameters here");
        }
        WordType returns = WordType.parse(text.substring(close + RETURNS.length(), text.length() - 1));
        return new ContractFunction(text.substring(0, open), parameters, returns);
    }

    private static List<WordType> types(String list) throws Malformed {
        List<WordType> types = new ArrayList<>();
        int from = 0;
        for (int comma = list.indexOf(','); comma >= 0; comma = list.indexOf(',', from)) {
            types.add(WordType.parse(list.substring(from, comma)));
            from = comma + 1;
        }
        if (!list.isEmpty()) {
            types.add(WordType.parse(list.substring(from)));
        }
        return types;
    }

    /** By which the contract knows it, like {@code hasRole(bytes32,address)}. */
    public String signature() {
        StringBuilder signature = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            signature.append(i == 0 ? "" : ",").append(parameters.get(i));
        }
        return signature.append(')').toString();
    }

    @Override
    public String toString() {
        return signature() + " returns (" + returns + ")";
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            boolean isLetter = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
            boolean isDigit = next >= '0' && next <= '9';
            if (!isLetter && next != '_' && next != '$' && (i == 0 || !isDigit)) {
                return false;
            }
        }
        return true;
    }
}
