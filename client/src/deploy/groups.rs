//! The section `deployment`: which services run where and how often, turned into groups.
//!
//! A placement is served by one provider. Services of a placement that talk to each other, or
//! start after each other, make one group; those that do not make groups of their own, so that
//! each has replicas of its own. The replicas of a group are equal and as many as the counts of
//! its services have in common.

use super::{fields::*, profiles::*, Options};
use crate::{
	diagnostic::Findings,
	model::{self, Asset, Gpu, Group, Member, Resources, Service, Volume},
	order::limits,
	yaml::Entry,
};
use std::collections::{BTreeMap, BTreeSet};

/// A service at a placement.
pub struct Use {
	/// Where it stands.
	pub line: usize,
	/// Which service.
	pub service: String,
	/// At which placement.
	pub placement: String,
	/// With which compute profile.
	pub profile: String,
	/// How many instances.
	pub count: u16,
}

/// The sections of the file that groups are made of.
pub struct Parts<'a> {
	/// What runs.
	pub services: &'a [Service],
	/// The compute profiles.
	pub compute: &'a BTreeMap<String, Compute>,
	/// The placement profiles.
	pub placements: &'a BTreeMap<String, Placement>,
}

/// How prices become ours.
pub struct Terms<'a> {
	/// What the tenant stated.
	pub options: &'a Options,
	/// Whose prices they are.
	pub dialect: Dialect,
	/// For how long deposits last.
	pub deposit_ms: u64,
}

/// Read the section.
pub fn uses(
	entries: &[Entry],
	services: &[Service],
	compute: &BTreeMap<String, Compute>,
	placements: &BTreeMap<String, Placement>,
	dialect: Dialect,
	findings: &mut Findings,
) -> Vec<Use> {
	let mut uses = Vec::new();
	for entry in entries {
		if !services.iter().any(|service| service.name == entry.key) {
			findings.error(entry.line, format!("there is no service '{}'", entry.key));
		}
		for place in map("deployment", &entry.value, findings).unwrap_or_default() {
			if !placements.contains_key(&place.key) {
				findings
					.error(place.line, format!("there is no placement profile '{}'", place.key));
			}
			let Some(fields) = Fields::open("deployment", &place.value, dialect, findings) else {
				continue;
			};
			let profile = fields.require_text("profile", findings).unwrap_or_default();
			if !compute.contains_key(profile) {
				findings.error(
					fields.line_of("profile"),
					format!("there is no compute profile '{profile}'"),
				);
			}
			let read = |text: &str| match text.parse::<u16>() {
				Ok(count) if count > 0 => Ok(count),
				_ => Err(format!("'{text}' is not a number of instances above zero")),
			};
			let Some(node) = fields.require("count", findings) else { continue };
			let Some(count) = parsed(node, "count", read, findings) else { continue };
			uses.push(Use {
				line: place.line,
				service: entry.key.clone(),
				placement: place.key.clone(),
				profile: profile.into(),
				count,
			});
		}
	}
	for service in services {
		if !entries.iter().any(|entry| entry.key == service.name) {
			findings.warning(0, format!("the service '{}' is not deployed anywhere", service.name));
		}
	}
	if uses.is_empty() {
		findings.error(0, "'deployment' deploys nothing");
	}
	uses
}

/// Make the groups and say what they are paid in.
pub fn build(
	uses: &[Use],
	parts: &Parts,
	terms: &Terms,
	findings: &mut Findings,
) -> Option<(Asset, Vec<Group>)> {
	let mut asset = None;
	let mut groups = Vec::new();
	for (name, placement) in parts.placements {
		let here: Vec<&Use> = uses.iter().filter(|used| used.placement == *name).collect();
		if here.is_empty() {
			findings
				.warning(placement.line, format!("nothing is deployed at the placement '{name}'"));
		}
		let sets = connected(&here, parts.services);
		for set in &sets {
			let name = match sets.len() {
				1 => name.clone(),
				_ => format!("{name}/{}", set[0].service),
			};
			groups.extend(group(name, set, placement, parts, terms, &mut asset, findings));
		}
	}
	if groups.len() > limits::GROUPS {
		findings.error(
			0,
			format!(
				"this makes {} groups, and a deployment has at most {}; deploy a part of it on its own",
				groups.len(),
				limits::GROUPS
			),
		);
	}
	(!findings.has_errors()).then_some((asset?, groups))
}

/// Split a placement's uses into sets whose services are linked, each sorted by service.
fn connected<'a>(uses: &[&'a Use], services: &[Service]) -> Vec<Vec<&'a Use>> {
	let links = |name: &str| -> BTreeSet<String> {
		let found = services.iter().find(|service| service.name == name);
		found.map_or_else(BTreeSet::new, |service| {
			let ports = service.ports.iter().flat_map(|port| port.services.iter());
			ports.chain(&service.after).cloned().collect()
		})
	};
	let mut sets: Vec<Vec<&Use>> = Vec::new();
	for used in uses {
		let linked = |other: &Use| {
			links(&used.service).contains(&other.service)
				|| links(&other.service).contains(&used.service)
		};
		// All sets with a link to this one become one.
		let (joined, rest): (Vec<_>, Vec<_>) =
			sets.into_iter().partition(|set| set.iter().any(|other| linked(other)));
		sets = rest;
		let mut set: Vec<_> = joined.into_iter().flatten().collect();
		set.push(used);
		set.sort_by(|a, b| a.service.cmp(&b.service));
		sets.push(set);
	}
	sets.sort_by(|a, b| a[0].service.cmp(&b[0].service));
	sets
}

fn group(
	name: String,
	set: &[&Use],
	placement: &Placement,
	parts: &Parts,
	terms: &Terms,
	asset: &mut Option<Asset>,
	findings: &mut Findings,
) -> Option<Group> {
	let replicas = model::replicas_of(set.iter().map(|used| used.count));
	let line = set[0].line;
	if replicas > limits::REPLICAS {
		findings.error(
			line,
			format!(
				"{replicas} replicas are more than the {} that a group may have",
				limits::REPLICAS
			),
		);
	}
	let mut members = Vec::new();
	let mut max_price = 0u128;
	for used in set {
		let instances = used.count / replicas;
		if instances > 1 && set.len() > 1 {
			findings.warning(
				used.line,
				format!(
					"the services of '{name}' run in different numbers, so {instances} instances of '{}' \
					 share one machine with what they talk to",
					used.service
				),
			);
		}
		let resources = parts.compute.get(&used.profile)?.resources.clone();
		members.push(Member { service: used.service.clone(), instances, resources });
		let Some(price) = placement.prices.get(&used.profile) else {
			findings.error(
				placement.line,
				format!("the placement lacks a price for the compute profile '{}'", used.profile),
			);
			continue;
		};
		let price = hourly(price, used.count, terms, asset, findings)?;
		max_price = max_price.checked_add(price)?;
	}
	let resources = sum(&members, line, findings)?;
	let public_ports = members.iter().map(|member| public_ports(member, parts.services)).sum();
	let requirements = placement.requirements.clone();
	limits::check(&requirements, placement.line, findings);
	let deposit = max_price.checked_mul(terms.deposit_ms.into()).map(|sum| sum.div_ceil(3_600_000));
	let Some(deposit) = deposit else {
		findings.error(line, "the deposit is more than the chain can count");
		return None;
	};
	Some(Group {
		name,
		replicas,
		members,
		resources,
		public_ports,
		requirements,
		max_price,
		deposit,
	})
}

/// Ports of a member's instances that anybody may connect to. A service has some hundreds of ports
/// at most, and there are fewer than 2^16 instances.
fn public_ports(member: &Member, services: &[Service]) -> u32 {
	let service = services.iter().find(|service| service.name == member.service);
	let ports =
		service.map_or(0, |service| service.ports.iter().filter(|port| port.public).count());
	u32::try_from(ports).unwrap_or(u32::MAX).saturating_mul(member.instances.into())
}

/// A price of so many instances in base units per hour, rounded down: it is the most that the
/// tenant pays.
fn hourly(
	price: &Price,
	count: u16,
	terms: &Terms,
	asset: &mut Option<Asset>,
	findings: &mut Findings,
) -> Option<u128> {
	let Some(rate) = terms.options.rates.get(&price.denom) else {
		findings.error(
			price.line,
			format!(
				"'{}' is not known here; say what it is with --rate {}=ASSET:UNITS (native, or an asset's \
				 number, and how many of its base units one {} is)",
				price.denom, price.denom, price.denom
			),
		);
		return None;
	};
	if *asset.get_or_insert(rate.asset) != rate.asset {
		findings.error(
			price.line,
			"all prices of a deployment must be in one asset; another one stands before this",
		);
		return None;
	}
	let asset_name = match rate.asset {
		Asset::Native => "LHD".to_string(),
		Asset::WithId(id) => format!("asset {id}"),
	};
	if !rate.stated {
		findings.warning(
			price.line,
			format!(
				"one {} is taken for {} base units of {asset_name}; say another rate with --rate",
				price.denom, rate.base_units
			),
		);
	}
	let (factor, divisor) = match terms.dialect {
		Dialect::Sdl => (3_600_000, u128::from(terms.options.block_ms)),
		Dialect::Icl => (1, 1),
	};
	let units = u128::from(count)
		.checked_mul(factor)
		.and_then(|factor| factor.checked_mul(rate.base_units))
		.and_then(|factor| price.amount.times(factor, divisor));
	match units {
		None => {
			findings.error(price.line, "this price is more than the chain can count");
			None
		},
		Some((0, _)) => {
			findings.error(
				price.line,
				format!("this price is less than one base unit of {asset_name} per hour"),
			);
			None
		},
		Some((units, _)) => Some(units),
	}
}

/// What one replica needs: all of its members' instances.
fn sum(members: &[Member], line: usize, findings: &mut Findings) -> Option<Resources> {
	let mut total = Resources::default();
	for member in members {
		if total.arch.is_some()
			&& member.resources.arch.is_some()
			&& total.arch != member.resources.arch
		{
			findings.error(
				line,
				"services that talk to each other share a machine, and these want different CPUs",
			);
			return None;
		}
		if add(&mut total, member).is_none() {
			findings.error(line, "this needs more than the chain can count");
			return None;
		}
	}
	limits::check_resources(&total, line, findings);
	Some(total)
}

fn add(total: &mut Resources, member: &Member) -> Option<()> {
	let (needs, times) = (&member.resources, member.instances);
	let cpu = needs.cpu_millicores.checked_mul(times.into())?;
	total.cpu_millicores = total.cpu_millicores.checked_add(cpu)?;
	total.memory_mib = total.memory_mib.checked_add(needs.memory_mib.checked_mul(times.into())?)?;
	total.arch = total.arch.or(needs.arch);
	for instance in 0..times {
		for volume in &needs.volumes {
			// Instances have volumes of their own.
			let name = match (times, member.service.as_str()) {
				(1, service) => format!("{service}.{}", volume.name),
				(_, service) => format!("{service}.{instance}.{}", volume.name),
			};
			total.volumes.push(Volume { name, ..volume.clone() });
		}
	}
	for gpu in &needs.gpus {
		let units = gpu.units.checked_mul(times)?;
		let same = |other: &&mut Gpu| {
			Gpu { units: 0, ..(**other).clone() } == Gpu { units: 0, ..gpu.clone() }
		};
		match total.gpus.iter_mut().find(same) {
			Some(other) => other.units = other.units.checked_add(units)?,
			None => total.gpus.push(Gpu { units, ..gpu.clone() }),
		}
	}
	Some(())
}
