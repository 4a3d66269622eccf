// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Beefy, Commitment, MmrLeaf, Signers} from "../../src/lib/Beefy.sol";
import {LeaseStatement, Statement, StatementPath} from "../../src/lib/LeaseStatement.sol";
import {MmrProof} from "../../src/lib/MmrProof.sol";

/// @notice Opens the libraries to the tests.
contract Harness {
    function leaves(Statement[] calldata statements) external pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](statements.length);
        for (uint256 i = 0; i < statements.length; i++) {
            hashes[i] = LeaseStatement.leaf(statements[i]);
        }
    }

    function statementRoot(bytes32 leaf, StatementPath calldata path) external pure returns (bool, bytes32) {
        return LeaseStatement.root(leaf, path);
    }

    function mmrRoot(bytes32 leaf, uint256 index, uint256 count, bytes32[] calldata items)
        external
        pure
        returns (bool, bytes32)
    {
        return MmrProof.root(leaf, index, count, items);
    }

    function commitmentHash(Commitment calldata commitment) external pure returns (bytes32) {
        return Beefy.hash(commitment);
    }

    function leafHash(MmrLeaf calldata leaf) external pure returns (bytes32) {
        return Beefy.hash(leaf);
    }

    function quorum(uint256 length) external pure returns (uint256) {
        return Beefy.quorum(length);
    }

    function signersRoot(bytes32 digest, Signers calldata signers, uint32 length) external pure returns (bytes32) {
        return Beefy.signersRoot(digest, signers, length);
    }
}
