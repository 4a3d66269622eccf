// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Numbers as SCALE writes them
/// @notice SCALE, the encoding of Substrate chains, writes numbers of a fixed size with the least
/// significant byte first. Solidity writes the most significant byte first, so the bytes are turned
/// round before they are packed.
library Scale {
    /// @notice The four bytes of a number in SCALE's order.
    /// @param value The number.
    /// @return The number whose bytes, as Solidity packs them, are `value` in SCALE.
    function u32(uint32 value) internal pure returns (uint32) {
        value = ((value & 0xff00ff00) >> 8) | ((value & 0x00ff00ff) << 8);
        return (value >> 16) | (value << 16);
    }

    /// @notice The eight bytes of a number in SCALE's order.
    /// @param value The number.
    /// @return The number whose bytes, as Solidity packs them, are `value` in SCALE.
    function u64(uint64 value) internal pure returns (uint64) {
        value = ((value & 0xff00ff00ff00ff00) >> 8) | ((value & 0x00ff00ff00ff00ff) << 8);
        value = ((value & 0xffff0000ffff0000) >> 16) | ((value & 0x0000ffff0000ffff) << 16);
        return (value >> 32) | (value << 32);
    }
}
