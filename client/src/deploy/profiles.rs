//! The section `profiles`: what instances need and what their provider must be.

use super::{fields::*, Options};
use crate::{
	account::AccountId,
	diagnostic::Findings,
	model::{Arch, Gpu, Requirements, Resources, Volume, VolumeClass},
	units::{self, Decimal},
	yaml::{Entry, Node, Value},
};
use std::collections::BTreeMap;

/// A compute profile.
pub struct Compute {
	/// What an instance needs.
	pub resources: Resources,
}

/// A placement profile and where it stands.
pub struct Placement {
	/// Where.
	pub line: usize,
	/// What the provider must be.
	pub requirements: Requirements,
	/// The price of an instance, by compute profile.
	pub prices: BTreeMap<String, Price>,
}

/// A price as the file has it.
pub struct Price {
	/// Where.
	pub line: usize,
	/// How much, per block in SDL and per hour in ICL.
	pub amount: Decimal,
	/// Of what.
	pub denom: String,
}

/// Read a compute profile.
pub fn compute(entry: &Entry, dialect: Dialect, findings: &mut Findings) -> Option<Compute> {
	let fields = Fields::open("compute profile", &entry.value, dialect, findings)?;
	let fields = match (fields.get("resources"), dialect) {
		(Some(node), _) => Fields::open("'resources'", node, dialect, findings)?,
		// Spheron's short form has no 'resources' around them.
		(None, Dialect::Icl) if fields.get("cpu").is_some() => fields,
		_ => {
			fields.require("resources", findings);
			return None;
		},
	};
	let (cpu_millicores, arch) = cpu(&fields, dialect, findings)?;
	let memory_mib = size(fields.require("memory", findings)?, "'memory'", dialect, findings)?;
	let volumes = volumes(fields.require("storage", findings)?, dialect, findings);
	let gpus = fields.get("gpu").map_or_else(Vec::new, |node| gpus(node, dialect, findings));
	Some(Compute { resources: Resources { cpu_millicores, arch, memory_mib, volumes, gpus } })
}

fn cpu(fields: &Fields, dialect: Dialect, findings: &mut Findings) -> Option<(u32, Option<Arch>)> {
	let node = fields.require("cpu", findings)?;
	if let Value::Scalar { .. } = node.value {
		return Some((parsed(node, "cpu", units::millicores, findings)?, None));
	}
	let fields = Fields::open("'cpu'", node, dialect, findings)?;
	let units = parsed(fields.require("units", findings)?, "cpu", units::millicores, findings);
	let arch = fields
		.get("attributes")
		.and_then(|node| Fields::open("CPU's attributes", node, dialect, findings))
		.and_then(|attributes| attributes.get("arch"))
		.and_then(|node| arch(node, findings));
	Some((units?, arch))
}

/// `arch: arm64`, or `arch: {arm64: [{model: m3pro}]}`.
fn arch(node: &Node, findings: &mut Findings) -> Option<Arch> {
	let name = match &node.value {
		Value::Map(entries) if entries.len() == 1 => {
			if entries[0].value.value != Value::Null {
				findings.warning(
					entries[0].value.line,
					"the CPU's model has no counterpart in an order; any of that architecture will do",
				);
			}
			entries[0].key.as_str()
		},
		_ => text(node, "arch", findings)?,
	};
	match name {
		"amd64" | "x86_64" => Some(Arch::Amd64),
		"arm64" | "aarch64" => Some(Arch::Arm64),
		_ => {
			findings.error(node.line, format!("'{name}' is neither amd64 nor arm64"));
			None
		},
	}
}

/// `512Mi`, or `{size: 512Mi}`.
fn size(node: &Node, what: &'static str, dialect: Dialect, findings: &mut Findings) -> Option<u64> {
	if let Value::Scalar { .. } = node.value {
		return parsed(node, what, units::mebibytes, findings);
	}
	let fields = Fields::open(what, node, dialect, findings)?;
	parsed(fields.require("size", findings)?, "size", units::mebibytes, findings)
}

/// `1Gi`, one volume, or a list of them. A volume without a name is the container's own disk.
fn volumes(node: &Node, dialect: Dialect, findings: &mut Findings) -> Vec<Volume> {
	let items = match &node.value {
		Value::List(items) => items.as_slice(),
		_ => std::slice::from_ref(node),
	};
	let mut volumes: Vec<Volume> = Vec::new();
	for item in items {
		let Some(volume) = volume(item, dialect, findings) else { continue };
		if volumes.iter().any(|other| other.name == volume.name) {
			findings.error(item.line, format!("there are two volumes '{}'", volume.name));
		}
		volumes.push(volume);
	}
	if items.is_empty() {
		findings.error(node.line, "a compute profile needs some storage");
	}
	volumes
}

fn volume(node: &Node, dialect: Dialect, findings: &mut Findings) -> Option<Volume> {
	if let Value::Scalar { .. } = node.value {
		let size_mib = parsed(node, "storage", units::mebibytes, findings)?;
		return Some(Volume { name: "default".into(), size_mib, class: VolumeClass::Ephemeral });
	}
	let fields = Fields::open("volume", node, dialect, findings)?;
	let name = fields.text("name", findings).unwrap_or("default");
	if !is_name(name) {
		findings.error(fields.line_of("name"), format!("'{name}' cannot be a volume's name"));
	}
	let size_mib = parsed(fields.require("size", findings)?, "size", units::mebibytes, findings)?;
	let class = match fields.get("attributes") {
		Some(node) => class(node, dialect, findings)?,
		None => VolumeClass::Ephemeral,
	};
	Some(Volume { name: name.into(), size_mib, class })
}

fn class(node: &Node, dialect: Dialect, findings: &mut Findings) -> Option<VolumeClass> {
	let fields = Fields::open("volume's attributes", node, dialect, findings)?;
	let persistent = fields.flag("persistent", findings);
	match (fields.text("class", findings), persistent) {
		(Some("ram"), false) => Some(VolumeClass::Ram),
		(Some("ram"), true) => {
			findings.error(fields.line_of("persistent"), "a volume in memory cannot be persistent");
			None
		},
		(class, true) => Some(VolumeClass::Persistent(class.unwrap_or("default").into())),
		(None, false) => Some(VolumeClass::Ephemeral),
		(Some(class), false) => {
			findings.error(
				fields.line_of("class"),
				format!("a volume of class '{class}' is persistent: say 'persistent: true', or leave the class out"),
			);
			None
		},
	}
}

/// One kind of GPU: the first that the file would take.
fn gpus(node: &Node, dialect: Dialect, findings: &mut Findings) -> Vec<Gpu> {
	let read =
		|text: &str| text.parse::<u16>().map_err(|_| format!("'{text}' is not a number of GPUs"));
	if let Value::Scalar { .. } = node.value {
		if parsed(node, "gpu", read, findings).unwrap_or(0) > 0 {
			findings.error(node.line, "say whose GPUs: write 'units' and 'attributes'");
		}
		return Vec::new();
	}
	let Some(fields) = Fields::open("'gpu'", node, dialect, findings) else { return Vec::new() };
	let units = fields.parsed("units", read, findings).unwrap_or(0);
	let Some(attributes) = fields.get("attributes") else {
		if units > 0 {
			findings.error(fields.line, "say whose GPUs: 'attributes' with 'vendor' is missing");
		}
		return Vec::new();
	};
	if units == 0 {
		findings.error(fields.line_of("attributes"), "GPUs are described here, but 'units' is 0");
		return Vec::new();
	}
	let vendors = Fields::open("GPU's attributes", attributes, dialect, findings)
		.and_then(|attributes| attributes.require("vendor", findings))
		.and_then(|node| map("'vendor'", node, findings))
		.unwrap_or_default();
	let mut kinds = Vec::new();
	for vendor in vendors {
		let models = list("vendor", &vendor.value, findings);
		for model in models {
			kinds.extend(
				gpu(units, &vendor.key, model, dialect, findings).map(|gpu| (model.line, gpu)),
			);
		}
		if models.is_empty() {
			let vendor_name = vendor.key.to_lowercase();
			kinds.push((
				vendor.line,
				Gpu { units, vendor: vendor_name, model: None, memory_mib: None, interface: None },
			));
		}
	}
	if vendors.is_empty() {
		findings.error(attributes.line, "'vendor' must name one, such as nvidia");
	}
	for (line, other) in kinds.iter().skip(1) {
		findings.warning(
			*line,
			format!(
				"an order names one kind of GPU, and the first is taken; '{}' is left out",
				other.model.as_deref().unwrap_or(&other.vendor)
			),
		);
	}
	kinds.into_iter().map(|(_, gpu)| gpu).take(1).collect()
}

fn gpu(
	units: u16,
	vendor: &str,
	node: &Node,
	dialect: Dialect,
	findings: &mut Findings,
) -> Option<Gpu> {
	let fields = Fields::open("GPU", node, dialect, findings)?;
	let read = |text: &str| match text.to_lowercase().as_str() {
		"pcie" => Ok("pcie".to_string()),
		sxm if sxm.starts_with("sxm") => Ok("sxm".to_string()),
		_ => Err(format!("'{text}' is neither pcie nor sxm")),
	};
	Some(Gpu {
		units,
		vendor: vendor.to_lowercase(),
		model: fields.text("model", findings).map(str::to_lowercase),
		memory_mib: fields.parsed("ram", units::mebibytes, findings),
		interface: fields.parsed("interface", read, findings),
	})
}

/// Read a placement profile.
pub fn placement(
	entry: &Entry,
	dialect: Dialect,
	options: &Options,
	findings: &mut Findings,
) -> Option<Placement> {
	let fields = Fields::open("placement profile", &entry.value, dialect, findings)?;
	let mut requirements = Requirements::default();
	if let Some(node) = fields.get("attributes") {
		for attribute in map("'attributes'", node, findings).unwrap_or_default() {
			self::attribute(attribute, dialect, options, &mut requirements, findings);
		}
	}
	if let Some(signed) =
		fields.get("signedBy").and_then(|node| Fields::open("'signedBy'", node, dialect, findings))
	{
		requirements.all_of = accounts("allOf", signed.get("allOf"), "auditor", options, findings);
		requirements.any_of = accounts("anyOf", signed.get("anyOf"), "auditor", options, findings);
	}
	let mut prices = BTreeMap::new();
	if let Some(node) = fields.require("pricing", findings) {
		for entry in map("'pricing'", node, findings).unwrap_or_default() {
			if let Some(price) = price(entry, dialect, findings) {
				prices.insert(entry.key.clone(), price);
			}
		}
	}
	Some(Placement { line: entry.line, requirements, prices })
}

fn attribute(
	entry: &Entry,
	dialect: Dialect,
	options: &Options,
	into: &mut Requirements,
	findings: &mut Findings,
) {
	// Spheron gives these keys a meaning of their own; each may be one value or a list.
	let values = |findings: &mut Findings| match &entry.value.value {
		Value::List(_) => texts(&entry.key, Some(&entry.value), findings),
		_ => text(&entry.value, &entry.key, findings)
			.map(|text| text.split([',', ';']).map(|part| part.trim().to_string()).collect())
			.unwrap_or_default(),
	};
	match (dialect, entry.key.as_str()) {
		(_, "region") => {
			let regions = values(findings);
			if regions.iter().any(|region| region == "any") {
				return;
			}
			into.regions.extend(regions);
		},
		(Dialect::Icl, "exclude_region") => into.not_regions.extend(values(findings)),
		(Dialect::Icl, "desired_provider") => {
			for name in values(findings) {
				into.providers.extend(account(
					&name,
					entry.value.line,
					"provider",
					options,
					findings,
				));
			}
		},
		(Dialect::Icl, "desired_fizz" | "bandwidth") => findings.warning(
			entry.line,
			format!("'{}' has no counterpart here and is left out", entry.key),
		),
		_ => {
			if let Some(value) = text(&entry.value, &entry.key, findings) {
				into.attributes.push((entry.key.clone(), value.into()));
			}
		},
	}
}

fn accounts(
	what: &str,
	node: Option<&Node>,
	role: &str,
	options: &Options,
	findings: &mut Findings,
) -> Vec<AccountId> {
	let items = node.map_or(&[][..], |node| list(what, node, findings));
	let mut accounts = Vec::new();
	for item in items {
		if let Some(name) = text(item, what, findings) {
			accounts.extend(account(name, item.line, role, options, findings));
		}
	}
	accounts
}

/// An account of this chain, or of another one for which the tenant has named one of this.
fn account(
	name: &str,
	line: usize,
	role: &str,
	options: &Options,
	findings: &mut Findings,
) -> Option<AccountId> {
	match options.accounts.get(name) {
		Some(Some(account)) => return Some(*account),
		Some(None) => {
			findings.warning(line, format!("the {role} '{name}' is left out, as you asked"));
			return None;
		},
		None => {},
	}
	// Twenty bytes in hexadecimal are Ethereum's; ours has thirty-two.
	match name.parse() {
		Ok(account) => Some(account),
		Err(why) => {
			findings.error(
				line,
				format!(
					"{why}; name the {role} here that stands for it with --account {name}=ADDRESS, or leave \
					 it out with --account {name}=none"
				),
			);
			None
		},
	}
}

fn price(entry: &Entry, dialect: Dialect, findings: &mut Findings) -> Option<Price> {
	let fields = Fields::open("price", &entry.value, dialect, findings)?;
	let unit = if dialect == Dialect::Sdl { "denom" } else { "token" };
	let denom = fields.require_text(unit, findings);
	let amount =
		parsed(fields.require("amount", findings)?, "amount", str::parse::<Decimal>, findings)?;
	if amount.is_zero() {
		findings.error(fields.line_of("amount"), "a price must be above zero");
	}
	Some(Price { line: fields.line_of("amount"), amount, denom: denom?.into() })
}
