//! Doing a sequence to the pallet and to the model, and comparing after every step.

use super::{
	chain::{asset, call, compare, compare_balances, everybody, read_balances, settled},
	clocks::Clock,
	model::{Account, Call, Grant, Model, State, ACCOUNTS, ASSETS, PAYEES, PEOPLE, TENANTS},
	op::{Number, Op},
	tally::Tally,
};
use crate::mock::*;
use frame_support::{
	traits::{fungibles::Inspect, Get, LockableCurrency, WithdrawReasons},
	weights::Weight,
};
use leasehold_primitives::{AssetId, Moment};
use std::collections::BTreeMap;

/// After so many steps everybody's balances are compared, too; and always at the end.
const LOOK_AT_BALANCES: usize = 8;

/// So many of the people have money from the beginning.
const RICH: usize = 9;

/// Drawn bytes above this name something whether it is there or not.
const SELDOM: u8 = 230;

const DAY: Moment = 24 * 3_600_000;

/// A running sequence.
struct Run {
	model: Model,
	tally: Tally,
	now: Moment,
	clocks: BTreeMap<AccountId, Clock>,
}

fn pick<T: Copy>(from: &[T], which: u8) -> T {
	from[usize::from(which) % from.len()]
}

fn issuance() -> Vec<u128> {
	(0..ASSETS)
		.map(|of| <<Test as crate::Config>::Assets as Inspect<_>>::total_issuance(asset(of)))
		.collect()
}

/// Do `ops` on a fresh chain and compare with the model after each; then close everything and see
/// that everybody has what is its own (I-7). Panics where they differ. Says what occurred before
/// everything was closed.
pub fn run(ops: &[Op]) -> Tally {
	let mut tally = Tally::default();
	TestExt::new().execute_with(|| {
		let issued = issuance();
		let mut run = Run::new();
		for (step, op) in ops.iter().enumerate() {
			run.step(op);
			compare(&run.model);
			Escrow::do_try_state().expect("all invariants hold");
			if step % LOOK_AT_BALANCES == 0 {
				compare_balances(&run.model);
			}
		}
		compare_balances(&run.model);
		tally = run.tally.clone();
		run.close_everything();
		assert_eq!(issuance(), issued, "nothing may be minted or burnt");
	});
	tally
}

impl Run {
	fn new() -> Self {
		let (now, block) = (1_000, System::block_number());
		let clocks = PAYEES.map(|who| (who, Clock::started(now, block))).into();
		let mut model = Model {
			block,
			notice: <Notice as Get<u32>>::get(),
			pot: Escrow::pot(),
			fee_rate: 20_000,
			min_deposits: [(0, MIN_DEPOSIT), (1, MIN_DEPOSIT)].into(),
			resumes: true,
			..Default::default()
		};
		read_balances(&mut model);
		let mut run = Self { model, now, clocks, tally: Default::default() };
		// Years that pass are worked off slot by slot: not too many at once.
		AgendaWeight::set(Weight::from_parts(40_000_000_000, u64::MAX / 2));
		run.make(Call::List(2, MIN_DEPOSIT));
		run.show_clocks();
		run
	}

	/// Count the events since the last look, and tell which accounts were settled.
	fn look_at_events(&mut self) -> Vec<u64> {
		events().iter().for_each(|event| self.tally.heard(event));
		settled()
	}

	/// Make a call on both sides.
	fn make(&mut self, what: Call) {
		let mut after = self.model.clone();
		let expected = after.call(&what);
		assert_eq!(call(&what), expected, "{what:?}");
		self.look_at_events();
		self.tally.called(&what, expected);
		if expected.is_ok() {
			self.model = after;
		}
	}

	fn show_clocks(&mut self) {
		let block = self.model.block;
		let shown: BTreeMap<_, _> =
			self.clocks.iter().map(|(who, clock)| (*who, clock.real(self.now))).collect();
		for (who, clock) in &self.clocks {
			assert_eq!(shown[who], clock.expected(self.now), "the clock of {who}");
		}
		self.model.clocks = shown.clone();
		ClockValues::set(shown);
		let silent = self.clocks.iter().filter(|(_, clock)| !clock.is_fresh(block));
		let silent: Vec<_> = silent.map(|(who, _)| *who).collect();
		let behind = self.clocks.iter().filter(|(_, clock)| clock.is_behind(self.now, block));
		let behind: Vec<_> = behind.map(|(who, _)| *who).collect();
		let streams = self.model.accounts.values().filter_map(|it| it.stream.as_ref());
		let running: Vec<_> =
			streams.filter(|it| it.state == State::Running).map(|it| it.payee).collect();
		if running.iter().any(|payee| silent.contains(payee)) {
			self.tally.occurred("silence of a payee");
		}
		if running.iter().any(|payee| behind.contains(payee)) {
			self.tally.occurred("clock to be set ahead");
		}
		SilentProviders::set(silent);
		BehindProviders::set(behind);
		TimeIs::set(Some(self.now));
	}

	/// Time passes and blocks come; the last of them works on the agenda, then heartbeats land.
	fn pass(&mut self, ms: Moment, blocks: u32, beats: u8) {
		if ms > DAY {
			self.tally.occurred("more than a day at once");
		}
		self.now += ms;
		self.model.block += blocks;
		System::set_block_number(self.model.block - 1);
		self.show_clocks();
		next_block();
		for id in self.look_at_events() {
			self.tally.occurred("payment by the agenda");
			self.model.settle(id).expect("the agenda settles what there is");
		}
		for (bit, who) in PAYEES.iter().enumerate() {
			if beats & (1 << bit) != 0 {
				let clock = self.clocks.get_mut(who).expect("a payee");
				clock.beat(self.now, self.model.block);
			}
		}
		self.show_clocks();
	}

	/// The allowance that is meant: as a rule one that there is, and that fits if any does.
	fn allowance(&self, which: u8, fits: impl Fn(&Grant) -> bool) -> u64 {
		let there: Vec<_> = self.model.grants.keys().copied().collect();
		let fitting = self.model.grants.iter().filter(|(_, grant)| fits(grant));
		let fitting: Vec<_> = fitting.map(|(id, _)| *id).collect();
		match (fitting.is_empty(), there.is_empty()) {
			(false, _) if which <= SELDOM => pick(&fitting, which),
			(_, false) if which < u8::MAX => pick(&there, which),
			_ => self.model.next_grant,
		}
	}

	/// The account that is meant: as a rule one that there is, and that fits if any does.
	fn account(&self, which: u8, fits: impl Fn(&Account) -> bool) -> u64 {
		let there: Vec<_> = self.model.accounts.keys().copied().collect();
		let fitting = self.model.accounts.iter().filter(|(_, account)| fits(account));
		let fitting: Vec<_> = fitting.map(|(id, _)| *id).collect();
		match (fitting.is_empty(), there.is_empty()) {
			(false, _) if which <= SELDOM => pick(&fitting, which),
			(true, false) if which <= SELDOM => pick(&there, which),
			_ => u64::from(which) % ACCOUNTS,
		}
	}

	/// A number for a new account, as a rule one that is free.
	fn new_account(&self, which: u8) -> u64 {
		let taken = |id: &u64| self.model.accounts.contains_key(id);
		let free: Vec<_> = (0..ACCOUNTS).filter(|id| !taken(id)).collect();
		match free.is_empty() || which > SELDOM {
			true => u64::from(which) % ACCOUNTS,
			false => pick(&free, which),
		}
	}

	/// A grant to the tenant of an account, or to anybody.
	fn granted(&self, sponsor: u8, tenant: u8, of: u8, terms: [Number; 4]) -> Grant {
		let [total, per_day, ceiling, lasts] = terms;
		let account = self.account(tenant, |_| true);
		let (tenant, asset, price) = match self.model.accounts.get(&account) {
			Some(it) if of < 192 => (it.tenant, it.asset, it.stream.as_ref().map(|it| it.price)),
			_ => (1 + u64::from(tenant) % TENANTS, usize::from(of) % ASSETS, None),
		};
		let ceiling = match price {
			Some(price) if ceiling.0 % 2 == 0 => price,
			_ => ceiling.price(),
		};
		let block = self.model.block;
		Grant {
			sponsor: pick(&PEOPLE[..if sponsor > SELDOM { PEOPLE.len() } else { RICH }], sponsor),
			tenant,
			asset,
			total: total.amount(),
			per_day: per_day.amount(),
			ceiling,
			expires: block + lasts.lifetime(),
			granted: block,
			left: total.amount(),
			drawn: Default::default(),
		}
	}

	/// A draw by the tenant into one of its accounts, as a rule of what there is.
	fn drawn(&self, which: u8, allowance: u8, stranger: bool, amount: Number) -> Call {
		let own = |account: &Account, grant: &Grant| {
			(account.tenant, account.asset) == (grant.tenant, grant.asset)
		};
		let accounts = &self.model.accounts;
		let allowance =
			self.allowance(allowance, |grant| accounts.values().any(|it| own(it, grant)));
		let Some(grant) = self.model.grants.get(&allowance) else {
			return Call::Draw(which.into(), TENANT, allowance, amount.amount());
		};
		let to = self.account(which, |it| stranger || own(it, grant));
		let most = grant.left.min(grant.per_day);
		let amount = match amount.0 > SELDOM {
			true => amount.amount(),
			false => 100 + u128::from(amount.1) % (most / 2 + 1),
		};
		Call::Draw(to, if stranger { FRIEND } else { grant.tenant }, allowance, amount)
	}

	fn step(&mut self, op: &Op) {
		let tenant = |which: u8| 1 + u64::from(which) % TENANTS;
		let of = |which: u8| usize::from(which) % ASSETS;
		let in_state = |state: State| {
			move |it: &Account| it.stream.as_ref().is_some_and(|stream| stream.state == state)
		};
		match *op {
			Op::Open { id, tenant: who, asset, deposit } => {
				let id = self.new_account(id);
				self.make(Call::Open(id, tenant(who), of(asset), deposit.amount()))
			},
			Op::Start { id, payee, price } => {
				let id = self.account(id, |it| it.stream.is_none());
				self.make(Call::Start(id, pick(&PAYEES, payee), price.price()))
			},
			Op::Deposit { id, who, amount } => {
				let id = self.account(id, |_| true);
				self.make(Call::Deposit(id, pick(&PEOPLE, who), amount.amount()))
			},
			Op::Draw { id, allowance, stranger, amount } => {
				self.make(self.drawn(id, allowance, stranger, amount))
			},
			Op::Settle { id } => {
				self.make(Call::Settle(self.account(id, in_state(State::Running))))
			},
			Op::Reprice { id, price } => {
				let id = self.account(id, in_state(State::Running));
				self.make(Call::Reprice(id, price.price()))
			},
			Op::Pause { id } => self.make(Call::Pause(self.account(id, in_state(State::Running)))),
			Op::Resume { id } => self.make(Call::Resume(self.account(id, in_state(State::Paused)))),
			Op::Close { id } => self.make(Call::Close(self.account(id, |_| true))),
			Op::RollOver { from, to } => {
				let (from, to) = (self.account(from, |it| it.held() > 0), self.new_account(to));
				self.make(Call::RollOver(from, to))
			},
			Op::Grant { sponsor, tenant, asset, terms } => {
				self.make(Call::Grant(self.granted(sponsor, tenant, asset, terms)))
			},
			Op::Revoke { allowance, stranger } => {
				let allowance = self.allowance(allowance, |_| true);
				let sponsor = self.model.grants.get(&allowance).map_or(FRIEND, |one| one.sponsor);
				self.make(Call::Revoke(if stranger { ISSUER } else { sponsor }, allowance))
			},
			Op::End { allowance } => {
				let block = self.model.block;
				self.make(Call::End(self.allowance(allowance, |it| block >= it.expires)))
			},
			Op::Claim { which } => {
				let can_be_had: Vec<_> = self.model.can_be_had().collect();
				let owed: Vec<_> = self.model.owed.keys().copied().collect();
				let key = match (can_be_had.is_empty(), owed.is_empty()) {
					(false, _) if which <= SELDOM => pick(&can_be_had, which),
					(_, false) => pick(&owed, which),
					_ => (PROVIDER, 0, TENANT),
				};
				self.make(Call::Claim(key))
			},
			Op::List { asset, min_deposit } => {
				self.make(Call::List(of(asset), min_deposit.amount() % 1_000))
			},
			Op::Delist { asset } => self.make(Call::Delist(of(asset))),
			Op::SetFeeRate { parts } => self.make(Call::SetFeeRate(parts % 600_000)),
			Op::Time { ms, blocks, beats } => self.pass(ms.span(), blocks.blocks(), beats),
			Op::Listen { resumes } => {
				ResumeWhenFunded::set(resumes);
				self.model.resumes = resumes;
			},
			Op::FreezeAsset { asset, frozen: true } => {
				self.freeze(1 + usize::from(asset) % 2, true)
			},
			Op::FreezeAsset { asset, .. } => {
				let frozen: Vec<_> = self.model.frozen.iter().copied().collect();
				if !frozen.is_empty() {
					self.freeze(pick(&frozen, asset), false)
				}
			},
			Op::Block { asset, who, blocked: true } => {
				let (of, who) = self.target(asset, who);
				self.block(of, who, true)
			},
			Op::Block { who, .. } => {
				let blocked: Vec<_> = self.model.blocked.iter().copied().collect();
				if !blocked.is_empty() {
					let (of, who) = pick(&blocked, who);
					self.block(of, who, false)
				}
			},
			Op::Drain { asset: which, who } => {
				let who = RuntimeOrigin::signed(pick(&PEOPLE, who));
				let parted = match asset(of(which)) {
					AssetId::Native => Balances::transfer_all(who, ISSUER, false),
					AssetId::WithId(id) => Assets::transfer_all(who, id, ISSUER, false),
				};
				if parted.is_ok() {
					self.tally.occurred("account emptied");
				}
				read_balances(&mut self.model);
			},
			Op::Fund { asset: which, who, amount } => {
				let (who, amount) = (pick(&PEOPLE, who), amount.amount());
				let issuer = RuntimeOrigin::signed(ISSUER);
				let _ = match asset(of(which)) {
					AssetId::Native => Balances::transfer_keep_alive(issuer, who, amount).is_ok(),
					AssetId::WithId(id) => {
						Assets::transfer_keep_alive(issuer, id, who, amount).is_ok()
					},
				};
				read_balances(&mut self.model);
			},
			Op::Lock { who, amount } => {
				let (who, amount) = (pick(&PEOPLE, who), amount.amount());
				// `set_lock` takes it that there is an account.
				if amount > 0 && self.model.free(0, who) > 0 {
					Balances::set_lock(*b"democrac", &who, amount, WithdrawReasons::all());
					self.model.locked.insert(who, amount);
					self.tally.occurred("balance locked");
				}
			},
		}
	}

	/// Whom to block, and in what: every other time the payee of a stream.
	fn target(&self, asset: u8, who: u8) -> (usize, AccountId) {
		let streams = self.model.accounts.values();
		let payees = streams.filter_map(|it| Some((it.asset, it.stream.as_ref()?.payee)));
		let payees: Vec<_> = payees.filter(|(of, _)| *of > 0).collect();
		match payees.is_empty() || asset < 128 {
			true => (1 + usize::from(asset) % 2, pick(&PEOPLE, who)),
			false => pick(&payees, who),
		}
	}

	fn freeze(&mut self, of: usize, frozen: bool) {
		let AssetId::WithId(id) = asset(of) else { return };
		let issuer = RuntimeOrigin::signed(ISSUER);
		if frozen {
			if self.model.frozen.insert(of) {
				self.tally.occurred("asset frozen");
				Assets::freeze_asset(issuer, id).expect("its owner may");
			}
		} else if self.model.frozen.remove(&of) {
			Assets::thaw_asset(issuer, id).expect("its owner may");
		}
	}

	/// Blocks an account that there is.
	fn block(&mut self, of: usize, who: AccountId, blocked: bool) {
		let AssetId::WithId(id) = asset(of) else { return };
		let issuer = RuntimeOrigin::signed(ISSUER);
		if !blocked {
			if self.model.blocked.remove(&(of, who)) {
				Assets::thaw(issuer, id, who).expect("its owner may");
			}
		} else if Assets::block(issuer, id, who).is_ok() {
			self.model.blocked.insert((of, who));
			self.tally.occurred("account blocked");
		}
	}

	fn close_everything(&mut self) {
		for of in 0..ASSETS {
			self.freeze(of, false);
			for who in PEOPLE {
				self.block(of, who, false);
			}
		}
		for id in self.model.accounts.keys().copied().collect::<Vec<_>>() {
			self.make(Call::Close(id));
		}
		let last = self.model.grants.values().map(|one| one.expires).max().unwrap_or_default();
		self.pass(0, last.saturating_sub(self.model.block) + 1, 0);
		for id in self.model.grants.keys().copied().collect::<Vec<_>>() {
			self.make(Call::End(id));
		}
		// What one claim brings in may make room for the dust of another.
		loop {
			let next = self.model.can_be_had().next();
			let Some(key) = next else { break };
			self.make(Call::Claim(key));
		}
		for key in self.model.owed.keys().copied().collect::<Vec<_>>() {
			self.make(Call::Claim(key));
		}
		compare(&self.model);
		compare_balances(&self.model);
		assert_eq!(self.model.accounts.len() + self.model.grants.len(), 0);
		assert_eq!(crate::ExhaustionAgenda::<Test>::iter().count(), 0);
		// What is still owed is dust that its payee cannot have without an account.
		for ((payee, of, _), amount) in &self.model.owed {
			assert!(*amount < ED && self.model.free(*of, *payee) == 0, "{payee} can have it");
		}
		for who in everybody() {
			for of in 0..ASSETS {
				let id = asset(of);
				let held = on_hold(&id, crate::HoldReason::Deposit, who)
					+ on_hold(&id, crate::HoldReason::Allowance, who);
				assert_eq!(held, 0);
			}
		}
	}
}
