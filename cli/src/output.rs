//! How results and failures are printed.

use leasehold_client::{
	chain::{Currency, Failure, Kind},
	model::Asset,
};
use serde_json::{json, Value as Json};
use std::{
	fs,
	io::{IsTerminal, Read},
};

/// A deploy file has errors.
pub const FILE_HAS_ERRORS: u8 = 1;

/// The exit status of a failure. Documented in docs/cli.md.
pub fn status(kind: Kind) -> u8 {
	match kind {
		Kind::Usage => 2,
		Kind::Node => 3,
		Kind::Refused => 4,
		Kind::Unserved => 5,
		Kind::Agent => 6,
	}
}

/// Say why a command came to nothing and what it left behind, on standard error; as JSON on
/// standard output if asked to.
pub fn failure(failure: &Failure, as_json: bool) {
	if as_json {
		println!(
			"{}",
			json!({
				"error": failure.message,
				"kind": failure.kind.name(),
				"code": failure.error,
				"left": failure.left,
			})
		);
		return;
	}
	eprintln!("error: {failure}");
	for line in &failure.left {
		eprintln!("  left behind: {line}");
	}
}

/// Says what goes on, on standard error.
#[derive(Clone, Copy)]
pub struct Report {
	/// As JSON.
	pub json: bool,
	dim: bool,
}

impl Report {
	/// Says it as JSON or for people.
	pub fn new(json: bool) -> Self {
		let dim = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
		Self { json, dim }
	}

	/// Something has happened: in which block, its name for programs, a sentence, and what
	/// programs are told besides.
	pub fn step(&self, block: Option<u64>, name: &str, text: &str, more: Json) {
		if self.json {
			let mut line = json!({ "step": name, "block": block, "text": text });
			if let (Some(line), Json::Object(more)) = (line.as_object_mut(), more) {
				line.extend(more);
			}
			eprintln!("{line}");
			return;
		}
		let block = block.map_or("".into(), |block| format!("#{block}"));
		if self.dim {
			eprintln!("\x1b[2m{block:>9}\x1b[0m  {text}");
		} else {
			eprintln!("{block:>9}  {text}");
		}
	}

	/// Something that should be known.
	pub fn warn(&self, text: &str) {
		if self.json {
			eprintln!("{}", json!({ "warning": text }));
		} else {
			eprintln!("warning: {text}");
		}
	}

	/// The result: JSON for programs, or lines for people.
	pub fn result(&self, json: &Json, text: impl FnOnce() -> String) {
		if self.json {
			println!("{json:#}");
			return;
		}
		let text = text();
		if !text.is_empty() {
			println!("{}", text.trim_end_matches('\n'));
		}
	}
}

/// Rows under headings, each column as wide as its widest.
pub fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
	let width = |column: usize| {
		let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
		let heading = headings.get(column).map_or(0, |heading| heading.chars().count());
		cells.chain([heading]).max().unwrap_or(0)
	};
	let widths: Vec<_> = (0..headings.len()).map(width).collect();
	let line = |cells: Vec<&str>| {
		let padded = cells.iter().zip(&widths).map(|(cell, width)| {
			let space = width.saturating_sub(cell.chars().count());
			format!("{cell}{}", " ".repeat(space))
		});
		padded.collect::<Vec<_>>().join("  ").trim_end().to_string() + "\n"
	};
	let mut text = line(headings.to_vec());
	for row in rows {
		text += &line(row.iter().map(String::as_str).collect());
	}
	text
}

/// An amount for programs: base units as text, and what they are.
pub fn amount(units: u128, currency: &Currency) -> Json {
	json!({ "units": units.to_string(), "amount": currency.number(units), "symbol": currency.symbol })
}

/// Milliseconds as people say them, such as `3 h 20 min`.
pub fn span(milliseconds: u128) -> String {
	let minutes = milliseconds / 60_000;
	let (days, hours, minutes_left) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
	match (days, hours, minutes_left) {
		(0, 0, 0) => format!("{} s", milliseconds / 1_000),
		(0, 0, minutes) => format!("{minutes} min"),
		(0, hours, minutes) => format!("{hours} h {minutes} min"),
		(days, hours, _) => format!("{days} d {hours} h"),
	}
}

/// A file's text, or what comes on standard input for `-`.
pub fn read_file(path: &str) -> Result<String, String> {
	if path == "-" {
		let mut text = String::new();
		let read = std::io::stdin().read_to_string(&mut text);
		return read.map(|_| text).map_err(|why| format!("standard input cannot be read: {why}"));
	}
	fs::read_to_string(path).map_err(|why| format!("the file '{path}' cannot be read: {why}"))
}

/// An amount of base units as people write it.
pub fn money(amount: u128, asset: Asset) -> String {
	match asset {
		Asset::WithId(id) => format!("{amount} base units of asset {id}"),
		Asset::Native => {
			let (whole, part) = (amount / LHD, amount % LHD);
			let part = format!("{part:012}");
			match part.trim_end_matches('0') {
				"" => format!("{whole} LHD"),
				part => format!("{whole}.{part} LHD"),
			}
		},
	}
}

/// Base units of one LHD.
const LHD: u128 = 1_000_000_000_000;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn table_should_align() {
		let rows = [vec!["7".into(), "Größe".into()], vec!["1234".into(), "x".into()]];
		assert_eq!(table(&["ID", "NAME"], &rows), "ID    NAME\n7     Größe\n1234  x\n");
	}

	#[test]
	fn span_should_be_short() {
		for (milliseconds, text) in
			[(5_000, "5 s"), (61_000, "1 min"), (7_260_000, "2 h 1 min"), (90_000_000, "1 d 1 h")]
		{
			assert_eq!(span(milliseconds), text);
		}
	}

	#[test]
	fn money_should_lose_no_digit() {
		assert_eq!(money(0, Asset::Native), "0 LHD");
		assert_eq!(money(1, Asset::Native), "0.000000000001 LHD");
		assert_eq!(money(1_500_000_000_000, Asset::Native), "1.5 LHD");
		assert_eq!(money(20 * LHD, Asset::Native), "20 LHD");
		assert_eq!(money(7, Asset::WithId(1)), "7 base units of asset 1");
	}
}
