use super::*;
use leasehold_primitives::AssetId;

#[test]
fn statement_should_say_all_of_a_lease() {
	TestExt::new().execute_with(|| {
		let mut foreign = terms(1);
		foreign.asset = AssetId::WithId(7);
		award_with(foreign, UNIT);
		assert_ok!(mock::Leases::confirm(by(provider()), 1));
		let expected = leasehold_primitives::Statement {
			lease: 1,
			tenant: H256::repeat_byte(1),
			provider: H256::repeat_byte(2),
			asset: 8,
			price: PRICE,
			paid: 0,
			fees: 0,
			refunded: 0,
			state: 1,
			through: 1_000_000,
			served: 0,
			usage: H256::zero(),
			sequence: 1,
		};
		assert_eq!(last_note(), expected);
		advance(2);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		let closed = leasehold_primitives::Statement {
			paid: 5_880,
			fees: 120,
			refunded: UNIT - 6_000,
			state: 255,
			through: 1_006_000,
			sequence: 2,
			..expected
		};
		assert_eq!(last_note(), closed);
	});
}

#[test]
fn sequence_should_have_no_gaps_when_one_block_brings_several_statements() {
	TestExt::new().execute_with(|| {
		start(1);
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_eq!(last_note().sequence, 1);
		next_block();
		assert_ok!(mock::Leases::pause(by(provider()), 1));
		assert_eq!(last_note().sequence, 2);
		// Nothing paid, nothing changed: no statement.
		next_block();
		let count = Noted::get().len();
		assert_ok!(mock::Leases::settle(by(stranger()), 1));
		assert_eq!(Noted::get().len(), count);
		assert_ok!(mock::Leases::resume(by(provider()), 1));
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		assert_eq!(last_note().sequence, 3);
	});
}

#[test]
fn close_of_an_award_should_be_the_only_statement_on_it() {
	TestExt::new().execute_with(|| {
		award(1);
		assert_ok!(mock::Leases::close(by(tenant()), 1));
		let notes = Noted::get();
		assert_eq!(notes.len(), 1);
		assert_eq!((notes[0].state, notes[0].sequence, notes[0].refunded), (255, 1, UNIT));
	});
}
