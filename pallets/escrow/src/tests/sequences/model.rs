//! What escrow has to do, in plain words and fractions: no shortcut, no fixed width but that of the
//! results. Every operation tells which error it ends in; whoever calls it throws the changed copy
//! away then.

use crate::mock::{AccountId, ED};
use leasehold_primitives::{BlockNumber, Moment, BLOCKS_PER_DAY};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

pub const TENANTS: u64 = 6;
pub const PAYEES: [AccountId; 5] = [10, 11, 12, 13, 14];
/// Who deposits, sponsors and is meddled with: tenants, others, one without money, providers.
pub const PEOPLE: [AccountId; 15] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 99, 10, 11, 12, 13, 14];
pub const ACCOUNTS: u64 = 8;
pub const ASSETS: usize = 3;
/// The asset that is the native token.
const NATIVE: usize = 0;

/// Why an operation fails: the name of the pallet's error.
pub type Refused = &'static str;
pub type Outcome = Result<(), Refused>;
/// The allowance of a sponsor's place and its ceiling.
pub type Sponsor = Option<(u64, u128)>;

/// A call with everything that it says worked out.
#[derive(Clone, Debug)]
pub enum Call {
	Open(u64, AccountId, usize, u128),
	Start(u64, AccountId, u128),
	Deposit(u64, AccountId, u128),
	/// Account, caller, allowance, amount.
	Draw(u64, AccountId, u64, u128),
	Settle(u64),
	Reprice(u64, u128),
	Pause(u64),
	Resume(u64),
	Close(u64),
	RollOver(u64, u64),
	Grant(Grant),
	Revoke(AccountId, u64),
	End(u64),
	/// Payee, asset, payer.
	Claim((AccountId, usize, AccountId)),
	List(usize, u128),
	Delist(usize),
	SetFeeRate(u32),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
	pub who: AccountId,
	pub deposited: u128,
	pub held: u128,
	pub sponsor: Sponsor,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
	Running,
	Paused,
	Exhausted,
}

#[derive(Clone, Debug)]
pub struct Stream {
	pub payee: AccountId,
	pub price: u128,
	/// Parts of a million.
	pub fee_rate: u32,
	pub anchor: Moment,
	pub funds: u128,
	pub paid: u128,
	pub fees: u128,
	pub state: State,
}

impl Stream {
	/// price × hours of service since the anchor, exactly.
	fn claim(&self, clock: Moment) -> BigRational {
		let hours = BigRational::new(BigInt::from(clock - self.anchor), BigInt::from(3_600_000));
		BigRational::from(BigInt::from(self.price)) * hours
	}

	fn whole(value: BigRational) -> u128 {
		value.floor().to_integer().to_u128().expect("it is at most what somebody holds")
	}

	fn covered(&self) -> BigRational {
		BigRational::from(BigInt::from(self.funds))
	}

	/// The whole units of the claim, as far as there are funds.
	pub fn accrued(&self, clock: Moment) -> u128 {
		match self.state {
			State::Running => Self::whole(self.claim(clock).min(self.covered())),
			_ => self.paid,
		}
	}

	fn fee_on(&self, amount: u128) -> u128 {
		let rate = BigRational::new(BigInt::from(self.fee_rate), BigInt::from(1_000_000));
		Self::whole(rate * BigRational::from(BigInt::from(amount)))
	}

	fn is_used_up(&self, clock: Moment) -> bool {
		self.claim(clock) >= self.covered()
	}
}

#[derive(Clone, Debug)]
pub struct Account {
	pub tenant: AccountId,
	pub asset: usize,
	pub places: Vec<Place>,
	pub stream: Option<Stream>,
	pub paid: u128,
	pub fees: u128,
	pub refunded: u128,
}

impl Account {
	pub fn held(&self) -> u128 {
		self.places.iter().map(|place| place.held).sum()
	}
	pub fn deposited(&self) -> u128 {
		self.places.iter().map(|place| place.deposited).sum()
	}
}

#[derive(Clone, Debug)]
pub struct Grant {
	pub sponsor: AccountId,
	pub tenant: AccountId,
	pub asset: usize,
	pub total: u128,
	pub per_day: u128,
	pub ceiling: u128,
	pub expires: BlockNumber,
	pub granted: BlockNumber,
	pub left: u128,
	/// What was drawn, by day since the grant.
	pub drawn: BTreeMap<BlockNumber, u128>,
}

/// Everything, as it should be.
#[derive(Clone, Debug, Default)]
pub struct Model {
	pub block: BlockNumber,
	pub notice: BlockNumber,
	pub pot: AccountId,
	pub fee_rate: u32,
	pub min_deposits: BTreeMap<usize, u128>,
	pub accounts: BTreeMap<u64, Account>,
	pub grants: BTreeMap<u64, Grant>,
	pub next_grant: u64,
	pub owed: BTreeMap<(AccountId, usize, AccountId), u128>,
	pub free: BTreeMap<(usize, AccountId), u128>,
	pub frozen: BTreeSet<usize>,
	pub blocked: BTreeSet<(usize, AccountId)>,
	pub locked: BTreeMap<AccountId, u128>,
	pub clocks: BTreeMap<AccountId, Moment>,
	pub resumes: bool,
}

impl Model {
	pub fn free(&self, asset: usize, who: AccountId) -> u128 {
		self.free.get(&(asset, who)).copied().unwrap_or_default()
	}

	pub fn deposits_of(&self, asset: usize, who: AccountId) -> u128 {
		let places = self.accounts.values().filter(|one| one.asset == asset);
		let own = places.flat_map(|one| &one.places).filter(|place| place.who == who);
		own.map(|place| place.held).sum()
	}

	pub fn owed_by(&self, asset: usize, who: AccountId) -> u128 {
		let own = self.owed.iter().filter(|((_, of, payer), _)| (*of, *payer) == (asset, who));
		own.map(|(_, amount)| amount).sum()
	}

	pub fn granted_by(&self, asset: usize, who: AccountId) -> u128 {
		let own = self.grants.values().filter(|one| (one.asset, one.sponsor) == (asset, who));
		own.map(|one| one.left).sum()
	}

	fn on_hold(&self, asset: usize, who: AccountId) -> u128 {
		self.deposits_of(asset, who) + self.owed_by(asset, who) + self.granted_by(asset, who)
	}

	/// What `who` can put on hold: all but the least that keeps its account, and what is locked
	/// beyond what is on hold already.
	fn spare(&self, asset: usize, who: AccountId) -> u128 {
		if self.frozen.contains(&asset) || self.blocked.contains(&(asset, who)) {
			return 0;
		}
		let locked = match asset {
			NATIVE => self.locked.get(&who).copied().unwrap_or_default(),
			_ => 0,
		};
		let bound = locked.saturating_sub(self.on_hold(asset, who)).max(ED);
		self.free(asset, who).saturating_sub(bound)
	}

	fn can_get(&self, asset: usize, who: AccountId, amount: u128) -> bool {
		let stopped = self.frozen.contains(&asset) || self.blocked.contains(&(asset, who));
		!stopped && self.free(asset, who) + amount >= ED
	}

	/// Whether `who` can get `amount`; if so, it has.
	fn deliver(&mut self, asset: usize, who: AccountId, amount: u128) -> bool {
		let can = self.can_get(asset, who, amount);
		if can {
			*self.free.entry((asset, who)).or_default() += amount;
		}
		can
	}

	/// What is owed and can be claimed: payee, asset, payer.
	pub fn can_be_had(&self) -> impl Iterator<Item = (AccountId, usize, AccountId)> + '_ {
		let owed = self.owed.iter();
		owed.filter(|((payee, of, _), amount)| self.can_get(*of, *payee, **amount))
			.map(|(key, _)| *key)
	}

	fn deliver_or_owe(&mut self, asset: usize, payer: AccountId, payee: AccountId, amount: u128) {
		if amount > 0 && !self.deliver(asset, payee, amount) {
			*self.owed.entry((payee, asset, payer)).or_default() += amount;
		}
	}

	fn hold(&mut self, asset: usize, who: AccountId, amount: u128) -> Outcome {
		if amount > self.spare(asset, who) {
			return Err("InsufficientBalance");
		}
		*self.free.entry((asset, who)).or_default() -= amount;
		Ok(())
	}

	fn account(&mut self, id: u64) -> Result<&mut Account, Refused> {
		self.accounts.get_mut(&id).ok_or("AccountNotFound")
	}

	fn clock(&self, payee: AccountId) -> Moment {
		self.clocks.get(&payee).copied().unwrap_or_default()
	}

	/// Pay what has accrued. Whether that used up the account just now.
	pub fn settle(&mut self, id: u64) -> Result<bool, Refused> {
		let mut account = self.account(id)?.clone();
		let Some(stream) = account.stream.as_mut() else { return Err("StreamNotFound") };
		if stream.state != State::Running {
			return Ok(false);
		}
		let clock = self.clock(stream.payee);
		let accrued = stream.accrued(clock);
		let fee = stream.fee_on(accrued) - stream.fees;
		let due = accrued - stream.paid;
		let fee = if due == 0 { 0 } else { fee };
		stream.paid = accrued;
		stream.fees += fee;
		account.paid += due - fee;
		account.fees += fee;
		let (payee, exhausted) = (stream.payee, stream.is_used_up(clock));
		if exhausted {
			stream.state = State::Exhausted;
		}
		// First in, first out; the payee's part before the fee.
		let mut wanted = [(payee, due - fee), (self.pot, fee)];
		for place in &mut account.places {
			for (to, rest) in &mut wanted {
				let part = place.held.min(*rest);
				place.held -= part;
				*rest -= part;
				self.deliver_or_owe(account.asset, place.who, *to, part);
			}
		}
		assert_eq!(wanted.map(|(_, rest)| rest), [0, 0], "nobody accrues what is not there");
		self.accounts.insert(id, account);
		Ok(exhausted)
	}

	fn go_on(&mut self, id: u64) -> Outcome {
		let clocks = self.clocks.clone();
		let account = self.account(id)?;
		let held = account.held();
		let stream = account.stream.as_mut().ok_or("StreamNotFound")?;
		stream.anchor = clocks.get(&stream.payee).copied().unwrap_or_default();
		stream.funds = held;
		stream.paid = 0;
		stream.fees = 0;
		stream.state = State::Running;
		Ok(())
	}

	/// Count money that has been taken from `who` already as its deposit.
	fn place(&mut self, id: u64, who: AccountId, amount: u128, sponsor: Sponsor) -> Outcome {
		let minimums = self.min_deposits.clone();
		let account = self.account(id)?;
		match account.places.iter_mut().find(|it| it.who == who && it.sponsor == sponsor) {
			Some(place) => {
				place.deposited = place.deposited.checked_add(amount).ok_or("Overflow")?;
				place.held += amount;
			},
			None => {
				if amount < minimums.get(&account.asset).copied().unwrap_or_default() {
					return Err("DepositTooLow");
				}
				let others = account.places[1..].iter().filter(|it| it.sponsor.is_none()).count();
				if account.places.len() == 8 || (sponsor.is_none() && others == 6) {
					return Err("TooManyDepositors");
				}
				account.places.push(Place { who, deposited: amount, held: amount, sponsor });
			},
		}
		let all = account.places.iter().try_fold(0u128, |sum, it| sum.checked_add(it.deposited));
		refuse_if(all.is_none(), "Overflow")
	}

	/// New money is in: a running stream has it at once, one that ran out may go on.
	fn funded(&mut self, id: u64, amount: u128) -> Outcome {
		let resumes = self.resumes;
		let Some(stream) = self.account(id)?.stream.as_mut() else { return Ok(()) };
		match stream.state {
			State::Running => stream.funds += amount,
			State::Exhausted if resumes => self.go_on(id)?,
			_ => {},
		}
		Ok(())
	}

	/// Return what is left of a place.
	fn give_back(&mut self, asset: usize, place: &Place) {
		let block = self.block;
		if let Some((allowance, _)) = place.sponsor {
			if let Some(grant) = self.grants.get_mut(&allowance).filter(|it| block < it.expires) {
				grant.left += place.held;
				return;
			}
		}
		self.deliver_or_owe(asset, place.who, place.who, place.held);
	}

	/// Whoever does not pay this price gets back what it has left.
	fn leave_above(&mut self, id: u64, price: u128) -> Outcome {
		let mut account = self.account(id)?.clone();
		for place in &mut account.places {
			if place.sponsor.is_some_and(|(_, ceiling)| ceiling < price) {
				self.give_back(account.asset, place);
				account.refunded += place.held;
				place.held = 0;
			}
		}
		self.accounts.insert(id, account);
		Ok(())
	}

	/// Pay what has accrued and take the account out.
	fn take(&mut self, id: u64) -> Result<Account, Refused> {
		if self.account(id)?.stream.is_some() {
			self.settle(id)?;
		}
		Ok(self.accounts.remove(&id).expect("it was there"))
	}

	fn open(&mut self, id: u64, tenant: AccountId, asset: usize, deposit: u128) -> Outcome {
		refuse_if(self.accounts.contains_key(&id), "AlreadyExists")?;
		let minimum = *self.min_deposits.get(&asset).ok_or("AssetNotListed")?;
		refuse_if(deposit == 0, "ZeroAmount")?;
		refuse_if(deposit < minimum, "DepositTooLow")?;
		self.hold(asset, tenant, deposit)?;
		let place = Place { who: tenant, deposited: deposit, held: deposit, sponsor: None };
		let account = Account {
			tenant,
			asset,
			places: vec![place],
			stream: None,
			paid: 0,
			fees: 0,
			refunded: 0,
		};
		self.accounts.insert(id, account);
		Ok(())
	}

	fn start(&mut self, id: u64, payee: AccountId, price: u128) -> Outcome {
		refuse_if(price == 0, "ZeroAmount")?;
		refuse_if(self.account(id)?.stream.is_some(), "StreamAlreadyStarted")?;
		self.leave_above(id, price)?;
		let fee_rate = self.fee_rate;
		self.account(id)?.stream = Some(Stream {
			payee,
			price,
			fee_rate,
			anchor: 0,
			funds: 0,
			paid: 0,
			fees: 0,
			state: State::Paused,
		});
		self.go_on(id)
	}

	fn deposit(&mut self, id: u64, who: AccountId, amount: u128) -> Outcome {
		refuse_if(amount == 0, "ZeroAmount")?;
		if self.account(id)?.stream.is_some() {
			self.settle(id)?;
		}
		let asset = self.account(id)?.asset;
		self.place(id, who, amount, None)?;
		// What it holds counts without the new deposit.
		let mut before = self.clone();
		before.unplace(id, who, amount);
		refuse_if(amount > before.spare(asset, who), "InsufficientBalance")?;
		*self.free.entry((asset, who)).or_default() -= amount;
		self.funded(id, amount)
	}

	fn unplace(&mut self, id: u64, who: AccountId, amount: u128) {
		let account = self.accounts.get_mut(&id).expect("it was there");
		let places = account.places.iter_mut();
		let mut own = places.filter(|it| it.who == who && it.sponsor.is_none());
		own.next().expect("it has just got it").held -= amount;
	}

	fn draw(&mut self, id: u64, who: AccountId, allowance: u64, amount: u128) -> Outcome {
		refuse_if(amount == 0, "ZeroAmount")?;
		if self.account(id)?.stream.is_some() {
			self.settle(id)?;
		}
		let account = self.account(id)?.clone();
		let block = self.block;
		let grant = self.grants.get_mut(&allowance).ok_or("AllowanceNotFound")?;
		refuse_if(who != grant.tenant || who != account.tenant, "NotAuthorized")?;
		refuse_if(grant.asset != account.asset, "AssetMismatch")?;
		let price = account.stream.map_or(0, |stream| stream.price);
		refuse_if(price > grant.ceiling, "AboveCeiling")?;
		refuse_if(block >= grant.expires, "AllowanceExpired")?;
		refuse_if(amount > grant.left, "AllowanceExceeded")?;
		let today = grant.drawn.entry((block - grant.granted) / BLOCKS_PER_DAY).or_default();
		refuse_if(*today + amount > grant.per_day, "DailyLimitExceeded")?;
		*today += amount;
		grant.left -= amount;
		let (sponsor, ceiling) = (grant.sponsor, grant.ceiling);
		self.place(id, sponsor, amount, Some((allowance, ceiling)))?;
		self.funded(id, amount)
	}

	fn running(&mut self, id: u64) -> Result<&mut Stream, Refused> {
		let stream = self.account(id)?.stream.as_mut().ok_or("StreamNotFound")?;
		match stream.state {
			State::Running => Ok(stream),
			_ => Err("StreamNotRunning"),
		}
	}

	fn reprice(&mut self, id: u64, price: u128) -> Outcome {
		refuse_if(price == 0, "ZeroAmount")?;
		self.settle(id)?;
		self.running(id)?;
		self.leave_above(id, price)?;
		refuse_if(self.account(id)?.held() == 0, "NoFunds")?;
		self.running(id)?.price = price;
		self.go_on(id)
	}

	fn pause(&mut self, id: u64) -> Outcome {
		self.settle(id)?;
		self.running(id)?.state = State::Paused;
		Ok(())
	}

	fn resume(&mut self, id: u64) -> Outcome {
		let stream = self.account(id)?.stream.as_ref().ok_or("StreamNotFound")?;
		refuse_if(stream.state == State::Running, "StreamRunning")?;
		refuse_if(self.account(id)?.held() == 0, "NoFunds")?;
		self.go_on(id)
	}

	fn close(&mut self, id: u64) -> Outcome {
		let account = self.take(id)?;
		for place in &account.places {
			self.give_back(account.asset, place);
		}
		assert_eq!(
			account.deposited(),
			account.paid + account.fees + account.refunded + account.held(),
			"I-1"
		);
		Ok(())
	}

	fn roll_over(&mut self, from: u64, to: u64) -> Outcome {
		refuse_if(self.accounts.contains_key(&to), "AlreadyExists")?;
		let mut account = self.take(from)?;
		refuse_if(account.held() == 0, "NoFunds")?;
		let mut rests = account.places.split_off(1);
		rests.retain(|place| place.held > 0);
		account.places.extend(rests);
		for place in &mut account.places {
			place.deposited = place.held;
		}
		let next = Account { stream: None, paid: 0, fees: 0, refunded: 0, ..account };
		self.accounts.insert(to, next);
		Ok(())
	}

	fn grant(&mut self, grant: Grant) -> Outcome {
		let minimum = *self.min_deposits.get(&grant.asset).ok_or("AssetNotListed")?;
		refuse_if(grant.per_day == 0 || grant.ceiling == 0, "ZeroAmount")?;
		refuse_if(grant.total < minimum, "DepositTooLow")?;
		refuse_if(grant.expires <= self.block, "AllowanceExpired")?;
		self.hold(grant.asset, grant.sponsor, grant.total)?;
		self.grants.insert(self.next_grant, grant);
		self.next_grant += 1;
		Ok(())
	}

	fn revoke(&mut self, who: AccountId, allowance: u64) -> Outcome {
		let until = self.block + self.notice;
		let grant = self.grants.get_mut(&allowance).ok_or("AllowanceNotFound")?;
		refuse_if(grant.sponsor != who, "NotAuthorized")?;
		refuse_if(grant.expires <= until, "AlreadyEnding")?;
		grant.expires = until;
		Ok(())
	}

	fn end(&mut self, allowance: u64) -> Outcome {
		let grant = self.grants.remove(&allowance).ok_or("AllowanceNotFound")?;
		refuse_if(self.block < grant.expires, "NotExpired")?;
		let back = grant.left == 0 || self.deliver(grant.asset, grant.sponsor, grant.left);
		refuse_if(!back, "CannotReceive")
	}

	fn claim(&mut self, (payee, asset, payer): (AccountId, usize, AccountId)) -> Outcome {
		let amount = self.owed.remove(&(payee, asset, payer)).ok_or("NothingOwed")?;
		refuse_if(!self.deliver(asset, payee, amount), "CannotReceive")
	}

	fn list(&mut self, asset: usize, min_deposit: u128) -> Outcome {
		refuse_if(min_deposit < ED, "DepositTooLow")?;
		self.min_deposits.insert(asset, min_deposit);
		Ok(())
	}

	fn delist(&mut self, asset: usize) -> Outcome {
		self.min_deposits.remove(&asset).map(|_| ()).ok_or("AssetNotListed")
	}

	fn set_fee_rate(&mut self, parts: u32) -> Outcome {
		refuse_if(parts > 500_000, "FeeTooHigh")?;
		self.fee_rate = parts;
		Ok(())
	}

	/// What one call comes to. The model is spoilt where it is refused.
	pub fn call(&mut self, call: &Call) -> Outcome {
		match *call {
			Call::Open(id, tenant, asset, deposit) => self.open(id, tenant, asset, deposit),
			Call::Start(id, payee, price) => self.start(id, payee, price),
			Call::Deposit(id, who, amount) => self.deposit(id, who, amount),
			Call::Draw(id, who, allowance, amount) => self.draw(id, who, allowance, amount),
			Call::Settle(id) => self.settle(id).map(|_| ()),
			Call::Reprice(id, price) => self.reprice(id, price),
			Call::Pause(id) => self.pause(id),
			Call::Resume(id) => self.resume(id),
			Call::Close(id) => self.close(id),
			Call::RollOver(from, to) => self.roll_over(from, to),
			Call::Grant(ref grant) => self.grant(grant.clone()),
			Call::Revoke(who, allowance) => self.revoke(who, allowance),
			Call::End(allowance) => self.end(allowance),
			Call::Claim(key) => self.claim(key),
			Call::List(asset, min_deposit) => self.list(asset, min_deposit),
			Call::Delist(asset) => self.delist(asset),
			Call::SetFeeRate(parts) => self.set_fee_rate(parts),
		}
	}
}

fn refuse_if(it_is_so: bool, why: Refused) -> Outcome {
	match it_is_so {
		true => Err(why),
		false => Ok(()),
	}
}
