//! From version 1, where all validators were every subject's electorate, to version 2 with its
//! committees.
//!
//! Subjects that wait for a verdict get a committee in the next block. The votes they have are
//! kept: they earn their part of the fee, and those of the committee's members count. What was
//! decided stays so. It runs over blocks, a subject at a time.

use crate::{subjects::Dues, *};
use codec::{Decode, Encode};
use frame_support::{
	defensive,
	migrations::{MigrationId, SteppedMigration, SteppedMigrationError},
	pallet_prelude::StorageVersion,
	traits::GetStorageVersion,
	weights::WeightMeter,
};
use leasehold_primitives::traits::Subject;

/// The storage of version 1, as far as it was another.
pub mod v1 {
	use super::*;
	use frame_support::{pallet_prelude::OptionQuery, storage_alias, Blake2_128Concat};
	use leasehold_primitives::{traits::SubjectFacts, Balance, BlockNumber};

	/// The parameters.
	#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq)]
	pub struct ApprovalParams {
		/// What submitting a subject costs.
		pub order_fee: Balance,
		/// For how many blocks after the submission votes count.
		pub deadline_blocks: BlockNumber,
	}

	/// A subject before the validators.
	#[derive(Clone, Decode, Encode)]
	pub struct SubjectRecord<AccountId> {
		/// What validators are told of it.
		pub facts: SubjectFacts<AccountId>,
		/// The block that submitted it.
		pub submitted: BlockNumber,
		/// The first block in which a vote no longer counts.
		pub deadline: BlockNumber,
		/// The fee paid for it.
		pub fee: Balance,
		/// All votes in time.
		pub voters: alloc::vec::Vec<(AccountId, bool)>,
		/// Those that counted at the last vote.
		pub tally: Tally,
		/// `None` while votes count.
		pub outcome: Option<Outcome>,
		/// The block on whose agenda it stands.
		pub due: BlockNumber,
	}

	/// The parameters' place.
	#[storage_alias]
	pub type Params<T: Config> = StorageValue<Pallet<T>, ApprovalParams, OptionQuery>;

	/// The subjects' place.
	#[storage_alias]
	pub type Subjects<T: Config> = StorageMap<
		Pallet<T>,
		Blake2_128Concat,
		Subject,
		SubjectRecord<<T as frame_system::Config>::AccountId>,
		OptionQuery,
	>;
}

/// The blocks that it may take. All subjects that can be pending fit into a third of them.
pub const MAX_STEPS: u32 = 16;

/// The migration.
pub struct Migrate<T>(core::marker::PhantomData<T>);

impl<T: Config> Migrate<T> {
	/// The parameters, with the default size of a committee; the fee pot's first period.
	fn params() {
		if let Some(v1::ApprovalParams { order_fee, deadline_blocks }) = v1::Params::<T>::get() {
			Params::<T>::put(ApprovalParams {
				order_fee,
				deadline_blocks,
				..ApprovalParams::default()
			});
		}
		// Votes earn points from here on.
		let since = Pallet::<T>::now();
		RunningPeriod::<T>::put(PeriodOf::<T> { index: 1, since, ..Default::default() });
	}

	fn subject(subject: Subject, old: v1::SubjectRecord<T::AccountId>) {
		let v1::SubjectRecord { facts, submitted, deadline, fee, voters, tally, outcome, due } =
			old;
		// At most as many as there are validators, and in order already.
		if voters.len() > usize::try_from(MAX_VOTERS).unwrap_or(usize::MAX) {
			defensive!("more votes than validators");
		}
		let due = match outcome {
			Some(_) => due,
			None => {
				Dues::<T>::cancel(due, &subject);
				Dues::<T>::schedule(Pallet::<T>::now(), &subject)
			},
		};
		let window = deadline.saturating_sub(submitted);
		let record = SubjectRecord::<T> {
			facts,
			submitted,
			window,
			deadline: due.saturating_add(window),
			fee,
			draws: 0,
			committee: Default::default(),
			voters: VotersOf::<T>::truncate_from(voters),
			tally: match outcome {
				Some(_) => tally,
				None => Tally { set_id: SetId::<T>::get(), ..Default::default() },
			},
			outcome,
			due,
		};
		Subjects::<T>::insert(subject, record);
	}
}

impl<T: Config> SteppedMigration for Migrate<T> {
	/// The last subject that is done.
	type Cursor = Subject;
	type Identifier = MigrationId<26>;

	fn id() -> Self::Identifier {
		MigrationId { pallet_id: *b"pallet-leasehold-approvals", version_from: 1, version_to: 2 }
	}

	fn max_steps() -> Option<u32> {
		Some(MAX_STEPS)
	}

	fn step(
		mut cursor: Option<Subject>,
		meter: &mut WeightMeter,
	) -> Result<Option<Subject>, SteppedMigrationError> {
		let required = T::WeightInfo::migrate_subject();
		if !meter.can_consume(required) {
			return Err(SteppedMigrationError::InsufficientWeight { required });
		}
		if cursor.is_none() {
			meter.consume(required);
			if Pallet::<T>::on_chain_storage_version() >= 2 {
				return Ok(None);
			}
			Self::params();
		}
		while meter.try_consume(required).is_ok() {
			let next = match &cursor {
				None => v1::Subjects::<T>::iter().next(),
				Some(last) => {
					let key = v1::Subjects::<T>::hashed_key_for(last);
					v1::Subjects::<T>::iter_from(key).next()
				},
			};
			let Some((subject, old)) = next else {
				StorageVersion::new(2).put::<Pallet<T>>();
				return Ok(None);
			};
			Self::subject(subject, old);
			cursor = Some(subject);
		}
		Ok(cursor)
	}

	/// The fees of all subjects.
	#[cfg(feature = "try-runtime")]
	fn pre_upgrade() -> Result<alloc::vec::Vec<u8>, sp_runtime::TryRuntimeError> {
		let done = Pallet::<T>::on_chain_storage_version() >= 2;
		let fees = v1::Subjects::<T>::iter().map(|(subject, old)| (subject, old.fee));
		Ok((done, fees.collect::<alloc::vec::Vec<_>>()).encode())
	}

	/// They are the same.
	#[cfg(feature = "try-runtime")]
	fn post_upgrade(state: alloc::vec::Vec<u8>) -> Result<(), sp_runtime::TryRuntimeError> {
		type Fees = alloc::vec::Vec<(Subject, leasehold_primitives::Balance)>;
		let (done, fees) =
			<(bool, Fees)>::decode(&mut &state[..]).map_err(|_| "the state does not decode")?;
		for (subject, fee) in fees.into_iter().filter(|_| !done) {
			let kept = Subjects::<T>::get(subject).is_some_and(|record| record.fee == fee);
			frame_support::ensure!(kept, "a subject was lost");
		}
		Ok(())
	}
}
