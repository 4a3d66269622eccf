//! Deploy files: Akash SDL 2.0 and 2.1, and Spheron ICL 1.0, read as they are into an
//! [`Application`]. What has no counterpart here is an error where leaving it out would break a
//! promise that the tenant relies on, and a warning elsewhere; either names its line.

mod fields;
mod groups;
mod profiles;
mod services;

pub use fields::FIELDS;

use crate::{
	account::AccountId,
	diagnostic::{Diagnostic, Findings},
	model::{Application, Asset, Format, VolumeClass},
	units, yaml,
};
use fields::{list, map, text, Dialect, Fields};
use std::collections::BTreeMap;

/// What the file does not say and the tenant may.
#[derive(Clone, Debug)]
pub struct Options {
	/// Milliseconds between the blocks of the chain for which a file's prices per block were
	/// made. Akash's own are 6.5 s apart.
	pub block_ms: u64,
	/// What the file's denominations and tokens are here.
	pub rates: BTreeMap<String, Rate>,
	/// Accounts of this chain that stand for accounts of another that the file names; `None`
	/// leaves them out.
	pub accounts: BTreeMap<String, Option<AccountId>>,
	/// For how many milliseconds at the highest price the deposit is to last. A file's own
	/// duration wins.
	pub deposit_ms: u64,
}

/// What one unit of a denomination is worth here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rate {
	/// In which asset.
	pub asset: Asset,
	/// How many base units of it.
	pub base_units: u128,
	/// Whether the tenant said so, or it is only a guess to be warned about.
	pub stated: bool,
}

impl Default for Options {
	/// Blocks of 6.5 s, deposits for a day, and rates by which a token of the other chains is one
	/// token here: uakt and AKT in LHD, dollars in the dollar-like asset 1 with 6 decimals.
	fn default() -> Self {
		let guess = |asset, base_units| Rate { asset, base_units, stated: false };
		let dollars = Asset::WithId(1);
		let rates = [
			("uakt", guess(Asset::Native, 1_000_000)),
			("AKT", guess(Asset::Native, 1_000_000_000_000)),
			("LHD", Rate { asset: Asset::Native, base_units: 1_000_000_000_000, stated: true }),
			("uact", guess(dollars, 1)),
			("uusdc", guess(dollars, 1)),
			("USDC", guess(dollars, 1_000_000)),
			("USDT", guess(dollars, 1_000_000)),
		];
		Self {
			block_ms: 6_500,
			rates: rates.into_iter().map(|(name, rate)| (name.to_string(), rate)).collect(),
			accounts: BTreeMap::new(),
			deposit_ms: 86_400_000,
		}
	}
}

/// What came of reading a file.
#[derive(Clone, Debug)]
pub struct Outcome {
	/// The application, unless there are errors.
	pub application: Option<Application>,
	/// Everything that was found, by line.
	pub diagnostics: Vec<Diagnostic>,
}

/// Read a deploy file.
pub fn read(text: &str, options: &Options) -> Outcome {
	let mut findings = Findings::default();
	let application = match yaml::parse(text) {
		Ok(root) => application(&root, options, &mut findings),
		Err(error) => {
			findings.error(error.line, error.message);
			None
		},
	};
	Outcome {
		application: application.filter(|_| !findings.has_errors()),
		diagnostics: findings.sorted(),
	}
}

fn application(
	root: &yaml::Node,
	options: &Options,
	findings: &mut Findings,
) -> Option<Application> {
	let format = format(root, findings)?;
	let dialect = if format == Format::Icl10 { Dialect::Icl } else { Dialect::Sdl };
	let file = Fields::open("file", root, dialect, findings)?;
	extras(&file, dialect, findings);

	let services = map("'services'", file.require("services", findings)?, findings)?;
	let services = services::read(services, dialect, findings);
	if services.is_empty() {
		findings.error(file.line_of("services"), "there is no service to run");
	}

	let profiles =
		Fields::open("'profiles'", file.require("profiles", findings)?, dialect, findings)?;
	let deposit_ms = duration(&profiles, findings).unwrap_or(options.deposit_ms);
	let mut compute = BTreeMap::new();
	for entry in map("'compute'", profiles.require("compute", findings)?, findings)? {
		if let Some(profile) = profiles::compute(entry, dialect, findings) {
			compute.insert(entry.key.clone(), profile);
		}
	}
	let mut placements = BTreeMap::new();
	for entry in map("'placement'", profiles.require("placement", findings)?, findings)? {
		if let Some(profile) = profiles::placement(entry, dialect, options, findings) {
			placements.insert(entry.key.clone(), profile);
		}
	}

	let deployment = map("'deployment'", file.require("deployment", findings)?, findings)?;
	let uses = groups::uses(deployment, &services, &compute, &placements, dialect, findings);
	check_mounts(&services, &uses, &compute, findings);
	// A group made of broken profiles would only repeat their errors.
	if findings.has_errors() {
		return None;
	}
	let parts = groups::Parts { services: &services, compute: &compute, placements: &placements };
	let terms = groups::Terms { options, dialect, deposit_ms };
	let (asset, groups) = groups::build(&uses, &parts, &terms, findings)?;
	let name = profiles.text("name", findings).map(String::from);
	Some(Application { format, name, asset, services, groups })
}

fn format(root: &yaml::Node, findings: &mut Findings) -> Option<Format> {
	let yaml::Value::Map(entries) = &root.value else {
		findings.error(root.line, "a deploy file is a mapping that begins with 'version'");
		return None;
	};
	let Some(version) = entries.iter().find(|entry| entry.key == "version") else {
		findings.error(
			root.line,
			"'version' is missing: \"2.0\" and \"2.1\" for Akash's SDL, \"1.0\" for Spheron's ICL",
		);
		return None;
	};
	match text(&version.value, "version", findings)? {
		"1.0" => Some(Format::Icl10),
		"2.0" => Some(Format::Sdl20),
		"2.1" => Some(Format::Sdl21),
		other => {
			findings.error(
				version.line,
				format!(
					"version '{other}' is not read: \"2.0\" and \"2.1\" are Akash's SDL, \"1.0\" is \
					 Spheron's ICL"
				),
			);
			None
		},
	}
}

/// Sections of the file, and fields of the profiles, that change nothing here.
fn extras(file: &Fields, dialect: Dialect, findings: &mut Findings) {
	if let Some(node) = file.get("include") {
		if !list("include", node, findings).is_empty() {
			findings.error(
				file.line_of("include"),
				"other files are not taken in; write it all in this one",
			);
		}
	}
	if let Some(node) = file.get("endpoints") {
		for entry in map("'endpoints'", node, findings).unwrap_or_default() {
			if let Some(endpoint) = Fields::open("endpoint", &entry.value, dialect, findings) {
				endpoint.require_text("kind", findings);
			}
			findings.warning(
				entry.line,
				format!(
					"the endpoint '{}' is left out: no address of one's own is leased here, ports are \
					 opened on the provider's",
					entry.key
				),
			);
		}
	}
	if let Some(fields) = file
		.get("reclamation")
		.and_then(|node| Fields::open("'reclamation'", node, dialect, findings))
	{
		fields.parsed("min_window", units::milliseconds, findings);
		findings.warning(
			fields.line_of("min_window"),
			"an order does not ask for a notice: each bid states the notice that it gives",
		);
	}
}

/// Spheron's length of the lease, for which its deposit is made; and its fields without effect.
fn duration(profiles: &Fields, findings: &mut Findings) -> Option<u64> {
	let mode = |text: &str| match text {
		"provider" | "fizz" => Ok(text.to_string()),
		_ => Err(format!("'{text}' is neither provider nor fizz")),
	};
	if profiles.parsed("mode", mode, findings).as_deref() == Some("fizz") {
		findings.warning(
			profiles.line_of("mode"),
			"there is one kind of provider here: 'fizz' has no effect",
		);
	}
	if let Some(node) = profiles.get("tiers") {
		fields::texts("tiers", Some(node), findings);
		findings.warning(
			profiles.line_of("tiers"),
			"'tiers' has no effect: ask for attributes and auditors instead",
		);
	}
	profiles.parsed("duration", units::milliseconds, findings)
}

/// Every mount names a volume of each profile that its service runs with, and the reverse.
fn check_mounts(
	services: &[crate::model::Service],
	uses: &[groups::Use],
	compute: &BTreeMap<String, profiles::Compute>,
	findings: &mut Findings,
) {
	for service in services {
		for used in uses.iter().filter(|used| used.service == service.name) {
			let Some(profile) = compute.get(&used.profile) else { continue };
			let volumes = &profile.resources.volumes;
			for mount in &service.mounts {
				if !volumes.iter().any(|volume| volume.name == mount.volume) {
					findings.error(
						used.line,
						format!(
							"'{}' mounts the volume '{}', which its compute profile '{}' lacks",
							service.name, mount.volume, used.profile
						),
					);
				}
			}
			for volume in volumes.iter().filter(|volume| volume.class != VolumeClass::Ephemeral) {
				if !service.mounts.iter().any(|mount| mount.volume == volume.name) {
					findings.warning(
						used.line,
						format!(
							"the volume '{}' is paid for, but '{}' mounts it nowhere ('params', 'storage')",
							volume.name, service.name
						),
					);
				}
			}
		}
	}
}
