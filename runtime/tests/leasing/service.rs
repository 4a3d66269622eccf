//! Service clocks, pauses and amendments with the pallets that they touch.

use crate::world::*;
use frame_support::{assert_err, assert_ok};
use leasehold_primitives::{traits::Escrow as _, LeaseId, Resources};
use leasehold_runtime::{genesis_config_presets::account, Escrow, Runtime, LHD};
use pallet_leasehold_leases::{Amendment, Call as LeaseCall, Leases};
use pallet_leasehold_providers::{Nodes, Reservations};
use sp_core::H256;

/// Lease `id` with other resources a replica, and so many replicas.
fn amended(id: LeaseId, cores: u32, replicas: u16) -> Amendment {
	let terms = Leases::<Runtime>::get(id).expect("it exists").terms;
	Amendment {
		resources: Resources::new(cores * 1_000, 1_024, 10_240),
		replicas,
		price: terms.price,
		manifest: terms.manifest,
	}
}

fn propose(id: LeaseId, amendment: &Amendment) {
	let tenant = Leases::<Runtime>::get(id).expect("it exists").terms.tenant;
	let amendment = amendment.clone();
	assert_ok!(call(signed(&tenant), LeaseCall::propose_amendment { lease: id, amendment }));
}

fn accept(
	id: LeaseId,
	amendment: &Amendment,
	placement: Option<&[(u16, u16)]>,
) -> sp_runtime::DispatchResult {
	let provider = Leases::<Runtime>::get(id).expect("it exists").terms.provider;
	let hash = amendment.hash(id);
	let placement = placement.map(|list| list.to_vec().try_into().expect("few machines"));
	call(signed(&provider), LeaseCall::accept_amendment { lease: id, hash, placement })
}

fn reserved_cores(node: u16) -> u32 {
	let provider = account("Provider1");
	Nodes::<Runtime>::get(provider, node).expect("it exists").reserved.cpu_millicores / 1_000
}

#[test]
fn amendment_should_move_the_reservation_with_it() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, NATIVE, 100 * LHD, &provider, LHD);
		assert_eq!((reserved_cores(0), reserved_cores(1)), (1, 0));
		// More on the same machine.
		let more = amended(id, 4, 1);
		propose(id, &more);
		assert_ok!(accept(id, &more, None));
		assert_eq!((reserved_cores(0), reserved_cores(1)), (4, 0));
		// Three replicas, over two machines.
		let spread = amended(id, 2, 3);
		propose(id, &spread);
		assert_ok!(accept(id, &spread, Some(&[(0, 1), (1, 2)])));
		assert_eq!((reserved_cores(0), reserved_cores(1)), (2, 4));
		// More than both machines have: nothing changes, and the proposal stands.
		let huge = amended(id, 16, 3);
		propose(id, &huge);
		assert_err!(
			accept(id, &huge, Some(&[(0, 1), (1, 2)])),
			pallet_leasehold_providers::Error::<Runtime>::InsufficientCapacity
		);
		assert_eq!((reserved_cores(0), reserved_cores(1)), (2, 4));
		assert_ok!(call(signed(&tenant), LeaseCall::cancel_amendment { lease: id }));
		assert_ok!(call(signed(&tenant), LeaseCall::close { lease: id }));
		assert_eq!((reserved_cores(0), reserved_cores(1)), (0, 0));
	});
}

#[test]
fn amendment_should_be_refused_when_its_manifest_is_denied() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		let id = leased(&tenant, NATIVE, 100 * LHD, &provider, LHD);
		let evil = Amendment { manifest: H256::repeat_byte(0xee), ..amended(id, 1, 1) };
		propose(id, &evil);
		assert_ok!(call(
			frame_system::RawOrigin::Root.into(),
			pallet_leasehold_approvals::Call::deny_manifest { manifest: evil.manifest }
		));
		assert_err!(
			accept(id, &evil, None),
			pallet_leasehold_approvals::Error::<Runtime>::ManifestIsDenied
		);
		let before = Leases::<Runtime>::get(id).expect("it exists").terms.manifest;
		assert_ne!(before, evil.manifest);
	});
}

#[test]
fn pause_should_stop_one_stream_at_once_and_no_other() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		// A machine for each: one LHD a second.
		let paused = leased(&tenant, NATIVE, 1_000 * LHD, &provider, 3_600 * LHD);
		let other = leased(&tenant, NATIVE, 1_000 * LHD, &provider, 3_600 * LHD);
		go_on(3);
		let accrued = |id| {
			let totals = Escrow::totals(id).expect("it exists");
			totals.paid + totals.fees + Escrow::accrued(id).expect("it runs")
		};
		let (at_pause, of_other) = (accrued(paused), accrued(other));
		assert_ok!(call(signed(&provider), LeaseCall::pause { lease: paused }));
		go_on(10);
		assert_eq!(accrued(paused), at_pause);
		assert_eq!(accrued(other), of_other + 30 * LHD);
		assert_ok!(call(signed(&provider), LeaseCall::resume { lease: paused }));
		go_on(2);
		assert_eq!(accrued(paused), at_pause + 6 * LHD);
	});
}

#[test]
fn heartbeat_should_touch_nothing_of_its_providers_leases() {
	run(|| {
		let (tenant, provider) = (account("Tenant1"), account("Provider1"));
		register(&provider);
		for _ in 0..3 {
			leased(&tenant, NATIVE, 100 * LHD, &provider, LHD);
		}
		let leases = || Leases::<Runtime>::iter().collect::<std::collections::BTreeMap<_, _>>();
		let streams = || {
			let all = pallet_leasehold_escrow::Accounts::<Runtime>::iter();
			all.collect::<std::collections::BTreeMap<_, _>>()
		};
		let reservations = || Reservations::<Runtime>::iter().count();
		for _ in 0..8 {
			next_block_after(3_000);
		}
		let before = (leases(), streams(), reservations());
		assert_ok!(heartbeat(&provider));
		assert_eq!((leases(), streams(), reservations()), before);
	});
}
