use crate::{mock::*, weights::WeightInfo, DeclinePenalty, MarketParams, Params};
use frame_support::{
	traits::{Get, Hooks},
	weights::Weight,
};

#[test]
fn genesis_should_store_its_parameters() {
	TestExt::new().params(|params| params.auction_blocks = 7).execute_with(|| {
		assert_eq!(Params::<Test>::get().auction_blocks, 7);
		assert_eq!(DeclinePenalty::<Test>::get(), params().decline_penalty);
	});
}

#[test]
fn parameters_should_be_sane_when_nothing_is_stored() {
	sp_io::TestExternalities::default().execute_with(|| {
		assert_eq!(Params::<Test>::get(), MarketParams::default());
		assert!(MarketParams::default().is_sane());
		check();
	});
}

#[test]
#[should_panic(expected = "market.params are out of bounds")]
fn genesis_should_refuse_parameters_out_of_bounds() {
	TestExt::new().params(|params| params.auction_blocks = 0).build();
}

#[test]
fn integrity_test_should_pass_when_the_share_exceeds_the_largest_item() {
	let largest = <()>::due_bucket() + Market::due_item_weight();
	AgendaWeight::set(largest + Weight::from_parts(1, 1));
	<Market as Hooks<u32>>::integrity_test();
}

#[test]
#[should_panic(expected = "MaxAgendaWeight")]
fn integrity_test_should_panic_when_the_share_is_too_small() {
	AgendaWeight::set(<()>::due_bucket() + Market::due_item_weight());
	<Market as Hooks<u32>>::integrity_test();
}
