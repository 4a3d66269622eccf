//! The figures as people and programs read them.

use crate::{
	clock::Time,
	measure::{median, Figures},
};

/// The most that an idle block in the largest state may take, of one in the smallest.
const IDLE_GOAL: f64 = 1.1;
/// The most that a settlement in the largest state may take, of one in the smallest with leases.
const SETTLE_GOAL: f64 = 1.3;

/// One size.
pub struct Row {
	pub leases: u32,
	/// Keys and values in the state.
	pub bytes: u64,
	/// Bytes on disk.
	pub database: u64,
	pub figures: Figures,
}

impl Row {
	/// How much more of `all` there is than in the smallest state, for each lease more.
	fn per_lease(&self, first: &Row, all: impl Fn(&Row) -> u64) -> u64 {
		let more = u64::from(self.leases.saturating_sub(first.leases)).max(1);
		all(self).saturating_sub(all(first)) / more
	}

	pub fn json(&self) -> serde_json::Value {
		let figures = &self.figures;
		serde_json::json!({
			"leases": self.leases,
			"idleBlock": time(&figures.idle),
			"fullBlock": time(&figures.full),
			"settle": time(&figures.settle),
			"settlesInBlock": figures.settles,
			"workerRun": time(&figures.worker),
			"workerFound": figures.found,
			"stateBytes": self.bytes,
			"databaseBytes": self.database,
		})
	}
}

/// Medians in nanoseconds.
fn time(all: &[Time]) -> serde_json::Value {
	let Time { wall, processor } = median(all);
	serde_json::json!({ "processorNs": processor, "wallNs": wall })
}

fn ratio(now: &[Time], then: &[Time]) -> Option<f64> {
	let (now, then) = (median(now).processor, median(then).processor);
	(then > 0 && now > 0).then(|| now as f64 / then as f64)
}

/// Print a row for each size, and whether the goals are met.
pub fn print(rows: &[Row]) {
	let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
	// There is nothing to settle without leases.
	let base = rows.iter().find(|row| row.figures.settles > 0);
	let idle = |row: &Row| ratio(&row.figures.idle, &first.figures.idle);
	let settle = |row: &Row| ratio(&row.figures.settle, &base?.figures.settle);
	let shown = |ratio: Option<f64>| ratio.map_or("-".into(), |ratio| format!("{ratio:.2}"));
	println!(
		"{:>9}  {:>10}  {:>5}  {:>10}  {:>7}  {:>9}  {:>5}  {:>10}  {:>5}  {:>7}  {:>8}",
		"leases",
		"idle block",
		"ratio",
		"full block",
		"settles",
		"a settle",
		"ratio",
		"worker run",
		"found",
		"state",
		"database"
	);
	println!(
		"{:>9}  {:>10}  {:>5}  {:>10}  {:>7}  {:>9}  {:>5}  {:>10}  {:>5}  {:>7}  {:>8}",
		"", "ms", "", "ms", "", "µs", "", "ms", "", "B/lease", "B/lease"
	);
	for row in rows {
		let figures = &row.figures;
		let millis = |times: &[Time]| median(times).processor as f64 / 1e6;
		println!(
			"{:>9}  {:>10.3}  {:>5}  {:>10.1}  {:>7}  {:>9.1}  {:>5}  {:>10.2}  {:>5}  {:>7}  {:>8}",
			row.leases,
			millis(&figures.idle),
			shown(idle(row)),
			millis(&figures.full),
			figures.settles,
			median(&figures.settle).processor as f64 / 1e3,
			shown(settle(row)),
			millis(&figures.worker),
			figures.found,
			row.per_lease(first, |row| row.bytes),
			row.per_lease(first, |row| row.database),
		);
	}
	println!("\nTimes are medians of processor time; --json has those by the wall's clock too.");
	goal("an idle block", last, first, idle(last), IDLE_GOAL);
	if let Some(base) = base {
		goal("a settle", last, base, settle(last), SETTLE_GOAL);
	}
}

fn goal(what: &str, last: &Row, base: &Row, ratio: Option<f64>, most: f64) {
	let Some(ratio) = ratio else { return };
	let verdict = if ratio <= most { "met" } else { "MISSED" };
	println!(
		"{what} with {} leases takes {ratio:.2} times that with {}; at most {most}: {verdict}",
		last.leases, base.leases
	);
}

/// Bytes that the files in `folder` take on disk, its sub-folders' too.
pub fn folder_size(folder: &std::path::Path) -> u64 {
	use std::os::unix::fs::MetadataExt;
	let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
	entries
		.flatten()
		.map(|entry| match entry.metadata() {
			Ok(meta) if meta.is_dir() => folder_size(&entry.path()),
			Ok(meta) => meta.blocks().saturating_mul(512),
			Err(_) => 0,
		})
		.sum()
}
