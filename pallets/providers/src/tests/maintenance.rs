//! Announced maintenance.

use super::*;

fn announce(from: u32, until: u32) -> sp_runtime::DispatchResult {
	Registry::announce_maintenance(by(ALICE), from, until)
}

fn silent() -> u32 {
	Registry::silent_for(&ALICE)
}

#[test]
fn silence_should_not_count_in_an_announced_window() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		assert_ok!(announce(71, 101));
		assert_eq!(
			last_event(),
			Event::MaintenanceAnnounced { provider: ALICE, from: 71, until: 101 }
		);
		// The last heartbeat's window ends with block 61.
		for (block, blocks) in
			[(61, 0), (62, 1), (71, 10), (72, 10), (100, 10), (101, 10), (105, 14)]
		{
			advance(block - System::block_number());
			assert_eq!(silent(), blocks, "at block {block}");
		}
		// The clock has stood still meanwhile, so nothing is paid for it.
		assert!(!Registry::is_running(&ALICE));
		assert_eq!(Registry::clock(&ALICE), RULES.window.time);
		assert_noop!(
			Registry::ensure_eligible(&ALICE, &Requirements::default()),
			Error::<Test>::ProviderSilent
		);
	});
}

#[test]
fn window_should_excuse_only_the_silence_that_lies_in_it() {
	let window = |from, until| Maintenance { window: Some((from, until)), before: 0 };
	for (maintenance, from, to, blocks) in [
		(Maintenance::default(), 0, 100, 0),
		(window(10, 20), 0, 5, 0),
		(window(10, 20), 0, 10, 0),
		(window(10, 20), 0, 15, 5),
		(window(10, 20), 12, 15, 3),
		(window(10, 20), 12, 40, 8),
		(window(10, 20), 0, 40, 10),
		(window(10, 20), 20, 40, 0),
		(window(10, 20), 30, 40, 0),
		(window(0, u32::MAX), 0, u32::MAX, u32::MAX),
	] {
		assert_eq!(maintenance.excuses(from, to), blocks, "{maintenance:?} {from} {to}");
	}
}

#[test]
fn announce_maintenance_should_fail_when_too_soon_or_too_long() {
	TestExt::new().execute_with(|| {
		assert_noop!(announce(71, 81), Error::<Test>::NotFound);
		register(ALICE);
		assert_noop!(Registry::announce_maintenance(RuntimeOrigin::root(), 71, 81), BadOrigin);
		for (from, until) in [(10, 20), (20, 20), (21, 20), (20, 71), (0, u32::MAX), (u32::MAX, 0)]
		{
			assert_noop!(announce(from, until), Error::<Test>::InvalidMaintenance);
		}
		assert_ok!(announce(11, 61));
		assert_noop!(announce(300, 301), Error::<Test>::MaintenanceAnnounced);
		advance(60);
		// A hundred blocks between one and the next.
		assert_noop!(announce(160, 170), Error::<Test>::InvalidMaintenance);
		assert_ok!(announce(161, 170));
	});
}

#[test]
fn end_maintenance_should_take_it_back_or_cut_it_short() {
	TestExt::new().execute_with(|| {
		register(ALICE);
		let end = || Registry::end_maintenance(by(ALICE));
		assert_noop!(Registry::end_maintenance(RuntimeOrigin::none()), BadOrigin);
		assert_noop!(end(), Error::<Test>::NothingToChange);
		assert_ok!(announce(71, 101));
		advance(80);
		assert_eq!(silent(), 10);
		assert_ok!(end());
		assert_eq!(last_event(), Event::MaintenanceEnded { provider: ALICE, at: 81 });
		advance(5);
		assert_eq!(silent(), 15);
		assert_noop!(end(), Error::<Test>::NothingToChange);
		// One that is taken back before it begins does not shorten the pause since the last.
		assert_ok!(announce(181, 190));
		assert_ok!(end());
		assert_noop!(announce(180, 190), Error::<Test>::InvalidMaintenance);
		assert_ok!(announce(181, 190));
		assert_ok!(Registry::deregister(by(ALICE)));
		assert_eq!(Maintenances::<Test>::iter().count(), 0);
	});
}
