package tropichat.core.gates;

import org.jspecify.annotations.Nullable;
import tropichat.core.identity.EthereumAddress;

/**
 * That a vault lets another wallet act for it.
 *
 * @param contract for whose tokens alone; without meaning for {@code ALL}
 * @param id of the one token, of {@code ERC721} and {@code ERC1155}
 * @param amount up to which, of {@code ERC20} and {@code ERC1155}
 */
record Delegation(Kind kind, EthereumAddress vault, EthereumAddress contract, Uint256 id, Uint256 amount) {
    /** By the registry's numbers, of which 0 is none. */
    enum Kind {
        ALL(1),
        CONTRACT(2),
        ERC721(3),
        ERC20(4),
        ERC1155(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** Null for a number that is none of them. */
        static @Nullable Kind of(Uint256 number) {
            for (Kind kind : values()) {
                if (number.equals(Uint256.of(kind.number))) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** Whether it is about something of what a rule asks for. */
    boolean isAbout(GateRule.Tokens rule) {
        boolean isOfContract = contract.equals(rule.contract());
        return switch (kind) {
            case ALL -> true;
            case CONTRACT -> isOfContract;
            case ERC721 -> isOfContract && rule instanceof GateRule.Erc721;
            case ERC20 -> isOfContract && rule instanceof GateRule.Erc20;
            case ERC1155 ->
                isOfContract
                        && rule instanceof GateRule.Erc1155 items
                        && items.id().equals(id);
        };
    }
}
