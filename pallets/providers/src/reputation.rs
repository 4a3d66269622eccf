//! What providers are known for.

use crate::{
	Config, Event, Pallet, Parameters, ReputationRules, Standing, Standings, WeightInfo, BUCKETS,
	LEASE, MAX_SEVERITY, MEMORY,
};
use codec::Encode;
use frame_support::weights::Weight;
use leasehold_primitives::{
	traits::{LeaseOutcome, Reputation},
	BlockNumber, LeaseId,
};
use sp_runtime::traits::BlockNumberProvider;

/// How much worse leaving before the minimum stay is than serving well is good.
const LEFT_EARLY: u64 = 4;

/// How much bad evidence an outcome is for each piece of its size; zero for a good one. Silence
/// counts by its hours, at most a day.
fn severity(outcome: LeaseOutcome) -> u64 {
	match outcome {
		LeaseOutcome::Well => 0,
		LeaseOutcome::LeftEarly => LEFT_EARLY,
		LeaseOutcome::Silent { hours } => u64::from(hours).clamp(1, MAX_SEVERITY),
	}
}

impl Standing {
	/// The expected value in parts of a million.
	pub fn score(&self) -> u32 {
		let (good, bad) = (u128::from(self.good), u128::from(self.bad));
		let lease = u128::from(LEASE);
		let score = (good + lease) * 1_000_000 / (good + bad + 2 * lease);
		// At most a million.
		u32::try_from(score).unwrap_or(1_000_000)
	}

	/// Take evidence of a lease in. `weight` is its fee as [`ReputationRules::unit`] counts it,
	/// `bucket` its tenant's in `span`. Returns the size of what was taken in, in millionths of a
	/// lease: what the tenant's cap leaves of it.
	pub fn note(
		&mut self,
		outcome: LeaseOutcome,
		weight: u128,
		bucket: usize,
		span: BlockNumber,
		rules: &ReputationRules,
	) -> u64 {
		if self.span != span {
			*self = Self { good: self.good, bad: self.bad, span, ..Self::default() };
		}
		let severity = severity(outcome);
		let counts = if severity == 0 { &mut self.good_from } else { &mut self.bad_from };
		let Some(used) = counts.get_mut(bucket % BUCKETS) else { return 0 };
		let room = rules.tenant_cap.saturating_sub(*used);
		// A weight beyond what can be multiplied is far beyond any cap.
		let whole = weight
			.checked_mul(LEASE.into())
			.map_or(u128::MAX, |weight| weight.checked_div(rules.unit).unwrap_or(0));
		let size = u32::try_from(whole).unwrap_or(u32::MAX).min(room);
		*used = used.saturating_add(size);
		let size = u64::from(size);
		// In the provider's disfavour where it does not divide.
		self.good = self.good.saturating_sub(faded(self.good, size, true));
		self.bad = self.bad.saturating_sub(faded(self.bad, size, false));
		match severity {
			0 => self.good = self.good.saturating_add(size),
			_ => self.bad = self.bad.saturating_add(size.saturating_mul(severity)),
		}
		size
	}
}

/// How much of `known` fades with evidence of this size, rounded up or down.
fn faded(known: u64, size: u64, up: bool) -> u64 {
	let product = u128::from(known) * u128::from(size);
	let memory = u128::from(MEMORY * LEASE);
	let part = if up { product.div_ceil(memory) } else { product / memory };
	u64::try_from(part).unwrap_or(known).min(known)
}

impl<T: Config> Pallet<T> {
	/// Where a tenant's evidence on a provider is counted in a span. Not the same from one span
	/// and one provider to the next, so that two tenants do not share one for ever.
	fn bucket(provider: &T::AccountId, tenant: &T::AccountId, span: BlockNumber) -> usize {
		let [first, ..] = sp_io::hashing::blake2_256(&(provider, tenant, span).encode());
		usize::from(first) % BUCKETS
	}
}

impl<T: Config> Reputation<T::AccountId> for Pallet<T> {
	fn note_end(
		id: LeaseId,
		provider: &T::AccountId,
		tenant: &T::AccountId,
		outcome: LeaseOutcome,
		weight: u128,
	) {
		Self::remember_end(id, provider, tenant);
		if weight == 0 {
			return;
		}
		let rules = Parameters::<T>::get().reputation;
		let now = T::BlockNumberProvider::current_block_number();
		let span = now.checked_div(rules.window).unwrap_or_default();
		let bucket = Self::bucket(provider, tenant, span);
		let mut standing = Standings::<T>::get(provider);
		let evidence = standing.note(outcome, weight, bucket, span, &rules);
		if evidence == 0 {
			return;
		}
		Self::deposit_event(Event::ReputationChanged {
			provider: provider.clone(),
			tenant: tenant.clone(),
			outcome,
			evidence,
			good: standing.good,
			bad: standing.bad,
			score: standing.score(),
		});
		Standings::<T>::insert(provider, standing);
	}

	fn score(provider: &T::AccountId) -> u32 {
		Standings::<T>::get(provider).score()
	}

	fn weight() -> Weight {
		T::WeightInfo::note_end()
	}
}
