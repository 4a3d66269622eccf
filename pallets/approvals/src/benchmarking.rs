//! Worst cases of every call and hook.

use crate::{subjects::Dues, *};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	pallet_prelude::TransactionSource,
	traits::{
		fungible::{Inspect, Mutate},
		Authorize, EnsureOrigin, Get, OneSessionHandler,
	},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use leasehold_primitives::{
	crypto::approvals::{AuthorityId, AuthoritySignature},
	traits::{Approvals as _, Subject, SubjectFacts},
	AssetId, Balance, BlockNumber, ManifestHash, Resources,
};
use sp_application_crypto::RuntimeAppPublic;

const SEED: u32 = 0;

fn funded<T: Config>(name: &'static str) -> T::AccountId {
	let who: T::AccountId = account(name, 0, SEED);
	let plenty: Balance =
		T::Currency::minimum_balance().max(Params::<T>::get().order_fee).saturating_mul(10_000);
	T::Currency::set_balance(&who, plenty);
	who
}

/// `m` validators; the keys are in the keystore.
fn validators<T: Config>(m: u32) -> Vec<(T::AccountId, AuthorityId)> {
	let set: Vec<_> = (0..m)
		.map(|at| (account("validator", at, SEED), AuthorityId::generate_pair(None)))
		.collect();
	let iter = || set.iter().map(|(who, key)| (who, key.clone())).collect::<Vec<_>>().into_iter();
	Pallet::<T>::on_new_session(true, iter(), iter());
	set
}

fn facts<T: Config>() -> SubjectFacts<T::AccountId> {
	SubjectFacts {
		who: funded::<T>("tenant"),
		manifest: ManifestHash::repeat_byte(7),
		resources: Resources::new(1_000, 1_024, 1_024),
	}
}

fn subject<T: Config>(id: u64) -> Result<Subject, BenchmarkError> {
	Pallet::<T>::endow()?;
	Pallet::<T>::submit(Subject::Order(id), facts::<T>())?;
	Ok(Subject::Order(id))
}

/// Give a subject the largest committee that there can be, without randomness.
fn seat<T: Config>(subject: Subject) -> CommitteeOf<T> {
	let members = Authorities::<T>::get().into_iter().map(|(who, _)| who);
	let committee = CommitteeOf::<T>::truncate_from(members.collect());
	Subjects::<T>::mutate(subject, |record| {
		if let Some(record) = record {
			record.draws = 1;
			record.committee = committee.clone();
			record.tally.electorate = count(committee.len());
		}
	});
	committee
}

/// `n` subjects that the last of `m` validators decides, and its message.
fn ballot<T: Config>(n: u32, m: u32) -> Result<(VoteMessage, AuthoritySignature), BenchmarkError> {
	let set = validators::<T>(m);
	let mut votes = Vec::new();
	for id in 0..u64::from(n) {
		let subject = subject::<T>(id)?;
		let committee = seat::<T>(subject);
		// Two thirds are for it, so one more vote decides.
		let voters = committee
			.iter()
			.skip(1)
			.zip(0..count(committee.len()) * 2 / 3)
			.map(|(who, _)| (who.clone(), true))
			.collect::<Vec<_>>();
		Subjects::<T>::mutate(subject, |record| {
			if let Some(record) = record {
				record.voters = voters.try_into().unwrap_or_default();
				record.tally =
					Pallet::<T>::tally(&Authorities::<T>::get(), &record.committee, &record.voters);
			}
		});
		votes.push(Vote { subject, approve: true, reason: 0 });
	}
	let first = Authorities::<T>::get()
		.first()
		.map(|(_, key)| key.clone())
		.or_else(|| set.first().map(|(_, key)| key.clone()))
		.ok_or(BenchmarkError::Stop("no validators"))?;
	let message = VoteMessage {
		nonce: Nonces::<T>::get(&first),
		block: Pallet::<T>::now(),
		body: VoteBody {
			set_id: SetId::<T>::get(),
			votes: votes.try_into().map_err(|_| BenchmarkError::Stop("too many votes"))?,
		},
		signer: first,
	};
	let signature = message
		.signer
		.sign(&message.to_sign(VOTE_KIND, Pallet::<T>::genesis_hash()))
		.ok_or(BenchmarkError::Stop("no key"))?;
	Ok((message, signature))
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn vote(
		n: Linear<1, MAX_VOTES>,
		m: Linear<1, { T::MaxAuthorities::get() }>,
	) -> Result<(), BenchmarkError> {
		let (message, signature) = ballot::<T>(n, m)?;
		#[extrinsic_call]
		_(RawOrigin::Authorized, message, signature);
		Ok(())
	}

	#[benchmark]
	fn authorize_vote(
		n: Linear<1, MAX_VOTES>,
		m: Linear<1, { T::MaxAuthorities::get() }>,
	) -> Result<(), BenchmarkError> {
		let (message, signature) = ballot::<T>(n, m)?;
		let call = Call::<T>::vote { message, signature };
		#[block]
		{
			call.authorize(TransactionSource::External)
				.ok_or(BenchmarkError::Stop("no authorisation"))?
				.map_err(|_| BenchmarkError::Stop("refused"))?;
		}
		Ok(())
	}

	#[benchmark]
	fn deny() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		#[block]
		{
			Pallet::<T>::deny_tenant(origin, account("tenant", 0, SEED))?;
		}
		Ok(())
	}

	#[benchmark]
	fn allow() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let who: T::AccountId = account("tenant", 0, SEED);
		Pallet::<T>::do_deny_tenant(who.clone())?;
		#[block]
		{
			Pallet::<T>::allow_tenant(origin, who)?;
		}
		Ok(())
	}

	#[benchmark]
	fn claim_rewards() -> Result<(), BenchmarkError> {
		Pallet::<T>::endow()?;
		let who: T::AccountId = account("validator", 0, SEED);
		let amount = T::Currency::minimum_balance().saturating_mul(10);
		T::Currency::mint_into(&Pallet::<T>::account_id(), amount)?;
		Rewards::<T>::insert(&who, amount);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));
		assert_eq!(T::Currency::total_balance(&who), amount);
		Ok(())
	}

	#[benchmark]
	fn share_pot(m: Linear<1, MAX_EARNERS>) -> Result<(), BenchmarkError> {
		let caller = funded::<T>("caller");
		let mut points: Vec<(T::AccountId, u32)> =
			(0..m).map(|at| (account("validator", at, SEED), 3)).collect();
		points.sort();
		let points = points.try_into().unwrap_or_default();
		RunningPeriod::<T>::put(PeriodOf::<T> { index: 1, since: 0, points });
		PotRules::<T>::mutate(|rules| rules.period_blocks = MIN_PERIOD_BLOCKS);
		frame_system::Pallet::<T>::set_block_number((10 * MIN_PERIOD_BLOCKS).into());
		let amount = T::Currency::minimum_balance().saturating_mul(100_000);
		T::Currency::mint_into(&T::FeePot::get(), amount)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(caller), AssetId::Native);
		assert!(PotReserved::<T>::get(AssetId::Native) > 0);
		Ok(())
	}

	#[benchmark]
	fn claim_pot() -> Result<(), BenchmarkError> {
		let who: T::AccountId = account("validator", 0, SEED);
		let amount = T::Currency::minimum_balance().saturating_mul(10);
		T::Currency::mint_into(&T::FeePot::get(), amount.saturating_mul(2))?;
		PotRewards::<T>::insert(&who, AssetId::Native, amount);
		PotReserved::<T>::insert(AssetId::Native, amount);
		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), AssetId::Native);
		assert_eq!(T::Currency::total_balance(&who), amount);
		Ok(())
	}

	#[benchmark]
	fn set_params() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ApprovalParams::default());
		Ok(())
	}

	#[benchmark]
	fn decide() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let subject = subject::<T>(0)?;
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, subject, true);
		Ok(())
	}

	#[benchmark]
	fn submit(m: Linear<1, { T::MaxAuthorities::get() }>) -> Result<(), BenchmarkError> {
		validators::<T>(m);
		Pallet::<T>::endow()?;
		let facts = facts::<T>();
		#[block]
		{
			Pallet::<T>::submit(Subject::Order(0), facts)?;
		}
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let subject = subject::<T>(0)?;
		#[block]
		{
			Pallet::<T>::withdraw(subject);
		}
		Ok(())
	}

	#[benchmark]
	fn agenda_bucket() {
		let now: BlockNumber = Pallet::<T>::now();
		#[block]
		{
			Dues::<T>::work(
				now,
				&mut WeightMeter::new(),
				T::WeightInfo::agenda_bucket(),
				Pallet::<T>::attend_weight(),
				|_| {},
			);
		}
	}

	#[benchmark]
	fn draw(m: Linear<1, { T::MaxAuthorities::get() }>) -> Result<(), BenchmarkError> {
		validators::<T>(m);
		Params::<T>::mutate(|params| params.committee_size = MAX_COMMITTEE);
		let subject = subject::<T>(0)?;
		#[block]
		{
			Pallet::<T>::attend(subject);
		}
		Ok(())
	}

	#[benchmark]
	fn migrate_subject() -> Result<(), BenchmarkError> {
		use crate::migrations::v2::{v1, Migrate};
		use frame_support::{migrations::SteppedMigration, pallet_prelude::StorageVersion};
		validators::<T>(T::MaxAuthorities::get());
		let subject = subject::<T>(0)?;
		let record = Subjects::<T>::take(subject).ok_or(BenchmarkError::Stop("no subject"))?;
		let voters = Authorities::<T>::get().into_iter().map(|(who, _)| (who, true));
		v1::Subjects::<T>::insert(
			subject,
			v1::SubjectRecord {
				facts: record.facts,
				submitted: record.submitted,
				deadline: record.deadline,
				fee: record.fee,
				voters: voters.take(MAX_VOTERS as usize).collect(),
				tally: record.tally,
				outcome: None,
				due: record.due,
			},
		);
		StorageVersion::new(1).put::<Pallet<T>>();
		#[block]
		{
			Migrate::<T>::step(None, &mut WeightMeter::new())
				.map_err(|_| BenchmarkError::Stop("no step"))?;
		}
		Ok(())
	}

	#[benchmark]
	fn conclude(m: Linear<1, MAX_VOTERS>) -> Result<(), BenchmarkError> {
		let subject = subject::<T>(0)?;
		let voters = (0..m).map(|at| (account("voter", at, SEED), true)).collect::<Vec<_>>();
		let mut record = Subjects::<T>::get(subject).ok_or(BenchmarkError::Stop("no subject"))?;
		record.voters = voters.try_into().unwrap_or_default();
		// All of it divides.
		record.fee = record.fee.saturating_sub(record.fee % Balance::from(m));
		#[block]
		{
			Pallet::<T>::conclude(subject, record, Outcome::Withdrawn);
		}
		assert_eq!(OwedToPot::<T>::get(), 0);
		Ok(())
	}

	#[benchmark]
	fn pay_pot() -> Result<(), BenchmarkError> {
		Pallet::<T>::endow()?;
		let amount = Params::<T>::get().order_fee.max(T::Currency::minimum_balance());
		T::Currency::mint_into(&Pallet::<T>::account_id(), amount)?;
		OwedToPot::<T>::put(amount);
		#[block]
		{
			Pallet::<T>::pay_pot(0);
		}
		assert_eq!(OwedToPot::<T>::get(), 0);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::TestExt::new().build(), crate::mock::Test);
}
