//! The invariants in the states of a real chain, after every block of it.
//!
//! `zombienet/states.js` writes them down; `scripts/test.sh clients` does so when the tests of the
//! auctions, and all others, have run against two nodes, and names the folder in
//! `LEASEHOLD_STATES`.

use crate::world::check;
use std::{fs, path::PathBuf};

/// The bytes of a hexadecimal word after its `0x`.
fn bytes(word: &str) -> Vec<u8> {
	let digits = word.strip_prefix("0x").expect("words are hexadecimal");
	let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits a byte");
	(0..digits.len()).step_by(2).map(byte).collect()
}

#[test]
#[ignore = "needs the states of a chain in the folder LEASEHOLD_STATES, see zombienet/states.js"]
fn every_state_of_a_chain_should_be_sound() {
	let folder = std::env::var_os("LEASEHOLD_STATES").map(PathBuf::from);
	let folder = folder.expect("LEASEHOLD_STATES names a folder with the states of a chain");
	let mut states: Vec<_> = fs::read_dir(&folder)
		.expect("the folder is there")
		.map(|entry| entry.expect("it can be listed").path())
		.collect();
	states.sort();
	assert!(!states.is_empty(), "there are no states in {}", folder.display());
	let (mut orders, mut sealed, mut leases) = (0, 0, 0);
	for path in &states {
		println!("checking {}", path.display());
		let mut ext = sp_io::TestExternalities::default();
		for line in fs::read_to_string(path).expect("it is text").lines() {
			let (key, value) = line.split_once(' ').expect("a key and its value");
			ext.insert(bytes(key), bytes(value));
		}
		ext.execute_with(|| {
			use leasehold_runtime::Runtime;
			check();
			orders += pallet_leasehold_market::Orders::<Runtime>::iter_keys().count();
			sealed += pallet_leasehold_market::SealedBids::<Runtime>::iter_keys().count();
			leases += pallet_leasehold_leases::Leases::<Runtime>::iter_keys().count();
		});
	}
	println!("{} states with {orders} orders, {sealed} sealed bids, {leases} leases", states.len());
	assert!(orders > 0 && sealed > 0 && leases > 0, "nothing happens on this chain");
}
