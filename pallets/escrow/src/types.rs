//! The records of an escrow account.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use leasehold_primitives::{
	accrual,
	traits::{EscrowTotals, Journal},
	AssetId, Balance, BlockNumber, Moment, MAX_DEPOSITORS,
};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// What governance has set for an asset in which leases may be paid.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
pub struct AssetTerms {
	/// The least that an account is opened with, or that a new depositor brings, in base units.
	pub min_deposit: Balance,
}

/// The number of a slot of the agenda, counted from 1970.
pub type Slot = u32;

/// The number of a sponsor's allowance.
pub type AllowanceId = u64;

/// What a sponsor grants a tenant.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct AllowanceTerms {
	/// The most that may stand in the tenant's accounts and be spent there, all together, in base
	/// units. Goes on hold in the sponsor's balance when it is granted.
	pub total: Balance,
	/// The most that the tenant may draw in a day, in base units. Days are
	/// [`leasehold_primitives::BLOCKS_PER_DAY`] blocks long and counted from the grant.
	pub per_day: Balance,
	/// The highest price, in base units per hour, that the sponsor pays towards.
	pub ceiling: Balance,
	/// The first block in which nothing can be drawn any more.
	pub expires: BlockNumber,
}

/// A sponsor's money for a tenant's deployments.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Allowance<AccountId> {
	/// Whose money it is.
	pub sponsor: AccountId,
	/// Into whose accounts it may be drawn, and by whom.
	pub tenant: AccountId,
	/// What it is counted in.
	pub asset: AssetId,
	/// On what terms. Notice brings the expiry forward.
	pub terms: AllowanceTerms,
	/// What is left to be drawn, on hold in the sponsor's balance.
	pub left: Balance,
	/// The block of the grant.
	pub granted: BlockNumber,
	/// The day of the last draw, counted from the grant.
	pub day: BlockNumber,
	/// What was drawn on that day.
	pub drawn: Balance,
}

/// What binds a sponsor's place in an account: its terms as they were when the place was taken.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Sponsorship {
	/// The allowance that it was drawn from, and that gets back what is not spent.
	pub allowance: AllowanceId,
	/// The place is left when the stream's price rises above this.
	pub ceiling: Balance,
}

/// One depositor's part of an account.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Depositor<AccountId> {
	/// Whose money it is.
	pub who: AccountId,
	/// All that it has put into this account.
	pub deposited: Balance,
	/// What is left of that, on hold in its own balance.
	pub held: Balance,
	/// For a sponsor's place, what binds it.
	pub sponsorship: Option<Sponsorship>,
}

/// Whether a stream accrues.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum StreamState {
	/// It accrues with the payee's service clock.
	#[codec(index = 0)]
	Running,
	/// It was settled and accrues nothing until it is resumed.
	#[codec(index = 1)]
	Paused,
	/// It has used up its funds.
	#[codec(index = 2)]
	Exhausted,
}

/// A claim on an account that grows with the payee's service clock.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Stream<AccountId> {
	/// Who is paid.
	pub payee: AccountId,
	/// Base units per hour of service.
	pub price: Balance,
	/// The part of what accrues that is the protocol's, as it was when the stream started.
	pub fee_rate: Permill,
	/// What the payee's service clock showed when counting began.
	pub anchor: Moment,
	/// What was held at the anchor, and deposited since.
	pub funds: Balance,
	/// What has been paid since the anchor, fees included.
	pub paid: Balance,
	/// The fees among that.
	pub fees: Balance,
	/// Whether it accrues.
	pub state: StreamState,
	/// The slot on whose agenda its exhaustion stands.
	pub due: Option<Slot>,
}

/// What a settlement pays.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Payment {
	/// To the payee.
	pub net: Balance,
	/// To the fee pot.
	pub fee: Balance,
}

impl<AccountId> Stream<AccountId> {
	/// All that has accrued since the anchor when the payee's clock shows `clock`, at most the
	/// funds.
	pub fn accrued(&self, clock: Moment) -> Balance {
		match self.state {
			StreamState::Running => {
				// A service clock never goes back, so this is its advance since the anchor.
				let elapsed = clock.saturating_sub(self.anchor);
				accrual::accrued(self.price, elapsed, self.funds)
			},
			StreamState::Paused | StreamState::Exhausted => self.paid,
		}
	}

	/// What a settlement at `clock` has to pay. `None` if the record contradicts itself.
	pub fn payment(&self, clock: Moment) -> Option<Payment> {
		let accrued = self.accrued(clock);
		let due = accrued.checked_sub(self.paid)?;
		if due == 0 {
			return Some(Payment::default());
		}
		let fee = accrual::fee(self.fee_rate, accrued).checked_sub(self.fees)?;
		Some(Payment { net: due.checked_sub(fee)?, fee })
	}

	/// How many milliseconds of service from `clock` on use up the funds; `None` if nothing
	/// accrues or that lies beyond what a clock can hold.
	pub fn lasts_for(&self, clock: Moment) -> Option<Moment> {
		if self.state != StreamState::Running {
			return None;
		}
		let whole = accrual::depletion(self.price, self.funds)?;
		Some(whole.saturating_sub(clock.saturating_sub(self.anchor)))
	}

	/// Whether the funds are used up at `clock`.
	pub fn is_depleted(&self, clock: Moment) -> bool {
		self.lasts_for(clock) == Some(0)
	}
}

/// What depositors hold for one order and then its lease.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Account<AccountId> {
	/// Whose order it is. Always has the first place among the depositors.
	pub tenant: AccountId,
	/// What everything here is counted in.
	pub asset: AssetId,
	/// Who has deposited, in the order of their first deposits, which is the order of spending.
	pub depositors: BoundedVec<Depositor<AccountId>, ConstU32<MAX_DEPOSITORS>>,
	/// The lease's claim, once there is a lease.
	pub stream: Option<Stream<AccountId>>,
	/// Paid to payees, or owed to them, since the account was opened.
	pub paid: Balance,
	/// Fees since the account was opened.
	pub fees: Balance,
	/// Returned to sponsors that the price has outgrown.
	pub refunded: Balance,
	/// What is kept of the statements on it.
	pub journal: Journal,
}

impl<AccountId> Account<AccountId> {
	/// An account of `tenant` with nothing in it.
	pub fn empty(tenant: AccountId, asset: AssetId) -> Self {
		Self {
			tenant,
			asset,
			depositors: Default::default(),
			stream: None,
			paid: 0,
			fees: 0,
			refunded: 0,
			journal: Journal::default(),
		}
	}

	/// What is left of all deposits. `None` on overflow, which depositing rules out.
	pub fn held(&self) -> Option<Balance> {
		self.depositors.iter().try_fold(0u128, |sum, one| sum.checked_add(one.held))
	}

	/// All deposits since the account was opened. `None` on overflow, which depositing rules out.
	pub fn deposited(&self) -> Option<Balance> {
		self.depositors.iter().try_fold(0u128, |sum, one| sum.checked_add(one.deposited))
	}

	/// The account's sums while it is open.
	pub fn totals(&self) -> Option<EscrowTotals> {
		Some(EscrowTotals {
			deposited: self.deposited()?,
			paid: self.paid,
			fees: self.fees,
			refunded: self.refunded,
			held: self.held()?,
		})
	}
}
