//! The agent's log, on standard error: lines for people and journald, or JSON for machines.

use log::{Level, LevelFilter, Metadata, Record};
use serde::Deserialize;
use serde_json::json;

/// How lines look.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Format {
	/// A sentence, after its level as journald reads it.
	#[default]
	Text,
	/// A JSON object a line: time, level, target, message.
	Json,
}

struct Log(Format);

/// Write lines of this form from now on.
pub fn start(format: Format) {
	let log: &'static Log = match format {
		Format::Text => &Log(Format::Text),
		Format::Json => &Log(Format::Json),
	};
	// Only the first call counts.
	let _ = log::set_logger(log).map(|()| log::set_max_level(LevelFilter::Info));
}

fn line(format: Format, record: &Record, seconds: u64) -> String {
	match format {
		Format::Text => {
			let level = match record.level() {
				Level::Error => 3,
				Level::Warn => 4,
				_ => 6,
			};
			format!("<{level}>{}", record.args())
		},
		Format::Json => json!({
			"time": seconds,
			"level": record.level().as_str().to_lowercase(),
			"target": record.target(),
			"message": record.args().to_string(),
		})
		.to_string(),
	}
}

impl log::Log for Log {
	fn enabled(&self, metadata: &Metadata) -> bool {
		metadata.level() <= Level::Info && metadata.target().starts_with("leasehold")
	}

	fn log(&self, record: &Record) {
		if self.enabled(record.metadata()) {
			eprintln!("{}", line(self.0, record, crate::agent::now()));
		}
	}

	fn flush(&self) {}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn line_should_be_for_people_or_for_machines() {
		let says = |format| {
			let record = Record::builder()
				.level(Level::Warn)
				.target("leasehold_agent::agent")
				.args(format_args!("it \"broke\""))
				.build();
			line(format, &record, 7)
		};
		assert_eq!(says(Format::Text), "<4>it \"broke\"");
		let read: serde_json::Value = serde_json::from_str(&says(Format::Json)).unwrap();
		assert_eq!(
			read,
			json!({
				"time": 7,
				"level": "warn",
				"target": "leasehold_agent::agent",
				"message": "it \"broke\"",
			})
		);
	}
}
