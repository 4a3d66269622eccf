// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Hashes of the few shapes that the trees are made of
/// @notice The same as `keccak256(abi.encodePacked(..))`, without growing memory at each call: all
/// use the first 96 bytes of memory, which Solidity leaves to such work, and put back what they
/// touch of the free memory pointer.
library Keccak {
    /// @notice The hash of two words.
    /// @param left The first word.
    /// @param right The second word.
    /// @return hash `keccak256(left ‖ right)`.
    function pair(bytes32 left, bytes32 right) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(0x00, left)
            mstore(0x20, right)
            hash := keccak256(0x00, 0x40)
        }
    }

    /// @notice The hash of a byte and two words.
    /// @param prefix The byte.
    /// @param left The first word.
    /// @param right The second word.
    /// @return hash `keccak256(prefix ‖ left ‖ right)`.
    function prefixedPair(uint8 prefix, bytes32 left, bytes32 right) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(0x00, prefix)
            mstore(0x01, left)
            mstore(0x21, right)
            hash := keccak256(0x00, 0x41)
            mstore(0x40, free)
        }
    }

    /// @notice The hash of an address's 20 bytes.
    /// @param who The address.
    /// @return hash `keccak256(who)`.
    function account(address who) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(0x00, shl(96, who))
            hash := keccak256(0x00, 0x14)
        }
    }
}
