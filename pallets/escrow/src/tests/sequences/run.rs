//! Doing a sequence to the pallet and to the model, and comparing after every step.

use super::{
	chain::{asset, call, compare, compare_balances, everybody, read_balances, settled},
	clocks::Clock,
	model::{Call, Grant, Model, ACCOUNTS, ASSETS, PAYEES, PEOPLE, TENANTS},
	op::Op,
};
use crate::{mock::*, Event};
use frame_support::{
	traits::{fungibles::Inspect, Get, LockableCurrency, WithdrawReasons},
	weights::Weight,
};
use leasehold_primitives::{AssetId, Moment};
use std::collections::BTreeMap;

/// After so many steps everybody's balances are compared, too; and always at the end.
const LOOK_AT_BALANCES: usize = 8;

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

/// How often what occurred in a sequence.
#[derive(Clone, Debug, Default)]
pub struct Tally {
	pub paid: u32,
	pub exhausted: u32,
	pub drawn: u32,
	pub restored: u32,
	pub owed: u32,
	pub claimed: u32,
	pub rolled_over: u32,
}

impl Tally {
	pub fn add(&mut self, other: &Self) {
		self.paid += other.paid;
		self.exhausted += other.exhausted;
		self.drawn += other.drawn;
		self.restored += other.restored;
		self.owed += other.owed;
		self.claimed += other.claimed;
		self.rolled_over += other.rolled_over;
	}

	fn count(&mut self, event: &Event<Test>) {
		let counter = match event {
			Event::Settled { .. } => &mut self.paid,
			Event::Exhausted { .. } => &mut self.exhausted,
			Event::AllowanceDrawn { .. } => &mut self.drawn,
			Event::AllowanceRestored { .. } => &mut self.restored,
			Event::PaymentOwed { .. } => &mut self.owed,
			Event::OwedClaimed { .. } => &mut self.claimed,
			Event::AccountRolledOver { .. } => &mut self.rolled_over,
			_ => return,
		};
		*counter += 1;
	}
}

/// Do `ops` on a fresh chain and compare with the model after each; then close everything and see
/// that everybody has what is its own (I-7). Panics where they differ.
pub fn run(ops: &[Op]) {
	tally(ops);
}

/// As [`run`]; says what occurred before everything was closed.
pub fn tally(ops: &[Op]) -> Tally {
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
		events().iter().for_each(|event| self.tally.count(event));
		settled()
	}

	/// Make a call on both sides.
	fn make(&mut self, what: Call) {
		let mut after = self.model.clone();
		let expected = after.call(&what);
		assert_eq!(call(&what), expected, "{what:?}");
		self.look_at_events();
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
		SilentProviders::set(silent.map(|(who, _)| *who).collect());
		let behind = self.clocks.iter().filter(|(_, clock)| clock.is_behind(self.now, block));
		BehindProviders::set(behind.map(|(who, _)| *who).collect());
		TimeIs::set(Some(self.now));
	}

	/// Time passes and blocks come; the last of them works on the agenda, then heartbeats land.
	fn pass(&mut self, ms: Moment, blocks: u32, beats: u8) {
		self.now += ms;
		self.model.block += blocks;
		System::set_block_number(self.model.block - 1);
		self.show_clocks();
		next_block();
		for id in self.look_at_events() {
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

	/// The allowance that is meant, one that there is if possible.
	fn allowance(&self, which: u8) -> u64 {
		let there: Vec<_> = self.model.grants.keys().copied().collect();
		match there.len() {
			0 => which.into(),
			_ if which == u8::MAX => self.model.next_grant,
			_ => pick(&there, which),
		}
	}

	fn step(&mut self, op: &Op) {
		let id = |which: u8| u64::from(which) % ACCOUNTS;
		let tenant = |which: u8| 1 + u64::from(which) % TENANTS;
		let of = |which: u8| usize::from(which) % ASSETS;
		match *op {
			Op::Open { id: which, tenant: who, asset, deposit } => {
				self.make(Call::Open(id(which), tenant(who), of(asset), deposit.amount()))
			},
			Op::Start { id: which, payee, price } => {
				self.make(Call::Start(id(which), pick(&PAYEES, payee), price.price()))
			},
			Op::Deposit { id: which, who, amount } => {
				self.make(Call::Deposit(id(which), pick(&PEOPLE, who), amount.amount()))
			},
			Op::Draw { id: which, allowance, stranger, amount } => {
				let allowance = self.allowance(allowance);
				let tenant = self.model.grants.get(&allowance).map_or(TENANT, |one| one.tenant);
				// Rather one of the tenant's own accounts.
				let accounts = self.model.accounts.iter();
				let own: Vec<_> =
					accounts.filter(|(_, one)| one.tenant == tenant).map(|(id, _)| *id).collect();
				let to = match own.is_empty() || stranger {
					true => id(which),
					false => pick(&own, which),
				};
				let who = if stranger { FRIEND } else { tenant };
				self.make(Call::Draw(to, who, allowance, amount.amount()))
			},
			Op::Settle { id: which } => self.make(Call::Settle(id(which))),
			Op::Reprice { id: which, price } => self.make(Call::Reprice(id(which), price.price())),
			Op::Pause { id: which } => self.make(Call::Pause(id(which))),
			Op::Resume { id: which } => self.make(Call::Resume(id(which))),
			Op::Close { id: which } => self.make(Call::Close(id(which))),
			Op::RollOver { from, to } => self.make(Call::RollOver(id(from), id(to))),
			Op::Grant { sponsor, tenant: who, asset, terms: [total, per_day, ceiling, lasts] } => {
				self.make(Call::Grant(Grant {
					sponsor: pick(&PEOPLE, sponsor),
					tenant: tenant(who),
					asset: of(asset),
					total: total.amount(),
					per_day: per_day.amount(),
					ceiling: ceiling.price(),
					// Now and then one that has expired before it begins.
					expires: self.model.block + 100 * lasts.blocks() * u32::from(lasts.0 > 9),
					granted: self.model.block,
					left: total.amount(),
					drawn: Default::default(),
				}))
			},
			Op::Revoke { allowance, stranger } => {
				let allowance = self.allowance(allowance);
				let sponsor = self.model.grants.get(&allowance).map_or(FRIEND, |one| one.sponsor);
				self.make(Call::Revoke(if stranger { ISSUER } else { sponsor }, allowance))
			},
			Op::End { allowance } => self.make(Call::End(self.allowance(allowance))),
			Op::Claim { which } => {
				let owed: Vec<_> = self.model.owed.keys().copied().collect();
				let key = match owed.len() {
					0 => (PROVIDER, 0, TENANT),
					_ => pick(&owed, which),
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
			Op::FreezeAsset { asset, frozen } => self.freeze(of(asset), frozen),
			Op::Block { asset, who, blocked } => self.block(of(asset), pick(&PEOPLE, who), blocked),
			Op::Drain { asset: which, who } => {
				let who = RuntimeOrigin::signed(pick(&PEOPLE, who));
				let _ = match asset(of(which)) {
					AssetId::Native => Balances::transfer_all(who, ISSUER, false),
					AssetId::WithId(id) => Assets::transfer_all(who, id, ISSUER, false),
				};
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
				}
			},
		}
	}

	fn freeze(&mut self, of: usize, frozen: bool) {
		let AssetId::WithId(id) = asset(of) else { return };
		let issuer = RuntimeOrigin::signed(ISSUER);
		if frozen {
			if self.model.frozen.insert(of) {
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
