//! The section `services`: what runs.

use super::fields::*;
use crate::{
	diagnostic::Findings,
	model::{Check, Health, Mount, Port, Protocol, Pull, Registry, Service},
	units,
	yaml::{Entry, Node},
};

/// The most ports that one range may open.
const MAX_RANGE: u16 = 64;

/// Read all services, sorted by name.
pub fn read(entries: &[Entry], dialect: Dialect, findings: &mut Findings) -> Vec<Service> {
	let mut services: Vec<_> =
		entries.iter().filter_map(|entry| service(entry, entries, dialect, findings)).collect();
	services.sort_by(|a, b| a.name.cmp(&b.name));
	services
}

fn service(
	entry: &Entry,
	all: &[Entry],
	dialect: Dialect,
	findings: &mut Findings,
) -> Option<Service> {
	if !is_name(&entry.key) {
		findings.error(
			entry.line,
			format!(
				"'{}' cannot be a service's name: letters, digits, '-' and '_' only, at most 63",
				entry.key
			),
		);
	}
	let fields = Fields::open("service", &entry.value, dialect, findings)?;
	let image = fields.require_text("image", findings);
	if image.is_some_and(|image| image.is_empty() || image.contains(char::is_whitespace)) {
		findings
			.error(fields.line_of("image"), "an image's reference is neither empty nor has spaces");
	}
	let others = |name: &str| name != entry.key && all.iter().any(|other| other.key == name);
	let service = Service {
		name: entry.key.clone(),
		image: image.unwrap_or_default().into(),
		pull: pull(&fields, findings),
		command: texts("command", fields.get("command"), findings),
		args: texts("args", fields.get("args"), findings),
		env: env(fields.get("env"), findings),
		ports: ports(fields.get("expose"), others, dialect, findings),
		mounts: params(fields.get("params"), dialect, findings),
		after: dependencies(&fields, others, dialect, findings),
		registry: fields.get("credentials").and_then(|node| registry(node, dialect, findings)),
		health: fields.get("x-health").and_then(|node| health(node, dialect, findings)),
	};
	Some(service)
}

/// A check of the container's health: a field of our own, as neither language has one.
fn health(node: &Node, dialect: Dialect, findings: &mut Findings) -> Option<Health> {
	let fields = Fields::open("'x-health'", node, dialect, findings)?;
	let port = |text: &str| match text.parse() {
		Ok(0) | Err(_) => Err(format!("'{text}' is not a port")),
		Ok(port) => Ok(port),
	};
	let mut checks = Vec::new();
	if let Some(node) = fields.get("http") {
		let own = Fields::open("HTTP check", node, dialect, findings)?;
		let path = |text: &str| match text {
			path if path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic()) => {
				Ok(path.to_string())
			},
			_ => Err(format!("'{text}' is not a path such as /health")),
		};
		own.require("port", findings);
		let port = own.parsed("port", port, findings).unwrap_or(0);
		let path = own.parsed("path", path, findings).unwrap_or_else(|| "/".into());
		checks.push(Check::Http { port, path });
	}
	if let Some(node) = fields.get("tcp") {
		let own = Fields::open("TCP check", node, dialect, findings)?;
		own.require("port", findings);
		checks.push(Check::Tcp { port: own.parsed("port", port, findings).unwrap_or(0) });
	}
	if let Some(node) = fields.get("exec") {
		let command = texts("exec", Some(node), findings);
		if command.is_empty() {
			findings.error(node.line, "'exec' needs a program");
		}
		checks.push(Check::Exec { command });
	}
	if checks.len() != 1 {
		findings.error(fields.line, "'x-health' has one of http, tcp and exec");
	}
	let mut number = |key: &str, least: u32, most: u32, usual: u32| {
		let read = |text: &str| {
			let number = text.parse().ok().filter(|number| (least..=most).contains(number));
			number.ok_or_else(|| format!("'{text}' is not a number from {least} to {most}"))
		};
		fields.parsed(key, read, findings).unwrap_or(usual)
	};
	Some(Health {
		check: checks.pop()?,
		start_seconds: number("start_period", 0, 3_600, 30),
		interval_seconds: number("interval", 1, 3_600, 10),
		timeout_seconds: number("timeout", 1, 15, 5),
		threshold: number("threshold", 1, 100, 3),
	})
}

fn pull(fields: &Fields, findings: &mut Findings) -> Pull {
	let read = |text: &str| match text {
		"Always" => Ok(Pull::Always),
		"IfNotPresent" => Ok(Pull::IfMissing),
		"Never" => Ok(Pull::Never),
		_ => Err(format!("'{text}' is none of Always, IfNotPresent and Never")),
	};
	fields.parsed("pull_policy", read, findings).unwrap_or_default()
}

fn env(node: Option<&Node>, findings: &mut Findings) -> Vec<(String, String)> {
	let mut variables: Vec<(String, String)> = Vec::new();
	let Some(node) = node else { return variables };
	for item in list("env", node, findings) {
		let Some(text) = text(item, "env", findings) else { continue };
		let (name, value) = match text.split_once('=') {
			Some((name, value)) if is_variable(name) => (name, value),
			_ => {
				findings.error(item.line, format!("'{text}' must be written NAME=value"));
				continue;
			},
		};
		if variables.iter().any(|(other, _)| other == name) {
			findings.error(item.line, format!("the variable {name} is set twice"));
		}
		variables.push((name.into(), value.into()));
	}
	variables
}

fn is_variable(name: &str) -> bool {
	!name.is_empty()
		&& !name.starts_with(|first: char| first.is_ascii_digit())
		&& name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

fn ports(
	node: Option<&Node>,
	others: impl Fn(&str) -> bool,
	dialect: Dialect,
	findings: &mut Findings,
) -> Vec<Port> {
	let mut ports: Vec<Port> = Vec::new();
	let Some(node) = node else { return ports };
	for item in list("expose", node, findings) {
		let Some(fields) = Fields::open("exposed port", item, dialect, findings) else { continue };
		let read = |text: &str| match text {
			"tcp" | "TCP" => Ok(Protocol::Tcp),
			"udp" | "UDP" => Ok(Protocol::Udp),
			_ => Err(format!("'{text}' is neither tcp nor udp")),
		};
		let protocol = fields.parsed("proto", read, findings).unwrap_or_default();
		let (public, services) = to(&fields, &others, dialect, findings);
		for (key, node) in
			[("accept", fields.get("accept")), ("http_options", fields.get("http_options"))]
		{
			let Some(node) = node else { continue };
			if key == "accept" {
				texts(key, Some(node), findings);
			} else {
				Fields::open("'http_options'", node, dialect, findings);
			}
			findings.warning(
				fields.line_of(key),
				format!(
					"'{key}' has no effect: ports are opened on the provider's host as they are, with \
					 no HTTP proxy in between"
				),
			);
		}
		if fields.flag("use_public_port", findings) {
			findings.warning(
				fields.line_of("use_public_port"),
				"'use_public_port' has no effect: 'as' is the port that is opened",
			);
		}
		for (port, external) in numbers(&fields, findings) {
			let line = fields.line;
			if ports.iter().any(|other| (other.external, other.protocol) == (external, protocol)) {
				findings.error(line, format!("port {external} is exposed twice"));
			}
			ports.push(Port { port, external, protocol, public, services: services.clone() });
		}
	}
	ports
}

/// Pairs of a container's port and the one that others are to see.
fn numbers(fields: &Fields, findings: &mut Findings) -> Vec<(u16, u16)> {
	let mut numbers = Vec::new();
	if let Some(port) = fields.parsed("port", units::port, findings) {
		numbers.push((port, fields.parsed("as", units::port, findings).unwrap_or(port)));
	} else if fields.get("port").is_none() && fields.get("port_range").is_none() {
		fields.require("port", findings);
	}
	if let Some((first, last)) = fields.parsed("port_range", units::port_range, findings) {
		let (outer, outer_last) =
			fields.parsed("port_range_as", units::port_range, findings).unwrap_or((first, last));
		if last - first >= MAX_RANGE {
			findings.error(
				fields.line_of("port_range"),
				format!("a range opens {MAX_RANGE} ports at most"),
			);
		} else if last - first != outer_last - outer {
			findings.error(
				fields.line_of("port_range_as"),
				"'port_range' and 'port_range_as' differ in length",
			);
		} else {
			numbers.extend((first..=last).zip(outer..=outer_last));
		}
	}
	numbers
}

/// Whether anybody may connect, and which services may.
fn to(
	fields: &Fields,
	others: impl Fn(&str) -> bool,
	dialect: Dialect,
	findings: &mut Findings,
) -> (bool, Vec<String>) {
	let (mut public, mut services) = (false, Vec::new());
	let items = fields.get("to").map_or(&[][..], |node| list("to", node, findings));
	for item in items {
		let Some(to) = Fields::open("'to'", item, dialect, findings) else { continue };
		let global = to.flag("global", findings);
		let service = to.text("service", findings);
		public |= global;
		if let Some(name) = service {
			if !others(name) {
				findings.error(
					to.line_of("service"),
					format!("there is no other service '{name}' to open this port to"),
				);
			}
			services.push(name.to_string());
		} else if !global {
			findings.error(item.line, "say 'global: true' or name a service");
		}
		if to.text("ip", findings).is_some() {
			findings.warning(
				to.line_of("ip"),
				"'ip' has no effect: no address of one's own is leased here, the port is opened on the \
				 provider's",
			);
			if !global {
				findings.error(to.line_of("ip"), "'ip' needs 'global: true'");
			}
		}
	}
	if items.is_empty() {
		findings.warning(fields.line, "nobody may connect to this port, as it lacks 'to'");
	}
	services.sort();
	services.dedup();
	(public, services)
}

fn params(node: Option<&Node>, dialect: Dialect, findings: &mut Findings) -> Vec<Mount> {
	let mut mounts: Vec<Mount> = Vec::new();
	let Some(fields) = node.and_then(|node| Fields::open("'params'", node, dialect, findings))
	else {
		return mounts;
	};
	if fields.get("tee").is_some() {
		findings.error(
			fields.line_of("tee"),
			"confidential computing has no counterpart here: no provider can prove it, so 'tee' is not \
			 quietly left out; remove it if the service may run without",
		);
	}
	if let Some(node) = fields.get("permissions") {
		if let Some(permissions) = Fields::open("'permissions'", node, dialect, findings) {
			texts("read", permissions.get("read"), findings);
		}
		findings.warning(
			fields.line_of("permissions"),
			"'permissions' has no effect: a container gets no access to its own lease",
		);
	}
	let Some(storage) = fields.get("storage") else { return mounts };
	for entry in map("'storage'", storage, findings).unwrap_or_default() {
		let Some(mount) = Fields::open("mount", &entry.value, dialect, findings) else { continue };
		let read_only = mount.flag("readOnly", findings);
		// Akash's files may name a volume without saying where: it is then the root's.
		let Some(path) = mount.text("mount", findings) else {
			findings.warning(
				entry.line,
				format!("the volume '{}' is mounted nowhere: it lacks 'mount'", entry.key),
			);
			continue;
		};
		if !path.starts_with('/') || path == "/" || path.split('/').any(|part| part == "..") {
			findings.error(
				mount.line_of("mount"),
				format!("'{path}' must be an absolute path below '/', without '..'"),
			);
		}
		if mounts.iter().any(|other| other.path == path) {
			findings.error(mount.line_of("mount"), format!("two volumes are mounted at {path}"));
		}
		mounts.push(Mount { volume: entry.key.clone(), path: path.into(), read_only });
	}
	mounts
}

fn dependencies(
	fields: &Fields,
	others: impl Fn(&str) -> bool,
	dialect: Dialect,
	findings: &mut Findings,
) -> Vec<String> {
	let mut names = Vec::new();
	for key in ["dependencies", "depends-on"] {
		let Some(node) = fields.get(key) else { continue };
		for item in list(key, node, findings) {
			// Both spellings occur: a name, or a mapping with the field 'service'.
			let name = match &item.value {
				crate::yaml::Value::Scalar { text, .. } => Some(text.as_str()),
				_ => Fields::open("dependency", item, dialect, findings)
					.and_then(|dependency| dependency.require_text("service", findings)),
			};
			let Some(name) = name else { continue };
			if !others(name) {
				findings
					.error(item.line, format!("there is no other service '{name}' to depend on"));
			}
			names.push(name.to_string());
		}
	}
	names.sort();
	names.dedup();
	names
}

fn registry(node: &Node, dialect: Dialect, findings: &mut Findings) -> Option<Registry> {
	let fields = Fields::open("'credentials'", node, dialect, findings)?;
	let host = match fields.text("registry", findings) {
		Some(host) => Some(host),
		None => fields.require_text("host", findings),
	};
	if fields.get("email").is_some() {
		findings.warning(fields.line_of("email"), "'email' has no effect: no registry asks for it");
	}
	Some(Registry {
		host: host?.into(),
		username: fields.require_text("username", findings)?.into(),
		password: fields.require_text("password", findings)?.into(),
	})
}
