//! Weights of `pallet_leasehold_leases`, measured. Written by `scripts/weights.sh`: do not edit.
//!
//! AMD EPYC, 20 steps, 10 repeats. Computation is the typical time at each point, with
//! every storage access in memory, in the reference hardware's time: this machine took
//! some 2.249 times as long. Reads and writes are counted, a key once; the database's own
//! time comes from the runtime's `DbWeight`.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// What `pallet_leasehold_leases` weighs on a chain with `T`'s database.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_leasehold_leases::weights::WeightInfo for WeightInfo<T> {
	fn award() -> Weight {
		Weight::from_parts(53_361_229, 301)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn confirm() -> Weight {
		Weight::from_parts(44_073_271, 1_080)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn decline() -> Weight {
		Weight::from_parts(192_569_982, 3_010)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(14))
	}
	fn settle() -> Weight {
		Weight::from_parts(427_061_123, 3_092)
			.saturating_add(T::DbWeight::get().reads(32))
			.saturating_add(T::DbWeight::get().writes(30))
	}
	/// `d` from 1 to 8.
	fn settle_native(d: u32) -> Weight {
		Weight::from_parts(38_247_903, 932)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(23_883_436, 238).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	fn settle_asset(d: u32) -> Weight {
		Weight::from_parts(50_396_875, 1_414)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(16_047_448, 227).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many(n: u32) -> Weight {
		Weight::from_parts(287_162_733, 4_202)
			.saturating_add(T::DbWeight::get().reads(31))
			.saturating_add(T::DbWeight::get().writes(29))
			.saturating_add(Weight::from_parts(124_501_224, 913).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(7).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_native(n: u32) -> Weight {
		Weight::from_parts(16_352_869, 499)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(56_223_828, 762).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn settle_many_scattered(n: u32) -> Weight {
		Weight::from_parts(7_989_451, 182)
			.saturating_add(Weight::from_parts(57_084_675, 963).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	fn skip() -> Weight {
		Weight::from_parts(11_119_377, 1_104)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	/// `d` from 1 to 8.
	fn close(d: u32) -> Weight {
		Weight::from_parts(160_984_695, 4_093)
			.saturating_add(T::DbWeight::get().reads(22))
			.saturating_add(T::DbWeight::get().writes(21))
			.saturating_add(Weight::from_parts(24_763_992, 303).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(3).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(d.into()))
	}
	/// `d` from 1 to 8.
	/// `m` from 1 to 8.
	fn close_native(d: u32, m: u32) -> Weight {
		Weight::from_parts(140_779_365, 2_862)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(11))
			.saturating_add(Weight::from_parts(28_675_850, 255).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(2).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().writes(2).saturating_mul(d.into()))
			.saturating_add(Weight::from_parts(5_665_647, 67).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(1).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().writes(1).saturating_mul(m.into()))
	}
	fn give_notice() -> Weight {
		Weight::from_parts(20_989_745, 1_029)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn close_reclaimed() -> Weight {
		Weight::from_parts(357_081_315, 6_561)
			.saturating_add(T::DbWeight::get().reads(48))
			.saturating_add(T::DbWeight::get().writes(46))
	}
	fn close_for_abuse() -> Weight {
		Weight::from_parts(352_880_365, 6_338)
			.saturating_add(T::DbWeight::get().reads(45))
			.saturating_add(T::DbWeight::get().writes(44))
	}
	fn pause() -> Weight {
		Weight::from_parts(407_919_691, 3_092)
			.saturating_add(T::DbWeight::get().reads(32))
			.saturating_add(T::DbWeight::get().writes(31))
	}
	fn resume() -> Weight {
		Weight::from_parts(36_989_681, 1_151)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn close_silent() -> Weight {
		Weight::from_parts(293_940_233, 6_682)
			.saturating_add(T::DbWeight::get().reads(45))
			.saturating_add(T::DbWeight::get().writes(44))
	}
	/// `n` from 1 to 16.
	fn confirm_by_node(n: u32) -> Weight {
		Weight::from_parts(20_951_671, 208)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(37_230_754, 980).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(3).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint(n: u32) -> Weight {
		Weight::from_parts(321_742_987, 4_343)
			.saturating_add(T::DbWeight::get().reads(51))
			.saturating_add(T::DbWeight::get().writes(48))
			.saturating_add(Weight::from_parts(108_671_571, 956).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(7).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn checkpoint_native(n: u32) -> Weight {
		Weight::from_parts(96_610_531, 559)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(Weight::from_parts(61_332_470, 764).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(4).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().writes(4).saturating_mul(n.into()))
	}
	/// `n` from 1 to 64.
	fn authorize_message(n: u32) -> Weight {
		Weight::from_parts(49_328_533, 676)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(Weight::from_parts(158_078, 10).saturating_mul(n.into()))
	}
	fn set_params() -> Weight {
		Weight::from_parts(9_098_765, 0)
	}
	fn close_by_governance() -> Weight {
		Weight::from_parts(367_795_164, 6_448)
			.saturating_add(T::DbWeight::get().reads(44))
			.saturating_add(T::DbWeight::get().writes(44))
	}
	fn propose_amendment() -> Weight {
		Weight::from_parts(22_468_425, 573)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn accept_amendment() -> Weight {
		Weight::from_parts(512_973_752, 7_500)
			.saturating_add(T::DbWeight::get().reads(52))
			.saturating_add(T::DbWeight::get().writes(50))
	}
	fn cancel_amendment() -> Weight {
		Weight::from_parts(12_568_716, 403)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_exhausted() -> Weight {
		Weight::from_parts(19_309_210, 1_104)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn on_funded() -> Weight {
		Weight::from_parts(28_769_824, 1_155)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn agenda_bucket() -> Weight {
		Weight::from_parts(7_123_665, 0)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	fn agenda_item() -> Weight {
		Weight::from_parts(543_472_069, 6_561)
			.saturating_add(T::DbWeight::get().reads(48))
			.saturating_add(T::DbWeight::get().writes(45))
	}
}
