//! Runs the benchmarks of a runtime that was built with `runtime-benchmarks`, and writes what its
//! calls, hooks and authorisations weigh as Rust source.
//!
//! The stock command for this needs a hundred crates more, a parachain's runtime among them, which
//! switch features of all that a node is built of. This program is built of what the node has.

mod clock;
mod fit;
mod overlay;
mod reference;
mod runtime;
mod source;

use clap::Parser;
use frame_benchmarking::{BenchmarkList, BenchmarkMetadata, BenchmarkParameter};
use std::{path::PathBuf, time::Instant};

/// Run benchmarks and write weights.
#[derive(Parser)]
#[command(version)]
struct Params {
	/// The runtime, as wasm, built with `runtime-benchmarks`.
	#[arg(long)]
	runtime: PathBuf,
	/// The pallet, by the name of its crate.
	#[arg(long)]
	pallet: String,
	/// Only this benchmark; then nothing is written.
	#[arg(long)]
	benchmark: Option<String>,
	/// Values of each component between its least and its greatest, both included.
	#[arg(long, default_value_t = 20)]
	steps: u32,
	/// Measurements at each value.
	#[arg(long, default_value_t = 10)]
	repeat: u32,
	/// Print the keys that each benchmark reads and writes, by the first 32 bytes, which name the
	/// pallet and the storage item, and how often.
	#[arg(long)]
	keys: bool,
	/// The genesis in which they run.
	#[arg(long, default_value = "development")]
	preset: String,
	/// Where to write the source.
	#[arg(long)]
	output: Option<PathBuf>,
}

fn main() -> Result<(), String> {
	let params = Params::parse();
	if params.steps < 2 || params.repeat == 0 {
		return Err(format!(
			"{} steps and {} repeats: a line needs 2 steps and 1 repeat at least",
			params.steps, params.repeat
		));
	}
	let bench = runtime::Bench::new(&params.runtime, &params.preset)?;
	let pallet = bench.pallet(&params.pallet)?;
	// A machine that others use is now faster, now slower: it is asked before and after each.
	let mut before = reference::slowness(&bench, &params)?;
	let mut all = Vec::new();
	let mut measured = Vec::new();
	let mut failed = Vec::new();
	for benchmark in &pallet.benchmarks {
		let name = String::from_utf8_lossy(&benchmark.name).into_owned();
		if params.benchmark.as_ref().is_some_and(|only| *only != name) {
			continue;
		}
		let started = Instant::now();
		match measure(&bench, &params, &pallet, benchmark) {
			Ok(mut fit) => {
				let after = reference::slowness(&bench, &params)?;
				let slowness = (before + after) / 2;
				before = after;
				all.push(slowness);
				fit.time.scale(1_000, slowness);
				println!(
					"{name}: {fit} ({} ms; this machine took {slowness} thousandths of the reference's time)",
					started.elapsed().as_millis()
				);
				measured.push((name, benchmark, fit));
			},
			Err(error) => {
				println!("{name}: failed: {error}");
				failed.push(name);
			},
		}
	}
	if !failed.is_empty() {
		return Err(format!("{} failed: {}", params.pallet, failed.join(", ")));
	}
	if measured.is_empty() {
		return Err(format!("{} has no such benchmark", params.pallet));
	}
	match (&params.output, &params.benchmark) {
		(Some(file), None) => {
			all.sort_unstable();
			let slowness = all.get(all.len() / 2).copied().unwrap_or(1_000);
			let source = source::write(&params, slowness, &measured);
			std::fs::write(file, source).map_err(|e| format!("{}: {e}", file.display()))
		},
		_ => Ok(()),
	}
}

/// In how many turns times are taken.
const TURNS: u32 = 5;

/// All points of one benchmark: once with its own check, once counting accesses, and then for the
/// time.
fn measure(
	bench: &runtime::Bench,
	params: &Params,
	pallet: &BenchmarkList,
	benchmark: &BenchmarkMetadata,
) -> Result<fit::Fit, String> {
	let mut counted = Vec::new();
	let mut timed = Vec::new();
	let points = points(benchmark, params.steps);
	let runs =
		|| points.iter().map(|point| runtime::Run { pallet, benchmark: &benchmark.name, point });
	for run in runs() {
		bench.check(run)?;
		let results = bench.count(run)?;
		if params.keys {
			print_keys(run.point, &results);
		}
		counted.extend(results);
	}
	// In turns: what disturbs the machine for a moment hits a few runs of a point, not all.
	for turn in 0..TURNS {
		let repeat = (params.repeat + turn) / TURNS;
		for run in runs().filter(|_| repeat > 0) {
			timed.extend(bench.time(run, repeat)?);
		}
	}
	fit::fit(benchmark, &counted, &timed)
}

/// What one run has read and written.
fn print_keys(
	point: &[(BenchmarkParameter, u32)],
	results: &[frame_benchmarking::BenchmarkResult],
) {
	println!("{point:?}");
	for (key, reads, writes, whitelisted) in results.iter().flat_map(|result| &result.keys) {
		let item = key.get(..32).unwrap_or(key);
		let item = sp_core::hexdisplay::HexDisplay::from(&item);
		let mark = if *whitelisted { ", not counted" } else { "" };
		println!("    {item}  {reads} reads, {writes} writes{mark}");
	}
}

/// Where to measure: each component in steps, while the others are at their greatest.
fn points(benchmark: &BenchmarkMetadata, steps: u32) -> Vec<Vec<(BenchmarkParameter, u32)>> {
	let components = &benchmark.components;
	let greatest: Vec<_> = components.iter().map(|(name, _, high)| (*name, *high)).collect();
	let mut all = vec![greatest.clone()];
	for (at, (_, low, high)) in components.iter().enumerate() {
		let steps = steps.min(high.saturating_sub(*low).saturating_add(1)).max(2);
		for step in 0..steps {
			let wide = u64::from(high - low) * u64::from(step) / u64::from(steps - 1);
			let mut point = greatest.clone();
			point[at].1 = low + u32::try_from(wide).unwrap_or(u32::MAX);
			if !all.contains(&point) {
				all.push(point);
			}
		}
	}
	all
}
