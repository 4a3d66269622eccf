//! A runtime of this pallet and a stand-in for `pallet-mmr`, with an off-chain database.

use crate as pallet_leasehold_checkpoints;
use frame_support::{derive_impl, parameter_types, traits::Hooks};
use leasehold_primitives::{traits::Ledger, Statement};
use sp_core::{
	offchain::{testing::TestOffchainExt, OffchainDbExt},
	H256,
};
use sp_io::TestExternalities;
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlockU32<Test>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(RuntimeCall, RuntimeEvent, RuntimeError, RuntimeOrigin, RuntimeTask)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Checkpoints = pallet_leasehold_checkpoints;
}

parameter_types! {
	pub const BlockHashCount: u32 = 10;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type BlockHashCount = BlockHashCount;
}

impl crate::Config for Test {
	type WeightInfo = ();
	type BlockNumberProvider = System;
}

/// Storage at genesis with the off-chain database registered.
pub fn new_test_ext() -> TestExternalities {
	let mut ext: TestExternalities =
		RuntimeGenesisConfig::default().build_storage().expect("the genesis builds").into();
	let (offchain, _) = TestOffchainExt::with_offchain_db(ext.offchain_db());
	ext.register_extension(OffchainDbExt::new(offchain));
	ext
}

/// The hash of the block at `height` on branch `fork`.
pub fn hash(height: u32, fork: u8) -> H256 {
	let mut hash = H256::repeat_byte(fork);
	hash.0[..4].copy_from_slice(&height.to_be_bytes());
	hash
}

/// A chain that one can grow block by block and fork.
pub struct Chain {
	pub ext: TestExternalities,
	pub fork: u8,
}

impl Chain {
	pub fn new() -> Self {
		Self { ext: new_test_ext(), fork: 0xee }
	}

	/// Import a block in which `run` is executed, and return what it said. As in a node, its
	/// off-chain index persists whatever becomes of its state.
	pub fn block<R>(&mut self, run: impl FnOnce() -> R) -> R {
		let fork = self.fork;
		let result = self.ext.execute_with(|| {
			let parent = System::block_number();
			System::reset_events();
			System::initialize(&(parent + 1), &hash(parent, fork), &Default::default());
			Checkpoints::on_initialize(parent + 1);
			let result = run();
			Checkpoints::do_try_state().expect("the invariants hold within the block");
			Checkpoints::on_finalize(parent + 1);
			System::finalize();
			Checkpoints::do_try_state().expect("the invariants hold after the block");
			result
		});
		self.ext.persist_offchain_overlay();
		result
	}

	/// Import a block with a statement on each of `leases`.
	pub fn state_of(&mut self, leases: &[u64]) -> H256 {
		self.block(|| leases.iter().for_each(|lease| Checkpoints::note(statement(*lease))));
		self.read(Checkpoints::root)
	}

	/// Import `count` blocks without statements.
	pub fn idle(&mut self, count: u32) {
		(0..count).for_each(|_| self.block(|| ()));
	}

	/// Ask the runtime at the head's state.
	pub fn read<R>(&mut self, ask: impl FnOnce() -> R) -> R {
		self.ext.execute_with(ask)
	}
}

/// A statement whose content depends on the lease and the height.
pub fn statement(lease: u64) -> Statement {
	Statement {
		lease,
		tenant: H256::repeat_byte(0x7e),
		provider: H256::repeat_byte(0x9f),
		asset: 1,
		price: 1_000,
		paid: u128::from(System::block_number()),
		fees: 3,
		refunded: 0,
		state: 1,
		through: u64::from(System::block_number()) * 3_000,
		served: 0,
		usage: H256::zero(),
		sequence: System::block_number(),
	}
}
