// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {LeaseAnchor} from "../LeaseAnchor.sol";
import {MmrLeaf} from "../lib/Beefy.sol";
import {LeaseStatement, Statement, StatementPath} from "../lib/LeaseStatement.sol";

/// @title An example: money on Ethereum for a lease on Leasehold
/// @notice Somebody pledges a sum for a lease. Once the chain says that the lease has closed and
/// that its provider was paid at least so much there, anyone may have the sum sent to its
/// receiver; if that is not shown in time, it goes back.
contract PayOnSettled {
    /// @notice A pledged sum.
    /// @param payer Who gave it.
    /// @param receiver Who gets it.
    /// @param amount How much, in wei; zero once it has left.
    /// @param deadline Unix time in seconds from which the payer may take it back.
    /// @param lease The lease.
    /// @param provider The lease's provider on the chain.
    /// @param leastPaid What the provider must have been paid on the chain, in the lease's asset.
    struct Pledge {
        address payer;
        address payable receiver;
        uint256 amount;
        uint64 deadline;
        uint64 lease;
        bytes32 provider;
        uint128 leastPaid;
    }

    /// @notice A sum was pledged.
    event Pledged(uint256 indexed id, uint64 indexed lease, address indexed receiver, uint256 amount);
    /// @notice A sum went to its receiver.
    event Paid(uint256 indexed id, uint64 indexed lease, uint256 amount);
    /// @notice A sum went back to its payer.
    event Returned(uint256 indexed id, uint64 indexed lease, uint256 amount);

    /// @notice There is nothing to pledge.
    error NothingSent();
    /// @notice The sum has left, or was never pledged.
    error NothingPledged(uint256 id);
    /// @notice The statement speaks of another lease.
    error WrongLease(uint64 given, uint64 expected);
    /// @notice The lease has another provider.
    error WrongProvider(bytes32 given, bytes32 expected);
    /// @notice The lease has not ended.
    error NotClosed(uint8 state);
    /// @notice The provider was paid less on the chain than asked for.
    error PaidTooLittle(uint128 paid, uint128 needed);
    /// @notice It is too early to take the sum back.
    error BeforeDeadline(uint256 time, uint64 deadline);
    /// @notice The sum could not be sent.
    error SendingFailed(address to, uint256 amount);

    /// @notice The anchor that this contract believes.
    LeaseAnchor public immutable anchor;
    /// @notice All pledges by their number.
    mapping(uint256 id => Pledge) public pledges;
    /// @notice How many pledges were made.
    uint256 public count;

    /// @notice Believes one anchor for good.
    /// @param anchor_ The anchor to believe.
    constructor(LeaseAnchor anchor_) {
        anchor = anchor_;
    }

    /// @notice Pledges the sum that is sent along.
    /// @param receiver Who gets it.
    /// @param deadline From when it may be taken back.
    /// @param lease The lease.
    /// @param provider The lease's provider on the chain.
    /// @param leastPaid What the provider must have been paid on the chain.
    /// @return id The pledge's number.
    function pledge(address payable receiver, uint64 deadline, uint64 lease, bytes32 provider, uint128 leastPaid)
        external
        payable
        returns (uint256 id)
    {
        if (msg.value == 0) revert NothingSent();
        id = count++;
        pledges[id] = Pledge(msg.sender, receiver, msg.value, deadline, lease, provider, leastPaid);
        emit Pledged(id, lease, receiver, msg.value);
    }

    /// @notice Sends a pledged sum to its receiver.
    /// @param id The pledge.
    /// @param statement What the chain said when the lease closed.
    /// @param path See `LeaseAnchor.verifyLease`.
    /// @param leaf See `LeaseAnchor.verifyLease`.
    /// @param leafProof See `LeaseAnchor.verifyLease`.
    /// @param anchoredBlock See `LeaseAnchor.verifyLease`.
    function pay(
        uint256 id,
        Statement calldata statement,
        StatementPath calldata path,
        MmrLeaf calldata leaf,
        bytes32[] calldata leafProof,
        uint32 anchoredBlock
    ) external {
        Pledge memory pledged = pledges[id];
        if (pledged.amount == 0) revert NothingPledged(id);
        if (statement.lease != pledged.lease) revert WrongLease(statement.lease, pledged.lease);
        if (statement.provider != pledged.provider) revert WrongProvider(statement.provider, pledged.provider);
        if (statement.state != LeaseStatement.CLOSED) revert NotClosed(statement.state);
        if (statement.paid < pledged.leastPaid) revert PaidTooLittle(statement.paid, pledged.leastPaid);
        anchor.verifyLease(statement, path, leaf, leafProof, anchoredBlock);

        pledges[id].amount = 0;
        emit Paid(id, pledged.lease, pledged.amount);
        _send(pledged.receiver, pledged.amount);
    }

    /// @notice Takes a pledged sum back after its deadline.
    /// @param id The pledge.
    function takeBack(uint256 id) external {
        Pledge memory pledged = pledges[id];
        if (pledged.amount == 0) revert NothingPledged(id);
        if (block.timestamp < pledged.deadline) revert BeforeDeadline(block.timestamp, pledged.deadline);
        pledges[id].amount = 0;
        emit Returned(id, pledged.lease, pledged.amount);
        _send(payable(pledged.payer), pledged.amount);
    }

    function _send(address payable to, uint256 amount) private {
        (bool sent,) = to.call{value: amount}("");
        if (!sent) revert SendingFailed(to, amount);
    }
}
