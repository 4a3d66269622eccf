//! Networks, offers, disputes, auditors' bonds and reputation under random operations, wrong ones
//! among them: the invariants hold, what is refused changes nothing, no money comes or goes, and
//! at the end everybody has back what is theirs.

use super::*;
use leasehold_primitives::{
	traits::{LeaseOutcome, Offers as _, RejectReason, Reputation as _, Subject, Verdict},
	AssetId,
};
use proptest::prelude::*;
use sp_runtime::{DispatchError, DispatchResult};

const TENANT: u64 = 60;

#[derive(Clone, Debug)]
enum Op {
	Create(u64, bool),
	Decide(u64, bool),
	Admit(u64, u64, u64),
	Expel(u64, u64, u64),
	Guest(u64, u64, bool),
	Publish(u64, u64, u32),
	Withdraw(u64, u64),
	Supply(u64, u64, Vec<u16>),
	Take(u64, u64, u16, u64),
	Reserve(u64, u64, u32),
	Release(u64, u64),
	Dissolve(u64, u64),
	Apply(u64),
	End(u64, u64, u8, u32),
	Dispute(u64, u64),
	Resolve(u64, u64, Option<u128>),
	Lapse(u64, u64),
	Restore(u64),
	AddAuditor(u64),
	RemoveAuditor(u64),
	WithdrawBond(u64),
	Forfeit(u64, u128),
	Advance(u32),
}

fn some_op() -> impl Strategy<Value = Op> {
	let who = || prop_oneof![5 => Just(ALICE), 5 => Just(BOB), 1 => Just(TENANT)];
	let id = || prop_oneof![5 => Just(0u64), 1 => 1u64..3];
	let order = || 0u64..4;
	prop_oneof![
		2 => (who(), any::<bool>()).prop_map(|(who, closed)| Op::Create(who, closed)),
		3 => (id(), prop::bool::weighted(0.8)).prop_map(|(id, yes)| Op::Decide(id, yes)),
		4 => (who(), id(), who()).prop_map(|(who, id, other)| Op::Admit(who, id, other)),
		1 => (who(), 0u64..3, who()).prop_map(|(who, id, other)| Op::Expel(who, id, other)),
		2 => (who(), id(), any::<bool>()).prop_map(|(who, id, admit)| Op::Guest(who, id, admit)),
		4 => (who(), id(), 0u32..8).prop_map(|(who, id, many)| Op::Publish(who, id, many)),
		1 => (who(), 0u64..3).prop_map(|(who, id)| Op::Withdraw(who, id)),
		4 => (who(), id(), prop::collection::btree_set(0u16..3, 0..3))
			.prop_map(|(who, id, nodes)| Op::Supply(who, id, nodes.into_iter().collect())),
		14 => (id(), who(), 0u16..5, order())
			.prop_map(|(id, who, many, order)| Op::Take(id, who, many, order)),
		2 => (who(), order(), 1u32..5).prop_map(|(who, order, cores)| Op::Reserve(who, order, cores)),
		4 => (who(), order()).prop_map(|(who, order)| Op::Release(who, order)),
		1 => (who(), id()).prop_map(|(who, id)| Op::Dissolve(who, id)),
		1 => who().prop_map(Op::Apply),
		10 => (who(), order(), 0u8..3, 0u32..5_000)
			.prop_map(|(who, lease, how, fee)| Op::End(who, lease, how, fee)),
		8 => (who(), order()).prop_map(|(who, lease)| Op::Dispute(who, lease)),
		8 => (who(), order(), prop::option::of(0u128..600))
			.prop_map(|(who, lease, award)| Op::Resolve(who, lease, award)),
		1 => (who(), order()).prop_map(|(who, lease)| Op::Lapse(who, lease)),
		2 => who().prop_map(Op::Restore),
		1 => who().prop_map(Op::AddAuditor),
		1 => who().prop_map(Op::RemoveAuditor),
		1 => who().prop_map(Op::WithdrawBond),
		1 => (who(), 0u128..900).prop_map(|(who, amount)| Op::Forfeit(who, amount)),
		3 => (0u32..30).prop_map(Op::Advance),
	]
}

fn verdict(subject: Subject, approve: bool) -> DispatchResult {
	if !Submitted::get().iter().any(|(one, ..)| *one == subject) {
		return Err(DispatchError::Other("not pending"));
	}
	let rejected = Verdict::Rejected(RejectReason::Voted);
	decide(subject, if approve { Verdict::Approved } else { rejected });
	Ok(())
}

fn apply(op: Op) -> DispatchResult {
	let root = RuntimeOrigin::root;
	match op {
		Op::Create(who, closed) => Registry::create_network(by(who), EVIDENCE, closed),
		Op::Decide(id, yes) => {
			let network = verdict(Subject::Network(id), yes);
			verdict(Subject::Admission(id), yes).or(network)
		},
		Op::Admit(who, id, other) => Registry::admit_provider(by(who), id, other),
		Op::Expel(who, id, other) => Registry::expel_provider(by(who), id, other),
		Op::Guest(who, id, true) => Registry::admit_tenant(by(who), id, TENANT),
		Op::Guest(who, id, false) => Registry::expel_tenant(by(who), id, TENANT),
		Op::Publish(who, id, quantity) => {
			let terms = OfferTerms {
				resources: resources(1, 2, 3),
				architecture: None,
				price: 1,
				asset: AssetId::Native,
				collateral: 0,
				notice: 1,
				grace: 0,
			};
			Registry::publish_offer(by(who), id, terms, quantity)
		},
		Op::Withdraw(who, id) => Registry::withdraw_offer(by(who), id),
		Op::Supply(who, id, nodes) => {
			Registry::supply_offer(by(who), id, nodes.try_into().expect("few"))
		},
		Op::Take(id, who, many, order) => {
			Registry::take(id, &TENANT, &who, many, order).map(|_| ())
		},
		Op::Reserve(who, order, cores) => reserve(who, order, resources(cores, 1, 1), &[(0, 1)]),
		Op::Release(who, order) => {
			Registry::release(&who, order);
			Ok(())
		},
		Op::Dissolve(who, id) => Registry::dissolve_network(by(who), id),
		Op::Apply(who) => Registry::apply_for_admission(by(who), EVIDENCE),
		Op::End(who, lease, how, fee) => {
			let outcome = match how {
				0 => LeaseOutcome::Well,
				1 => LeaseOutcome::LeftEarly,
				_ => LeaseOutcome::Silent { hours: fee },
			};
			// A lease's number comes once.
			if Disputes::<Test>::contains_key(who, lease) || !Providers::<Test>::contains_key(who) {
				return Err(DispatchError::Other("no such lease"));
			}
			Registry::note_end(lease, &who, &TENANT, outcome, fee.into());
			Ok(())
		},
		Op::Dispute(who, lease) => {
			if Disputes::<Test>::contains_key(who, lease) {
				return Err(DispatchError::Other("numbers come once"));
			}
			Registry::open_dispute(by(TENANT), who, lease, EVIDENCE)
		},
		Op::Resolve(who, lease, award) => Registry::resolve_dispute(root(), who, lease, award),
		Op::Lapse(who, lease) => Registry::lapse_dispute(by(TENANT), who, lease),
		Op::Restore(who) => Registry::restore_bond(by(who)),
		Op::AddAuditor(who) => Registry::add_auditor(root(), who),
		Op::RemoveAuditor(who) => Registry::remove_auditor(root(), who),
		Op::WithdrawBond(who) => Registry::withdraw_auditor_bond(by(who)),
		Op::Forfeit(who, amount) => Registry::forfeit_auditor_bond(root(), who, amount),
		Op::Advance(blocks) => {
			advance(blocks);
			Ok(())
		},
	}
}

/// End everything that is open, as its owners can.
fn unwind() {
	let root = RuntimeOrigin::root;
	for (subject, ..) in Submitted::get() {
		decide(subject, Verdict::Rejected(RejectReason::Deadline));
	}
	for (who, order) in Reservations::<Test>::iter_keys().collect::<Vec<_>>() {
		Registry::release(&who, order);
	}
	for (id, offer) in Offers::<Test>::iter().collect::<Vec<_>>() {
		let operator = Networks::<Test>::get(offer.network).expect("is there").operator;
		assert_ok!(Registry::withdraw_offer(by(operator), id));
	}
	for (id, who) in Members::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Registry::expel_provider(by(who), id, who));
	}
	for (id, who) in Guests::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Registry::expel_tenant(by(who), id, who));
	}
	for (id, network) in Networks::<Test>::iter().collect::<Vec<_>>() {
		assert_ok!(Registry::dissolve_network(by(network.operator), id));
	}
	for auditor in Auditors::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Registry::remove_auditor(root(), auditor));
	}
	advance(100);
	for (who, lease) in Disputes::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Registry::lapse_dispute(by(TENANT), who, lease));
	}
	for auditor in RetiredAuditors::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Registry::withdraw_auditor_bond(by(auditor)));
	}
	for who in Providers::<Test>::iter_keys().collect::<Vec<_>>() {
		assert_ok!(Registry::deregister(by(who)));
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(
		std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
	))]

	#[test]
	fn holds_and_counts_should_add_up_after_any_operations(
		ops in prop::collection::vec(some_op(), 1..120),
	) {
		let mut ext = TestExt::new().build();
		ext.execute_with(|| {
			let params = Params { auditor_bond: 700, ..params() };
			assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
			assert_ok!(Balances::transfer_allow_death(by(BOB), TENANT, 1_000_000));
			assert_ok!(Balances::transfer_allow_death(by(BOB), VALIDATORS, 10));
			for who in [ALICE, BOB] {
				register_with_node(who, NodeKind::Shared);
				for kind in [NodeKind::Shared, NodeKind::Dedicated] {
					assert_ok!(Registry::add_node(by(who), kind, machine(resources(4, 8, 12))));
				}
			}
			// A network to begin with, whose offer both supply.
			assert_ok!(apply(Op::Create(BOB, true)));
			assert_ok!(apply(Op::Decide(0, true)));
			assert_ok!(apply(Op::Guest(BOB, 0, true)));
			assert_ok!(apply(Op::Publish(BOB, 0, 6)));
			for who in [ALICE, BOB] {
				assert_ok!(apply(Op::Admit(BOB, 0, who)));
				assert_ok!(apply(Op::Supply(who, 0, vec![0, 2])));
			}
			let issuance = Balances::total_issuance();
			for op in ops {
				let (before, pending) =
					(sp_io::storage::root(sp_runtime::StateVersion::V1), Submitted::get());
				let done = frame_support::storage::with_storage_layer(|| apply(op)).is_ok();
				if !done {
					Submitted::set(pending);
					let after = sp_io::storage::root(sp_runtime::StateVersion::V1);
					assert_eq!(before, after, "what is refused changes nothing");
				}
				Registry::do_try_state().expect("the invariants hold");
				assert_eq!(Balances::total_issuance(), issuance);
			}
			unwind();
			Registry::do_try_state().expect("the invariants hold");
			for who in [ALICE, BOB, TENANT] {
				assert_eq!(Balances::total_balance_on_hold(&who), 0, "{who} has all of its own");
			}
			assert_eq!(Balances::total_issuance(), issuance);
			assert_eq!(Supplies::<Test>::iter().count(), 0);
			assert_eq!(Admissions::<Test>::iter().count(), 0);
		});
	}
}
