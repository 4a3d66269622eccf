//! `lease validate`: what order a deploy file makes, with no chain at hand.

use crate::{
	file::FileArgs,
	output::{money, FILE_HAS_ERRORS},
};
use leasehold_client::{
	diagnostic::Level,
	model::{Application, Group},
	order::Order,
};
use serde_json::json;
use std::process::ExitCode;

/// What is read.
#[derive(clap::Args)]
pub struct Args {
	#[command(flatten)]
	file: FileArgs,
}

/// Read the file and print what it makes. Fails with code 1 if the file has errors.
pub fn run(args: &Args, as_json: bool) -> Result<ExitCode, String> {
	let outcome = args.file.read()?;
	let code = match outcome.application {
		Some(_) => ExitCode::SUCCESS,
		None => ExitCode::from(FILE_HAS_ERRORS),
	};
	if as_json {
		let groups = outcome.application.as_ref().map(|application| {
			let order = Order::from(application);
			let groups = application.groups.iter().zip(order.groups);
			json!({
				"format": application.format,
				"name": application.name,
				"asset": order.asset,
				"groups": groups
					.map(|(group, order)| json!({ "name": group.name, "members": group.members, "order": order }))
					.collect::<Vec<_>>(),
			})
		});
		println!(
			"{:#}",
			json!({
				"valid": outcome.application.is_some(),
				"diagnostics": outcome.diagnostics,
				"deployment": groups,
			})
		);
		return Ok(code);
	}
	for found in &outcome.diagnostics {
		eprintln!("{}: {found}", args.file.file);
	}
	match &outcome.application {
		Some(application) => describe(application),
		None => {
			let count =
				outcome.diagnostics.iter().filter(|found| found.level == Level::Error).count();
			let errors = if count == 1 { "1 error".into() } else { format!("{count} errors") };
			eprintln!("{}: {errors}; nothing can be ordered from it like this", args.file.file);
		},
	}
	Ok(code)
}

fn describe(application: &Application) {
	for group in &application.groups {
		println!("group {}: {}", group.name, contents(group));
		let needs = &group.resources;
		let mut each = format!(
			"{} millicores, {} MiB of memory, {} MiB of disk",
			needs.cpu_millicores,
			needs.all_memory_mib().unwrap_or(u64::MAX),
			needs.disk_mib().unwrap_or(u64::MAX)
		);
		for gpu in &needs.gpus {
			each += &format!(", {} × {}", gpu.units, gpu.model.as_deref().unwrap_or(&gpu.vendor));
		}
		println!("  each replica: {each}");
		println!(
			"  at most {} an hour, deposit {}",
			money(group.max_price, application.asset),
			money(group.deposit, application.asset)
		);
	}
}

fn contents(group: &Group) -> String {
	let members = group.members.iter().map(|member| match member.instances {
		1 => member.service.clone(),
		many => format!("{many} × {}", member.service),
	});
	let members = members.collect::<Vec<_>>().join(" + ");
	match group.replicas {
		1 => members,
		replicas => format!("{replicas} replicas of {members}"),
	}
}
