// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// Names as in ENS, for tests alone: anybody may set anything. What is asked from outside is asked as the Universal
/// Resolver is (reverse, resolve, its errors, and its batches of lookups elsewhere by ENSIP-21); how names are kept is not
/// ENS's.

error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData);

interface IAddresses {
    function addr(bytes32 node) external view returns (address);
}

interface ITexts {
    function text(bytes32 node, string calldata key) external view returns (string memory);
}

/// Knows addresses of names, and what they say of themselves.
contract Addresses is IAddresses, ITexts {
    mapping(bytes32 node => address) public addr;
    mapping(bytes32 node => mapping(string key => string)) public text;

    function setText(bytes32 node, string calldata key, string calldata value) external {
        text[node][key] = value;
    }

    function setAddr(bytes32 node, address to) external {
        addr[node] = to;
    }
}

/// Has addresses of names looked up by gateways (ERC-3668), and believes them.
contract ElsewhereAddresses is IAddresses {
    string[] private urls;
    bool private endless;

    function setUrls(string[] memory urls_) external {
        urls = urls_;
    }

    /// Whether it asks again whatever it is told.
    function setEndless(bool endless_) external {
        endless = endless_;
    }

    function addr(bytes32 node) external view returns (address) {
        lookUp(abi.encode(node));
    }

    function lookUp(bytes memory data) private view {
        revert OffchainLookup(address(this), urls, data, this.told.selector, abi.encode("extra"));
    }

    function told(bytes calldata answer, bytes calldata extra) external view returns (address) {
        require(keccak256(extra) == keccak256(abi.encode("extra")), "not what was given");
        if (endless) {
            lookUp(answer);
        }
        return abi.decode(answer, (address));
    }
}

/// In place of a resolver: has something looked up for somebody else, which is not to be done (ERC-3668).
contract OnBehalf {
    fallback() external {
        string[] memory urls = new string[](1);
        urls[0] = "https://gateway.example/{data}";
        revert OffchainLookup(address(1), urls, "", bytes4(0), "");
    }
}

contract Names {
    error ResolverNotFound(bytes name);
    error ReverseAddressMismatch(string primary, bytes primaryAddress);
    error ResolverError(bytes errorData);
    error HttpError(uint16 status, string message);

    struct Request {
        address sender;
        string[] urls;
        bytes data;
    }

    /// What is asked: the address of a name, for whoever wants that, or to compare it with a wallet's.
    struct Asked {
        bool isReverse;
        address wallet;
        string name;
        address resolver;
    }

    uint256 private constant ETH = 60;

    mapping(bytes32 node => address) private resolvers;
    mapping(address wallet => string) private primary;
    bool private batches = true;

    function setResolver(bytes32 node, address resolver) external {
        resolvers[node] = resolver;
    }

    function setName(address wallet, string calldata name) external {
        primary[wallet] = name;
    }

    /// Whether lookups elsewhere are wrapped into a batch, as the Universal Resolver does.
    function setBatches(bool batches_) external {
        batches = batches_;
    }

    function resolve(bytes calldata name, bytes calldata data) external view returns (bytes memory, address) {
        bytes32 node = nodeOf(name);
        if (bytes4(data) == ITexts.text.selector) {
            return (texts(node, name, data), resolvers[node]);
        }
        require(keccak256(data) == keccak256(abi.encodeCall(IAddresses.addr, (node))), "another node");
        address found = ask(node, name, Asked(false, address(0), "", address(0)));
        return (abi.encode(found), resolvers[node]);
    }

    function texts(bytes32 node, bytes calldata name, bytes calldata data) private view returns (bytes memory said) {
        (bytes32 asked, ) = abi.decode(data[4:], (bytes32, string));
        require(asked == node, "another node");
        if (resolvers[node] == address(0)) {
            revert ResolverNotFound(name);
        }
        bool done;
        (done, said) = resolvers[node].staticcall(data);
        require(done, "no texts");
    }

    function reverse(bytes calldata wallet, uint256 coinType) external view returns (string memory, address, address) {
        require(coinType == ETH && wallet.length == 20, "another kind of address");
        address of_ = address(bytes20(wallet));
        string memory name = primary[of_];
        if (bytes(name).length == 0) {
            return ("", address(0), address(this));
        }
        bytes memory inDns = dnsOf(bytes(name));
        bytes32 node = this.nodeOf(inDns);
        Asked memory asked = Asked(true, of_, name, resolvers[node]);
        compare(asked, ask(node, inDns, asked));
        return (name, asked.resolver, address(this));
    }

    function compare(Asked memory asked, address found) private pure {
        if (asked.wallet != found) {
            revert ReverseAddressMismatch(asked.name, abi.encodePacked(found));
        }
    }

    function ask(bytes32 node, bytes memory name, Asked memory asked) private view returns (address) {
        address resolver = resolvers[node];
        if (resolver == address(0)) {
            revert ResolverNotFound(name);
        }
        return answer(resolver, abi.encodeCall(IAddresses.addr, (node)), asked);
    }

    function answer(address resolver, bytes memory call, Asked memory asked) private view returns (address) {
        (bool done, bytes memory said) = resolver.staticcall(call);
        if (done) {
            return abi.decode(said, (address));
        }
        if (bytes4(said) != OffchainLookup.selector) {
            revert ResolverError(said);
        }
        this.lookUp(body(said), asked);
        revert("not reached");
    }

    function lookUp(bytes calldata lookup, Asked calldata asked) external view {
        (address sender, string[] memory urls, bytes memory data, bytes4 callback, bytes memory extra) =
            abi.decode(lookup, (address, string[], bytes, bytes4, bytes));
        bytes memory state = abi.encode(sender, callback, extra, asked);
        if (!batches) {
            revert OffchainLookup(address(this), urls, data, this.told.selector, state);
        }
        Request[] memory requests = new Request[](1);
        requests[0] = Request(sender, urls, data);
        string[] memory here = new string[](1);
        here[0] = "x-batch-gateway:true";
        revert OffchainLookup(
            address(this),
            here,
            abi.encodeWithSignature("query((address,string[],bytes)[])", requests),
            this.toldBatch.selector,
            state
        );
    }

    function toldBatch(bytes calldata batch, bytes calldata state) external view {
        (bool[] memory failures, bytes[] memory responses) = abi.decode(batch, (bool[], bytes[]));
        require(failures.length == 1 && responses.length == 1, "another batch");
        bytes memory said = responses[0];
        if (failures[0]) {
            assembly {
                revert(add(said, 32), mload(said))
            }
        }
        finish(said, state);
    }

    function told(bytes calldata said, bytes calldata state) external view {
        finish(said, state);
    }

    function finish(bytes memory said, bytes calldata state) private view {
        (address resolver, bytes4 callback, bytes memory extra, Asked memory asked) =
            abi.decode(state, (address, bytes4, bytes, Asked));
        address found = answer(resolver, abi.encodeWithSelector(callback, said, extra), asked);
        bytes memory result;
        if (asked.isReverse) {
            compare(asked, found);
            result = abi.encode(asked.name, asked.resolver, address(this));
        } else {
            result = abi.encode(abi.encode(found), resolver);
        }
        assembly {
            return(add(result, 32), mload(result))
        }
    }

    function body(bytes memory said) private view returns (bytes memory) {
        return this.withoutSelector(said);
    }

    function withoutSelector(bytes calldata said) external pure returns (bytes memory) {
        return said[4:];
    }

    /// The hash of a name that is written as in DNS (ERC-137).
    function nodeOf(bytes calldata name) public pure returns (bytes32) {
        uint256 length = uint8(name[0]);
        if (length == 0) {
            return bytes32(0);
        }
        return keccak256(abi.encodePacked(nodeOf(name[length + 1:]), keccak256(name[1:length + 1])));
    }

    /// A name with dots, as it is written in DNS.
    function dnsOf(bytes memory name) private pure returns (bytes memory written) {
        uint256 from = 0;
        for (uint256 i = 0; i <= name.length; i++) {
            if (i == name.length || name[i] == ".") {
                bytes memory label = new bytes(i - from);
                for (uint256 j = from; j < i; j++) {
                    label[j - from] = name[j];
                }
                written = abi.encodePacked(written, uint8(label.length), label);
                from = i + 1;
            }
        }
        written = abi.encodePacked(written, uint8(0));
    }
}
