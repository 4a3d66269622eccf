// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Keccak} from "./Keccak.sol";

/// @title Proofs of one leaf in a Merkle mountain range
/// @notice Checks proofs as `pallet-mmr` makes them with keccak-256.
///
/// A range of `count` leaves is a row of perfect binary trees, one for each bit of `count` that is
/// set, the largest first; their roots are the peaks. A node is `keccak256(left ‖ right)`. The
/// range's root folds the peaks from the right: the last peak is the start, and each one to its
/// left makes `keccak256(folded ‖ peak)`.
///
/// A proof of one leaf holds, in this order: each peak to the left of the leaf's tree, the siblings
/// from the leaf up to its peak, and, if there are peaks to the right, those folded into one hash.
/// Index and count alone say how many items that is, and none may be missing or left over.
library MmrProof {
    /// @notice The root that a leaf and its proof lead to.
    /// @param leaf The leaf's hash.
    /// @param index The leaf's place in the range, from 0.
    /// @param count How many leaves the range has.
    /// @param items The proof.
    /// @return ok Whether the proof has the form that index and count ask for.
    /// @return root The root; meaningless unless `ok`.
    function root(bytes32 leaf, uint256 index, uint256 count, bytes32[] calldata items)
        internal
        pure
        returns (bool ok, bytes32)
    {
        if (index >= count) return (false, 0);

        // The leaf's tree belongs to the highest bit in which count and index differ: count has it,
        // index has not.
        uint256 height = _log2(index ^ count);
        uint256 leftPeaks = _ones(count >> (height + 1));
        bool hasRight = count & ((1 << height) - 1) != 0;
        if (items.length != leftPeaks + height + (hasRight ? 1 : 0)) return (false, 0);

        bytes32 hash = leaf;
        for (uint256 level = 0; level < height; level++) {
            bytes32 sibling = items[leftPeaks + level];
            hash = (index >> level) & 1 == 0 ? Keccak.pair(hash, sibling) : Keccak.pair(sibling, hash);
        }
        if (hasRight) hash = Keccak.pair(items[leftPeaks + height], hash);
        for (uint256 peak = leftPeaks; peak > 0; peak--) {
            hash = Keccak.pair(hash, items[peak - 1]);
        }
        return (true, hash);
    }

    /// @dev The place of the highest bit of `value`, which is not zero.
    function _log2(uint256 value) private pure returns (uint256 place) {
        while (value > 1) {
            value >>= 1;
            place++;
        }
    }

    /// @dev How many bits of `value` are set.
    function _ones(uint256 value) private pure returns (uint256 ones) {
        while (value != 0) {
            value &= value - 1;
            ones++;
        }
    }
}
