// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721Enumerable} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721Enumerable.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

/// Tokens that anybody may make for anybody: for tests alone.
contract Coin is ERC20("Coin", "COIN") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

contract Badge is ERC721("Badge", "BADGE") {
    mapping(uint256 id => string) private uris;

    function setTokenURI(uint256 id, string calldata uri) external {
        uris[id] = uri;
    }

    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        return uris[id];
    }

    function mint(address to, uint256 id) external {
        _mint(to, id);
    }
}

/// Whose tokens can be listed.
contract Club is ERC721Enumerable {
    constructor() ERC721("Club", "CLUB") {}

    function mint(address to, uint256 id) external {
        _mint(to, id);
    }
}

contract Items is ERC1155("") {
    function setURI(string calldata uri) external {
        _setURI(uri);
    }

    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }
}

/// What is asked for a balance and does not give one.
contract Refusing {
    function balanceOf(address) external pure returns (uint256) {
        revert("closed");
    }
}

contract Talkative {
    fallback() external {
        assembly {
            return(0, 100000)
        }
    }
}

contract Endless {
    function balanceOf(address) external pure returns (uint256 count) {
        while (true) {
            count++;
        }
    }
}
