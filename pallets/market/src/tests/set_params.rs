use crate::{
	mock::*, Error, Event, MarketParams, Params, MAX_AUCTION, MAX_CHOICE, MAX_NOTICE, MAX_ROUNDS,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, Permill};

#[test]
fn set_params_should_store_what_governance_sets() {
	TestExt::new().execute_with(|| {
		let params = MarketParams {
			collateral: 5,
			min_step: Permill::from_parts(999_999),
			auction_blocks: MAX_AUCTION,
			extension_blocks: MAX_AUCTION,
			extension_ceiling_blocks: MAX_AUCTION,
			min_notice: MAX_NOTICE,
			decline_penalty: 5,
			max_rounds: MAX_ROUNDS,
			reveal_blocks: MAX_AUCTION,
			choice_blocks: MAX_CHOICE,
		};
		assert_ok!(Market::set_params(RuntimeOrigin::root(), params.clone()));
		assert_eq!(Params::<Test>::get(), params);
		assert_eq!(take_events(), vec![Event::ParamsSet { params }]);
	});
}

#[test]
fn set_params_should_fail_when_the_origin_is_not_governance() {
	TestExt::new().execute_with(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(TENANT)] {
			assert_noop!(Market::set_params(origin, params()), BadOrigin);
		}
	});
}

#[test]
fn set_params_should_fail_when_one_is_out_of_bounds() {
	TestExt::new().execute_with(|| {
		let wrong: [fn(&mut MarketParams); 14] = [
			|params| params.collateral = 0,
			|params| params.min_step = Permill::one(),
			|params| params.auction_blocks = 0,
			|params| params.auction_blocks = MAX_AUCTION + 1,
			|params| params.extension_blocks = params.auction_blocks + 1,
			|params| params.extension_ceiling_blocks = MAX_AUCTION + 1,
			|params| params.min_notice = 0,
			|params| params.min_notice = MAX_NOTICE + 1,
			|params| params.decline_penalty = params.collateral + 1,
			|params| params.max_rounds = MAX_ROUNDS + 1,
			|params| params.reveal_blocks = 0,
			|params| params.reveal_blocks = MAX_AUCTION + 1,
			|params| params.choice_blocks = 0,
			|params| params.choice_blocks = MAX_CHOICE + 1,
		];
		for change in wrong {
			let mut params = params();
			change(&mut params);
			assert_noop!(
				Market::set_params(RuntimeOrigin::root(), params),
				Error::<Test>::InvalidParams
			);
		}
	});
}
