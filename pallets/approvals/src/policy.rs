//! How a validator's node judges a subject by itself: a pure function of what the chain and the
//! node's own policy say.

use codec::Encode;
use leasehold_primitives::{policy::NodePolicy, traits::SubjectFacts, Resources};

/// From here on, codes are the operator's own.
pub const OWN_REASONS: u16 = 1_000;

/// Why a node votes as it does. The code travels with the vote.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u16)]
pub enum Reason {
	/// Nothing speaks against it: the reason of a vote for it.
	Fine = 0,
	/// The manifest is on the chain's deny-list.
	ManifestDeniedOnChain = 1,
	/// The tenant is on the chain's deny-list.
	TenantDeniedOnChain = 2,
	/// The manifest is on the node's deny-list.
	ManifestDeniedByPolicy = 3,
	/// The tenant is on the node's deny-list.
	TenantDeniedByPolicy = 4,
	/// More CPU than the node's limit.
	TooMuchCpu = 5,
	/// More memory than the node's limit.
	TooMuchMemory = 6,
	/// More storage than the node's limit.
	TooMuchStorage = 7,
	/// More GPU units than the node's limit.
	TooManyGpus = 8,
	/// The operator's own service is against it and gives no code.
	DeniedByService = 9,
}

impl Reason {
	/// The code that goes into a vote.
	pub fn code(self) -> u16 {
		self as u16
	}

	/// Whether it is a reason to vote for the subject.
	pub fn approves(self) -> bool {
		self == Self::Fine
	}
}

/// What the chain's deny-lists say of a subject now.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Denials {
	/// Its manifest is denied.
	pub manifest: bool,
	/// Who asks is denied.
	pub tenant: bool,
}

/// Judge a subject: the first reason against it in the order of codes, or [`Reason::Fine`].
pub fn assess<AccountId: Encode>(
	facts: &SubjectFacts<AccountId>,
	denials: Denials,
	policy: &NodePolicy,
) -> Reason {
	let who = facts.who.encode();
	let Resources { cpu_millicores, gpus, .. } = &facts.resources;
	let gpu_units = gpus.iter().map(|gpu| u128::from(gpu.units)).sum::<u128>();
	let over = |limit: Option<u64>, need: u128| limit.is_some_and(|limit| need > u128::from(limit));
	let checks = [
		(denials.manifest, Reason::ManifestDeniedOnChain),
		(denials.tenant, Reason::TenantDeniedOnChain),
		(policy.denied_manifests.contains(&facts.manifest), Reason::ManifestDeniedByPolicy),
		(
			policy.denied_tenants.iter().any(|tenant| tenant[..] == who[..]),
			Reason::TenantDeniedByPolicy,
		),
		(over(policy.max_cpu_millicores, u128::from(*cpu_millicores)), Reason::TooMuchCpu),
		(over(policy.max_memory_mib, facts.resources.all_memory_mib()), Reason::TooMuchMemory),
		(over(policy.max_storage_mib, facts.resources.all_disk_mib()), Reason::TooMuchStorage),
		(over(policy.max_gpu_units, gpu_units), Reason::TooManyGpus),
	];
	checks
		.into_iter()
		.find_map(|(speaks_against, reason)| speaks_against.then_some(reason))
		.unwrap_or(Reason::Fine)
}
