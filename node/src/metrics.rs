//! Gauges of the market, for Prometheus.

use crate::service::FullClient;
use futures::StreamExt;
use leasehold_primitives::runtime_api::LeaseApi as _;
use leasehold_runtime::opaque::Block;
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use std::sync::Arc;
use substrate_prometheus_endpoint::{register, Gauge, PrometheusError, Registry, F64, U64};

/// Base units of one LHD.
const LHD: f64 = 1e12;

struct Gauges {
	open_orders: Gauge<U64>,
	leases: Gauge<U64>,
	providers: Gauge<U64>,
	settled: Gauge<F64>,
}

impl Gauges {
	fn register(registry: &Registry) -> Result<Self, PrometheusError> {
		Ok(Self {
			open_orders: register(
				Gauge::new(
					"leasehold_open_orders",
					"Orders that wait for a verdict or take bids, at the best block",
				)?,
				registry,
			)?,
			leases: register(
				Gauge::new("leasehold_leases", "Leases that have not ended, at the best block")?,
				registry,
			)?,
			providers: register(
				Gauge::new("leasehold_providers", "Registered providers, at the best block")?,
				registry,
			)?,
			settled: register(
				Gauge::new(
					"leasehold_settled_native_total",
					"LHD that settlements have paid since genesis, fees included",
				)?,
				registry,
			)?,
		})
	}
}

/// Keep the gauges at what the best block says, as long as blocks come in.
///
/// # Errors
/// If the registry does not take them.
pub fn follow(
	client: Arc<FullClient>,
	registry: &Registry,
) -> Result<impl std::future::Future<Output = ()>, PrometheusError> {
	let gauges = Gauges::register(registry)?;
	let mut imports = client.import_notification_stream();
	Ok(async move {
		while let Some(block) = imports.next().await {
			if !block.is_new_best {
				continue;
			}
			match ProvideRuntimeApi::<Block>::runtime_api(&*client).counts(block.hash) {
				Ok(counts) => {
					gauges.open_orders.set(counts.open_orders.into());
					gauges.leases.set(counts.leases.into());
					gauges.providers.set(counts.providers.into());
					// Beyond 2^53 base units the gauge is rounded, as Prometheus' numbers are.
					gauges.settled.set(counts.settled_native as f64 / LHD);
				},
				// A state that was pruned meanwhile; the next block has one.
				Err(error) => log::debug!("cannot read counts at {}: {error}", block.hash),
			}
		}
	})
}
