//! From measured points to lines.

use frame_benchmarking::{Analysis, BenchmarkMetadata, BenchmarkResult, BenchmarkSelector};
use std::{collections::BTreeMap, fmt};

/// What stands for one in a line's steepness.
const PRECISION: u128 = 1_000_000;

/// A base, and more for each unit of each component, in the order of the components.
pub struct Line {
	pub base: u128,
	pub slopes: Vec<u128>,
}

/// The values of all components, and what was measured there.
type Point = (Vec<u32>, u128);

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

	/// The line that lies at or above all of these points: with a greater base or, where that adds
	/// less over all of them, steeper. What disturbs a machine makes great values greater by more.
	fn covering(self, points: &[Point]) -> Self {
		let short = |(values, typical): &Point| typical.saturating_sub(self.at(values));
		let higher = Line {
			base: self.base.saturating_add(points.iter().map(short).max().unwrap_or_default()),
			slopes: self.slopes.clone(),
		};
		let steepness = |(values, typical): &Point| {
			typical.saturating_mul(PRECISION).div_ceil(self.at(values).max(1))
		};
		let most = points.iter().map(steepness).max().unwrap_or_default().max(PRECISION);
		let steepen = |value: &u128| value.saturating_mul(most).div_ceil(PRECISION);
		let steeper =
			Line { base: steepen(&self.base), slopes: self.slopes.iter().map(steepen).collect() };
		let sum = |line: &Line| {
			points.iter().fold(0u128, |sum, (values, _)| sum.saturating_add(line.at(values)))
		};
		if sum(&steeper) < sum(&higher) {
			steeper
		} else {
			higher
		}
	}

	fn at(&self, values: &[u32]) -> u128 {
		self.slopes.iter().zip(values).fold(self.base, |sum, (slope, value)| {
			sum.saturating_add(slope.saturating_mul(u128::from(*value)))
		})
	}
}

/// Lines that no measured point lies above: least squares, and then raised until they cover each
/// point's lower quartile, which is its value where it does not vary.
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
	let line = Line { base: analysis.base, slopes: names.iter().map(slope).collect() };
	let mut points = BTreeMap::<Vec<u32>, Vec<u128>>::new();
	for result in &results {
		let values = result.components.iter().map(|(_, value)| *value).collect();
		points.entry(values).or_default().push(value(result));
	}
	let typical: Vec<Point> = points
		.into_iter()
		.map(|(values, mut all)| {
			all.sort_unstable();
			// The lower quartile: neighbours on a machine only ever add, and a line that covers what
			// they add at one of many points would be too high at all the others.
			(values, all.get(all.len() / 4).copied().unwrap_or_default())
		})
		.collect();
	Ok(line.covering(&typical))
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

#[cfg(test)]
mod tests {
	use super::*;

	fn points(values: &[(u32, u128)]) -> Vec<Point> {
		values.iter().map(|(at, value)| (vec![*at], *value)).collect()
	}

	#[test]
	fn covering_should_leave_a_line_that_covers_all_points() {
		let line = Line { base: 10, slopes: vec![5] }.covering(&points(&[(1, 15), (8, 40)]));
		assert_eq!((line.base, line.slopes), (10, vec![5]));
	}

	#[test]
	fn covering_should_raise_the_base_when_a_small_value_lies_above() {
		let line = Line { base: 0, slopes: vec![5] }.covering(&points(&[(1, 20), (8, 40)]));
		assert_eq!((line.base, line.slopes), (15, vec![5]));
	}

	#[test]
	fn covering_should_be_steeper_when_a_great_value_lies_above() {
		let all = points(&[(1, 10), (2, 20), (3, 30), (64, 704)]);
		let line = Line { base: 0, slopes: vec![10] }.covering(&all);
		assert_eq!((line.base, line.slopes), (0, vec![11]));
	}
}
