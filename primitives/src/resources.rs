//! What a machine has and a replica needs.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Kinds of GPU of a machine, and entries for GPUs of a replica.
pub const MAX_GPU_KINDS: u32 = 4;

/// A GPU vendor's name in lower case, such as `nvidia`.
pub type GpuVendor = BoundedVec<u8, ConstU32<16>>;
/// A GPU model's name in lower case, such as `h100`.
pub type GpuModel = BoundedVec<u8, ConstU32<32>>;

/// The instructions that a machine's CPUs understand.
#[derive(
	Clone,
	Copy,
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
pub enum Architecture {
	/// x86-64.
	#[codec(index = 0)]
	Amd64,
	/// 64-bit ARM.
	#[codec(index = 1)]
	Arm64,
	/// 64-bit RISC-V.
	#[codec(index = 2)]
	Riscv64,
}

/// How a GPU is attached.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum GpuInterface {
	/// A card in a PCI Express slot.
	#[codec(index = 0)]
	Pcie,
	/// An SXM module.
	#[codec(index = 1)]
	Sxm,
	/// An OAM module.
	#[codec(index = 2)]
	Oam,
	/// On the same die as the CPU.
	#[codec(index = 3)]
	Integrated,
}

/// So many units of one kind of GPU. A machine's say everything; a replica's may leave memory and
/// interface open.
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
	/// Whose.
	pub vendor: GpuVendor,
	/// Which model.
	pub model: GpuModel,
	/// Memory of each unit in MiB, above zero; `None` in a need: any.
	pub memory_mib: Option<u32>,
	/// How it is attached; `None` in a need: any way.
	pub interface: Option<GpuInterface>,
	/// How many, above zero.
	pub units: u16,
}

/// What tells one kind of GPU from another.
type GpuKind<'a> = (&'a [u8], &'a [u8], Option<u32>, Option<GpuInterface>);

impl GpuUnits {
	/// What lists are ordered by.
	fn kind(&self) -> GpuKind<'_> {
		(&self.vendor, &self.model, self.memory_mib, self.interface)
	}

	/// Whether memory and interface are both said.
	pub fn is_concrete(&self) -> bool {
		self.memory_mib.is_some() && self.interface.is_some()
	}

	/// Whether units of the kind `have`, which is concrete, are what this need asks for.
	pub fn is_met_by(&self, have: &Self) -> bool {
		self.vendor == have.vendor
			&& self.model == have.model
			&& (self.memory_mib.is_none() || self.memory_mib == have.memory_mib)
			&& (self.interface.is_none() || self.interface == have.interface)
	}

	/// How many of memory and interface are left open.
	fn openness(&self) -> u8 {
		u8::from(self.memory_mib.is_none()) + u8::from(self.interface.is_none())
	}
}

/// Storage by class, in MiB.
#[derive(
	Clone,
	Copy,
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
pub struct Storage {
	/// Gone with the workload. Above zero: something has to hold the image.
	pub ephemeral_mib: u64,
	/// Kept over restarts, for as long as the lease lasts.
	pub persistent_mib: u64,
	/// In memory. A machine sets it aside from the memory that it declares besides: what it has
	/// built in is the sum of the two, and no byte is let as both.
	pub ram_mib: u64,
}

impl Storage {
	fn checked_add(&self, other: &Self) -> Option<Self> {
		Some(Self {
			ephemeral_mib: self.ephemeral_mib.checked_add(other.ephemeral_mib)?,
			persistent_mib: self.persistent_mib.checked_add(other.persistent_mib)?,
			ram_mib: self.ram_mib.checked_add(other.ram_mib)?,
		})
	}

	fn checked_sub(&self, other: &Self) -> Option<Self> {
		Some(Self {
			ephemeral_mib: self.ephemeral_mib.checked_sub(other.ephemeral_mib)?,
			persistent_mib: self.persistent_mib.checked_sub(other.persistent_mib)?,
			ram_mib: self.ram_mib.checked_sub(other.ram_mib)?,
		})
	}

	fn checked_mul(&self, times: u16) -> Option<Self> {
		Some(Self {
			ephemeral_mib: self.ephemeral_mib.checked_mul(times.into())?,
			persistent_mib: self.persistent_mib.checked_mul(times.into())?,
			ram_mib: self.ram_mib.checked_mul(times.into())?,
		})
	}
}

/// CPU, memory, storage, GPUs and public ports: of a machine (capacity), of a replica (need), or
/// reserved.
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
	/// Memory in MiB, without the storage in memory.
	pub memory_mib: u64,
	/// Storage by class.
	pub storage: Storage,
	/// GPUs, each kind once, in ascending order of vendor, model, memory and interface, where
	/// what is open comes first. See [`Self::is_well_formed`].
	pub gpus: BoundedVec<GpuUnits, ConstU32<MAX_GPU_KINDS>>,
	/// Ports that the public reaches.
	pub ports: u32,
}

impl Resources {
	/// CPU, memory and ephemeral storage, and nothing else.
	pub fn new(cpu_millicores: u32, memory_mib: u64, ephemeral_mib: u64) -> Self {
		let storage = Storage { ephemeral_mib, ..Default::default() };
		Self { cpu_millicores, memory_mib, storage, ..Default::default() }
	}

	/// Whether CPU, memory and ephemeral storage are all above zero and the GPU list is strictly
	/// ascending with no empty entry. Everything that enters the chain must be.
	pub fn is_well_formed(&self) -> bool {
		self.cpu_millicores > 0
			&& self.memory_mib > 0
			&& self.storage.ephemeral_mib > 0
			&& self.gpus.iter().all(|gpu| {
				gpu.units > 0
					&& !gpu.vendor.is_empty()
					&& !gpu.model.is_empty()
					&& gpu.memory_mib != Some(0)
			}) && self.gpus.windows(2).all(|pair| match pair {
			[a, b] => a.kind() < b.kind(),
			_ => true,
		})
	}

	/// Whether this can be what a machine has: well-formed, and every GPU's kind is said in full.
	pub fn is_capacity(&self) -> bool {
		self.is_well_formed() && self.gpus.iter().all(GpuUnits::is_concrete)
	}

	/// Nothing at all.
	pub fn is_zero(&self) -> bool {
		self == &Self::default()
	}

	/// All the memory that this takes, storage in memory included, in MiB.
	pub fn all_memory_mib(&self) -> u128 {
		u128::from(self.memory_mib) + u128::from(self.storage.ram_mib)
	}

	/// All the disk that this takes, ephemeral and persistent, in MiB.
	pub fn all_disk_mib(&self) -> u128 {
		u128::from(self.storage.ephemeral_mib) + u128::from(self.storage.persistent_mib)
	}

	/// `need` with every GPU that it leaves open decided: what it would take of `self`, which is
	/// concrete. `None` if it does not fit.
	///
	/// Each entry of `need` gets all its units from one kind, the first in the list that has
	/// enough left, so that equal replicas get equal GPUs; entries that leave less open choose
	/// first. What this returns is what is to be reserved and later released, to the unit.
	pub fn pick(&self, need: &Self) -> Option<Self> {
		let mut picked = Self { gpus: BoundedVec::new(), ..need.clone() };
		let mut left = self.checked_sub(&picked)?;
		for openness in 0..=2 {
			for entry in need.gpus.iter().filter(|entry| entry.openness() == openness) {
				let kind = left
					.gpus
					.iter()
					.find(|have| entry.is_met_by(have) && have.units >= entry.units)?;
				let part = Self {
					gpus: BoundedVec::try_from(alloc::vec![GpuUnits {
						units: entry.units,
						..kind.clone()
					}])
					.ok()?,
					..Default::default()
				};
				left = left.checked_sub(&part)?;
				picked = picked.checked_add(&part)?;
			}
		}
		Some(picked)
	}

	/// The sum; `None` on overflow or with more than [`MAX_GPU_KINDS`] kinds of GPU.
	pub fn checked_add(&self, other: &Self) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		for gpu in &other.gpus {
			match gpus.binary_search_by(|have| have.kind().cmp(&gpu.kind())) {
				Ok(at) => {
					let have = gpus.get_mut(at)?;
					have.units = have.units.checked_add(gpu.units)?;
				},
				Err(at) => gpus.try_insert(at, gpu.clone()).ok()?,
			}
		}
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_add(other.cpu_millicores)?,
			memory_mib: self.memory_mib.checked_add(other.memory_mib)?,
			storage: self.storage.checked_add(&other.storage)?,
			gpus,
			ports: self.ports.checked_add(other.ports)?,
		})
	}

	/// The difference; `None` where `other` has more of anything. GPUs are of the same kind only
	/// if what both say is the same: to take a need that leaves something open from a machine,
	/// [`Self::pick`] first.
	pub fn checked_sub(&self, other: &Self) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		for gpu in &other.gpus {
			let at = gpus.binary_search_by(|have| have.kind().cmp(&gpu.kind())).ok()?;
			let have = gpus.get_mut(at)?;
			have.units = have.units.checked_sub(gpu.units)?;
			if have.units == 0 {
				gpus.remove(at);
			}
		}
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_sub(other.cpu_millicores)?,
			memory_mib: self.memory_mib.checked_sub(other.memory_mib)?,
			storage: self.storage.checked_sub(&other.storage)?,
			gpus,
			ports: self.ports.checked_sub(other.ports)?,
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
			storage: self.storage.checked_mul(times)?,
			gpus,
			ports: self.ports.checked_mul(times.into())?,
		})
	}
}
