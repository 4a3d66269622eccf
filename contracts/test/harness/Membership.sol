// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Beefy, Signers} from "../../src/lib/Beefy.sol";
import {Keccak} from "../../src/lib/Keccak.sol";

/// @notice Ways to show that signers are of a set, to compare what they cost. Only the first is
/// used; the others do no more than is needed to measure them.
contract Membership {
    /// @notice One signer with a Merkle proof of its own.
    struct Proven {
        uint32 index;
        bytes32[] proof;
    }

    error NotInSet();

    /// @notice The one that is used: signers are recovered, the others named, the tree built anew.
    function rebuilt(bytes32 digest, Signers calldata signers, uint32 length, bytes32 root) external pure {
        if (Beefy.signersRoot(digest, signers, length) != root) revert NotInSet();
    }

    /// @notice All addresses are named, the tree is built of them, signers are recovered and compared.
    function named(bytes32 digest, uint32[] calldata indices, bytes calldata signatures, address[] calldata all, bytes32 root)
        external
        pure
    {
        for (uint256 i = 0; i < indices.length; i++) {
            if (_recover(digest, signatures[65 * i:65 * i + 65]) != all[indices[i]]) revert NotInSet();
        }
        bytes32[] memory row = new bytes32[](all.length);
        for (uint256 i = 0; i < row.length; i++) row[i] = Keccak.account(all[i]);
        for (uint256 width = row.length; width > 1; width = (width + 1) / 2) {
            for (uint256 i = 0; i < width / 2; i++) row[i] = Keccak.pair(row[2 * i], row[2 * i + 1]);
            if (width & 1 == 1) row[width / 2] = row[width - 1];
        }
        if (row[0] != root) revert NotInSet();
    }

    /// @notice Each signer has its own proof.
    function proven(bytes32 digest, Proven[] calldata list, bytes calldata signatures, uint256 length, bytes32 root)
        external
        pure
    {
        for (uint256 i = 0; i < list.length; i++) {
            bytes32 hash = Keccak.account(_recover(digest, signatures[65 * i:65 * i + 65]));
            uint256 place = list[i].index;
            uint256 next = 0;
            for (uint256 width = length; width > 1; width = (width + 1) / 2) {
                if (place ^ 1 < width) {
                    bytes32 sibling = list[i].proof[next++];
                    hash = place & 1 == 0 ? Keccak.pair(hash, sibling) : Keccak.pair(sibling, hash);
                }
                place >>= 1;
            }
            if (hash != root) revert NotInSet();
        }
    }

    function _recover(bytes32 digest, bytes calldata signature) private pure returns (address) {
        return ecrecover(digest, uint8(signature[64]) + 27, bytes32(signature[:32]), bytes32(signature[32:64]));
    }
}
