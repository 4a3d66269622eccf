//! What a machine has and a replica needs.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A GPU model's name in lower case, such as `h100`.
pub type GpuModel = BoundedVec<u8, ConstU32<32>>;

/// So many units of one GPU model.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct GpuUnits {
	/// Which model.
	pub model: GpuModel,
	/// How many, above zero.
	pub units: u16,
}

/// CPU, memory, storage and GPUs: of a machine (capacity), of a replica (need), or reserved.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct Resources {
	/// CPU in thousandths of a core.
	pub cpu_millicores: u32,
	/// Memory in MiB.
	pub memory_mib: u64,
	/// Storage in MiB.
	pub storage_mib: u64,
	/// GPUs, each model once, in ascending order of the model's name. See [`Self::is_well_formed`].
	pub gpus: BoundedVec<GpuUnits, ConstU32<4>>,
}

impl Resources {
	/// CPU, memory and storage, without GPUs.
	pub fn new(cpu_millicores: u32, memory_mib: u64, storage_mib: u64) -> Self {
		Self { cpu_millicores, memory_mib, storage_mib, gpus: BoundedVec::new() }
	}

	/// Whether CPU, memory and storage are all above zero and the GPU list is strictly ascending
	/// with no empty entry. Everything that enters the chain must be.
	pub fn is_well_formed(&self) -> bool {
		self.cpu_millicores > 0
			&& self.memory_mib > 0
			&& self.storage_mib > 0
			&& self.gpus.iter().all(|gpu| gpu.units > 0 && !gpu.model.is_empty())
			&& self.gpus.windows(2).all(|pair| pair[0].model < pair[1].model)
	}

	/// Nothing at all.
	pub fn is_zero(&self) -> bool {
		self == &Self::default()
	}

	/// The sum; `None` on overflow or with more than four GPU models.
	pub fn checked_add(&self, other: &Self) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		for gpu in &other.gpus {
			match gpus.binary_search_by(|have| have.model.cmp(&gpu.model)) {
				Ok(at) => gpus[at].units = gpus[at].units.checked_add(gpu.units)?,
				Err(at) => gpus.try_insert(at, gpu.clone()).ok()?,
			}
		}
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_add(other.cpu_millicores)?,
			memory_mib: self.memory_mib.checked_add(other.memory_mib)?,
			storage_mib: self.storage_mib.checked_add(other.storage_mib)?,
			gpus,
		})
	}

	/// The difference; `None` where `other` has more of anything. Also the test whether `other`
	/// fits into `self`.
	pub fn checked_sub(&self, other: &Self) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		for gpu in &other.gpus {
			let at = gpus.binary_search_by(|have| have.model.cmp(&gpu.model)).ok()?;
			let left = gpus[at].units.checked_sub(gpu.units)?;
			if left == 0 {
				gpus.remove(at);
			} else {
				gpus[at].units = left;
			}
		}
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_sub(other.cpu_millicores)?,
			memory_mib: self.memory_mib.checked_sub(other.memory_mib)?,
			storage_mib: self.storage_mib.checked_sub(other.storage_mib)?,
			gpus,
		})
	}

	/// So many times over; `None` on overflow.
	pub fn checked_mul(&self, times: u16) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		for gpu in gpus.iter_mut() {
			gpu.units = gpu.units.checked_mul(times)?;
		}
		if times == 0 {
			gpus = BoundedVec::new();
		}
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_mul(times.into())?,
			memory_mib: self.memory_mib.checked_mul(times.into())?,
			storage_mib: self.storage_mib.checked_mul(times.into())?,
			gpus,
		})
	}
}
