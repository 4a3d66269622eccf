//! Prices by a table: so much an hour for each resource, in one asset.

use super::{
	amount,
	decide::Ask,
	order::{Asset, Order},
	resources::{Gpu, Resources},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A table as the configuration has it: decimal numbers of the asset's units, per hour.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableConfig {
	/// `LHD`, or the number of an asset.
	pub asset: AssetName,
	/// The asset's decimals; 12 for LHD.
	pub decimals: Option<u32>,
	/// For a core.
	pub core: String,
	/// For a GiB of memory, that of volumes in memory too.
	pub gib_memory: String,
	/// For a GiB of disk that goes with the container.
	pub gib_ephemeral: String,
	/// For a GiB of disk that stays.
	pub gib_persistent: String,
	/// For a public port.
	#[serde(default = "nothing")]
	pub port: String,
	/// For a GPU, by `vendor/model`; `*` for all others. Without its price a GPU is not let.
	#[serde(default)]
	pub gpu: BTreeMap<String, String>,
	/// The least for an order.
	#[serde(default = "nothing")]
	pub minimum: String,
	/// How far to go down when others bid, in hundredths of the price.
	#[serde(default = "whole")]
	pub floor_percent: u8,
}

fn nothing() -> String {
	"0".into()
}

fn whole() -> u8 {
	100
}

/// An asset by its name or number.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
pub enum AssetName {
	/// `LHD`.
	Name(String),
	/// Any other.
	Number(u32),
}

impl std::fmt::Display for AssetName {
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		match self {
			Self::Name(name) => f.write_str(name),
			Self::Number(id) => write!(f, "asset {id}"),
		}
	}
}

/// A table, in base units.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
	/// In what.
	pub asset: Asset,
	core: u128,
	gib_memory: u128,
	gib_ephemeral: u128,
	gib_persistent: u128,
	port: u128,
	gpu: BTreeMap<String, u128>,
	minimum: u128,
	floor_percent: u8,
}

/// Decimals of LHD.
const LHD: u32 = 12;

impl Table {
	/// Read a table.
	///
	/// # Errors
	/// Says which entry is wrong.
	pub fn new(config: &TableConfig) -> Result<Self, String> {
		let (asset, decimals) = match (&config.asset, config.decimals) {
			(AssetName::Name(name), None | Some(LHD)) if name == "LHD" => (Asset::Native, LHD),
			(AssetName::Name(name), _) if name == "LHD" => return Err("LHD has 12 decimals".into()),
			(AssetName::Name(name), _) => {
				return Err(format!("asset '{name}' is neither LHD nor an asset's number"))
			},
			(AssetName::Number(id), Some(decimals)) => (Asset::WithId(*id), decimals),
			(AssetName::Number(id), None) => {
				return Err(format!("decimals is missing for the asset {id}"))
			},
		};
		let amount = |name: &str, text: &str| {
			amount::base_units(text, decimals).ok_or_else(|| {
				format!("{name} '{text}' is not an amount with at most {decimals} decimals")
			})
		};
		if !(1..=100).contains(&config.floor_percent) {
			return Err(format!(
				"floor_percent is {}, it must be from 1 to 100",
				config.floor_percent
			));
		}
		let gpu = config.gpu.iter().map(|(name, text)| {
			if name != "*" && (!name.contains('/') || *name != name.to_lowercase()) {
				return Err(format!("gpu '{name}' is not vendor/model in lower case, nor '*'"));
			}
			Ok((name.clone(), amount(name, text)?))
		});
		Ok(Self {
			asset,
			core: amount("core", &config.core)?,
			gib_memory: amount("gib_memory", &config.gib_memory)?,
			gib_ephemeral: amount("gib_ephemeral", &config.gib_ephemeral)?,
			gib_persistent: amount("gib_persistent", &config.gib_persistent)?,
			port: amount("port", &config.port)?,
			gpu: gpu.collect::<Result<_, String>>()?,
			minimum: amount("minimum", &config.minimum)?,
			floor_percent: config.floor_percent,
		})
	}

	/// What is asked for an order; `None` if the table has no price for something in it.
	pub fn ask(&self, order: &Order) -> Option<Ask> {
		if order.asset != self.asset {
			return None;
		}
		let price = self.price(&order.each.times(order.replicas)?)?.max(self.minimum).max(1);
		// Rounded up: down to the floor, not below it.
		let floor = price.checked_mul(self.floor_percent.into())?.div_ceil(100);
		Some(Ask { price, floor: floor.max(self.minimum) })
	}

	/// Base units per hour, a broken one counted as whole.
	fn price(&self, all: &Resources) -> Option<u128> {
		const GIB: u128 = 1_024;
		let memory = u128::from(all.memory_mib) + u128::from(all.storage.ram_mib);
		let parts = [
			(self.core, all.cpu_millicores.into(), 1_000),
			(self.gib_memory, memory, GIB),
			(self.gib_ephemeral, all.storage.ephemeral_mib.into(), GIB),
			(self.gib_persistent, all.storage.persistent_mib.into(), GIB),
			(self.port, all.ports.into(), 1),
		];
		let mut price = 0u128;
		for (rate, count, step) in parts {
			price = price.checked_add(rate.checked_mul(count)?.div_ceil(step))?;
		}
		for gpu in &all.gpus {
			price = price.checked_add(self.gpu(gpu)?.checked_mul(gpu.units.into())?)?;
		}
		Some(price)
	}

	fn gpu(&self, gpu: &Gpu) -> Option<u128> {
		let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
		let name = format!("{}/{}", text(&gpu.vendor), text(&gpu.model));
		self.gpu.get(&name).or_else(|| self.gpu.get("*")).copied()
	}
}

#[cfg(test)]
mod tests {
	use super::{
		super::{decide::tests::order, resources::Storage},
		*,
	};

	const TABLE: &str = r#"
		asset = "LHD"
		core = "0.01"
		gib_memory = "0.004"
		gib_ephemeral = "0.0001"
		gib_persistent = "0.0002"
		port = "0.001"
		gpu = { "nvidia/h100" = "2.5" }
		minimum = "0.002"
		floor_percent = 70
	"#;

	fn table(text: &str) -> Result<Table, String> {
		Table::new(&toml::from_str(text).map_err(|why: toml::de::Error| why.to_string())?)
	}

	fn web() -> Order {
		let each = Resources {
			cpu_millicores: 500,
			memory_mib: 768,
			storage: Storage { ephemeral_mib: 1_024, persistent_mib: 10_240, ram_mib: 256 },
			ports: 1,
			gpus: Vec::new(),
		};
		Order { each, replicas: 2, ..order() }
	}

	#[test]
	fn price_should_be_the_sum_of_what_all_replicas_have() {
		// 0.010 for a core, 0.008 for 2 GiB, 0.0002 for 2 and 0.004 for 20 of disk, 0.002 for 2 ports.
		let ask = table(TABLE).unwrap().ask(&web()).unwrap();
		assert_eq!(ask, Ask { price: 24_200_000_000, floor: 16_940_000_000 });
	}

	#[test]
	fn price_should_not_be_below_the_minimum_nor_lose_a_broken_unit() {
		let small = Order {
			each: Resources { cpu_millicores: 1, memory_mib: 1, ..Default::default() },
			replicas: 1,
			..order()
		};
		let ask = table(TABLE).unwrap().ask(&small).unwrap();
		assert_eq!(ask, Ask { price: 2_000_000_000, floor: 2_000_000_000 });
		let fine = TABLE.replace("\"0.002\"", "\"0\"").replace("0.01\"", "0.000000000001\"");
		// A thousandth of one base unit counts as one.
		let ask = table(&fine).unwrap().ask(&small).unwrap();
		assert_eq!(ask.price, 1 + 4_000_000_000u128.div_ceil(1_024));
	}

	#[test]
	fn gpu_should_be_let_only_at_its_price() {
		let with = |model: &[u8]| {
			let gpu = Gpu {
				vendor: b"nvidia".to_vec(),
				model: model.to_vec(),
				memory_mib: None,
				interface: None,
				units: 2,
			};
			let mut order = web();
			order.each.gpus = vec![gpu];
			order
		};
		let plain = table(TABLE).unwrap();
		assert_eq!(plain.ask(&with(b"h100")).unwrap().price, 10_024_200_000_000);
		assert_eq!(plain.ask(&with(b"a100")), None);
		let others = TABLE.replace("gpu = {", "gpu = { \"*\" = \"1\",");
		assert_eq!(table(&others).unwrap().ask(&with(b"a100")).unwrap().price, 4_024_200_000_000);
	}

	#[test]
	fn order_in_another_asset_should_have_no_price() {
		let usd = Order { asset: Asset::WithId(1), ..web() };
		assert_eq!(table(TABLE).unwrap().ask(&usd), None);
		let text = TABLE.replace("\"LHD\"", "1\ndecimals = 6").replace("0.0001", "0.001");
		assert_eq!(table(&text).unwrap().ask(&usd).unwrap().price, 26_000);
	}

	#[test]
	fn table_should_be_refused_with_the_reason() {
		for (from, to, says) in [
			("\"LHD\"", "\"USD\"", "neither LHD nor"),
			("\"LHD\"", "7", "decimals is missing"),
			("\"LHD\"", "\"LHD\"\ndecimals = 6", "LHD has 12"),
			("\"0.01\"", "\"0,01\"", "core '0,01' is not an amount"),
			("nvidia/h100", "H100", "not vendor/model"),
			("= 70", "= 0", "from 1 to 100"),
			("minimum", "minimal", "unknown field"),
		] {
			let why = table(&TABLE.replacen(from, to, 1)).unwrap_err();
			assert!(why.contains(says), "'{why}' does not say '{says}'");
		}
	}
}
