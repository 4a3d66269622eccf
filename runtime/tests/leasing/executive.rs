//! Whole blocks, as a node executes them: `Executive` with every pallet's hooks, a slot, the time.

use codec::Encode;
use leasehold_runtime::{
	BlockNumber, Executive, Hash, Header, Moment, Runtime, RuntimeCall, System, UncheckedExtrinsic,
	MILLISECS_PER_BLOCK,
};
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	BABE_ENGINE_ID,
};
use sp_runtime::{traits::Header as _, Digest, DigestItem, ExtrinsicInclusionMode};

fn now() -> Moment {
	pallet_timestamp::Now::<Runtime>::get()
}

/// Execute the next block, `slots` slots after the last, with `within` in it. Returns its number.
pub fn block(slots: u64, within: impl FnOnce(ExtrinsicInclusionMode)) -> BlockNumber {
	let time = now() + slots * MILLISECS_PER_BLOCK;
	let number = System::block_number() + 1;
	let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index: 0,
		slot: (time / MILLISECS_PER_BLOCK).into(),
	});
	let header = Header::new(
		number,
		Hash::default(),
		Hash::default(),
		System::parent_hash(),
		Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, digest.encode())] },
	);
	let mode = Executive::initialize_block(&header);
	let set = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now: time });
	Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(set))
		.expect("the inherent is valid")
		.expect("the time is set");
	within(mode);
	let header = Executive::finalize_block();
	assert_eq!(*header.number(), number);
	number
}

/// Execute `count` blocks of the target time with `within` in each.
pub fn blocks(count: u32, within: impl Fn()) {
	for _ in 0..count {
		block(1, |mode| {
			assert_eq!(mode, ExtrinsicInclusionMode::AllExtrinsics);
			within();
		});
	}
}

/// The weight of the block so far, as a part of what a block may take, in percent.
pub fn fullness() -> u64 {
	let limits = <Runtime as frame_system::Config>::BlockWeights::get();
	System::block_weight().total().ref_time() * 100 / limits.max_block.ref_time()
}
