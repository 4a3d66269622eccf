//! Weights, estimated from the database accesses of each call and the work in between. They
//! await scripts/weights.sh, which measures them.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// What the calls and hooks of this pallet weigh.
pub trait WeightInfo {
	/// A message of `n` votes, with `m` validators and full committees.
	fn vote(n: u32, m: u32) -> Weight;
	/// The validation of a message of `n` votes, with `m` validators and full committees.
	fn authorize_vote(n: u32, m: u32) -> Weight;
	/// `deny_manifest` and `deny_tenant`.
	fn deny() -> Weight;
	/// `allow_manifest` and `allow_tenant`.
	fn allow() -> Weight;
	/// `claim_rewards`.
	fn claim_rewards() -> Weight;
	/// `set_params`.
	fn set_params() -> Weight;
	/// `decide`.
	fn decide() -> Weight;
	/// Drawing the committee of a subject from `m` validators.
	fn draw(m: u32) -> Weight;
	/// Taking one subject, or the parameters, from version 1 of the storage to version 2.
	fn migrate_subject() -> Weight;
	/// `share_pot`, with points of `m` validators.
	fn share_pot(m: u32) -> Weight;
	/// `claim_pot`.
	fn claim_pot() -> Weight;
	/// Submitting a subject, with `m` validators, for those who call it.
	fn submit(m: u32) -> Weight;
	/// Taking a subject back, for those who call it.
	fn withdraw() -> Weight;
	/// Looking at one block's agenda.
	fn agenda_bucket() -> Weight;
	/// Concluding a subject with `m` voters, without what the asker does and what the pot gets.
	fn conclude(m: u32) -> Weight;
	/// Paying the fee pot what does not divide.
	fn pay_pot() -> Weight;
}

/// Bytes of proof for one small entry.
const ENTRY: u64 = 3_600;
/// Bytes of proof for one validator or vote in a list.
const MEMBER: u64 = 68;
/// Members and votes in the record of a subject at most.
const VOTES: u64 = (crate::MAX_COMMITTEE + crate::MAX_VOTERS) as u64;

fn estimate(
	db: RuntimeDbWeight,
	micros: u64,
	entries: u64,
	members: u64,
	reads: u64,
	writes: u64,
) -> Weight {
	let proof = ENTRY.saturating_mul(entries).saturating_add(MEMBER.saturating_mul(members));
	Weight::from_parts(micros.saturating_mul(1_000_000), proof)
		.saturating_add(db.reads_writes(reads, writes))
}

fn vote(db: RuntimeDbWeight, n: u32, m: u32) -> Weight {
	let (n, m) = (u64::from(n), u64::from(m));
	// Per vote: the record, its counter, two places on the agenda and its cursor; a pass over
	// committee and voters, each looked up in the set. Once: the points of two periods.
	let list = n.saturating_mul(VOTES).saturating_add(m);
	estimate(
		db,
		30 + n.saturating_mul(15).saturating_add(list / 10),
		n.saturating_mul(5).saturating_add(7),
		list,
		n.saturating_mul(4).saturating_add(7),
		n.saturating_mul(4).saturating_add(4),
	)
}

fn authorize_vote(db: RuntimeDbWeight, n: u32, m: u32) -> Weight {
	let (n, m) = (u64::from(n), u64::from(m));
	let list = n.saturating_mul(VOTES).saturating_add(m);
	// The signature is most of it.
	estimate(
		db,
		65 + n.saturating_mul(5).saturating_add(list / 10),
		n.saturating_add(5),
		list,
		n.saturating_add(5),
		0,
	)
}

fn conclude(db: RuntimeDbWeight, m: u32) -> Weight {
	let m = u64::from(m);
	// The record and its counter, its place on the agenda, the set, the pot, three accounts;
	// each voter's rewards.
	estimate(
		db,
		80 + m.saturating_mul(4),
		m.saturating_add(10),
		m.saturating_mul(2),
		m.saturating_add(10),
		m.saturating_add(8),
	)
}

fn draw(db: RuntimeDbWeight, m: u32) -> Weight {
	let m = u64::from(m);
	// The record and its counter, two places on the agenda and its cursor, the set and its
	// number, the parameters, two values of randomness; a hash and some copies for each
	// validator, a pass over the votes.
	estimate(db, 45 + m.saturating_mul(2), 11, m.saturating_add(VOTES), 11, 4)
}

macro_rules! weight_info {
	($db:expr) => {
		fn vote(n: u32, m: u32) -> Weight {
			vote($db, n, m)
		}
		fn authorize_vote(n: u32, m: u32) -> Weight {
			authorize_vote($db, n, m)
		}
		fn deny() -> Weight {
			estimate($db, 10, 1, 0, 1, 1)
		}
		fn allow() -> Weight {
			estimate($db, 10, 1, 0, 1, 1)
		}
		fn claim_rewards() -> Weight {
			estimate($db, 50, 3, 0, 3, 3)
		}
		fn set_params() -> Weight {
			estimate($db, 8, 0, 0, 0, 1)
		}
		fn decide() -> Weight {
			estimate($db, 25, 4, 0, 4, 4)
		}
		fn draw(m: u32) -> Weight {
			draw($db, m)
		}
		fn share_pot(m: u32) -> Weight {
			let m = u64::from(m);
			// Both periods, the parameters, what is listed, reserved and shared, two accounts
			// and the asset; each validator's rewards.
			estimate(
				$db,
				90 + m.saturating_mul(5),
				m.saturating_add(12),
				m,
				m.saturating_add(12),
				m.saturating_add(9),
			)
		}
		fn claim_pot() -> Weight {
			estimate($db, 60, 7, 0, 7, 7)
		}
		fn migrate_subject() -> Weight {
			estimate($db, 60, 7, VOTES, 7, 5)
		}
		fn submit(m: u32) -> Weight {
			estimate($db, 70 + u64::from(m) / 10, 10, u64::from(m), 10, 5)
		}
		fn withdraw() -> Weight {
			estimate($db, 20, 4, 0, 4, 4)
		}
		fn agenda_bucket() -> Weight {
			estimate($db, 5, 2, 0, 2, 1)
		}
		fn conclude(m: u32) -> Weight {
			conclude($db, m)
		}
		fn pay_pot() -> Weight {
			// What is owed, and two accounts.
			estimate($db, 30, 3, 0, 3, 3)
		}
	};
}

/// The estimates with the runtime's database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weight_info!(T::DbWeight::get());
}

impl WeightInfo for () {
	weight_info!(ParityDbWeight::get());
}
