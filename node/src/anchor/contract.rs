//! The anchor's interface, as `contracts/src/LeaseAnchor.sol` declares it.

#![allow(missing_docs, clippy::too_many_arguments)]

alloy::sol! {
	/// What BEEFY's validators sign.
	#[derive(Debug, Default, PartialEq, Eq)]
	struct Commitment {
		bytes32 mmrRoot;
		uint32 blockNumber;
		uint64 validatorSetId;
	}

	/// A set of validators: its id, its length, and the root over their addresses.
	#[derive(Debug, Default, PartialEq, Eq)]
	struct ValidatorSet {
		uint64 id;
		uint32 length;
		bytes32 root;
	}

	/// A leaf of the mountain range.
	#[derive(Debug, Default, PartialEq, Eq)]
	struct MmrLeaf {
		uint8 version;
		uint32 parentNumber;
		bytes32 parentHash;
		ValidatorSet nextSet;
		bytes32 extra;
	}

	/// A leaf and the proof that it is in a range.
	#[derive(Debug, Default, PartialEq, Eq)]
	struct ProvenLeaf {
		MmrLeaf leaf;
		bytes32[] proof;
	}

	/// Who signed a commitment, and with what.
	#[derive(Debug, Default, PartialEq, Eq)]
	struct Signers {
		uint256[] bits;
		bytes signatures;
		address[] absent;
	}

	/// What the chain says of one lease.
	#[derive(Debug, Default, PartialEq, Eq)]
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

	/// The way from a statement to its block's root.
	#[derive(Debug, Default, PartialEq, Eq)]
	struct StatementPath {
		uint256 sides;
		bytes32[] siblings;
	}

	/// The anchor.
	#[derive(Debug, PartialEq, Eq)]
	interface LeaseAnchor {
		event Anchored(
			uint32 indexed blockNumber, bytes32 mmrRoot, uint64 indexed validatorSetId, address indexed poster
		);
		event HandedOver(uint64 indexed currentId, uint64 indexed nextId, uint32 nextLength, bytes32 nextRoot);

		error EmptySet(uint64 id);
		error NoMaximumAge();
		error WrongNextSet(uint64 given, uint64 expected);
		error SetTooOld(uint256 age, uint256 maximum);
		error WrongSet(uint64 given, uint64 expected);
		error SetNotLater(uint64 given, uint64 next);
		error ValidatorsChanged(bytes32 given, bytes32 known);
		error AlreadyAnchored(uint32 blockNumber);
		error StaleCommitment(uint32 given, uint32 latest);
		error SignersNotInSet(bytes32 rebuilt, bytes32 expected);
		error NotAnchored(uint32 blockNumber);
		error UnknownLeafVersion(uint8 version);
		error LeafNotInRange(bytes32 leaf, uint32 blockNumber);
		error StatementNotInBlock(bytes32 statement, bytes32 root);
		error BitsLength(uint256 given, uint256 needed);
		error BitsBeyondSet(uint256 word, uint32 setLength);
		error QuorumMissing(uint256 signed, uint256 needed);
		error SignaturesLength(uint256 given, uint256 needed);
		error AbsentLength(uint256 given, uint256 needed);
		error MalleableSignature(uint256 validator, bytes32 s);
		error BadRecoveryId(uint256 validator, uint8 id);
		error UnrecoverableSignature(uint256 validator);

		function submit(Commitment calldata commitment, Signers calldata signers) external;
		function submitHandOver(Commitment calldata commitment, Signers calldata signers, ProvenLeaf calldata next)
			external;
		function submitLaterHandOver(
			Commitment calldata commitment,
			Signers calldata signers,
			ProvenLeaf calldata office,
			ProvenLeaf calldata next
		) external;
		function verifyLease(
			Statement calldata statement,
			StatementPath calldata path,
			MmrLeaf calldata leaf,
			bytes32[] calldata leafProof,
			uint32 anchoredBlock
		) external view returns (uint32 saidAt);

		function currentSet() external view returns (ValidatorSet memory);
		function nextSet() external view returns (ValidatorSet memory);
		function latestBlock() external view returns (uint32);
		function acceptsUntil() external view returns (uint256);
		function maximumAge() external view returns (uint64);
		function mmrRoots(uint32 blockNumber) external view returns (bytes32 root);
	}
}
