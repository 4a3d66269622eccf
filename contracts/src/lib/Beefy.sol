// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Keccak} from "./Keccak.sol";
import {Scale} from "./Scale.sol";

/// @notice What BEEFY validators sign: this block's mountain range has this root.
/// @param mmrRoot The root after the block's own leaf.
/// @param blockNumber The block.
/// @param validatorSetId The set that signs.
struct Commitment {
    bytes32 mmrRoot;
    uint32 blockNumber;
    uint64 validatorSetId;
}

/// @notice A set of validators.
/// @param id Counts the sets of the chain.
/// @param length How many validators it has.
/// @param root Root of the `binary-merkle-tree` over their Ethereum addresses.
struct ValidatorSet {
    uint64 id;
    uint32 length;
    bytes32 root;
}

/// @notice A leaf of the mountain range, one for each block.
/// @param version The format: major in the upper three bits, minor in the lower five.
/// @param parentNumber The number of the block before the one that appended the leaf.
/// @param parentHash The hash of that block.
/// @param nextSet The set that follows the one in office in the appending block.
/// @param extra The root over the statements that block `parentNumber` made; zero if none.
struct MmrLeaf {
    uint8 version;
    uint32 parentNumber;
    bytes32 parentHash;
    ValidatorSet nextSet;
    bytes32 extra;
}

/// @notice A leaf and the proof that it is in a range.
/// @param leaf The leaf.
/// @param proof The proof, see `MmrProof`.
struct ProvenLeaf {
    MmrLeaf leaf;
    bytes32[] proof;
}

/// @notice Who signed a commitment, and with what.
/// @param bits Bit i of word w is set if validator 256 w + i of the set signed. As many words as
/// the set needs; bits beyond its last validator are zero.
/// @param signatures The signatures in the order of the validators, 65 bytes each, as BEEFY gives
/// them: r, s, and a recovery id of 0 or 1.
/// @param absent The addresses of the validators that did not sign, in their order.
struct Signers {
    uint256[] bits;
    bytes signatures;
    address[] absent;
}

/// @title What BEEFY and `pallet-beefy-mmr` encode, hash and sign
library Beefy {
    /// @notice The bit field has `given` words, the set needs `needed`.
    error BitsLength(uint256 given, uint256 needed);
    /// @notice The bit field names a validator beyond the set's last.
    error BitsBeyondSet(uint256 word, uint32 setLength);
    /// @notice Fewer validators signed than BEEFY's quorum.
    error QuorumMissing(uint256 signed, uint256 needed);
    /// @notice There are not 65 bytes of signature for each signer.
    error SignaturesLength(uint256 given, uint256 needed);
    /// @notice There is not one address for each validator that did not sign.
    error AbsentLength(uint256 given, uint256 needed);
    /// @notice A signature's s lies in the upper half of its range.
    error MalleableSignature(uint256 validator, bytes32 s);
    /// @notice A signature's recovery id is neither 0 nor 1.
    error BadRecoveryId(uint256 validator, uint8 id);
    /// @notice No key can have made the signature.
    error UnrecoverableSignature(uint256 validator);

    /// @dev Half of secp256k1's order: the greatest s that is accepted.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @notice What is signed of a commitment.
    /// @dev SCALE of `Commitment { payload: [("mh", root)], block_number, validator_set_id }`: one
    /// entry (0x04), its name, 32 bytes (0x80), the bytes, and the two numbers.
    /// @param commitment The commitment.
    /// @return The hash that is signed.
    function hash(Commitment calldata commitment) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                hex"046d6880",
                commitment.mmrRoot,
                Scale.u32(commitment.blockNumber),
                Scale.u64(commitment.validatorSetId)
            )
        );
    }

    /// @notice A leaf's hash in the mountain range.
    /// @dev 113 bytes of SCALE; no node of the range hashes as many, so none passes for a leaf.
    /// @param leaf The leaf.
    /// @return The hash.
    function hash(MmrLeaf calldata leaf) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                leaf.version,
                Scale.u32(leaf.parentNumber),
                leaf.parentHash,
                Scale.u64(leaf.nextSet.id),
                Scale.u32(leaf.nextSet.length),
                leaf.nextSet.root,
                leaf.extra
            )
        );
    }

    /// @notice How many of a set must sign: more than two thirds.
    /// @param length The set's length, not zero.
    /// @return The quorum.
    function quorum(uint256 length) internal pure returns (uint256) {
        return length - (length - 1) / 3;
    }

    /// @notice The root of the set of which the signers are part.
    /// @dev A signer's address comes out of its signature, the other addresses are given, and the
    /// tree over all of them is built anew: its root is the set's only if every signature is by the
    /// validator whose bit is set. For a quorum this costs less than a Merkle proof for each
    /// signature, and less than naming all addresses.
    /// @param digest What was signed.
    /// @param signers Who signed it.
    /// @param length The set's length.
    /// @return The root to compare with the set's.
    function signersRoot(bytes32 digest, Signers calldata signers, uint32 length) internal pure returns (bytes32) {
        uint256[] calldata bits = signers.bits;
        bytes calldata signatures = signers.signatures;
        address[] calldata absent = signers.absent;
        uint256 signed = _countSigners(bits, length);
        if (signed < quorum(length)) revert QuorumMissing(signed, quorum(length));
        if (signatures.length != signed * 65) revert SignaturesLength(signatures.length, signed * 65);
        if (absent.length != length - signed) revert AbsentLength(absent.length, length - signed);

        bytes32[] memory row = new bytes32[](length);
        uint256 signature = 0;
        uint256 absentee = 0;
        for (uint256 i = 0; i < length; i++) {
            address who;
            if ((bits[i >> 8] >> (i & 255)) & 1 == 1) {
                who = _recover(digest, signatures[signature:signature + 65], i);
                signature += 65;
            } else {
                who = absent[absentee++];
            }
            row[i] = Keccak.account(who);
        }
        return _rootOf(row);
    }

    /// @dev How many bits are set; rejects a field of the wrong size or with bits beyond the set.
    function _countSigners(uint256[] calldata bits, uint32 length) private pure returns (uint256 count) {
        uint256 words = (uint256(length) + 255) / 256;
        if (bits.length != words) revert BitsLength(bits.length, words);
        uint256 used = length & 255;
        if (used != 0 && bits[words - 1] >> used != 0) revert BitsBeyondSet(bits[words - 1], length);
        for (uint256 i = 0; i < words; i++) {
            for (uint256 word = bits[i]; word != 0; word &= word - 1) {
                count++;
            }
        }
    }

    /// @dev Who signed. `ecrecover` says zero for a signature that no key can have made; the set may
    /// hold the zero address (a key that the chain could not convert), so zero is never let through.
    function _recover(bytes32 digest, bytes calldata signature, uint256 validator) private pure returns (address who) {
        bytes32 r = bytes32(signature[:32]);
        bytes32 s = bytes32(signature[32:64]);
        uint8 id = uint8(signature[64]);
        if (uint256(s) > HALF_ORDER) revert MalleableSignature(validator, s);
        if (id > 1) revert BadRecoveryId(validator, id);
        who = ecrecover(digest, id + 27, r, s);
        if (who == address(0)) revert UnrecoverableSignature(validator);
    }

    /// @dev The root over a row of leaf hashes, as `binary-merkle-tree` makes it: an odd node at the
    /// end of a row moves up unchanged. The row is overwritten.
    function _rootOf(bytes32[] memory row) private pure returns (bytes32) {
        uint256 width = row.length;
        while (width > 1) {
            uint256 half = width / 2;
            for (uint256 i = 0; i < half; i++) {
                row[i] = Keccak.pair(row[2 * i], row[2 * i + 1]);
            }
            if (width & 1 == 1) {
                row[half] = row[width - 1];
                half++;
            }
            width = half;
        }
        return row[0];
    }
}
