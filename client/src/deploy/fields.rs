//! Reading a mapping field by field, with every mistake on its line.

use crate::{
	diagnostic::Findings,
	yaml::{Entry, Node, Value},
};

/// Which language a file is in; the two share most of their words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Dialect {
	/// Akash's.
	Sdl,
	/// Spheron's.
	Icl,
}

/// The mappings that have fixed fields: name, fields of both dialects, of SDL only, of ICL only.
pub const FIELDS: &[(&str, &[&str], &[&str], &[&str])] = &[
	(
		"file",
		&["version", "services", "profiles", "deployment"],
		&["include", "endpoints", "reclamation"],
		&[],
	),
	(
		"service",
		&[
			"image",
			"command",
			"args",
			"env",
			"expose",
			"params",
			"credentials",
			"dependencies",
			"depends-on",
			"x-health",
		],
		&[],
		&["pull_policy"],
	),
	(
		"'x-health'",
		&["http", "tcp", "exec", "start_period", "interval", "timeout", "threshold"],
		&[],
		&[],
	),
	("HTTP check", &["port", "path"], &[], &[]),
	("TCP check", &["port"], &[], &[]),
	("dependency", &["service"], &[], &[]),
	(
		"exposed port",
		&["port", "as", "accept", "proto", "to", "http_options"],
		&[],
		&["port_range", "port_range_as", "use_public_port"],
	),
	("'to'", &["service", "global", "ip"], &[], &[]),
	(
		"'http_options'",
		&[
			"max_body_size",
			"read_timeout",
			"send_timeout",
			"next_tries",
			"next_timeout",
			"next_cases",
		],
		&["proxy_buffer_size"],
		&[],
	),
	("'params'", &["storage"], &["permissions", "tee"], &[]),
	("mount", &["mount", "readOnly"], &[], &[]),
	("'permissions'", &["read"], &[], &[]),
	("'credentials'", &["host", "username", "password", "email"], &[], &["registry"]),
	("'profiles'", &["compute", "placement"], &[], &["name", "mode", "duration", "tiers"]),
	("compute profile", &["resources"], &[], &["cpu", "memory", "storage", "gpu"]),
	("'resources'", &["cpu", "memory", "storage", "gpu"], &[], &[]),
	("'cpu'", &["units", "attributes"], &[], &[]),
	("CPU's attributes", &["arch"], &[], &[]),
	("'memory'", &["size"], &[], &[]),
	("volume", &["name", "size", "attributes"], &[], &[]),
	("volume's attributes", &["class", "persistent"], &[], &[]),
	("'gpu'", &["units", "attributes"], &[], &[]),
	("GPU's attributes", &["vendor"], &[], &[]),
	("GPU", &["model", "ram", "interface"], &[], &[]),
	("placement profile", &["attributes", "signedBy", "pricing"], &[], &[]),
	("'signedBy'", &["allOf", "anyOf"], &[], &[]),
	("price", &["amount"], &["denom"], &["token"]),
	("deployment", &["profile", "count"], &[], &[]),
	("endpoint", &["kind"], &[], &[]),
	("'reclamation'", &["min_window"], &[], &[]),
];

/// A mapping whose fields are fixed.
pub struct Fields<'a> {
	what: &'static str,
	/// Where the mapping begins.
	pub line: usize,
	entries: &'a [Entry],
}

impl<'a> Fields<'a> {
	/// Open a mapping; fields that it cannot have are errors.
	pub fn open(
		what: &'static str,
		node: &'a Node,
		dialect: Dialect,
		findings: &mut Findings,
	) -> Option<Self> {
		let entries = map(what, node, findings)?;
		let known = FIELDS.iter().find(|(name, ..)| *name == what);
		let known = known.map_or_else(Vec::new, |(_, both, sdl, icl)| {
			let own = if dialect == Dialect::Sdl { sdl } else { icl };
			both.iter().chain(own.iter()).copied().collect()
		});
		for entry in entries {
			if !known.contains(&entry.key.as_str()) {
				findings.error(
					entry.line,
					format!(
						"a {what} has no field '{}'; its fields are {}",
						entry.key,
						known.join(", ")
					),
				);
			}
		}
		Some(Self { what, line: node.line, entries })
	}

	/// The field, unless it is missing or null.
	pub fn get(&self, key: &str) -> Option<&'a Node> {
		let node = &self.entries.iter().find(|entry| entry.key == key)?.value;
		(node.value != Value::Null).then_some(node)
	}

	/// The line of a field, or of the mapping if it lacks it.
	pub fn line_of(&self, key: &str) -> usize {
		self.entries.iter().find(|entry| entry.key == key).map_or(self.line, |entry| entry.line)
	}

	/// The field, which must be there.
	pub fn require(&self, key: &str, findings: &mut Findings) -> Option<&'a Node> {
		let found = self.get(key);
		if found.is_none() {
			findings
				.error(self.line_of(key), format!("this {} lacks its field '{key}'", self.what));
		}
		found
	}

	/// The field as text.
	pub fn text(&self, key: &str, findings: &mut Findings) -> Option<&'a str> {
		text(self.get(key)?, key, findings)
	}

	/// The field as text, which must be there.
	pub fn require_text(&self, key: &str, findings: &mut Findings) -> Option<&'a str> {
		text(self.require(key, findings)?, key, findings)
	}

	/// The field as text turned into something.
	pub fn parsed<T>(
		&self,
		key: &str,
		parse: impl Fn(&str) -> Result<T, String>,
		findings: &mut Findings,
	) -> Option<T> {
		parsed(self.get(key)?, key, parse, findings)
	}

	/// The field as yes or no; no if it is missing.
	pub fn flag(&self, key: &str, findings: &mut Findings) -> bool {
		self.parsed(key, flag, findings).unwrap_or(false)
	}
}

fn flag(text: &str) -> Result<bool, String> {
	match text {
		"true" | "True" | "TRUE" => Ok(true),
		"false" | "False" | "FALSE" => Ok(false),
		_ => Err(format!("'{text}' is neither true nor false")),
	}
}

/// A mapping with free keys; nothing at all counts as an empty one.
pub fn map<'a>(what: &str, node: &'a Node, findings: &mut Findings) -> Option<&'a [Entry]> {
	match &node.value {
		Value::Map(entries) => Some(entries),
		Value::Null => Some(&[]),
		_ => {
			findings.error(node.line, format!("a {what} must be a mapping ('name: value' lines)"));
			None
		},
	}
}

/// A list; nothing at all counts as an empty one.
pub fn list<'a>(what: &str, node: &'a Node, findings: &mut Findings) -> &'a [Node] {
	match &node.value {
		Value::List(items) => items,
		Value::Null => &[],
		_ => {
			findings.error(node.line, format!("'{what}' must be a list ('- item' lines)"));
			&[]
		},
	}
}

/// Text, or a number or truth value as its text.
pub fn text<'a>(node: &'a Node, what: &str, findings: &mut Findings) -> Option<&'a str> {
	match &node.value {
		Value::Scalar { text, .. } => Some(text),
		_ => {
			findings.error(node.line, format!("'{what}' must be a single value"));
			None
		},
	}
}

/// Text turned into something.
pub fn parsed<T>(
	node: &Node,
	what: &str,
	parse: impl Fn(&str) -> Result<T, String>,
	findings: &mut Findings,
) -> Option<T> {
	match parse(text(node, what, findings)?) {
		Ok(value) => Some(value),
		Err(why) => {
			findings.error(node.line, format!("{what}: {why}"));
			None
		},
	}
}

/// A list of text.
pub fn texts(what: &str, node: Option<&Node>, findings: &mut Findings) -> Vec<String> {
	let Some(node) = node else { return Vec::new() };
	let items = list(what, node, findings).iter();
	items.filter_map(|item| text(item, what, findings).map(String::from)).collect()
}

/// A name that containers, volumes and hosts can bear: letters, digits, `-` and `_`, at most 63,
/// beginning with a letter or digit.
pub fn is_name(name: &str) -> bool {
	name.len() <= 63
		&& name.starts_with(|first: char| first.is_ascii_alphanumeric())
		&& name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
