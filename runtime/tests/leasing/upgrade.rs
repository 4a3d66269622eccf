//! A runtime upgrade, rehearsed: leases live at version N, governance sets the code of N + 1, its
//! migrations change the storage over blocks, and every lease has accrued to the unit.
//!
//! One runtime is built, and it is N + 1: the test puts the storage into the layout of N, says
//! that N ran last, and executes whole blocks. The code that governance sets is the runtime's own
//! wasm; only its version is read from the test, for no executor runs here.

use crate::{
	executive::{block, blocks, fullness},
	world::*,
};
use codec::Encode;
use frame_support::{
	assert_ok,
	migrations::{MultiStepMigrator, SteppedMigrations},
	pallet_prelude::StorageVersion,
	traits::{Get, GetStorageVersion},
};
use frame_system::LastRuntimeUpgrade;
use leasehold_primitives::traits::{Escrow as _, Subject};
use leasehold_runtime::{
	configs::system::Migrations,
	genesis_config_presets::{account, HEARTBEAT},
	Approvals, Escrow, MultiBlockMigrations, Runtime, RuntimeCall, System, LHD,
	MILLISECS_PER_BLOCK, VERSION,
};
use pallet_leasehold_approvals::{migrations::v2::v1, Due, Params, Subjects};
use pallet_leasehold_leases::Call as LeaseCall;
use sp_core::traits::ReadRuntimeVersionExt;
use sp_runtime::{traits::Hash as _, ExtrinsicInclusionMode};

/// Says that any code is of the version after this one.
struct NextVersion;

impl sp_core::traits::ReadRuntimeVersion for NextVersion {
	fn read_runtime_version(
		&self,
		_: &[u8],
		_: &mut dyn sp_externalities::Externalities,
	) -> Result<Vec<u8>, String> {
		let next = sp_version::RuntimeVersion { spec_version: VERSION.spec_version + 1, ..VERSION };
		Ok(next.encode())
	}
}

/// Put approvals' storage into the layout of version 1.
fn to_version_1() {
	let params = Params::<Runtime>::get();
	v1::Params::<Runtime>::put(v1::ApprovalParams {
		order_fee: params.order_fee,
		deadline_blocks: params.deadline_blocks,
	});
	for (subject, record) in Subjects::<Runtime>::iter().collect::<Vec<_>>() {
		let deadline = record.submitted + record.window;
		Due::<Runtime>::remove(record.due, subject);
		Due::<Runtime>::insert(deadline, subject, ());
		v1::Subjects::<Runtime>::insert(
			subject,
			v1::SubjectRecord {
				facts: record.facts,
				submitted: record.submitted,
				deadline,
				fee: record.fee,
				voters: vec![],
				tally: record.tally,
				outcome: record.outcome,
				due: deadline,
			},
		);
	}
	StorageVersion::new(1).put::<Approvals>();
}

/// Set the code by a motion of the council that whitelists the call, as governance does.
fn set_code(code: Vec<u8>) {
	let upgrade: RuntimeCall = frame_system::Call::set_code { code }.into();
	let hash = sp_runtime::traits::HashingFor::<leasehold_runtime::Block>::hash_of(&upgrade);
	let motion: RuntimeCall = pallet_whitelist::Call::whitelist_call { call_hash: hash }.into();
	let length_bound = motion.encoded_size() as u32;
	let proposal_hash =
		sp_runtime::traits::HashingFor::<leasehold_runtime::Block>::hash_of(&motion);
	let council = ["Alice", "Bob", "Charlie"].map(account);
	assert_ok!(call(
		signed(&council[0]),
		pallet_collective::Call::<Runtime, pallet_collective::Instance1>::propose {
			threshold: 3,
			proposal: Box::new(motion),
			length_bound,
		}
	));
	for member in &council {
		assert_ok!(call(
			signed(member),
			pallet_collective::Call::<Runtime, pallet_collective::Instance1>::vote {
				proposal: proposal_hash,
				index: 0,
				approve: true,
			}
		));
	}
	assert_ok!(call(
		signed(&council[0]),
		pallet_collective::Call::<Runtime, pallet_collective::Instance1>::close {
			proposal_hash,
			index: 0,
			proposal_weight_bound: frame_support::weights::Weight::from_parts(
				1_000_000_000_000,
				1_000_000
			),
			length_bound,
		}
	));
	assert_ok!(call(
		pallet_collective::RawOrigin::Member(council[1].clone()).into(),
		pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage { call: Box::new(upgrade) }
	));
}

#[test]
fn upgrade_should_migrate_under_live_leases_that_accrue_to_the_unit() {
	let mut ext = sp_io::TestExternalities::default();
	ext.register_extension(ReadRuntimeVersionExt::new(NextVersion));
	run_on(ext, || {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		// One LHD a second, and a third of one.
		let first = leased(&tenant, NATIVE, 10_000 * LHD, &provider, 3_600 * LHD);
		let second = leased(&account("Tenant2"), NATIVE, 10_000 * LHD, &provider, 1_200 * LHD);
		let waiting = order(&tenant, NATIVE, 10 * LHD, group(LHD, 1)).expect("it is ordered");
		let beat = || {
			let _ = heartbeat(&provider);
		};
		blocks(3, beat);
		let start = [first, second].map(|id| Escrow::totals(id).unwrap().paid);
		for id in [first, second] {
			assert_ok!(call(signed(&tenant), LeaseCall::settle { lease: id }));
		}
		let settled = [first, second].map(|id| Escrow::totals(id).unwrap());
		assert!(settled[0].paid > start[0]);
		let began = pallet_timestamp::Now::<Runtime>::get();

		// Version N: the old layout, the old number.
		to_version_1();
		let code = leasehold_runtime::WASM_BINARY.expect("the runtime is built").to_vec();
		block(1, |_| {
			beat();
			set_code(code.clone());
			assert!(System::events().iter().any(|record| matches!(
				record.event,
				leasehold_runtime::RuntimeEvent::System(frame_system::Event::CodeUpdated { .. })
			)));
		});
		assert_eq!(sp_io::storage::get(b":code").as_deref(), Some(&code[..]));
		LastRuntimeUpgrade::<Runtime>::mutate(|last| {
			*last = Some(frame_system::LastRuntimeUpgradeInfo {
				spec_version: (VERSION.spec_version - 1).into(),
				spec_name: VERSION.spec_name.clone(),
			});
		});

		// Version N + 1: blocks take nothing but inherents until the migration is done.
		let mut closed = 0;
		loop {
			block(1, |mode| match mode {
				ExtrinsicInclusionMode::OnlyInherents => closed += 1,
				ExtrinsicInclusionMode::AllExtrinsics => beat(),
			});
			let full = fullness();
			assert!(full <= 100, "{full} % of a block");
			if !MultiBlockMigrations::ongoing() {
				break;
			}
			assert!(closed < 20, "the migration comes to no end");
		}
		assert!(closed > 0, "the migration has run");
		assert_eq!(Approvals::on_chain_storage_version(), Approvals::in_code_storage_version());
		let last = LastRuntimeUpgrade::<Runtime>::get().expect("it is noted");
		assert_eq!(last.spec_version.0, VERSION.spec_version);
		assert_eq!(pallet_migrations::Historic::<Runtime>::iter().count(), 1);
		check();

		// What waited goes on: it has its committee in the next block.
		blocks(3, beat);
		let record = Subjects::<Runtime>::get(Subject::Order(waiting)).expect("it waits");
		assert_eq!(record.draws, 1);

		// To the unit: the whole time since the settlement, the migration's blocks included.
		let elapsed = u128::from(pallet_timestamp::Now::<Runtime>::get() - began);
		for (id, price, before) in
			[(first, 3_600 * LHD, settled[0]), (second, 1_200 * LHD, settled[1])]
		{
			let accrued = Escrow::accrued(id).expect("it runs");
			// The totals are floors of the whole since the stream's start.
			let due = price * elapsed / 3_600_000;
			assert!(accrued.abs_diff(due) <= 1, "{accrued} against {due}");
			assert_ok!(call(signed(&tenant), LeaseCall::settle { lease: id }));
			let after = Escrow::totals(id).unwrap();
			assert_eq!(after.paid + after.fees - before.paid - before.fees, accrued);
			assert_eq!(after.deposited, after.paid + after.fees + after.refunded + after.held);
		}
		check();
	});
}

#[test]
fn no_migration_should_outlast_what_keeps_a_provider_alive() {
	let blocks: u32 = (0..Migrations::len())
		.map(|n| Migrations::nth_max_steps(n).flatten().expect("every migration has an end"))
		.sum();
	// A provider that cannot send heartbeats meanwhile loses no service time and no lease, by the
	// rules of the presets, which are the strictest, and by the defaults.
	let default = pallet_leasehold_providers::Params::default().heartbeat;
	for rules in [HEARTBEAT, default] {
		assert!(blocks < rules.window.blocks);
		assert!(u64::from(blocks) * MILLISECS_PER_BLOCK < rules.window.time);
	}
	run(|| {
		let silence = pallet_leasehold_leases::Parameters::<Runtime>::get().silence_blocks;
		assert!(blocks < silence);
	});
	assert!(blocks < pallet_leasehold_leases::Params::default().silence_blocks);
}

#[test]
fn migrations_should_be_sound() {
	sp_io::TestExternalities::default().execute_with(|| {
		assert_ok!(Migrations::integrity_test());
		let limit: u32 = <<Runtime as pallet_migrations::Config>::CursorMaxLen as Get<u32>>::get();
		assert!(Migrations::cursor_max_encoded_len() <= limit as usize);
	});
}
