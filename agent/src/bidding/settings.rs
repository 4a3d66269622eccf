//! How the operator wants to bid.

use super::{
	caps::Cap,
	table::{Table, TableConfig},
};
use serde::Deserialize;
use std::{path::PathBuf, time::Duration};

/// The section `[bidding]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BiddingConfig {
	/// Blocks of notice before the provider ends a lease; at least what the chain demands.
	pub notice_blocks: u32,
	/// The longest notice that a tenant can demand; a day unless stated.
	#[serde(default = "day")]
	pub longest_notice_blocks: u32,
	/// Blocks for which capacity is kept after the money has run out.
	pub grace_blocks: u32,
	/// What one tenant may have.
	#[serde(default)]
	pub per_tenant: Cap,
	/// What all may have.
	#[serde(default)]
	pub in_all: Cap,
	/// A program that says the price, instead of tables.
	pub script: Option<PathBuf>,
	/// How long it may take, in milliseconds.
	#[serde(default = "second")]
	pub script_ms: u64,
	/// Prices, a table for each asset.
	#[serde(default)]
	pub table: Vec<TableConfig>,
}

fn day() -> u32 {
	28_800
}

fn second() -> u64 {
	1_000
}

/// How prices come about.
#[derive(Clone, Debug)]
pub enum Pricing {
	/// By tables.
	Tables(Vec<Table>),
	/// By a program, which may take so long.
	Script(PathBuf, Duration),
}

/// The section, checked.
#[derive(Clone, Debug)]
pub struct Settings {
	/// Blocks of notice.
	pub notice: u32,
	/// The longest notice that a tenant can demand.
	pub longest_notice: u32,
	/// Blocks of grace.
	pub grace: u32,
	/// What one tenant may have.
	pub per_tenant: Cap,
	/// What all may have.
	pub in_all: Cap,
	/// Prices.
	pub pricing: Pricing,
}

/// The longest notice that the chain takes, in blocks.
const MAX_NOTICE: u32 = 864_000;
/// The longest grace that the chain takes, in blocks.
const MAX_GRACE: u32 = 403_200;

impl BiddingConfig {
	/// Check the section.
	///
	/// # Errors
	/// Says what is wrong.
	pub fn settings(&self) -> Result<Settings, String> {
		if self.notice_blocks > MAX_NOTICE {
			return Err(format!("notice_blocks is above {MAX_NOTICE}"));
		}
		if self.grace_blocks > MAX_GRACE {
			return Err(format!("grace_blocks is above {MAX_GRACE}"));
		}
		let tables = self
			.table
			.iter()
			.map(|table| {
				let name = &table.asset;
				Table::new(table).map_err(|why| format!("the table of {name}: {why}"))
			})
			.collect::<Result<Vec<_>, _>>()?;
		let pricing = match (&self.script, tables.is_empty()) {
			(Some(_), false) => {
				return Err("prices come by script or by tables: state one of them".into())
			},
			(None, true) => {
				return Err("there are no prices: state a script, or [[bidding.table]]".into())
			},
			(None, false) => Pricing::Tables(tables),
			(Some(script), true) => {
				// A bid is to be in one of the next two blocks.
				if !(1..=2_000).contains(&self.script_ms) {
					return Err(format!(
						"script_ms is {}, it must be from 1 to 2000",
						self.script_ms
					));
				}
				Pricing::Script(script.clone(), Duration::from_millis(self.script_ms))
			},
		};
		if let Pricing::Tables(tables) = &pricing {
			let mut assets: Vec<_> = tables.iter().map(|table| table.asset).collect();
			assets.sort();
			assets.dedup();
			if assets.len() < tables.len() {
				return Err("an asset has two tables".into());
			}
		}
		Ok(Settings {
			notice: self.notice_blocks,
			longest_notice: self.longest_notice_blocks,
			grace: self.grace_blocks,
			per_tenant: self.per_tenant,
			in_all: self.in_all,
			pricing,
		})
	}
}
