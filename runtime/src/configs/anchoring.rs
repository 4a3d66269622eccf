//! What a contract on Ethereum checks: the mountain range of leaves and BEEFY's signatures on it.

use super::consensus::{MaxAuthorities, MaxNominators, ReportLongevity, SetIdSessionEntries};
use crate::{BeefyMmr, Hash, Historical, Offences, Runtime};
use frame_support::parameter_types;
use sp_consensus_beefy::{
	ecdsa_crypto::AuthorityId as BeefyId,
	mmr::{BeefyDataProvider, MmrLeafVersion},
};
use sp_runtime::traits::Keccak256;

impl pallet_beefy::Config for Runtime {
	type AncestryHelper = BeefyMmr;
	type BeefyId = BeefyId;
	type EquivocationReportSystem =
		pallet_beefy::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
	type KeyOwnerProof = sp_session::MembershipProof;
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = MaxNominators;
	type MaxSetIdSessionEntries = SetIdSessionEntries;
	type OnNewValidatorSet = BeefyMmr;
	type WeightInfo = ();
}

impl pallet_mmr::Config for Runtime {
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
	type BlockHashProvider = pallet_mmr::DefaultBlockHashProvider<Runtime>;
	type Hashing = Keccak256;
	type LeafData = BeefyMmr;
	type OnNewRoot = pallet_beefy_mmr::DepositBeefyDigest<Runtime>;
	type WeightInfo = ();

	const INDEXING_PREFIX: &'static [u8] = sp_mmr_primitives::INDEXING_PREFIX;
}

parameter_types! {
	/// The version of the leaf's format: major in three bits, minor in five.
	pub LeafVersion: MmrLeafVersion = MmrLeafVersion::new(0, 0);
}

/// The 32 bytes of ours in every leaf: the root of the lease statements of the block before, zero
/// where there were none.
pub struct StatementsRoot;

impl BeefyDataProvider<Hash> for StatementsRoot {
	fn extra_data() -> Hash {
		crate::Checkpoints::root()
	}
}

impl pallet_beefy_mmr::Config for Runtime {
	type BeefyAuthorityToMerkleLeaf = pallet_beefy_mmr::BeefyEcdsaToEthereum;
	type BeefyDataProvider = StatementsRoot;
	type LeafExtra = Hash;
	type LeafVersion = LeafVersion;
	type WeightInfo = ();
}
