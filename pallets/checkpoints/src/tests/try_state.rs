use crate::{mock::*, LeafCount, Leaves, Positions};
use leasehold_primitives::traits::Ledger;

fn broken(damage: impl FnOnce()) -> Result<(), sp_runtime::TryRuntimeError> {
	Chain::new().read(|| {
		Checkpoints::note(statement(1));
		Checkpoints::note(statement(2));
		Checkpoints::do_try_state()?;
		damage();
		assert!(Checkpoints::do_try_state().is_err());
		Ok(())
	})
}

#[test]
fn try_state_should_fail_when_the_running_blocks_maps_disagree() {
	broken(|| Leaves::<Test>::remove(0)).expect("it held before");
	broken(|| Positions::<Test>::insert(1, 1)).expect("it held before");
	broken(|| Positions::<Test>::insert(3, 2)).expect("it held before");
	broken(|| LeafCount::<Test>::put(1)).expect("it held before");
	broken(|| LeafCount::<Test>::put(3)).expect("it held before");
}
