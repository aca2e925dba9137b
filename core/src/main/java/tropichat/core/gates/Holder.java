package tropichat.core.gates;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tropichat.core.identity.EthereumAddress;

/**
 * Whose tokens of one contract let a wallet in: its own, or those that a vault has delegated to it.
 *
 * @param isWhole whether all of them do; else only these {@code ids} (ERC-721), or up to this {@code amount} (ERC-20, 1155)
 */
record Holder(EthereumAddress address, boolean isWhole, List<Uint256> ids, Uint256 amount) {
    Holder {
        ids = Collections.unmodifiableList(new ArrayList<>(ids));
    }

    static Holder whole(EthereumAddress address) {
        return new Holder(address, true, List.of(), Uint256.ZERO);
    }

    /** A vault by one of its delegations. */
    static Holder by(Delegation delegation) {
        return switch (delegation.kind()) {
            case ALL, CONTRACT -> whole(delegation.vault());
            case ERC721 -> new Holder(delegation.vault(), false, List.of(delegation.id()), Uint256.ZERO);
            case ERC20, ERC1155 -> new Holder(delegation.vault(), false, List.of(), delegation.amount());
        };
    }

    /** The same vault by another delegation as well. */
    Holder and(Holder other) {
        Set<Uint256> both = new LinkedHashSet<>(ids);
        both.addAll(other.ids);
        Uint256 more = amount.compareTo(other.amount) < 0 ? other.amount : amount;
        return new Holder(address, isWhole || other.isWhole, new ArrayList<>(both), more);
    }

    /** Which of the tokens that a rule asks for count; any where empty and {@code isWhole}. */
    List<Uint256> counting(GateRule.Erc721 token) {
        if (isWhole) {
            return token.ids();
        }
        if (token.ids().isEmpty()) {
            return ids;
        }
        List<Uint256> counting = new ArrayList<>(token.ids());
        counting.retainAll(ids);
        return counting;
    }

    boolean mayUse(Uint256 wanted) {
        return isWhole || amount.compareTo(wanted) >= 0;
    }
}
