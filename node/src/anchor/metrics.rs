//! The poster's gauges, for Prometheus.

use super::plan::Anchored;
use alloy::primitives::U256;
use substrate_prometheus_endpoint::{
	register, Counter, CounterVec, Gauge, Opts, PrometheusError, Registry, F64, U64,
};

/// Wei in one ether.
const ETHER: f64 = 1e18;

/// What became of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// The anchor accepted it.
	Accepted,
	/// It was mined and refused, so its gas is lost.
	Reverted,
	/// It gave way to an empty one, for another poster was faster.
	Cancelled,
}

impl Outcome {
	fn label(self) -> &'static str {
		match self {
			Self::Accepted => "accepted",
			Self::Reverted => "reverted",
			Self::Cancelled => "cancelled",
		}
	}
}

/// The gauges.
#[derive(Clone)]
pub struct Metrics {
	reachable: Gauge<U64>,
	block: Gauge<U64>,
	final_block: Gauge<U64>,
	lag_blocks: Gauge<U64>,
	lag_seconds: Gauge<U64>,
	accepts_until: Gauge<U64>,
	conflict: Gauge<U64>,
	balance: Gauge<F64>,
	spent: Counter<F64>,
	gas: Counter<U64>,
	transactions: CounterVec<U64>,
	errors: CounterVec<U64>,
}

impl Metrics {
	/// New gauges, which `registry` shows if there is one.
	///
	/// # Errors
	/// If the registry does not take them.
	pub fn new(registry: Option<&Registry>) -> Result<Self, PrometheusError> {
		let gauge = |name: &str, help: &str| -> Result<Gauge<U64>, PrometheusError> {
			shown(Gauge::new(name, help)?, registry)
		};
		let by = |name: &str, help: &str, label| -> Result<CounterVec<U64>, PrometheusError> {
			shown(CounterVec::new(Opts::new(name, help), &[label])?, registry)
		};
		Ok(Self {
			reachable: gauge(
				"leasehold_anchor_reachable",
				"1 if Ethereum's endpoint answered the last time, else 0",
			)?,
			block: gauge("leasehold_anchor_block", "The last block that is anchored on Ethereum")?,
			final_block: gauge(
				"leasehold_anchor_final_block",
				"The last block that is anchored in a final block of Ethereum's",
			)?,
			lag_blocks: gauge(
				"leasehold_anchor_lag_blocks",
				"Blocks that BEEFY has signed since the last anchored one",
			)?,
			lag_seconds: gauge(
				"leasehold_anchor_lag_seconds",
				"How much older the last anchored block is than the last that BEEFY has signed",
			)?,
			accepts_until: gauge(
				"leasehold_anchor_accepts_until_seconds",
				"Unix time after which the anchor accepts nothing more, unless something is posted",
			)?,
			conflict: gauge(
				"leasehold_anchor_conflict",
				"1 if the anchor or the endpoint says something else than this chain, else 0",
			)?,
			balance: shown(
				Gauge::new("leasehold_anchor_balance_ether", "What the poster's account has")?,
				registry,
			)?,
			spent: shown(
				Counter::new(
					"leasehold_anchor_spent_ether_total",
					"What this node's transactions have cost since it started",
				)?,
				registry,
			)?,
			gas: shown(
				Counter::new(
					"leasehold_anchor_spent_gas_total",
					"Gas that this node's transactions have used since it started",
				)?,
				registry,
			)?,
			transactions: by(
				"leasehold_anchor_transactions_total",
				"This node's transactions in Ethereum's blocks, by what became of them",
				"outcome",
			)?,
			errors: by(
				"leasehold_anchor_errors_total",
				"Why posting was put off, by kind",
				"kind",
			)?,
		})
	}

	/// What Ethereum and the chain say now.
	pub fn looked(
		&self,
		anchored: &Anchored,
		final_block: Option<u32>,
		head: u32,
		lag: u64,
		balance: U256,
	) {
		self.reachable.set(1);
		self.block.set(anchored.block.into());
		if let Some(block) = final_block {
			self.final_block.set(block.into());
		}
		self.lag_blocks.set(head.saturating_sub(anchored.block).into());
		self.lag_seconds.set(lag);
		self.accepts_until.set(anchored.accepts_until);
		self.balance.set(ether(balance));
	}

	/// Whether what is anchored is this chain's.
	pub fn conflict(&self, found: bool) {
		self.conflict.set(found.into());
	}

	/// Posting was put off.
	pub fn error(&self, kind: &str, reachable: bool) {
		self.errors.with_label_values(&[kind]).inc();
		if !reachable {
			self.reachable.set(0);
		}
	}

	/// A transaction is in a block.
	pub fn mined(&self, outcome: Outcome, gas: u64, wei: U256) {
		self.transactions.with_label_values(&[outcome.label()]).inc();
		self.gas.inc_by(gas);
		self.spent.inc_by(ether(wei));
	}
}

fn shown<T: Clone + substrate_prometheus_endpoint::prometheus::core::Collector + 'static>(
	metric: T,
	registry: Option<&Registry>,
) -> Result<T, PrometheusError> {
	match registry {
		Some(registry) => register(metric, registry),
		None => Ok(metric),
	}
}

/// Rounded, as Prometheus' numbers are.
fn ether(wei: U256) -> f64 {
	wei.to_string().parse::<f64>().unwrap_or(f64::MAX) / ETHER
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn gauges_should_be_in_the_registry_when_there_is_one() {
		let registry = Registry::new();
		let metrics = Metrics::new(Some(&registry)).expect("registers");
		metrics.mined(Outcome::Accepted, 150_000, U256::from(3_000_000_000_000_000u64));
		metrics.error("unreachable", false);
		let text = substrate_prometheus_endpoint::prometheus::TextEncoder::new()
			.encode_to_string(&registry.gather())
			.expect("text");
		for line in [
			"leasehold_anchor_spent_gas_total 150000",
			"leasehold_anchor_spent_ether_total 0.003",
			"leasehold_anchor_transactions_total{outcome=\"accepted\"} 1",
			"leasehold_anchor_errors_total{kind=\"unreachable\"} 1",
			"leasehold_anchor_reachable 0",
		] {
			assert!(text.contains(line), "{line} is not in\n{text}");
		}
	}

	#[test]
	fn ether_should_be_rounded_when_it_is_more_than_a_float_holds() {
		assert_eq!(ether(U256::from(1_500_000_000_000_000_000u64)), 1.5);
		assert_eq!(ether(U256::ZERO), 0.0);
	}
}
