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
	Balance, BlockNumber, ManifestHash, Resources,
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

/// `n` subjects that the last of `m` validators decides, and its message.
fn ballot<T: Config>(n: u32, m: u32) -> Result<(VoteMessage, AuthoritySignature), BenchmarkError> {
	let set = validators::<T>(m);
	let mut votes = Vec::new();
	for id in 0..u64::from(n) {
		let subject = subject::<T>(id)?;
		// Two thirds are for it, so one more vote decides.
		let voters = Authorities::<T>::get()
			.iter()
			.skip(1)
			.zip(0..m * 2 / 3)
			.map(|((who, _), _)| (who.clone(), true))
			.collect::<Vec<_>>();
		Subjects::<T>::mutate(subject, |record| {
			if let Some(record) = record {
				record.voters = voters.try_into().unwrap_or_default();
				record.tally = Pallet::<T>::tally(&Authorities::<T>::get(), &record.voters);
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
				Pallet::<T>::conclude_weight(),
				|_| {},
			);
		}
	}

	#[benchmark]
	fn conclude(m: Linear<1, { T::MaxAuthorities::get() }>) -> Result<(), BenchmarkError> {
		validators::<T>(m);
		let subject = subject::<T>(0)?;
		Subjects::<T>::mutate(subject, |record| {
			if let Some(record) = record {
				let voters = Authorities::<T>::get().into_iter().map(|(who, _)| (who, true));
				record.voters = voters.collect::<Vec<_>>().try_into().unwrap_or_default();
			}
		});
		#[block]
		{
			Pallet::<T>::conclude(subject);
		}
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::TestExt::new().build(), crate::mock::Test);
}
