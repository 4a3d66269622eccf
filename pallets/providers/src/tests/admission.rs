//! The audited tier.

use super::*;
use leasehold_primitives::traits::{OnVerdict, RejectReason, Subject, Verdict};

fn check() -> sp_runtime::DispatchResult {
	let required = Requirements { admitted: true, ..Default::default() };
	Registry::ensure_eligible(&ALICE, &required)
}

#[test]
fn admission_should_count_once_validators_have_approved_it() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_noop!(check(), Error::<Test>::NotAdmitted);
		assert_ok!(Registry::apply_for_admission(by(ALICE), EVIDENCE));
		System::assert_has_event(
			Event::AdmissionRequested { admission: 0, provider: ALICE, evidence: EVIDENCE }.into(),
		);
		assert_eq!(Submitted::get(), vec![(Subject::Admission(0), ALICE, EVIDENCE)]);
		assert_noop!(check(), Error::<Test>::NotAdmitted);
		advance(4);
		decide(Subject::Admission(0), Verdict::Approved);
		assert_eq!(
			last_event(),
			Event::AdmissionDecided { admission: 0, provider: ALICE, verdict: Verdict::Approved }
		);
		assert_eq!(Providers::<Test>::get(ALICE).expect("is there").admitted, Some(5));
		assert_ok!(check());
		assert_noop!(
			Registry::apply_for_admission(by(ALICE), EVIDENCE),
			Error::<Test>::AlreadyAdmitted
		);
	});
}

#[test]
fn rejected_provider_should_be_free_to_apply_again() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::apply_for_admission(by(ALICE), EVIDENCE));
		assert_noop!(
			Registry::apply_for_admission(by(ALICE), EVIDENCE),
			Error::<Test>::AlreadyApplied
		);
		decide(Subject::Admission(0), Verdict::Rejected(RejectReason::Deadline));
		assert_noop!(check(), Error::<Test>::NotAdmitted);
		assert_ok!(Registry::apply_for_admission(by(ALICE), EVIDENCE));
		decide(Subject::Admission(1), Verdict::Approved);
		assert_ok!(check());
	});
}

#[test]
fn apply_for_admission_should_fail_when_unknown_poor_or_denied() {
	TestExt::new().execute_with(|| {
		let apply = |who, evidence| Registry::apply_for_admission(who, evidence);
		assert_noop!(apply(RuntimeOrigin::root(), EVIDENCE), BadOrigin);
		assert_noop!(apply(by(ALICE), EVIDENCE), Error::<Test>::NotFound);
		register(ALICE);
		assert_noop!(apply(by(ALICE), DENIED), sp_runtime::DispatchError::Other("denied"));
		// Enough for the bond, and not for the votes.
		assert_ok!(Balances::transfer_allow_death(by(BOB), 60, RATES.base + 30));
		register(60);
		let poor = sp_runtime::TokenError::FundsUnavailable;
		assert_noop!(apply(by(60), EVIDENCE), sp_runtime::DispatchError::Token(poor));
	});
}

#[test]
fn void_admission_should_end_it_at_once() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::apply_for_admission(by(ALICE), EVIDENCE));
		decide(Subject::Admission(0), Verdict::Approved);
		assert_noop!(Registry::void_admission(by(ALICE), ALICE), BadOrigin);
		assert_ok!(Registry::void_admission(RuntimeOrigin::root(), ALICE));
		assert_eq!(last_event(), Event::AdmissionVoided { provider: ALICE });
		assert_noop!(check(), Error::<Test>::NotAdmitted);
		let void = |who| Registry::void_admission(RuntimeOrigin::root(), who);
		assert_noop!(void(ALICE), Error::<Test>::NotAdmitted);
		assert_noop!(void(BOB), Error::<Test>::NotFound);
	});
}

#[test]
fn admission_should_go_with_the_registration() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(Registry::apply_for_admission(by(ALICE), EVIDENCE));
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_eq!(Submitted::get(), vec![]);
		// A verdict that was on its way finds nobody, a new registration included.
		register(ALICE);
		Registry::on_verdict(Subject::Admission(0), Verdict::Approved);
		assert_noop!(check(), Error::<Test>::NotAdmitted);
	});
}
