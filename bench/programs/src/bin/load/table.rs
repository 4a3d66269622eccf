//! The table of figures.

use crate::phase::Outcome;

/// The rows so far, the yardstick first.
#[derive(Default)]
pub struct Table {
	rows: Vec<Outcome>,
}

impl Table {
	/// Print a row, and keep it for the file.
	pub fn add(&mut self, row: Outcome) {
		if self.rows.is_empty() {
			println!(
				"{:<26} {:>8} {:>9} {:>7} {:>6} {:>6} {:>7} {:>6} {:>6}",
				"what", "sent", "a second", "over s", "fill", "ratio", "failed", "again", "lost"
			);
		}
		let (rate, seconds) = row.rate();
		let yardstick = self.rows.first().unwrap_or(&row).rate().0;
		println!(
			"{:<26} {:>8} {:>9.0} {:>7.0} {:>6.2} {:>6.2} {:>7} {:>6} {:>6}",
			row.name,
			row.sent,
			rate,
			seconds,
			row.fill(),
			rate / yardstick.max(f64::MIN_POSITIVE),
			row.failed,
			row.again,
			row.lost,
		);
		self.rows.push(row);
	}

	/// All rows.
	pub fn json(&self) -> serde_json::Value {
		self.rows.iter().map(Outcome::json).collect()
	}

	/// How many transactions failed or never came into a block.
	pub fn bad(&self) -> u32 {
		self.rows.iter().map(|row| row.failed + row.lost).sum()
	}
}
