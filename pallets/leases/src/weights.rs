//! What the calls and hooks weigh.
//!
//! Estimates from counted reads and writes, those of escrow, the registry and market included at
//! their worst (eight depositors refunded, each to another account); they await
//! `scripts/weights.sh`, which measures them.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use leasehold_primitives::MAX_DEPOSITORS;

/// The weights of this pallet. The ledger's and market's own come on top.
pub trait WeightInfo {
	/// Creating an awarded lease.
	fn award() -> Weight;
	/// `confirm`.
	fn confirm() -> Weight;
	/// `decline`.
	fn decline() -> Weight;
	/// `settle`, from eight depositors, into grace.
	fn settle() -> Weight;
	/// `settle` of a lease in the native token, from `d` depositors, that goes on.
	fn settle_native(d: u32) -> Weight;
	/// `settle` of a lease in another asset, from `d` depositors, that goes on.
	fn settle_asset(d: u32) -> Weight;
	/// `settle_many` and `settle_by_node` of `n` due leases.
	fn settle_many(n: u32) -> Weight;
	/// `settle_many` of `n` leases in the native token that go on, of one provider, each with a
	/// tenant of its own that pays.
	fn settle_many_native(n: u32) -> Weight;
	/// As `settle_many_native`, each lease of another provider.
	fn settle_many_scattered(n: u32) -> Weight;
	/// A lease of a batch that is only looked at.
	fn skip() -> Weight;
	/// `close`, with `d` depositors to refund.
	fn close(d: u32) -> Weight;
	/// `close` in the native token, with `d` depositors to refund, all of whom can receive that, as
	/// can the provider, and capacity to give back to `m` machines.
	fn close_native(d: u32, m: u32) -> Weight;
	/// `give_notice`.
	fn give_notice() -> Weight;
	/// `close_reclaimed`.
	fn close_reclaimed() -> Weight;
	/// `close_for_abuse`.
	fn close_for_abuse() -> Weight;
	/// `pause`.
	fn pause() -> Weight;
	/// `resume`.
	fn resume() -> Weight;
	/// `close_silent`.
	fn close_silent() -> Weight;
	/// `confirm_by_node` of `n` leases.
	fn confirm_by_node(n: u32) -> Weight;
	/// `checkpoint` of `n` leases.
	fn checkpoint(n: u32) -> Weight;
	/// `checkpoint`, and so `settle_by_node`, of `n` leases in the native token that go on, each with
	/// a tenant of its own that pays.
	fn checkpoint_native(n: u32) -> Weight;
	/// Authorising a message of `n` leases.
	fn authorize_message(n: u32) -> Weight;
	/// `set_params`.
	fn set_params() -> Weight;
	/// `close_by_governance`.
	fn close_by_governance() -> Weight;
	/// `propose_amendment`.
	fn propose_amendment() -> Weight;
	/// `accept_amendment`.
	fn accept_amendment() -> Weight;
	/// `cancel_amendment`.
	fn cancel_amendment() -> Weight;
	/// `OnExhausted::on_exhausted`.
	fn on_exhausted() -> Weight;
	/// `OnExhausted::on_funded`.
	fn on_funded() -> Weight;
	/// A block of the agenda, without its items.
	fn agenda_bucket() -> Weight;
	/// One lease on the agenda, at its end.
	fn agenda_item() -> Weight;
}

const US: u64 = 1_000_000;

fn work<D: Get<RuntimeDbWeight>>(micros: u64, proof: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(micros.saturating_mul(US), proof)
		.saturating_add(D::get().reads_writes(reads, writes))
}

fn end<D: Get<RuntimeDbWeight>>() -> Weight {
	end_with::<D>(MAX_DEPOSITORS)
}

fn end_with<D: Get<RuntimeDbWeight>>(depositors: u32) -> Weight {
	work::<D>(160, 28_000, 24, 20)
		.saturating_add(work::<D>(30, 4_000, 3, 3).saturating_mul(depositors.into()))
}

fn many<D: Get<RuntimeDbWeight>>(n: u32, micros: u64, proof: u64, r: u64, w: u64) -> Weight {
	work::<D>(30, 4_000, 4, 2)
		.saturating_add(work::<D>(micros, proof, r, w).saturating_mul(n.into()))
}

/// The weights with the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! weights {
	($db:ty) => {
		fn award() -> Weight {
			work::<$db>(60, 8_000, 5, 6)
		}
		fn confirm() -> Weight {
			work::<$db>(90, 16_000, 10, 8)
		}
		fn decline() -> Weight {
			work::<$db>(150, 24_000, 16, 14)
		}
		fn settle() -> Weight {
			work::<$db>(300, 40_000, 30, 26)
		}
		fn settle_native(d: u32) -> Weight {
			work::<$db>(60, 8_000, 8, 5)
				.saturating_add(work::<$db>(20, 2_000, 2, 2).saturating_mul(d.into()))
		}
		fn settle_asset(d: u32) -> Weight {
			work::<$db>(70, 10_000, 9, 5)
				.saturating_add(work::<$db>(25, 3_000, 3, 3).saturating_mul(d.into()))
		}
		fn settle_many(n: u32) -> Weight {
			many::<$db>(n, 300, 40_000, 30, 26)
		}
		fn settle_many_native(n: u32) -> Weight {
			many::<$db>(n, 60, 6_000, 4, 4)
		}
		fn settle_many_scattered(n: u32) -> Weight {
			many::<$db>(n, 70, 8_000, 6, 5)
		}
		fn skip() -> Weight {
			work::<$db>(15, 4_000, 4, 0)
		}
		fn close(d: u32) -> Weight {
			end_with::<$db>(d)
		}
		fn close_native(d: u32, m: u32) -> Weight {
			work::<$db>(120, 15_000, 10, 10)
				.saturating_add(work::<$db>(12, 1_500, 2, 2).saturating_mul(d.into()))
				.saturating_add(work::<$db>(5, 500, 1, 1).saturating_mul(m.into()))
		}
		fn give_notice() -> Weight {
			work::<$db>(50, 10_000, 6, 4)
		}
		fn close_reclaimed() -> Weight {
			end::<$db>()
		}
		fn close_for_abuse() -> Weight {
			end::<$db>()
		}
		fn pause() -> Weight {
			work::<$db>(330, 44_000, 32, 28)
		}
		fn resume() -> Weight {
			work::<$db>(80, 12_000, 8, 7)
		}
		fn close_silent() -> Weight {
			end::<$db>()
		}
		fn confirm_by_node(n: u32) -> Weight {
			many::<$db>(n, 90, 16_000, 10, 8)
		}
		fn checkpoint(n: u32) -> Weight {
			many::<$db>(n, 310, 42_000, 31, 26)
		}
		fn checkpoint_native(n: u32) -> Weight {
			work::<$db>(10, 1_000, 2, 1).saturating_add(many::<$db>(n, 62, 6_000, 4, 4))
		}
		fn authorize_message(n: u32) -> Weight {
			work::<$db>(90, 10_000, 9, 0)
				.saturating_add(Weight::from_parts(u64::from(n).saturating_mul(US / 4), 0))
		}
		fn set_params() -> Weight {
			work::<$db>(10, 1_000, 0, 1)
		}
		fn close_by_governance() -> Weight {
			end::<$db>()
		}
		fn propose_amendment() -> Weight {
			work::<$db>(60, 10_000, 7, 4)
		}
		fn accept_amendment() -> Weight {
			work::<$db>(450, 60_000, 48, 44)
		}
		fn cancel_amendment() -> Weight {
			work::<$db>(40, 8_000, 3, 4)
		}
		fn on_exhausted() -> Weight {
			work::<$db>(50, 8_000, 6, 4)
		}
		fn on_funded() -> Weight {
			work::<$db>(80, 12_000, 9, 7)
		}
		fn agenda_bucket() -> Weight {
			work::<$db>(5, 3_000, 2, 1)
		}
		fn agenda_item() -> Weight {
			end::<$db>().saturating_add(work::<$db>(20, 4_000, 4, 3))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight);
}

/// For tests.
impl WeightInfo for () {
	weights!(RocksDbWeight);
}
