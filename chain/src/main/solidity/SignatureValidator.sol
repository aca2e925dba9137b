// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// Answers whether a wallet that is a contract has signed, one that is not there yet included (ERC-1271, ERC-6492).
/// It is never deployed: a node runs its constructor in an eth_call, and what it returns in place of code is one byte,
/// 1 or 0.
contract SignatureValidator {
    bytes32 private constant NOT_YET_DEPLOYED = 0x6492649264926492649264926492649264926492649264926492649264926492;

    constructor(address signer, bytes32 hash, bytes memory signature) {
        bool valid = isValid(signer, hash, signature);
        assembly {
            mstore8(0, valid)
            return(0, 1)
        }
    }

    function isValid(address signer, bytes32 hash, bytes memory signature) private returns (bool) {
        if (!endsWithMark(signature)) {
            return hasSigned(signer, hash, signature);
        }
        assembly {
            mstore(signature, sub(mload(signature), 32))
        }
        (address factory, bytes memory call, bytes memory inner) = abi.decode(signature, (address, bytes, bytes));
        // Whoever is there already may be asked as it is.
        if (hasSigned(signer, hash, inner)) {
            return true;
        }
        (bool made,) = factory.call(call);
        return made && hasSigned(signer, hash, inner);
    }

    function endsWithMark(bytes memory signature) private pure returns (bool ends) {
        if (signature.length >= 32) {
            bytes32 last;
            assembly {
                last := mload(add(signature, mload(signature)))
            }
            ends = last == NOT_YET_DEPLOYED;
        }
    }

    function hasSigned(address signer, bytes32 hash, bytes memory signature) private view returns (bool) {
        if (signer.code.length == 0) {
            return false;
        }
        bytes4 selector = 0x1626ba7e; // isValidSignature(bytes32,bytes), which is also the answer that means yes
        (bool done, bytes memory answer) = signer.staticcall(abi.encodeWithSelector(selector, hash, signature));
        return done && answer.length >= 32 && abi.decode(answer, (bytes32)) == bytes32(selector);
    }
}
