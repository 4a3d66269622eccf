//! Where committees get their randomness from.

use frame_support::traits::Randomness;
use leasehold_runtime::{configs::consensus::TwoBlocks, Runtime, System};
use sp_consensus_babe::digests::{PreDigest, PrimaryPreDigest, SecondaryPlainPreDigest};
use sp_core::{
	crypto::{Pair, VrfSecret},
	sr25519::{self, vrf::VrfTranscript},
};

/// What the author with this seed would claim slot 5 with.
fn claim(seed: u8) -> PreDigest {
	let pair = sr25519::Pair::from_seed(&[seed; 32]);
	let data = VrfTranscript::new(b"slot", &[(b"number", b"5")]).into_sign_data();
	PreDigest::Primary(PrimaryPreDigest {
		authority_index: 0,
		slot: 5.into(),
		vrf_signature: pair.vrf_sign(&data),
	})
}

fn drawn(parent: Option<[u8; 32]>, current: Option<PreDigest>) -> Option<sp_core::H256> {
	sp_io::TestExternalities::default().execute_with(|| {
		System::set_block_number(9);
		pallet_babe::AuthorVrfRandomness::<Runtime>::put(parent);
		pallet_babe::Initialized::<Runtime>::put(current);
		let (value, known) = TwoBlocks::random(b"about");
		assert_eq!(known, 7, "what was done in block 7 cannot have known it");
		value
	})
}

#[test]
fn randomness_should_be_that_of_both_blocks() {
	let value = drawn(Some([1; 32]), Some(claim(1)));
	assert!(value.is_some());
	assert_ne!(drawn(Some([2; 32]), Some(claim(1))), value);
	assert_ne!(drawn(Some([1; 32]), Some(claim(2))), value);
	// The author cannot sign the same slot differently: the proof is random, the output is not.
	assert_eq!(drawn(Some([1; 32]), Some(claim(1))), value);
}

#[test]
fn randomness_should_be_none_when_a_block_has_none() {
	let plain =
		PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index: 0, slot: 5.into() });
	assert_eq!(drawn(None, Some(claim(1))), None);
	assert_eq!(drawn(Some([1; 32]), Some(plain)), None);
	assert_eq!(drawn(Some([1; 32]), None), None);
}

#[test]
fn every_slot_of_a_chain_should_have_an_output() {
	use leasehold_runtime::configs::consensus::BABE_GENESIS_EPOCH_CONFIG;
	use sp_consensus_babe::AllowedSlots;
	assert_eq!(BABE_GENESIS_EPOCH_CONFIG.allowed_slots, AllowedSlots::PrimaryAndSecondaryVRFSlots);
}
