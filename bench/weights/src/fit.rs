//! From measured points to lines.

use frame_benchmarking::{Analysis, BenchmarkMetadata, BenchmarkResult, BenchmarkSelector};
use std::{collections::BTreeMap, fmt};

/// A base, and more for each unit of each component, in the order of the components.
pub struct Line {
	pub base: u128,
	pub slopes: Vec<u128>,
}

/// What a benchmark costs.
pub struct Fit {
	/// Picoseconds.
	pub time: Line,
	/// Keys of the database, each counted once.
	pub reads: Line,
	/// Keys of the database, each counted once.
	pub writes: Line,
	/// Bytes of the storage proof.
	pub proof: Line,
}

impl Line {
	/// Multiply everything by `to` and divide it by `by`.
	pub fn scale(&mut self, to: u64, by: u64) {
		for value in self.slopes.iter_mut().chain([&mut self.base]) {
			*value = value.saturating_mul(to.into()) / u128::from(by.max(1));
		}
	}

	fn at(&self, values: &[u32]) -> u128 {
		self.slopes.iter().zip(values).fold(self.base, |sum, (slope, value)| {
			sum.saturating_add(slope.saturating_mul(u128::from(*value)))
		})
	}
}

/// Lines that no measured point lies above: least squares, and then the base raised until they
/// cover the typical value at each point.
pub fn fit(
	benchmark: &BenchmarkMetadata,
	counted: &[BenchmarkResult],
	timed: &[BenchmarkResult],
) -> Result<Fit, String> {
	let names: Vec<_> =
		benchmark.components.iter().map(|(name, _, _)| format!("{name:?}")).collect();
	Ok(Fit {
		time: line(&names, timed, BenchmarkSelector::ExtrinsicTime, |one| {
			one.extrinsic_time.saturating_mul(1_000)
		})?,
		reads: line(&names, counted, BenchmarkSelector::Reads, |one| one.reads.into())?,
		writes: line(&names, counted, BenchmarkSelector::Writes, |one| one.writes.into())?,
		proof: line(&names, counted, BenchmarkSelector::ProofSize, |one| one.proof_size.into())?,
	})
}

fn line(
	names: &[String],
	results: &[BenchmarkResult],
	selector: BenchmarkSelector,
	value: impl Fn(&BenchmarkResult) -> u128,
) -> Result<Line, String> {
	let results = results.to_vec();
	// Least squares want more points than there are unknowns.
	let analysis = Analysis::min_squares_iqr(&results, selector)
		.or_else(|_| Analysis::median_slopes(&results, selector))
		.map_err(|error| error.to_string())?;
	let slope = |name: &String| {
		let at = analysis.names.iter().position(|known| known == name);
		at.and_then(|at| analysis.slopes.get(at)).copied().unwrap_or_default()
	};
	let mut line = Line { base: analysis.base, slopes: names.iter().map(slope).collect() };
	let mut points = BTreeMap::<Vec<u32>, Vec<u128>>::new();
	for result in &results {
		let values = result.components.iter().map(|(_, value)| *value).collect();
		points.entry(values).or_default().push(value(result));
	}
	let short = points.into_iter().map(|(values, mut all)| {
		all.sort_unstable();
		let typical = all.get(all.len() / 2).copied().unwrap_or_default();
		typical.saturating_sub(line.at(&values))
	});
	line.base = line.base.saturating_add(short.max().unwrap_or_default());
	Ok(line)
}

impl fmt::Display for Fit {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		let show = |line: &Line, unit: u128| {
			let slopes: String =
				line.slopes.iter().map(|slope| format!(" + {} each", slope / unit)).collect();
			format!("{}{slopes}", line.base / unit)
		};
		write!(
			f,
			"{} µs, {} reads, {} writes, {} bytes of proof",
			show(&self.time, 1_000_000),
			show(&self.reads, 1),
			show(&self.writes, 1),
			show(&self.proof, 1),
		)
	}
}
