//! What a machine has and a replica needs, as the chain has it, and whether one fits the other.
//! The rules are the chain's own, so that a bid is sent only where it will be taken.

use scale_decode::DecodeAsType;
use serde::{Serialize, Serializer};

/// Machines over which one bid may spread.
const MAX_PLACEMENTS: usize = 8;

/// Storage by class, in MiB.
#[derive(Clone, Copy, Debug, DecodeAsType, Default, Eq, PartialEq, Serialize)]
pub struct Storage {
	/// Gone with the workload.
	pub ephemeral_mib: u64,
	/// Kept over restarts.
	pub persistent_mib: u64,
	/// In memory.
	pub ram_mib: u64,
}

/// How a GPU is attached.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Interface {
	/// A card.
	Pcie,
	/// An SXM module.
	Sxm,
	/// An OAM module.
	Oam,
	/// On the CPU's die.
	Integrated,
}

impl Interface {
	/// The chain's name for it.
	pub fn name(self) -> &'static str {
		match self {
			Self::Pcie => "Pcie",
			Self::Sxm => "Sxm",
			Self::Oam => "Oam",
			Self::Integrated => "Integrated",
		}
	}
}

/// So many GPUs of one kind; in a need, memory and interface may be left open.
#[derive(Clone, Debug, DecodeAsType, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Gpu {
	/// Whose, in lower case.
	#[serde(serialize_with = "text")]
	pub vendor: Vec<u8>,
	/// Which, in lower case.
	#[serde(serialize_with = "text")]
	pub model: Vec<u8>,
	/// MiB of each.
	pub memory_mib: Option<u32>,
	/// How it is attached.
	pub interface: Option<Interface>,
	/// How many.
	pub units: u16,
}

fn text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
	serializer.serialize_str(&String::from_utf8_lossy(bytes))
}

impl Gpu {
	fn is_met_by(&self, have: &Self) -> bool {
		self.vendor == have.vendor
			&& self.model == have.model
			&& (self.memory_mib.is_none() || self.memory_mib == have.memory_mib)
			&& (self.interface.is_none() || self.interface == have.interface)
	}

	fn openness(&self) -> usize {
		usize::from(self.memory_mib.is_none()) + usize::from(self.interface.is_none())
	}
}

/// CPU, memory, storage, GPUs and public ports.
#[derive(Clone, Debug, DecodeAsType, Default, Eq, PartialEq, Serialize)]
pub struct Resources {
	/// Thousandths of a core.
	pub cpu_millicores: u32,
	/// MiB, storage in memory not counted.
	pub memory_mib: u64,
	/// Storage by class.
	pub storage: Storage,
	/// GPUs, each kind once.
	pub gpus: Vec<Gpu>,
	/// Ports that the public reaches.
	pub ports: u32,
}

impl Resources {
	/// So many times over; `None` on overflow.
	pub fn times(&self, count: u16) -> Option<Self> {
		let many = u64::from(count);
		let mut gpus = self.gpus.clone();
		for gpu in &mut gpus {
			gpu.units = gpu.units.checked_mul(count)?;
		}
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_mul(count.into())?,
			memory_mib: self.memory_mib.checked_mul(many)?,
			storage: Storage {
				ephemeral_mib: self.storage.ephemeral_mib.checked_mul(many)?,
				persistent_mib: self.storage.persistent_mib.checked_mul(many)?,
				ram_mib: self.storage.ram_mib.checked_mul(many)?,
			},
			gpus,
			ports: self.ports.checked_mul(count.into())?,
		})
	}

	/// What is left when `need` is taken; `None` if it does not fit. Each of its GPUs is taken
	/// from the first kind that will do; those that leave less open choose first.
	pub fn without(&self, need: &Self) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		let mut wanted: Vec<_> = need.gpus.iter().collect();
		wanted.sort_by_key(|gpu| gpu.openness());
		for gpu in wanted {
			let have =
				gpus.iter_mut().find(|have| gpu.is_met_by(have) && have.units >= gpu.units)?;
			have.units -= gpu.units;
		}
		gpus.retain(|gpu| gpu.units > 0);
		let (have, take) = (&self.storage, &need.storage);
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_sub(need.cpu_millicores)?,
			memory_mib: self.memory_mib.checked_sub(need.memory_mib)?,
			storage: Storage {
				ephemeral_mib: have.ephemeral_mib.checked_sub(take.ephemeral_mib)?,
				persistent_mib: have.persistent_mib.checked_sub(take.persistent_mib)?,
				ram_mib: have.ram_mib.checked_sub(take.ram_mib)?,
			},
			gpus,
			ports: self.ports.checked_sub(need.ports)?,
		})
	}

	/// The sum; `None` on overflow.
	pub fn with(&self, more: &Self) -> Option<Self> {
		let mut gpus = self.gpus.clone();
		for gpu in &more.gpus {
			let kind = |one: &Gpu| Gpu { units: 0, ..one.clone() };
			match gpus.iter_mut().find(|have| kind(have) == kind(gpu)) {
				Some(have) => have.units = have.units.checked_add(gpu.units)?,
				None => gpus.push(gpu.clone()),
			}
		}
		gpus.sort();
		let (have, add) = (&self.storage, &more.storage);
		Some(Self {
			cpu_millicores: self.cpu_millicores.checked_add(more.cpu_millicores)?,
			memory_mib: self.memory_mib.checked_add(more.memory_mib)?,
			storage: Storage {
				ephemeral_mib: have.ephemeral_mib.checked_add(add.ephemeral_mib)?,
				persistent_mib: have.persistent_mib.checked_add(add.persistent_mib)?,
				ram_mib: have.ram_mib.checked_add(add.ram_mib)?,
			},
			gpus,
			ports: self.ports.checked_add(more.ports)?,
		})
	}

	/// How many replicas of `each` fit, at most `wanted`.
	fn room(&self, each: &Self, wanted: u16) -> u16 {
		let fits = |count: &u16| each.times(*count).is_some_and(|all| self.without(&all).is_some());
		(1..=wanted).rev().find(fits).unwrap_or(0)
	}
}

/// A machine of the provider and what is free on it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Machine {
	/// Its place in the provider's list.
	pub index: u16,
	/// Its architecture, as the chain names it.
	pub architecture: String,
	/// What is neither reserved nor about to be.
	pub free: Resources,
	/// Whether it is let to one lease as a whole.
	pub dedicated: bool,
}

/// On which machines how many replicas run, machines in ascending order.
pub type Placement = Vec<(u16, u16)>;

impl Machine {
	/// Take what a placement of `each` would; `None` if it does not fit.
	pub fn take(&mut self, placement: &Placement, each: &Resources) -> Option<()> {
		for (index, count) in placement {
			if *index == self.index {
				self.free = self.free.without(&each.times(*count)?)?;
				if self.dedicated {
					self.free = Resources::default();
				}
			}
		}
		Some(())
	}
}

/// Where replicas would run, on as few machines as possible; `None` if they do not fit.
pub fn place(
	machines: &[Machine],
	each: &Resources,
	replicas: u16,
	architecture: Option<&str>,
	distinct: bool,
) -> Option<Placement> {
	if replicas == 0 {
		return None;
	}
	let most = if distinct { 1 } else { replicas };
	let suits =
		|machine: &&Machine| architecture.is_none_or(|wanted| wanted == machine.architecture);
	let fitting: Vec<_> = machines
		.iter()
		.filter(suits)
		.map(|machine| (machine, machine.free.room(each, most)))
		.filter(|(_, room)| *room > 0)
		.collect();
	// The smallest machine that has room for all, so that large ones stay whole.
	let whole = fitting.iter().filter(|(_, room)| *room >= replicas);
	let size = |machine: &Machine| (machine.free.cpu_millicores, machine.index);
	if let Some((machine, _)) = whole.min_by_key(|(machine, _)| size(machine)) {
		return Some(vec![(machine.index, replicas)]);
	}
	let mut rooms: Vec<_> =
		fitting.into_iter().map(|(machine, room)| (machine.index, room)).collect();
	rooms.sort_by_key(|(index, room)| (std::cmp::Reverse(*room), *index));
	let (mut left, mut placement) = (replicas, Vec::new());
	for (index, room) in rooms.into_iter().take(MAX_PLACEMENTS) {
		let here = room.min(left);
		left -= here;
		placement.push((index, here));
		if left == 0 {
			placement.sort_unstable();
			return Some(placement);
		}
	}
	None
}

#[cfg(test)]
mod tests {
	use super::*;

	fn each(cores: u32, gib: u64) -> Resources {
		Resources {
			cpu_millicores: cores * 1_000,
			memory_mib: gib * 1_024,
			storage: Storage { ephemeral_mib: 1_024, ..Default::default() },
			..Default::default()
		}
	}

	fn machine(index: u16, free: Resources) -> Machine {
		Machine { index, architecture: "Amd64".into(), free, dedicated: false }
	}

	fn machines(cores: &[u32]) -> Vec<Machine> {
		(0..)
			.zip(cores)
			.map(|(index, cores)| {
				let storage = Storage { ephemeral_mib: 1 << 20, ..Default::default() };
				machine(index, Resources { storage, ..each(*cores, 64) })
			})
			.collect()
	}

	fn gpu(model: &str, memory_mib: Option<u32>, units: u16) -> Gpu {
		Gpu {
			vendor: b"nvidia".to_vec(),
			model: model.into(),
			memory_mib,
			interface: memory_mib.map(|_| Interface::Sxm),
			units,
		}
	}

	#[test]
	fn replicas_should_lie_on_as_few_machines_as_possible() {
		let three = machines(&[4, 16, 8]);
		assert_eq!(place(&three, &each(2, 1), 2, None, false), Some(vec![(0, 2)]));
		assert_eq!(place(&three, &each(2, 1), 4, None, false), Some(vec![(2, 4)]));
		assert_eq!(place(&three, &each(2, 1), 12, None, false), Some(vec![(1, 8), (2, 4)]));
		assert_eq!(place(&three, &each(2, 1), 15, None, false), None);
		assert_eq!(place(&three, &each(17, 1), 1, None, false), None);
		assert_eq!(place(&three, &each(2, 1), 2, None, true), Some(vec![(0, 1), (1, 1)]));
		assert_eq!(place(&three, &each(2, 1), 4, None, true), None);
		assert_eq!(place(&three, &each(2, 1), 1, Some("Arm64"), false), None);
		assert_eq!(place(&three, &each(2, 1), 0, None, false), None);
	}

	#[test]
	fn gpus_should_be_taken_from_the_kind_that_is_asked_for() {
		let have = Resources {
			gpus: vec![gpu("a100", Some(40), 1), gpu("a100", Some(80), 2)],
			..each(8, 64)
		};
		let need = |gpus| Resources { gpus, ..each(1, 1) };
		let left = have.without(&need(vec![gpu("a100", None, 2)])).unwrap();
		assert_eq!(left.gpus, [gpu("a100", Some(40), 1)]);
		// What is open gives way to what is certain.
		let both = need(vec![gpu("a100", None, 1), gpu("a100", Some(40), 1)]);
		assert_eq!(have.without(&both).unwrap().gpus, [gpu("a100", Some(80), 1)]);
		assert_eq!(have.without(&need(vec![gpu("a100", None, 3)])), None);
		assert_eq!(have.without(&need(vec![gpu("h100", None, 1)])), None);
		let part = need(vec![gpu("a100", Some(80), 1)]);
		assert_eq!(have.without(&part).unwrap().with(&part), Some(have));
	}

	#[test]
	fn machine_should_have_less_left_when_something_is_taken() {
		let mut one = machine(3, each(4, 4));
		one.take(&vec![(2, 9)], &each(4, 4)).unwrap();
		assert_eq!(one.free, each(4, 4));
		assert_eq!(one.take(&vec![(3, 2)], &each(4, 4)), None);
		let mut whole = Machine { dedicated: true, ..machine(3, each(4, 4)) };
		whole
			.take(&vec![(3, 1)], &Resources { storage: Default::default(), ..each(1, 1) })
			.unwrap();
		assert_eq!(whole.free, Resources::default());
	}
}
