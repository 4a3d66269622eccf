//! A validator's own policy for orders, handed by its node to the off-chain worker.

use crate::ManifestHash;
use alloc::vec::Vec;
use codec::{Decode, Encode};

/// Where the node writes the SCALE-encoded [`NodePolicy`] in the off-chain worker's persistent
/// storage.
pub const POLICY_KEY: &[u8] = b"leasehold::approval-policy";

/// An operator's own HTTP service, asked for a second opinion on what the rest of the policy
/// would approve.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq)]
pub struct ServicePolicy {
	/// Where it, or the proxy in front of it, listens: UTF-8.
	pub url: Vec<u8>,
	/// How long all its answers of a run may take, in milliseconds.
	pub deadline_ms: u32,
	/// The most bytes of an answer.
	pub max_bytes: u32,
}

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
	/// The operator's own service, if it has one.
	pub service: Option<ServicePolicy>,
}

/// Where the node writes, in the off-chain worker's persistent storage, whether it may confirm
/// the leases that its provider wins: one byte, 1 for yes. Absent means no.
pub const AUTO_CONFIRM_KEY: &[u8] = b"leasehold::auto-confirm";
