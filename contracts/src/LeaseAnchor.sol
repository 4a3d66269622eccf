// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Beefy, Commitment, MmrLeaf, ProvenLeaf, Signers, ValidatorSet} from "./lib/Beefy.sol";
import {LeaseStatement, Statement, StatementPath} from "./lib/LeaseStatement.sol";
import {MmrProof} from "./lib/MmrProof.sol";

/// @title The anchor of Leasehold's lease ledger
/// @notice Knows the roots of the chain's mountain range that more than two thirds of its
/// validators signed, and checks lease statements against them.
///
/// The contract starts with two sets of validators and follows the chain from set to set: each set
/// takes office by a commitment that its own validators signed, as the set before had announced
/// them, and that proves who comes after. Nobody owns the
/// contract, nothing in it can be changed from outside, and it holds no funds.
///
/// If nobody submits for longer than the chain bonds its validators' stake, the set that the
/// contract knows could lie without loss. It then accepts nothing more, for good; what it had
/// accepted before stays provable.
contract LeaseAnchor {
    /// @dev What changes with a commitment, in one word. The next set's id is the current one's plus
    /// one.
    struct Head {
        uint64 setId;
        uint32 setLength;
        uint32 nextLength;
        uint32 blockNumber;
        uint64 acceptedAt;
    }

    /// @notice A commitment was accepted.
    /// @param blockNumber Its block.
    /// @param mmrRoot The root of the mountain range at that block.
    /// @param validatorSetId The set that signed it.
    /// @param poster Who submitted it.
    event Anchored(
        uint32 indexed blockNumber, bytes32 mmrRoot, uint64 indexed validatorSetId, address indexed poster
    );

    /// @notice A set took office, and the one after it became known.
    /// @param currentId The set in office.
    /// @param nextId The set after it.
    /// @param nextLength How many validators that one has.
    /// @param nextRoot The root over their addresses.
    event HandedOver(uint64 indexed currentId, uint64 indexed nextId, uint32 nextLength, bytes32 nextRoot);

    /// @notice A set must have at least one validator.
    error EmptySet(uint64 id);
    /// @notice The maximum age must not be zero.
    error NoMaximumAge();
    /// @notice A set was named that has another id than the one that is due.
    error WrongNextSet(uint64 given, uint64 expected);
    /// @notice Nothing was accepted for longer than the maximum age.
    error SetTooOld(uint256 age, uint256 maximum);
    /// @notice The commitment names another set than the one that must sign here.
    error WrongSet(uint64 given, uint64 expected);
    /// @notice The commitment's set does not come after the next one.
    error SetNotLater(uint64 given, uint64 next);
    /// @notice The commitment's set has other validators than the next one.
    error ValidatorsChanged(bytes32 given, bytes32 known);
    /// @notice The block of the commitment is anchored already.
    error AlreadyAnchored(uint32 blockNumber);
    /// @notice The block of the commitment lies before the last anchored one.
    error StaleCommitment(uint32 given, uint32 latest);
    /// @notice Those who signed, with those who are said not to have, are not the set.
    error SignersNotInSet(bytes32 rebuilt, bytes32 expected);
    /// @notice No commitment to this block was accepted.
    error NotAnchored(uint32 blockNumber);
    /// @notice The leaf has a format that this contract does not know.
    error UnknownLeafVersion(uint8 version);
    /// @notice The leaf is not in the mountain range of the block.
    error LeafNotInRange(bytes32 leaf, uint32 blockNumber);
    /// @notice The statement is not in the tree whose root the leaf carries.
    error StatementNotInBlock(bytes32 statement, bytes32 root);

    /// @notice How many seconds may pass between two accepted commitments.
    uint64 public immutable maximumAge;

    /// @notice The root of the mountain range at each anchored block; zero for others.
    mapping(uint32 blockNumber => bytes32 root) public mmrRoots;

    Head private _head;
    bytes32 private _currentRoot;
    bytes32 private _nextRoot;

    /// @notice Starts from two sets, which whoever deploys must have read from the chain itself.
    /// @param current The set in office.
    /// @param next The set after it.
    /// @param blockNumber Only later blocks are accepted.
    /// @param maximumAge_ How many seconds may pass between two accepted commitments. At most half
    /// of the time for which the chain bonds stake: see the README.
    constructor(ValidatorSet memory current, ValidatorSet memory next, uint32 blockNumber, uint64 maximumAge_) {
        if (current.length == 0) revert EmptySet(current.id);
        if (next.length == 0) revert EmptySet(next.id);
        if (next.id != current.id + 1) revert WrongNextSet(next.id, current.id + 1);
        if (maximumAge_ == 0) revert NoMaximumAge();
        maximumAge = maximumAge_;
        _head = Head(current.id, current.length, next.length, blockNumber, uint64(block.timestamp));
        _currentRoot = current.root;
        _nextRoot = next.root;
        emit HandedOver(current.id, next.id, next.length, next.root);
    }

    /// @notice Accepts a commitment that the set in office signed.
    /// @param commitment What was signed.
    /// @param signers Who signed it.
    function submit(Commitment calldata commitment, Signers calldata signers) external {
        Head memory head = _head;
        _checkOrder(commitment, head);
        if (commitment.validatorSetId != head.setId) revert WrongSet(commitment.validatorSetId, head.setId);
        _checkSigners(commitment, signers, head.setLength, _currentRoot);
        _accept(commitment, head);
    }

    /// @notice Accepts a commitment that the next set signed, by which that set takes office.
    /// @param commitment What was signed.
    /// @param signers Who signed it.
    /// @param next A leaf appended while that set was in office: it names the set after it. It is
    /// proven in the range that the commitment speaks of.
    function submitHandOver(Commitment calldata commitment, Signers calldata signers, ProvenLeaf calldata next)
        external
    {
        Head memory head = _head;
        _checkOrder(commitment, head);
        uint64 id = head.setId + 1;
        if (commitment.validatorSetId != id) revert WrongSet(commitment.validatorSetId, id);
        _checkSigners(commitment, signers, head.nextLength, _nextRoot);
        _handOver(commitment, head, next);
    }

    /// @notice Accepts a commitment of a set that comes after the next one and has the same
    /// validators in the same order.
    /// @dev The chain gives its sets new ids each session, but changes the validators once an era.
    /// So a hand-over an era is enough, made in the era's last session, whose leaves name the new
    /// validators. The validators who sign are those of the known next set, and are shown to be in
    /// office under the commitment's own id: for a lie they can be slashed as in any other session.
    /// @param commitment What was signed.
    /// @param signers Who signed it.
    /// @param office A leaf that names the commitment's set, proven in the commitment's range.
    /// @param next A leaf that names the set after it, proven likewise.
    function submitLaterHandOver(
        Commitment calldata commitment,
        Signers calldata signers,
        ProvenLeaf calldata office,
        ProvenLeaf calldata next
    ) external {
        Head memory head = _head;
        _checkOrder(commitment, head);
        uint64 id = commitment.validatorSetId;
        if (id <= head.setId + 1) revert SetNotLater(id, head.setId + 1);
        _checkSigners(commitment, signers, head.nextLength, _nextRoot);
        _checkLeaf(office.leaf, office.proof, commitment.blockNumber, commitment.mmrRoot);
        ValidatorSet calldata set = office.leaf.nextSet;
        if (set.id != id) revert WrongNextSet(set.id, id);
        if (set.length != head.nextLength || set.root != _nextRoot) revert ValidatorsChanged(set.root, _nextRoot);
        _handOver(commitment, head, next);
    }

    /// @notice Checks that the chain made a statement. Reverts, saying why, if that is not proven.
    /// @dev A later statement on the same lease may exist: `sequence` and `through` tell them apart.
    /// Nothing follows a statement whose state is closed.
    /// @param statement The statement.
    /// @param path The way from it to the root over its block's statements.
    /// @param leaf The leaf that carries that root: the one that the block after it appended.
    /// @param leafProof The proof that the leaf is in the range of block `anchoredBlock`.
    /// @param anchoredBlock An anchored block, later than the one that made the statement.
    /// @return saidAt The block that made the statement.
    function verifyLease(
        Statement calldata statement,
        StatementPath calldata path,
        MmrLeaf calldata leaf,
        bytes32[] calldata leafProof,
        uint32 anchoredBlock
    ) external view returns (uint32 saidAt) {
        bytes32 mmrRoot = mmrRoots[anchoredBlock];
        if (mmrRoot == 0) revert NotAnchored(anchoredBlock);
        _checkLeaf(leaf, leafProof, anchoredBlock, mmrRoot);
        bytes32 hash = LeaseStatement.leaf(statement);
        (bool ok, bytes32 root) = LeaseStatement.root(hash, path);
        if (!ok || root != leaf.extra) revert StatementNotInBlock(hash, leaf.extra);
        return leaf.parentNumber;
    }

    /// @notice The set in office.
    /// @return The set.
    function currentSet() external view returns (ValidatorSet memory) {
        return ValidatorSet(_head.setId, _head.setLength, _currentRoot);
    }

    /// @notice The set that takes office next.
    /// @return The set.
    function nextSet() external view returns (ValidatorSet memory) {
        return ValidatorSet(_head.setId + 1, _head.nextLength, _nextRoot);
    }

    /// @notice The last anchored block; before the first, the one given at the start.
    /// @return The block.
    function latestBlock() external view returns (uint32) {
        return _head.blockNumber;
    }

    /// @notice Until when a commitment is accepted if none comes before.
    /// @return Unix time in seconds; the last second counts.
    function acceptsUntil() external view returns (uint256) {
        return uint256(_head.acceptedAt) + maximumAge;
    }

    /// @dev Rejects by age and block, before any signature is looked at.
    function _checkOrder(Commitment calldata commitment, Head memory head) private view {
        uint256 age = block.timestamp - head.acceptedAt;
        if (age > maximumAge) revert SetTooOld(age, maximumAge);
        if (mmrRoots[commitment.blockNumber] != 0) revert AlreadyAnchored(commitment.blockNumber);
        if (commitment.blockNumber <= head.blockNumber) {
            revert StaleCommitment(commitment.blockNumber, head.blockNumber);
        }
    }

    function _checkSigners(Commitment calldata commitment, Signers calldata signers, uint32 length, bytes32 expected)
        private
        pure
    {
        bytes32 rebuilt = Beefy.signersRoot(Beefy.hash(commitment), signers, length);
        if (rebuilt != expected) revert SignersNotInSet(rebuilt, expected);
    }

    /// @dev The chain has its mountain range from block 1 on, so the range of block n has n leaves,
    /// and the leaf with parent p is number p: index and count need not be taken on trust.
    function _checkLeaf(MmrLeaf calldata leaf, bytes32[] calldata proof, uint32 blockNumber, bytes32 mmrRoot)
        private
        pure
    {
        if (leaf.version >> 5 != 0) revert UnknownLeafVersion(leaf.version);
        bytes32 hash = Beefy.hash(leaf);
        (bool ok, bytes32 root) = MmrProof.root(hash, leaf.parentNumber, blockNumber, proof);
        if (!ok || root != mmrRoot) revert LeafNotInRange(hash, blockNumber);
    }

    /// @dev The known next set takes office under the commitment's id; `proven` names the one after.
    function _handOver(Commitment calldata commitment, Head memory head, ProvenLeaf calldata proven) private {
        _checkLeaf(proven.leaf, proven.proof, commitment.blockNumber, commitment.mmrRoot);
        uint64 id = commitment.validatorSetId;
        ValidatorSet calldata next = proven.leaf.nextSet;
        if (next.id != id + 1) revert WrongNextSet(next.id, id + 1);
        if (next.length == 0) revert EmptySet(next.id);

        head.setId = id;
        head.setLength = head.nextLength;
        head.nextLength = next.length;
        _currentRoot = _nextRoot;
        _nextRoot = next.root;
        _accept(commitment, head);
        emit HandedOver(id, next.id, next.length, next.root);
    }

    /// @dev Nothing is left to check.
    function _accept(Commitment calldata commitment, Head memory head) private {
        head.blockNumber = commitment.blockNumber;
        head.acceptedAt = uint64(block.timestamp);
        _head = head;
        mmrRoots[commitment.blockNumber] = commitment.mmrRoot;
        emit Anchored(commitment.blockNumber, commitment.mmrRoot, commitment.validatorSetId, msg.sender);
    }
}
