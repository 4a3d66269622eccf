use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use leasehold_primitives::{traits::Approvals as _, ManifestHash};
use sp_runtime::DispatchError;

#[test]
fn manifest_should_be_denied_until_allowed() {
	TestExt::new().execute_with(|| {
		let manifest = ManifestHash::repeat_byte(1);
		let check = || Approvals::ensure_not_denied(&account(1), &manifest);
		assert_ok!(check());
		assert_ok!(Approvals::deny_manifest(RuntimeOrigin::root(), manifest));
		System::assert_last_event(Event::ManifestDenied { manifest }.into());
		assert_noop!(check(), Error::<Test>::ManifestIsDenied);
		assert_noop!(
			Approvals::deny_manifest(RuntimeOrigin::root(), manifest),
			Error::<Test>::AlreadyExists
		);
		assert_ok!(Approvals::allow_manifest(RuntimeOrigin::root(), manifest));
		System::assert_last_event(Event::ManifestAllowed { manifest }.into());
		assert_ok!(check());
		assert_noop!(
			Approvals::allow_manifest(RuntimeOrigin::root(), manifest),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn tenant_should_be_denied_until_allowed() {
	TestExt::new().execute_with(|| {
		let who = account(1);
		let check = || Approvals::ensure_not_denied(&who, &ManifestHash::zero());
		assert_ok!(check());
		assert_ok!(Approvals::deny_tenant(RuntimeOrigin::root(), who.clone()));
		System::assert_last_event(Event::TenantDenied { who: who.clone() }.into());
		assert_noop!(check(), Error::<Test>::TenantIsDenied);
		assert_noop!(
			Approvals::deny_tenant(RuntimeOrigin::root(), who.clone()),
			Error::<Test>::AlreadyExists
		);
		assert_ok!(Approvals::allow_tenant(RuntimeOrigin::root(), who.clone()));
		System::assert_last_event(Event::TenantAllowed { who: who.clone() }.into());
		assert_ok!(check());
		assert_noop!(
			Approvals::allow_tenant(RuntimeOrigin::root(), who.clone()),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn denials_should_fail_when_not_governance() {
	TestExt::new().execute_with(|| {
		let origin = || RuntimeOrigin::signed(account(1));
		let hash = ManifestHash::zero();
		assert_noop!(Approvals::deny_manifest(origin(), hash), DispatchError::BadOrigin);
		assert_noop!(Approvals::allow_manifest(origin(), hash), DispatchError::BadOrigin);
		assert_noop!(Approvals::deny_tenant(origin(), account(2)), DispatchError::BadOrigin);
		assert_noop!(Approvals::allow_tenant(origin(), account(2)), DispatchError::BadOrigin);
	});
}
