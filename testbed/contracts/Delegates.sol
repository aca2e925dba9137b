// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// Speaks as the registry of delegate.xyz does (IDelegateRegistry, version 2), and keeps delegations in a way of its own:
/// each by its key, and each wallet's in the order in which they were made. For tests alone.
contract DelegateRegistry {
    enum DelegationType {
        NONE,
        ALL,
        CONTRACT,
        ERC721,
        ERC20,
        ERC1155
    }

    struct Delegation {
        DelegationType type_;
        address to;
        address from;
        bytes32 rights;
        address contract_;
        uint256 tokenId;
        uint256 amount;
    }

    mapping(bytes32 key => Delegation) private kept;
    mapping(bytes32 key => bool) private isKnown;
    mapping(address to => bytes32[]) private incoming;

    function delegateAll(address to, bytes32 rights, bool enable) external payable returns (bytes32) {
        return set(Delegation(DelegationType.ALL, to, msg.sender, rights, address(0), 0, 0), enable);
    }

    function delegateContract(address to, address contract_, bytes32 rights, bool enable)
        external
        payable
        returns (bytes32)
    {
        return set(Delegation(DelegationType.CONTRACT, to, msg.sender, rights, contract_, 0, 0), enable);
    }

    function delegateERC721(address to, address contract_, uint256 tokenId, bytes32 rights, bool enable)
        external
        payable
        returns (bytes32)
    {
        return set(Delegation(DelegationType.ERC721, to, msg.sender, rights, contract_, tokenId, 0), enable);
    }

    function delegateERC20(address to, address contract_, bytes32 rights, uint256 amount)
        external
        payable
        returns (bytes32)
    {
        return set(Delegation(DelegationType.ERC20, to, msg.sender, rights, contract_, 0, amount), amount > 0);
    }

    function delegateERC1155(address to, address contract_, uint256 tokenId, bytes32 rights, uint256 amount)
        external
        payable
        returns (bytes32)
    {
        return set(Delegation(DelegationType.ERC1155, to, msg.sender, rights, contract_, tokenId, amount), amount > 0);
    }

    function getIncomingDelegations(address to) external view returns (Delegation[] memory delegations) {
        bytes32[] storage keys = incoming[to];
        uint256 count;
        for (uint256 i; i < keys.length; i++) {
            if (kept[keys[i]].type_ != DelegationType.NONE) count++;
        }
        delegations = new Delegation[](count);
        count = 0;
        for (uint256 i; i < keys.length; i++) {
            if (kept[keys[i]].type_ != DelegationType.NONE) delegations[count++] = kept[keys[i]];
        }
    }

    /// The amount is no part of the key, as in the original: delegated anew it is another.
    function set(Delegation memory made, bool enable) private returns (bytes32 key) {
        key = keccak256(abi.encode(made.type_, made.to, made.from, made.rights, made.contract_, made.tokenId));
        if (!isKnown[key]) {
            isKnown[key] = true;
            incoming[made.to].push(key);
        }
        if (!enable) made.type_ = DelegationType.NONE;
        kept[key] = made;
    }
}
