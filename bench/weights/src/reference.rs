//! How much slower this machine is than the one that weights are a measure of.
//!
//! A second of weight is a second on polkadot-sdk's reference hardware, where the weights of its own
//! pallets were measured, which share the block with ours. So a few of those are measured here too,
//! and what ours take is divided by how much longer they take here.

use crate::{measure, runtime::Bench, Params};
use frame_support::weights::{constants::RocksDbWeight, Weight};
use pallet_balances::weights::WeightInfo;

/// Benchmarks of `pallet-balances` that read and write one account beside the caller's, and what
/// they weigh on the reference hardware.
fn known() -> [(&'static str, Weight); 4] {
	[
		("transfer_allow_death", <()>::transfer_allow_death()),
		("transfer_keep_alive", <()>::transfer_keep_alive()),
		("transfer_all", <()>::transfer_all()),
		("force_unreserve", <()>::force_unreserve()),
	]
}

/// The median over those benchmarks of this machine's time to the reference's, in thousandths.
pub fn slowness(bench: &Bench, params: &Params) -> Result<u64, String> {
	let pallet = bench.pallet("pallet_balances")?;
	let mut ratios = Vec::new();
	for (name, weight) in known() {
		let benchmark = pallet
			.benchmarks
			.iter()
			.find(|benchmark| benchmark.name == name.as_bytes())
			.ok_or_else(|| format!("pallet-balances has no benchmark {name}"))?;
		// The reference's weights name its database's time apart, as ours do.
		let theirs = weight.saturating_sub(RocksDbWeight::get().reads_writes(1, 1)).ref_time();
		let ours = measure(bench, params, &pallet, benchmark)?.time.base;
		let ours = u64::try_from(ours).map_err(|_| format!("{name} took {ours} ps"))?;
		ratios.push(ours.saturating_mul(1_000) / theirs.max(1));
	}
	ratios.sort_unstable();
	let middle = ratios.len() / 2;
	Ok((ratios[middle - 1] + ratios[middle]) / 2)
}
