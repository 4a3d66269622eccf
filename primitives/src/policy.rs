//! A validator's own policy for orders, handed by its node to the off-chain worker.

use crate::ManifestHash;
use alloc::vec::Vec;
use codec::{Decode, Encode};

/// Where the node writes the SCALE-encoded [`NodePolicy`] in the off-chain worker's persistent
/// storage.
pub const POLICY_KEY: &[u8] = b"leasehold::approval-policy";

/// What an operator's policy file says. Empty lists and absent limits allow everything.
#[derive(Clone, Debug, Default, Decode, Encode, Eq, PartialEq)]
pub struct NodePolicy {
	/// Manifests that this validator votes against.
	pub denied_manifests: Vec<ManifestHash>,
	/// Tenants (32-byte account ids) whose orders this validator votes against.
	pub denied_tenants: Vec<[u8; 32]>,
	/// The most CPU of one order, all replicas, in millicores.
	pub max_cpu_millicores: Option<u64>,
	/// The most memory of one order, all replicas, storage in memory included, in MiB.
	pub max_memory_mib: Option<u64>,
	/// The most storage on disk of one order, all replicas, ephemeral and persistent, in MiB.
	pub max_storage_mib: Option<u64>,
	/// The most GPU units of one order, all replicas and kinds.
	pub max_gpu_units: Option<u64>,
}

/// Where the node writes, in the off-chain worker's persistent storage, whether it may confirm
/// the leases that its provider wins: one byte, 1 for yes. Absent means no.
pub const AUTO_CONFIRM_KEY: &[u8] = b"leasehold::auto-confirm";
