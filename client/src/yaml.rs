//! YAML as a tree in which every node knows its line.
//!
//! Deploy files come from strangers' repositories and become money, so this reader is strict:
//! a key that stands twice, a second document, a tag or nesting without end are errors, and
//! aliases may not blow a small file up.

use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::HashMap;

/// The longest file that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// The most nodes that a file may have once its aliases are resolved.
const MAX_NODES: usize = 50_000;
/// How deep mappings and lists may nest.
const MAX_DEPTH: usize = 32;

/// What is wrong and on which line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SyntaxError {
	/// Counted from one; zero for the file as a whole.
	pub line: usize,
	/// A sentence without its full stop.
	pub message: String,
}

/// A node and where it begins.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Node {
	/// Counted from one.
	pub line: usize,
	/// What it is.
	pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Value {
	/// `null`, `~` or nothing at all.
	Null,
	/// Text as it stands; `plain` when it had no quotes, so that `true` and `1` may mean more.
	Scalar {
		/// The text.
		text: String,
		/// Whether it had no quotes.
		plain: bool,
	},
	/// A list.
	List(Vec<Node>),
	/// A mapping, in the order of the file.
	Map(Vec<Entry>),
}

/// One key of a mapping and its value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
	/// The key.
	pub key: String,
	/// The key's line.
	pub line: usize,
	/// The value.
	pub value: Node,
}

/// Parse one document.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
	if text.len() > MAX_BYTES {
		return Err(SyntaxError {
			line: 0,
			message: format!("the file has {} bytes; at most {MAX_BYTES} are read", text.len()),
		});
	}
	let mut reader =
		Reader { parser: Parser::new_from_str(text), anchors: HashMap::new(), nodes: 0 };
	reader.document()
}

struct Reader<'input> {
	parser: Parser<'input, saphyr_parser::StrInput<'input>>,
	anchors: HashMap<usize, Node>,
	nodes: usize,
}

impl<'input> Reader<'input> {
	fn next(&mut self) -> Result<(Event<'input>, Span), SyntaxError> {
		match self.parser.next() {
			Some(Ok(found)) => Ok(found),
			Some(Err(error)) => Err(SyntaxError {
				line: error.marker().line(),
				message: format!("this is not YAML: {}", error.info()),
			}),
			None => Err(SyntaxError { line: 0, message: "the file ends too early".into() }),
		}
	}

	fn document(&mut self) -> Result<Node, SyntaxError> {
		let mut root = None;
		loop {
			let (event, span) = self.next()?;
			match event {
				Event::StreamEnd => break,
				Event::DocumentStart(_) => {
					if root.is_some() {
						return Err(at(
							span,
							"a second document begins here; a deploy file has one",
						));
					}
					let (event, span) = self.next()?;
					root = Some(self.node(event, span, 0)?);
				},
				_ => {},
			}
		}
		root.ok_or(SyntaxError { line: 0, message: "the file is empty".into() })
	}

	fn node(
		&mut self,
		event: Event<'input>,
		span: Span,
		depth: usize,
	) -> Result<Node, SyntaxError> {
		if depth > MAX_DEPTH {
			return Err(at(span, "this is nested too deeply"));
		}
		self.count(1, span)?;
		let line = span.start.line();
		let (value, anchor) = match event {
			Event::Alias(anchor) => {
				let node = self
					.anchors
					.get(&anchor)
					.cloned()
					.ok_or_else(|| at(span, "this alias stands inside of what it refers to"))?;
				self.count(size(&node), span)?;
				return Ok(node);
			},
			Event::Scalar(text, style, anchor, tag) => {
				refuse_tag(tag.is_some(), span)?;
				let plain = style == ScalarStyle::Plain;
				let value = match (plain, text.as_ref()) {
					(true, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
					_ => Value::Scalar { text: text.into_owned(), plain },
				};
				(value, anchor)
			},
			Event::SequenceStart(anchor, tag) => {
				refuse_tag(tag.is_some(), span)?;
				let mut items = Vec::new();
				loop {
					match self.next()? {
						(Event::SequenceEnd, _) => break,
						(event, span) => items.push(self.node(event, span, depth + 1)?),
					}
				}
				(Value::List(items), anchor)
			},
			Event::MappingStart(anchor, tag) => {
				refuse_tag(tag.is_some(), span)?;
				(Value::Map(self.entries(depth)?), anchor)
			},
			_ => return Err(at(span, "a value is missing here")),
		};
		let node = Node { line, value };
		if anchor > 0 {
			self.anchors.insert(anchor, node.clone());
		}
		Ok(node)
	}

	fn entries(&mut self, depth: usize) -> Result<Vec<Entry>, SyntaxError> {
		let mut entries: Vec<Entry> = Vec::new();
		let mut merged = Vec::new();
		loop {
			let (event, span) = self.next()?;
			if matches!(event, Event::MappingEnd) {
				break;
			}
			let key = self.node(event, span, depth + 1)?;
			let Value::Scalar { text: key_text, plain } = key.value else {
				return Err(at(span, "a key must be a plain word"));
			};
			let (event, value_span) = self.next()?;
			let value = self.node(event, value_span, depth + 1)?;
			if plain && key_text == "<<" {
				merge(value, span, &mut merged)?;
				continue;
			}
			if let Some(first) = entries.iter().find(|entry| entry.key == key_text) {
				return Err(at(
					span,
					format!("'{key_text}' stands here again; it is on line {} already", first.line),
				));
			}
			// An empty value begins where the parser noticed that there is none: on a later line.
			let line = if value.value == Value::Null { key.line } else { value.line };
			entries.push(Entry { key: key_text, line: key.line, value: Node { line, ..value } });
		}
		for entry in merged {
			if !entries.iter().any(|own| own.key == entry.key) {
				entries.push(entry);
			}
		}
		Ok(entries)
	}

	fn count(&mut self, more: usize, span: Span) -> Result<(), SyntaxError> {
		self.nodes = self.nodes.saturating_add(more);
		if self.nodes > MAX_NODES {
			return Err(at(
				span,
				format!("the file has more than {MAX_NODES} values, aliases resolved"),
			));
		}
		Ok(())
	}
}

/// `<<: *base` and `<<: [*one, *other]`; the first that has a key wins.
fn merge(value: Node, span: Span, into: &mut Vec<Entry>) -> Result<(), SyntaxError> {
	let maps = match value.value {
		Value::List(items) => items,
		_ => vec![value],
	};
	for map in maps {
		let Value::Map(entries) = map.value else {
			return Err(at(span, "'<<' takes in mappings only"));
		};
		into.extend(entries);
	}
	Ok(())
}

fn refuse_tag(tagged: bool, span: Span) -> Result<(), SyntaxError> {
	if tagged {
		return Err(at(span, "tags such as '!!binary' have no meaning here; leave it out"));
	}
	Ok(())
}

fn size(node: &Node) -> usize {
	match &node.value {
		Value::Null | Value::Scalar { .. } => 1,
		Value::List(items) => 1 + items.iter().map(size).sum::<usize>(),
		Value::Map(entries) => {
			1 + entries.iter().map(|entry| 1 + size(&entry.value)).sum::<usize>()
		},
	}
}

fn at(span: Span, message: impl Into<String>) -> SyntaxError {
	SyntaxError { line: span.start.line(), message: message.into() }
}

#[cfg(test)]
mod tests {
	use super::*;

	fn error(text: &str) -> (usize, String) {
		let error = parse(text).expect_err("must be refused");
		(error.line, error.message)
	}

	fn map(node: &Node) -> &[Entry] {
		match &node.value {
			Value::Map(entries) => entries,
			other => panic!("{other:?} is not a mapping"),
		}
	}

	#[test]
	fn parse_should_know_each_line() {
		let root = parse("a: 1\nb:\n  - x\n  - \"2\"\nc:\nd: ~\n").unwrap();
		let entries = map(&root);
		assert_eq!(entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [1, 2, 5, 6]);
		assert_eq!(entries[2].value, Node { line: 5, value: Value::Null });
		let Value::List(items) = &entries[1].value.value else { panic!() };
		assert_eq!(items[1].line, 4);
		assert_eq!(items[1].value, Value::Scalar { text: "2".into(), plain: false });
	}

	#[test]
	fn parse_should_resolve_aliases_and_merges_when_own_keys_win() {
		let root = parse("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\ntoo: *b\n").unwrap();
		let used = map(&map(&root)[1].value);
		let pairs: Vec<_> =
			used.iter().map(|entry| (entry.key.as_str(), &entry.value.value)).collect();
		let scalar = |text: &str| Value::Scalar { text: text.into(), plain: true };
		assert_eq!(pairs, [("y", &scalar("3")), ("x", &scalar("1"))]);
		assert_eq!(map(&map(&root)[2].value).len(), 2);
	}

	#[test]
	fn parse_should_fail_when_a_key_stands_twice() {
		assert_eq!(
			error("a: 1\nb: 2\na: 3\n"),
			(3, "'a' stands here again; it is on line 1 already".into())
		);
	}

	#[test]
	fn parse_should_fail_when_aliases_explode() {
		let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
		for level in 1..8 {
			let alias = format!("*a{}", level - 1);
			text += &format!("a{level}: &a{level} [{}]\n", vec![alias; 10].join(", "));
		}
		assert!(error(&text).1.contains("aliases resolved"));
	}

	#[test]
	fn parse_should_fail_when_there_is_no_single_tame_document() {
		assert_eq!(error("").1, "the file is empty");
		assert_eq!(error("a: 1\n---\nb: 2\n").0, 2);
		assert_eq!(error("a: !!binary aGk=\n").0, 1);
		assert_eq!(error("a: 1\n b: [\n").0, 2);
		assert!(error(&"[".repeat(64)).1.contains("nested too deeply"));
		assert!(error(&"#".repeat(MAX_BYTES + 1)).1.contains("at most"));
		assert!(error("a: &x [*x]\n").1.contains("inside of what it refers to"));
	}
}
