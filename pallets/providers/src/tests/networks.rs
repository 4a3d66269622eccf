//! Private networks.

use super::*;
use leasehold_primitives::traits::{RejectReason, Subject, Verdict};
use sp_core::H256;

pub const TERMS: H256 = H256::repeat_byte(0x7e);
const CAROL: u64 = 60;

fn bonded(who: u64) -> u128 {
	Balances::balance_on_hold(&HoldReason::Network.into(), &who)
}

/// Bob's network, before the validators.
fn created(restricted: bool) {
	assert_ok!(Registry::create_network(by(BOB), TERMS, restricted));
}

/// Bob's network, approved, of which Alice is a member, with a machine.
pub fn approved(restricted: bool) {
	created(restricted);
	decide(Subject::Network(0), Verdict::Approved);
	register_with_node(ALICE, NodeKind::Shared);
	assert_ok!(Registry::admit_provider(by(BOB), 0, ALICE));
}

#[test]
fn create_network_should_bond_it_and_ask_the_validators() {
	TestExt::new().execute_with(|| {
		created(true);
		assert_eq!(bonded(BOB), NETWORK_BOND);
		assert_eq!(Balances::free_balance(BOB), RICH - NETWORK_BOND - ORDER_FEE);
		assert_eq!(Submitted::get(), vec![(Subject::Network(0), BOB, TERMS)]);
		System::assert_has_event(
			Event::NetworkCreated {
				network: 0,
				operator: BOB,
				terms: TERMS,
				restricted: true,
				bond: NETWORK_BOND,
			}
			.into(),
		);
		// A second one, at the bond of its time, next to the first.
		let params = Params { network_bond: 5, ..params() };
		assert_ok!(Registry::set_params(RuntimeOrigin::root(), params));
		created(false);
		assert_eq!(bonded(BOB), NETWORK_BOND + 5);
		decide(Subject::Network(1), Verdict::Rejected(RejectReason::Voted));
		assert_eq!(bonded(BOB), NETWORK_BOND);
		assert_eq!(
			last_event(),
			Event::NetworkRejected { network: 1, reason: RejectReason::Voted, bond: 5 }
		);
		decide(Subject::Network(0), Verdict::Approved);
		assert_eq!(last_event(), Event::NetworkApproved { network: 0 });
	});
}

#[test]
fn create_network_should_fail_when_poor_or_denied() {
	TestExt::new().execute_with(|| {
		assert_noop!(Registry::create_network(RuntimeOrigin::root(), TERMS, true), BadOrigin);
		assert_noop!(
			Registry::create_network(by(POOR), TERMS, true),
			Error::<Test>::InsufficientFunds
		);
		assert_noop!(
			Registry::create_network(by(BOB), DENIED, true),
			sp_runtime::DispatchError::Other("denied")
		);
	});
}

#[test]
fn verdict_should_do_nothing_to_a_network_that_waits_for_none() {
	use leasehold_primitives::traits::OnVerdict;
	TestExt::new().execute_with(|| {
		created(false);
		decide(Subject::Network(0), Verdict::Approved);
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let rejected = Verdict::Rejected(RejectReason::Deadline);
		for subject in [Subject::Network(0), Subject::Network(7), Subject::Order(0)] {
			Registry::on_verdict(subject, rejected);
		}
		assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
	});
}

#[test]
fn admit_and_expel_should_change_who_belongs() {
	TestExt::new().execute_with(|| {
		approved(true);
		assert_eq!(last_event(), Event::ProviderAdmitted { network: 0, provider: ALICE });
		assert_ok!(Registry::admit_tenant(by(BOB), 0, CAROL));
		assert_eq!(last_event(), Event::TenantAdmitted { network: 0, tenant: CAROL });
		let counts = || Networks::<Test>::get(0).map(|one| (one.members, one.guests));
		assert_eq!(counts(), Some((1, 1)));
		assert_noop!(Registry::admit_provider(by(BOB), 0, ALICE), Error::<Test>::AlreadyAdmitted);
		assert_noop!(Registry::admit_tenant(by(BOB), 0, CAROL), Error::<Test>::AlreadyAdmitted);
		// By the operator, or by who leaves.
		assert_ok!(Registry::expel_provider(by(ALICE), 0, ALICE));
		assert_eq!(last_event(), Event::ProviderExpelled { network: 0, provider: ALICE });
		assert_ok!(Registry::expel_tenant(by(BOB), 0, CAROL));
		assert_eq!(last_event(), Event::TenantExpelled { network: 0, tenant: CAROL });
		assert_eq!(counts(), Some((0, 0)));
		assert_noop!(Registry::expel_provider(by(BOB), 0, ALICE), Error::<Test>::NotMember);
		assert_noop!(Registry::expel_tenant(by(BOB), 0, CAROL), Error::<Test>::NotMember);
	});
}

#[test]
fn admit_and_expel_should_fail_for_others_and_other_networks() {
	TestExt::new().execute_with(|| {
		created(true);
		register(ALICE);
		let admit = |who, network, provider| Registry::admit_provider(who, network, provider);
		assert_noop!(admit(by(BOB), 0, ALICE), Error::<Test>::NetworkNotApproved);
		assert_noop!(Registry::admit_tenant(by(BOB), 0, 60), Error::<Test>::NetworkNotApproved);
		decide(Subject::Network(0), Verdict::Approved);
		assert_noop!(admit(RuntimeOrigin::root(), 0, ALICE), BadOrigin);
		assert_noop!(admit(by(BOB), 1, ALICE), Error::<Test>::NetworkNotFound);
		assert_noop!(admit(by(ALICE), 0, ALICE), Error::<Test>::NotAuthorized);
		assert_noop!(admit(by(BOB), 0, CAROL), Error::<Test>::NotFound);
		assert_noop!(Registry::admit_tenant(by(ALICE), 0, 60), Error::<Test>::NotAuthorized);
		assert_noop!(Registry::admit_tenant(by(BOB), 1, 60), Error::<Test>::NetworkNotFound);
		assert_noop!(Registry::admit_tenant(RuntimeOrigin::none(), 0, 60), BadOrigin);
		assert_ok!(admit(by(BOB), 0, ALICE));
		assert_ok!(Registry::admit_tenant(by(BOB), 0, CAROL));
		assert_noop!(Registry::expel_provider(by(CAROL), 0, ALICE), Error::<Test>::NotAuthorized);
		assert_noop!(Registry::expel_provider(by(BOB), 1, ALICE), Error::<Test>::NetworkNotFound);
		assert_noop!(Registry::expel_tenant(by(ALICE), 0, CAROL), Error::<Test>::NotAuthorized);
		assert_noop!(Registry::expel_tenant(by(BOB), 1, CAROL), Error::<Test>::NetworkNotFound);
		assert_noop!(Registry::expel_tenant(RuntimeOrigin::root(), 0, CAROL), BadOrigin);
		assert_noop!(Registry::expel_provider(RuntimeOrigin::root(), 0, ALICE), BadOrigin);
	});
}

#[test]
fn admit_should_fail_when_there_are_as_many_as_may_be() {
	TestExt::new().execute_with(|| {
		approved(true);
		Networks::<Test>::mutate(0, |slot| {
			let network = slot.as_mut().expect("is there");
			(network.members, network.guests) = (MAX_MEMBERS, MAX_GUESTS);
		});
		register(BOB);
		assert_noop!(Registry::admit_provider(by(BOB), 0, BOB), Error::<Test>::TooManyMembers);
		assert_noop!(Registry::admit_tenant(by(BOB), 0, BOB), Error::<Test>::TooManyMembers);
		Networks::<Test>::mutate(0, |slot| {
			let network = slot.as_mut().expect("is there");
			(network.members, network.guests) = (1, 0);
		});
	});
}

#[test]
fn dissolve_network_should_return_the_bond_of_an_empty_one() {
	TestExt::new().execute_with(|| {
		created(true);
		let dissolve = |who| Registry::dissolve_network(who, 0);
		assert_noop!(dissolve(RuntimeOrigin::root()), BadOrigin);
		assert_noop!(dissolve(by(ALICE)), Error::<Test>::NotAuthorized);
		// One that waits is taken back from the validators.
		assert_ok!(dissolve(by(BOB)));
		assert_eq!(last_event(), Event::NetworkDissolved { network: 0, bond: NETWORK_BOND });
		assert_eq!((bonded(BOB), Submitted::get()), (0, vec![]));
		assert_noop!(dissolve(by(BOB)), Error::<Test>::NetworkNotFound);

		created(true);
		decide(Subject::Network(1), Verdict::Approved);
		assert_ok!(Registry::admit_tenant(by(BOB), 1, CAROL));
		assert_noop!(Registry::dissolve_network(by(BOB), 1), Error::<Test>::NetworkInUse);
		assert_ok!(Registry::expel_tenant(by(BOB), 1, CAROL));
		register(ALICE);
		assert_ok!(Registry::admit_provider(by(BOB), 1, ALICE));
		assert_noop!(Registry::dissolve_network(by(BOB), 1), Error::<Test>::NetworkInUse);
		assert_ok!(Registry::expel_provider(by(BOB), 1, ALICE));
		assert_ok!(Registry::dissolve_network(by(BOB), 1));
		assert_eq!(bonded(BOB), 0);
	});
}
