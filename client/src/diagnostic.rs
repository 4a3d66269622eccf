//! What a reader of files says about a line.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
	/// The file cannot be deployed like this.
	Error,
	/// It can, but something in it has no effect or another one here.
	Warning,
}

/// One thing to know about one line of a file.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Diagnostic {
	/// How bad it is.
	pub level: Level,
	/// The line, counted from one; zero for the file as a whole.
	pub line: usize,
	/// What was found and what to do, without the full stop.
	pub message: String,
}

impl fmt::Display for Diagnostic {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		let level = match self.level {
			Level::Error => "error",
			Level::Warning => "warning",
		};
		match self.line {
			0 => write!(f, "{level}: {}", self.message),
			line => write!(f, "line {line}: {level}: {}", self.message),
		}
	}
}

/// Everything that was found in one file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Findings {
	list: Vec<Diagnostic>,
}

impl Findings {
	/// Note an error.
	pub fn error(&mut self, line: usize, message: impl Into<String>) {
		self.list.push(Diagnostic { level: Level::Error, line, message: message.into() });
	}

	/// Note a warning.
	pub fn warning(&mut self, line: usize, message: impl Into<String>) {
		self.list.push(Diagnostic { level: Level::Warning, line, message: message.into() });
	}

	/// Whether any of it is an error.
	pub fn has_errors(&self) -> bool {
		self.list.iter().any(|found| found.level == Level::Error)
	}

	/// All of it by line, each thing once.
	pub fn sorted(mut self) -> Vec<Diagnostic> {
		self.list.sort_by(|a, b| (a.line, a.level, &a.message).cmp(&(b.line, b.level, &b.message)));
		self.list.dedup();
		self.list
	}
}
