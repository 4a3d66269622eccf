//! What can happen, in small numbers that are turned into useful ones.

use codec::{Decode, Encode};
use leasehold_primitives::{Balance, BlockNumber, Moment};

/// A number of some size: what kind, and which of that kind.
#[derive(Clone, Copy, Debug, Decode, Encode)]
pub struct Number(pub u8, pub u32);

impl Number {
	/// An amount of money, often one that can be had.
	pub fn amount(self) -> Balance {
		let which = Balance::from(self.1);
		match self.0 % 32 {
			0 | 1 => which % 200,
			2 => u128::MAX - which % 2,
			3 => 999_999_980 + which % 40,
			4..=15 => 100 + which % 2_000,
			_ => 100 + which % 1_000_000,
		}
	}

	/// A price an hour.
	pub fn price(self) -> Balance {
		let which = Balance::from(self.1);
		match self.0 % 32 {
			0 | 1 => which % 10,
			2 => u128::MAX - which % 2,
			3..=12 => 3_600_000,
			13 => which * 1_000_000_000,
			_ => 1_000 + which % 10_000_000,
		}
	}

	/// A span of time in ms.
	pub fn span(self) -> Moment {
		let which = Moment::from(self.1);
		match self.0 % 32 {
			0..=3 => 0,
			4..=7 => which % 10,
			8..=15 => which % 10_000,
			16..=22 => which % 100_000,
			23..=27 => which % 1_000_000,
			28 | 29 => which % 20_000_000,
			30 => which,
			// Up to some years.
			_ => which * 40,
		}
	}

	/// A number of blocks, above zero.
	pub fn blocks(self) -> BlockNumber {
		match self.0 % 8 {
			0..=4 => 1,
			5 => 1 + self.1 % 20,
			6 => 1 + self.1 % 400,
			_ => 1 + self.1 % 40_000,
		}
	}

	/// For how many blocks an allowance is granted: now and then for none or for few, as a rule for
	/// longer than a sequence lasts.
	pub fn lifetime(self) -> BlockNumber {
		match self.0 % 16 {
			0 => 0,
			1..=3 => 1 + self.1 % 100,
			4 | 5 => 1 + self.1 % 40_000,
			_ => 1_000_000 + self.1 % 1_000_000,
		}
	}
}

/// One thing that happens. Accounts, assets and people are taken modulo how many there are.
#[derive(Clone, Debug, Decode, Encode)]
pub enum Op {
	Open {
		id: u8,
		tenant: u8,
		asset: u8,
		deposit: Number,
	},
	Start {
		id: u8,
		payee: u8,
		price: Number,
	},
	Deposit {
		id: u8,
		who: u8,
		amount: Number,
	},
	Draw {
		id: u8,
		allowance: u8,
		stranger: bool,
		amount: Number,
	},
	Settle {
		id: u8,
	},
	Reprice {
		id: u8,
		price: Number,
	},
	Pause {
		id: u8,
	},
	Resume {
		id: u8,
	},
	Close {
		id: u8,
	},
	RollOver {
		from: u8,
		to: u8,
	},
	Grant {
		sponsor: u8,
		tenant: u8,
		asset: u8,
		terms: [Number; 4],
	},
	Revoke {
		allowance: u8,
		stranger: bool,
	},
	End {
		allowance: u8,
	},
	Claim {
		which: u8,
	},
	List {
		asset: u8,
		min_deposit: Number,
	},
	Delist {
		asset: u8,
	},
	SetFeeRate {
		parts: u32,
	},
	/// Time passes, so many blocks come, and providers send heartbeats, one a bit.
	Time {
		ms: Number,
		blocks: Number,
		beats: u8,
	},
	/// Whether the listener resumes streams that are funded again.
	Listen {
		resumes: bool,
	},
	FreezeAsset {
		asset: u8,
		frozen: bool,
	},
	Block {
		asset: u8,
		who: u8,
		blocked: bool,
	},
	/// Somebody parts with everything it can.
	Drain {
		asset: u8,
		who: u8,
	},
	/// Somebody gets some.
	Fund {
		asset: u8,
		who: u8,
		amount: Number,
	},
	/// Somebody locks its native balance, as by voting.
	Lock {
		who: u8,
		amount: Number,
	},
}
