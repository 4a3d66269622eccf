//! What a market run leaves in storage once everything is closed: the whole state, of all pallets,
//! key by key and value by value.

use crate::world::*;
use frame_support::{assert_ok, traits::StorageInfoTrait};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::service::ServiceSignature, feeless::Message, LeaseId, LeaseState, Resources,
};
use leasehold_runtime::{
	genesis_config_presets::USD as DOLLAR, AccountId, AllPalletsWithSystem, Runtime, System, LHD,
};
use pallet_leasehold_leases::{Amendment, Call as LeaseCall, CheckpointEntry, Leases};
use sp_core::H256;
use std::collections::{BTreeMap, BTreeSet};

/// What may stay behind when everything is closed, with the reason.
const REMAINS: [&str; 16] = [
	// Counts, zero by now.
	"Approvals.CounterForSubjects",
	"Leases.CounterForLeases",
	"Market.OpenOrders",
	// What calls without a fee filled of the last block that had any.
	"Timings.FeelessUsed",
	// Counters: numbers are never used twice.
	"Market.NextOrderId",
	"Market.NextDeploymentId",
	// How many messages a service key has sent: they must not be sent again.
	"Leases.Nonces",
	// Recent prices, a ring of 16 an asset.
	"Market.RecentAwards",
	// The last block's root.
	"Checkpoints.Root",
	// How far each agenda is worked off.
	"Market.DueCursor",
	"Leases.AgendaCursor",
	"Escrow.AgendaCursor",
	"Approvals.Cursor",
	// What providers are known for outlives their leases and their registration.
	"Providers.Standings",
	// Leases that could be disputed, at most 32 a provider, until it leaves.
	"Providers.RecentEndings",
	// Sums for statistics, one an asset.
	"Escrow.TotalSettled",
];

/// What is there before and after and may say something else, with the reason.
const CHANGES: [&str; 6] = [
	// The block.
	"System.Number",
	"Timestamp.Now",
	// Who has how much.
	"System.Account",
	"Assets.Account",
	// Heartbeats.
	"Providers.Clocks",
	"Providers.ServiceKeys",
];

/// Everything but the block's events.
fn whole_storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	System::reset_events();
	let mut all = BTreeMap::new();
	let mut key = Vec::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		let value = sp_io::storage::get(&next).expect("the key exists").to_vec();
		all.insert(next.clone(), value);
		key = next;
	}
	all
}

/// `Pallet.Item` of each of these keys that is not in a list, each once.
fn others<'a>(keys: impl Iterator<Item = &'a Vec<u8>>, allowed: &[&str]) -> BTreeSet<String> {
	let items: Vec<_> = AllPalletsWithSystem::storage_info()
		.into_iter()
		.map(|info| {
			let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("names are text");
			(info.prefix, format!("{}.{}", text(info.pallet_name), text(info.storage_name)))
		})
		.collect();
	let hex = |key: &[u8]| key.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
	let name = |key: &Vec<u8>| {
		let item = items.iter().find(|(prefix, _)| key.starts_with(prefix));
		item.map_or_else(|| hex(key), |(_, name)| name.clone())
	};
	keys.map(name).filter(|name| !allowed.contains(&name.as_str())).collect()
}

/// The provider's node says what one of its leases used.
fn checkpoint(provider: &AccountId, lease: LeaseId) {
	let entry = CheckpointEntry { lease, served: 1, usage: H256::repeat_byte(1) };
	let body = vec![entry].try_into().expect("one");
	let signer = service_key(provider);
	let message = Message { signer, nonce: 0, block: System::block_number(), body };
	let signature = ServiceSignature::try_from(&[0u8; 64][..]).expect("64 bytes");
	let checkpoint = LeaseCall::checkpoint { message, signature };
	assert_ok!(call(RawOrigin::Authorized.into(), checkpoint));
}

fn state(id: LeaseId) -> Option<LeaseState> {
	Leases::<Runtime>::get(id).map(|lease| lease.state)
}

fn amend(id: LeaseId) {
	let terms = Leases::<Runtime>::get(id).expect("it exists").terms;
	let amendment = Amendment {
		resources: Resources::new(3_000, 2_048, 20_480),
		replicas: terms.replicas,
		price: terms.price * 2,
		manifest: H256::repeat_byte(8),
	};
	let hash = amendment.hash(id);
	assert_ok!(call(
		signed(&terms.tenant),
		LeaseCall::propose_amendment { lease: id, amendment: amendment.clone() }
	));
	assert_ok!(call(
		signed(&terms.provider),
		LeaseCall::accept_amendment { lease: id, hash, placement: None }
	));
	// One that nobody accepts.
	let other = Amendment { price: 1, ..amendment };
	assert_ok!(call(
		signed(&terms.tenant),
		LeaseCall::propose_amendment { lease: id, amendment: other }
	));
}

#[test]
fn closing_everything_should_leave_storage_as_it_was_key_by_key() {
	run(|| {
		for provider in providers() {
			register(&provider);
		}
		go_on(1);
		let before = whole_storage();
		let (tenants, providers) = (tenants(), providers());
		let leases: Vec<_> = (0..5)
			.map(|n| leased(&tenants[n], USD, 100 * DOLLAR, &providers[n], 36 * DOLLAR))
			.collect();
		// Ten seconds' worth.
		let poor = leased(&tenants[5], NATIVE, 10 * LHD, &providers[1], 3_600 * LHD);
		let open = order(&tenants[5], NATIVE, 10 * LHD, group(LHD, 2)).unwrap();
		assert_ok!(bid(&providers[0], open, LHD, 1, 10));
		let rejected = order(&tenants[0], USD, 10 * DOLLAR, group(LHD, 1)).unwrap();
		assert_ok!(decide(rejected, false));
		let top_up = |id| pallet_leasehold_escrow::Call::deposit { id, amount: 50 * DOLLAR };
		assert_ok!(call(signed(&tenants[4]), top_up(leases[0])));
		go_on(12);
		// Used up by now, and in its grace or over that.
		assert!(!matches!(state(poor), Some(LeaseState::Active)));
		checkpoint(&providers[0], leases[0]);
		amend(leases[1]);
		assert_ok!(call(signed(&providers[2]), LeaseCall::pause { lease: leases[2] }));
		go_on(13);
		assert_ok!(call(signed(&tenants[0]), LeaseCall::close { lease: leases[0] }));
		assert_ok!(call(
			signed(&providers[1]),
			LeaseCall::give_notice { lease: leases[1], code: 1 }
		));
		assert_ok!(call(signed(&tenants[2]), LeaseCall::close { lease: leases[2] }));
		assert_ok!(call(
			signed(&providers[3]),
			LeaseCall::close_for_abuse { lease: leases[3], code: 1 }
		));
		assert_ok!(call(
			frame_system::RawOrigin::Root.into(),
			LeaseCall::close_by_governance { lease: leases[4] }
		));
		assert_ok!(call(
			signed(&tenants[5]),
			pallet_leasehold_market::Call::close_order { order: open }
		));
		go_on(60);
		let after = whole_storage();
		let none = BTreeSet::new();
		let new = after.keys().filter(|key| !before.contains_key(*key));
		assert_eq!(others(new, &REMAINS), none, "these keys stayed behind");
		let gone = before.keys().filter(|key| !after.contains_key(*key));
		assert_eq!(others(gone, &[]), none, "these keys are gone");
		let changed =
			before.iter().filter(|(key, value)| after.get(*key).is_some_and(|now| now != *value));
		let allowed = [&REMAINS[..], &CHANGES[..]].concat();
		assert_eq!(others(changed.map(|(key, _)| key), &allowed), none, "these values changed");
	});
}
