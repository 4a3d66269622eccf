//! A provider's machines.

use super::one;
use crate::{context::Context, output::amount};
use clap::{Subcommand, ValueEnum};
use leasehold_client::{
	account::AccountId,
	chain::{Call, Currency, Failure, Value},
	units,
};
use serde_json::{json, Value as Json};
use std::{process::ExitCode, str::FromStr};

/// Machines.
#[derive(Subcommand)]
pub enum Command {
	/// Add a machine; its part of the bond is held.
	Add(AddArgs),
	/// Change what a machine is.
	Update(UpdateArgs),
	/// Remove a machine of which nothing is reserved.
	Remove(RemoveArgs),
	/// List machines.
	Ls(ListArgs),
}

/// What a machine has.
#[derive(clap::Args)]
struct Machine {
	/// CPU: cores, such as 16 or 0.5, or thousandths, such as 500m.
	#[arg(long, value_parser = units::millicores)]
	cpu: u32,
	/// Memory, such as 64Gi.
	#[arg(long, value_name = "SIZE", value_parser = units::mebibytes)]
	memory: u64,
	/// Disk that goes with the workload, such as 500Gi.
	#[arg(long, value_name = "SIZE", value_parser = units::mebibytes)]
	disk: u64,
	/// Disk that outlasts a restart.
	#[arg(long, value_name = "SIZE", value_parser = units::mebibytes)]
	persistent: Option<u64>,
	/// Memory that is set aside for storage in memory, besides --memory.
	#[arg(long, value_name = "SIZE", value_parser = units::mebibytes)]
	ram: Option<u64>,
	/// GPUs: vendor/model:units:memory:interface, such as nvidia/h100:2:80Gi:sxm.
	#[arg(long = "gpu", value_name = "GPU", value_parser = gpu)]
	gpus: Vec<Json>,
	/// How many ports the public reaches.
	#[arg(long, default_value_t = 0)]
	ports: u32,
	/// What its CPUs understand.
	#[arg(long, value_enum, default_value = "amd64")]
	arch: Arch,
	/// A device by which it is known, such as a GPU's UUID. May be said several times.
	#[arg(long = "device", value_name = "ID")]
	devices: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Arch {
	Amd64,
	Arm64,
	Riscv64,
}

fn gpu(text: &str) -> Result<Json, String> {
	let refuse = || format!("'{text}' is not written like nvidia/h100:2:80Gi:sxm");
	let parts: Vec<_> = text.split(':').collect();
	let [kind, count, memory, interface] = parts.as_slice() else { return Err(refuse()) };
	let (vendor, model) = kind.split_once('/').ok_or_else(refuse)?;
	let count: u16 = count.parse().map_err(|_| refuse())?;
	let memory = units::mebibytes(memory)?;
	let interface = match interface.to_ascii_lowercase().as_str() {
		"pcie" => "Pcie",
		"sxm" => "Sxm",
		"oam" => "Oam",
		"integrated" => "Integrated",
		_ => return Err(refuse()),
	};
	if vendor.is_empty() || model.is_empty() || count == 0 {
		return Err(refuse());
	}
	Ok(json!({
		"vendor": vendor.to_ascii_lowercase(),
		"model": model.to_ascii_lowercase(),
		"memory_mib": memory,
		"interface": interface,
		"units": count,
	}))
}

impl Machine {
	fn json(&self) -> Json {
		let mut gpus = self.gpus.clone();
		let text = |gpu: &Json, name: &str| gpu.get(name).map_or(String::new(), Json::to_string);
		gpus.sort_by_key(|gpu| {
			let memory = gpu.get("memory_mib").and_then(Json::as_u64);
			(text(gpu, "vendor"), text(gpu, "model"), memory)
		});
		let mut devices = self.devices.clone();
		devices.sort();
		devices.dedup();
		json!({
			"architecture": match self.arch {
				Arch::Amd64 => "Amd64",
				Arch::Arm64 => "Arm64",
				Arch::Riscv64 => "Riscv64",
			},
			"capacity": {
				"cpu_millicores": self.cpu,
				"memory_mib": self.memory,
				"storage": {
					"ephemeral_mib": self.disk,
					"persistent_mib": self.persistent.unwrap_or(0),
					"ram_mib": self.ram.unwrap_or(0),
				},
				"gpus": gpus,
				"ports": self.ports,
			},
			"devices": devices,
		})
	}
}

/// A new machine.
#[derive(clap::Args)]
pub struct AddArgs {
	#[command(flatten)]
	machine: Machine,
	/// Let it as a whole, to one lease at a time.
	#[arg(long)]
	dedicated: bool,
}

/// A machine that changes.
#[derive(clap::Args)]
pub struct UpdateArgs {
	/// Its index.
	node: u16,
	#[command(flatten)]
	machine: Machine,
}

/// A machine that goes.
#[derive(clap::Args)]
pub struct RemoveArgs {
	/// Its index.
	node: u16,
}

/// Whose machines.
#[derive(clap::Args)]
pub struct ListArgs {
	/// The provider; yourself unless said.
	#[arg(value_parser = AccountId::from_str)]
	provider: Option<AccountId>,
}

/// Do it.
pub async fn run(command: &Command, context: &Context) -> Result<ExitCode, Failure> {
	let (call, event, did) = match command {
		Command::Add(args) => {
			let kind = if args.dedicated { "Dedicated" } else { "Shared" };
			let args = json!({ "kind": kind, "machine": args.machine.json() });
			(Call::new("Providers", "add_node", args, "the machine"), "NodeAdded", "is added")
		},
		Command::Update(args) => {
			let args = json!({ "node": args.node, "machine": args.machine.json() });
			(Call::new("Providers", "update_node", args, "the change"), "NodeUpdated", "is changed")
		},
		Command::Remove(args) => {
			let args = json!({ "node": args.node });
			(
				Call::new("Providers", "remove_node", args, "the removal"),
				"NodeRemoved",
				"is removed",
			)
		},
		Command::Ls(args) => return list(args, context).await,
	};
	one(context, call, &[], |receipt| {
		let event = receipt.event("Providers", event);
		let node = event.and_then(|event| event.number("node"));
		let bond = event.and_then(|event| event.number("bond"));
		let lhd = Currency::native();
		(
			json!({ "node": node.and_then(|node| u64::try_from(node).ok()), "bond": bond.map(|bond| amount(bond, &lhd)) }),
			format!(
				"machine {} {did}; its part of the bond: {}",
				node.map_or("?".into(), |node| node.to_string()),
				bond.map_or("?".into(), |bond| lhd.show(bond))
			),
		)
	})
	.await
}

async fn list(args: &ListArgs, context: &Context) -> Result<ExitCode, Failure> {
	let who = match args.provider {
		Some(who) => who,
		None => context.account()?.id(),
	};
	let chain = context.chain().await?;
	let state = chain.best().await?;
	let mut nodes = Vec::new();
	for (keys, _) in state.all_values::<Value>("Providers", "Nodes", &[json!(who)]).await? {
		let Some(index) = keys.get(1) else { continue };
		let node = state.json("Providers", "Nodes", &[json!(who), index.clone()]).await?;
		nodes.push(json!({ "index": index, "node": node }));
	}
	nodes.sort_by_key(|node| node.get("index").and_then(Json::as_u64));
	context.report.result(&json!({ "provider": who, "nodes": nodes }), || {
		if nodes.is_empty() {
			return format!("{who} has no machines");
		}
		nodes.iter().map(describe).collect::<Vec<_>>().join("\n")
	});
	Ok(ExitCode::SUCCESS)
}

/// A machine in a line.
pub fn describe(entry: &Json) -> String {
	let number = |path: &str| entry.pointer(path).map_or("?".into(), Json::to_string);
	let gpus = entry.pointer("/node/capacity/gpus").and_then(Json::as_array);
	let gpus: String = gpus
		.into_iter()
		.flatten()
		.map(|gpu| {
			let model = gpu.get("model").and_then(Json::as_str).unwrap_or("?");
			format!(", {} × {model}", gpu.get("units").map_or("?".into(), Json::to_string))
		})
		.collect();
	format!(
		"  machine {}: {}, {} of {} millicores, {} of {} MiB of memory, {} of {} MiB of disk reserved{gpus}",
		number("/index"),
		entry.pointer("/node/kind").and_then(Json::as_str).unwrap_or("?").to_lowercase(),
		number("/node/reserved/cpu_millicores"),
		number("/node/capacity/cpu_millicores"),
		number("/node/reserved/memory_mib"),
		number("/node/capacity/memory_mib"),
		number("/node/reserved/storage/ephemeral_mib"),
		number("/node/capacity/storage/ephemeral_mib"),
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn gpu_should_say_everything() {
		assert_eq!(
			gpu("NVIDIA/H100:2:80Gi:SXM").unwrap(),
			json!({ "vendor": "nvidia", "model": "h100", "memory_mib": 81_920, "interface": "Sxm", "units": 2 })
		);
		for text in [
			"",
			"nvidia/h100",
			"nvidia:2:80Gi:sxm",
			"nvidia/h100:0:80Gi:sxm",
			"nvidia/h100:2:80Gi:usb",
			"/h100:1:1Gi:sxm",
		] {
			assert!(gpu(text).is_err(), "{text}");
		}
	}
}
