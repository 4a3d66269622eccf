use super::*;
use frame_support::traits::BuildGenesisConfig;

#[test]
fn set_params_should_store_sound_parameters() {
	TestExt::new().execute_with(|| {
		let params = Params { settle_blocks: MAX_PERIOD, min_stay_blocks: 0, ..PARAMS };
		assert_ok!(mock::Leases::set_params(RuntimeOrigin::root(), params));
		assert_eq!(Parameters::<Test>::get(), params);
		System::assert_last_event(Event::ParamsSet { params }.into());
	});
}

#[test]
fn set_params_should_refuse_zero_and_too_long_periods() {
	TestExt::new().execute_with(|| {
		let wrong: [fn(&mut Params, u32); 5] = [
			|params, blocks| params.confirm_blocks = blocks,
			|params, blocks| params.settle_blocks = blocks,
			|params, blocks| params.checkpoint_blocks = blocks,
			|params, blocks| params.silence_blocks = blocks,
			|params, blocks| params.amendment_blocks = blocks,
		];
		for set in wrong {
			for blocks in [0, MAX_PERIOD + 1] {
				let mut params = PARAMS;
				set(&mut params, blocks);
				assert_noop!(
					mock::Leases::set_params(RuntimeOrigin::root(), params),
					Error::<Test>::InvalidParams
				);
			}
		}
		let params = Params { min_stay_blocks: MAX_PERIOD + 1, ..PARAMS };
		assert_noop!(
			mock::Leases::set_params(RuntimeOrigin::root(), params),
			Error::<Test>::InvalidParams
		);
		assert_noop!(mock::Leases::set_params(by(tenant()), PARAMS), BadOrigin);
	});
}

#[test]
fn default_params_should_be_sound() {
	assert!(Params::default().is_sound());
}

#[test]
#[should_panic(expected = "every period must be from 1")]
fn genesis_should_panic_when_a_period_is_zero() {
	let mut ext = TestExt::new().build();
	let params = Params { settle_blocks: 0, ..PARAMS };
	ext.execute_with(|| GenesisConfig::<Test> { params, ..Default::default() }.build());
}

#[test]
fn close_by_governance_should_return_everything_in_every_state() {
	TestExt::new().execute_with(|| {
		award(1);
		start(2);
		assert_ok!(mock::Leases::give_notice(by(provider()), 2, 0));
		start(3);
		exhaust(3);
		for id in 1..=3 {
			assert_ok!(mock::Leases::close_by_governance(RuntimeOrigin::root(), id));
			assert!(is_gone(id));
			assert_eq!(told().last(), Some(&Told::Ended(id, CloseReason::Governance)));
		}
		assert_eq!((free(&provider()), on_hold(&provider())), (UNIT, 0));
		assert_eq!(Running::get(provider()), 0);
	});
}

#[test]
fn close_by_governance_should_fail_for_others_and_unknown_leases() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_noop!(mock::Leases::close_by_governance(by(tenant()), 1), BadOrigin);
		assert_noop!(
			mock::Leases::close_by_governance(RuntimeOrigin::root(), 2),
			Error::<Test>::NotFound
		);
	});
}
