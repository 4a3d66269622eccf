//! Work that falls due at a block, done when it comes within a weight, carried over otherwise.
//!
//! A pallet declares a double map from block and item to nothing, and a value with the first
//! block not yet worked off, and calls [`Agenda::work`] from `on_poll`. The cost of a block is
//! one read of each and the items due: it does not grow with what lies ahead.

use crate::BlockNumber;
use codec::FullCodec;
use core::marker::PhantomData;
use frame_support::{
	storage::{IterableStorageDoubleMap, StorageDoubleMap, StorageValue},
	weights::{Weight, WeightMeter},
};

/// The operations on an agenda kept in `Buckets` and `Cursor`.
pub struct Agenda<Buckets, Cursor, Item>(PhantomData<(Buckets, Cursor, Item)>);

impl<Buckets, Cursor, Item> Agenda<Buckets, Cursor, Item>
where
	Item: FullCodec + Clone,
	Buckets: IterableStorageDoubleMap<BlockNumber, Item, ()>
		+ StorageDoubleMap<BlockNumber, Item, (), Query = Option<()>>,
	Cursor: StorageValue<BlockNumber, Query = BlockNumber>,
{
	/// Put `item` on the agenda of block `at`, or of the first block not worked off yet if that
	/// is later. Returns the block: keep it, for [`Self::cancel`] needs it.
	pub fn schedule(at: BlockNumber, item: &Item) -> BlockNumber {
		let at = at.max(Cursor::get());
		Buckets::insert(at, item, ());
		at
	}

	/// Take `item` off the agenda of block `at`. No effect if it is not there.
	pub fn cancel(at: BlockNumber, item: &Item) {
		Buckets::remove(at, item);
	}

	/// Whether `item` is on the agenda of block `at`.
	pub fn is_scheduled(at: BlockNumber, item: &Item) -> bool {
		Buckets::contains_key(at, item)
	}

	/// Do what is due up to block `now`, as long as `meter` has `per_item` left for each item.
	/// `per_item` must cover `act` at its worst, the removal and `per_bucket`. Items are taken
	/// off before they are acted on; an item that `act` schedules for `now` or earlier waits
	/// for the next block. Returns how many were done.
	pub fn work(
		now: BlockNumber,
		meter: &mut WeightMeter,
		per_bucket: Weight,
		per_item: Weight,
		mut act: impl FnMut(Item),
	) -> u32 {
		Self::work_measured(now, meter, per_bucket, per_item, |item| {
			act(item);
			per_item
		})
	}

	/// As [`Self::work`], where `act` returns what its item really took, the removal and
	/// `per_bucket` included: only that is consumed, though there must be room for `per_item`
	/// before each.
	pub fn work_measured(
		now: BlockNumber,
		meter: &mut WeightMeter,
		per_bucket: Weight,
		per_item: Weight,
		act: impl FnMut(Item) -> Weight,
	) -> u32 {
		Self::work_estimated(now, meter, per_bucket, |_| per_item, act)
	}

	/// As [`Self::work_measured`], where `most` looks at an item and tells how much it may take at
	/// its worst: only so much room there must be before it. Looking is part of what it takes.
	pub fn work_estimated(
		now: BlockNumber,
		meter: &mut WeightMeter,
		per_bucket: Weight,
		most: impl Fn(&Item) -> Weight,
		mut act: impl FnMut(Item) -> Weight,
	) -> u32 {
		let mut done = 0;
		let mut cursor = Cursor::get();
		// While this runs, nothing new may land in a bucket that is being worked off.
		let next = now.saturating_add(1);
		if cursor >= next || !meter.can_consume(per_bucket) {
			return 0;
		}
		Cursor::put(next);
		while cursor < next && meter.try_consume(per_bucket).is_ok() {
			// The first key is read anew for each item: `act` may cancel its neighbours.
			while let Some(item) = Buckets::iter_key_prefix(cursor).next() {
				let most = most(&item);
				if !meter.can_consume(most) {
					Cursor::put(cursor);
					return done;
				}
				Buckets::remove(cursor, &item);
				meter.consume(act(item).min(most));
				done += 1;
			}
			cursor += 1;
		}
		Cursor::put(cursor);
		done
	}
}
