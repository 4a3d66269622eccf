// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Keccak} from "./Keccak.sol";

/// @notice What the chain says of one lease at one moment.
/// @dev The same fields in the same order as `Statement` in `primitives/src/statement.rs`.
/// @param lease The lease.
/// @param tenant The tenant's account on the chain.
/// @param provider The provider's account on the chain.
/// @param asset 0 for the native token, else the asset's id plus one.
/// @param price Base units per hour.
/// @param paid Paid to the provider so far, what is owed to it included.
/// @param fees Protocol fees so far.
/// @param refunded Returned to depositors so far.
/// @param state 0 awarded, 1 active, 2 paused, 3 grace, 4 reclaiming, 255 closed.
/// @param through Unix time in milliseconds of the block in which this was said.
/// @param served Service time in milliseconds that the provider vouches for.
/// @param usage Hash of the provider's own record of use; zero before its first checkpoint.
/// @param sequence Counts the statements on this lease, from 1.
struct Statement {
    uint64 lease;
    bytes32 tenant;
    bytes32 provider;
    uint64 asset;
    uint128 price;
    uint128 paid;
    uint128 fees;
    uint128 refunded;
    uint8 state;
    uint64 through;
    uint64 served;
    bytes32 usage;
    uint32 sequence;
}

/// @notice The way from a statement's leaf to the root of its block's tree.
/// @param sides Bit i is set if the node below sibling i is the right one of the two. Bits beyond
/// the last sibling are zero.
/// @param siblings The siblings from the bottom up. A level where the node has no sibling, because
/// it stands alone at the end of its row, adds none.
struct StatementPath {
    uint256 sides;
    bytes32[] siblings;
}

/// @title Statements and the tree that each block makes of them
/// @notice A leaf is `keccak256(0x00 ‖ abi.encode(statement))`, a node `keccak256(0x01 ‖ left ‖
/// right)`: the prefix keeps a node from passing for a leaf.
library LeaseStatement {
    /// @notice The state of a lease that has ended.
    uint8 internal constant CLOSED = 255;

    /// @notice A statement's leaf.
    /// @param statement The statement.
    /// @return The leaf.
    function leaf(Statement calldata statement) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(uint8(0), abi.encode(statement)));
    }

    /// @notice The root that a leaf and its path lead to.
    /// @param hash The leaf.
    /// @param path The path.
    /// @return ok Whether `path.sides` has no bit beyond the last sibling.
    /// @return root The root; meaningless unless `ok`.
    function root(bytes32 hash, StatementPath calldata path) internal pure returns (bool ok, bytes32) {
        uint256 sides = path.sides;
        bytes32[] calldata siblings = path.siblings;
        for (uint256 i = 0; i < siblings.length; i++) {
            hash = sides & 1 == 0
                ? Keccak.prefixedPair(1, hash, siblings[i])
                : Keccak.prefixedPair(1, siblings[i], hash);
            sides >>= 1;
        }
        return (sides == 0, hash);
    }
}
