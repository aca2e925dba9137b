package tropichat.core.gates;

import tropichat.core.base.Bytes;
import tropichat.core.base.Malformed;
import tropichat.core.base.Malformed.Reason;

/**
 * How what a contract returned is judged.
 *
 * @param value to which it is compared, as somebody wrote it
 */
public record Comparison(Operator operator, String value) {
    /** Of what was returned, to the value. */
    public enum Operator {
        EQUAL("eq"),
        NOT_EQUAL("ne"),
        MORE("gt"),
        AT_LEAST("gte"),
        LESS("lt"),
        AT_MOST("lte");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        static Operator parse(String word) throws Malformed {
            for (Operator operator : values()) {
                if (operator.word.equals(word)) {
                    return operator;
                }
            }
            throw new Malformed(Reason.FIELD, "compare takes op eq, ne, gt, gte, lt or lte");
        }

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
            };
        }

        boolean needsOrder() {
            return this != EQUAL && this != NOT_EQUAL;
        }
    }

    boolean holds(Bytes returned, Bytes expected) {
        return operator.holds(returned.compareTo(expected));
    }
}
