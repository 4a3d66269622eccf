//! What the agent counts, for Prometheus.

use std::{
	fmt::Write,
	sync::atomic::{AtomicU64, Ordering},
};

/// A number that is read while it changes.
#[derive(Debug, Default)]
pub struct Number(AtomicU64);

impl Number {
	/// One more.
	pub fn add(&self) {
		self.0.fetch_add(1, Ordering::Relaxed);
	}

	/// So many more.
	pub fn add_many(&self, count: u64) {
		self.0.fetch_add(count, Ordering::Relaxed);
	}

	/// So many now.
	pub fn set(&self, value: u64) {
		self.0.store(value, Ordering::Relaxed);
	}

	/// How many.
	pub fn get(&self) -> u64 {
		self.0.load(Ordering::Relaxed)
	}
}

/// All that is counted.
#[derive(Debug, Default)]
pub struct Metrics {
	/// Looks at chain and containers that succeeded.
	pub looks: Number,
	/// Those that failed.
	pub failed_looks: Number,
	/// Unix time of the last that succeeded.
	pub last_look: Number,
	/// Leases awarded and not confirmed yet.
	pub awarded: Number,
	/// Leases served.
	pub active: Number,
	/// Leases paused.
	pub paused: Number,
	/// Leases out of money.
	pub grace: Number,
	/// Containers that run.
	pub running: Number,
	/// Containers that do not.
	pub stopped: Number,
	/// The last best block that bids were considered at.
	pub block: Number,
	/// Orders on the market.
	pub orders: Number,
	/// Own bids that stand on them.
	pub standing: Number,
	/// Bids that got into a block.
	pub bids: Number,
	/// Bids taken back.
	pub withdrawals: Number,
	/// Bids and withdrawals that the chain refused or that were lost.
	pub failed_bids: Number,
	/// Blocks from seeing an order to the bid on it, all together.
	pub bid_blocks: Number,
	/// Connections to the node that broke.
	pub broken: Number,
	/// Requests of tenants that were let through.
	pub allowed: Number,
	/// Requests that were refused.
	pub refused: Number,
}

impl Metrics {
	/// As Prometheus reads it.
	pub fn text(&self) -> String {
		let plain = [
			("looks_total", "counter", "Looks at chain and containers that succeeded", &self.looks),
			("failed_looks_total", "counter", "Looks that failed", &self.failed_looks),
			(
				"last_look_seconds",
				"gauge",
				"Unix time of the last look that succeeded",
				&self.last_look,
			),
			("block", "gauge", "The last best block that bids were considered at", &self.block),
			("orders", "gauge", "Orders on the market", &self.orders),
			("bids_standing", "gauge", "Own bids that stand", &self.standing),
			("bids_total", "counter", "Bids that got into a block", &self.bids),
			("withdrawals_total", "counter", "Bids taken back", &self.withdrawals),
			("failed_bids_total", "counter", "Bids and withdrawals that failed", &self.failed_bids),
			(
				"bid_blocks_total",
				"counter",
				"Blocks from seeing an order to the bid on it, summed",
				&self.bid_blocks,
			),
			(
				"broken_connections_total",
				"counter",
				"Connections to the node that broke",
				&self.broken,
			),
		];
		let labelled = [
			(
				"leases",
				"gauge",
				"Leases by state",
				"state",
				vec![
					("awarded", &self.awarded),
					("active", &self.active),
					("paused", &self.paused),
					("grace", &self.grace),
				],
			),
			(
				"containers",
				"gauge",
				"Containers of tenants",
				"state",
				vec![("running", &self.running), ("stopped", &self.stopped)],
			),
			(
				"requests_total",
				"counter",
				"Requests of tenants",
				"verdict",
				vec![("allowed", &self.allowed), ("refused", &self.refused)],
			),
		];
		let mut text = String::new();
		let head = |text: &mut String, name: &str, kind: &str, help: &str| {
			// Writing to a string does not fail.
			let _ = write!(
				text,
				"# HELP leasehold_agent_{name} {help}.\n# TYPE leasehold_agent_{name} {kind}\n"
			);
		};
		for (name, kind, help, number) in plain {
			head(&mut text, name, kind, help);
			let _ = writeln!(text, "leasehold_agent_{name} {}", number.get());
		}
		for (name, kind, help, label, numbers) in labelled {
			head(&mut text, name, kind, help);
			for (value, number) in numbers {
				let _ = writeln!(
					text,
					"leasehold_agent_{name}{{{label}=\"{value}\"}} {}",
					number.get()
				);
			}
		}
		text
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn text_should_name_every_number_once() {
		let metrics = Metrics::default();
		metrics.bids.add();
		metrics.paused.set(7);
		let text = metrics.text();
		assert!(text.contains("\nleasehold_agent_bids_total 1\n"));
		assert!(text.contains("\nleasehold_agent_leases{state=\"paused\"} 7\n"));
		let mut names: Vec<_> = text
			.lines()
			.filter(|line| !line.starts_with('#'))
			.filter_map(|line| line.split(' ').next())
			.collect();
		let count = names.len();
		names.sort();
		names.dedup();
		assert_eq!(names.len(), count);
		assert_eq!(text.lines().filter(|line| line.starts_with("# TYPE")).count(), 14);
	}
}
