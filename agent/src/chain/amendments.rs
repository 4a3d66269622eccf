//! What tenants propose to change, by a node's RPC.

use super::{
	link::{call, failed, At, Call},
	market::placement,
	ChainError,
};
use crate::bidding::{
	order::Asset,
	resources::{Placement, Resources},
};
use leasehold_client::{account::AccountId, canonical::blake2_256};
use scale_decode::DecodeAsType;
use std::fmt::Display;
use subxt::dynamic::{self, Value};

/// A lease's terms, as they bear on a change of them.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
pub struct Terms {
	/// The deployment.
	pub deployment: u64,
	/// The group's place in it.
	pub group: u8,
	/// Who pays.
	pub tenant: [u8; 32],
	/// In what.
	pub asset: Asset,
	/// How much an hour.
	pub price: u128,
	/// What a replica has.
	pub resources: Resources,
	/// How many replicas.
	pub replicas: u16,
	/// What runs.
	pub manifest: [u8; 32],
}

/// What a tenant proposes.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
pub struct Amendment {
	/// What a replica is to have.
	pub resources: Resources,
	/// How many replicas.
	pub replicas: u16,
	/// Base units an hour.
	pub price: u128,
	/// What is to run.
	pub manifest: [u8; 32],
}

/// A proposal that waits for the provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proposal {
	/// The lease.
	pub lease: u64,
	/// What was agreed so far.
	pub terms: Terms,
	/// What is proposed.
	pub amendment: Amendment,
	/// What the acceptance names.
	pub hash: [u8; 32],
	/// The block at which it lapses.
	pub until: u32,
	/// Where the replicas run now.
	pub placement: Placement,
	/// What was taken of each of these machines.
	pub taken: Vec<Resources>,
}

fn cannot(why: &dyn Display) -> ChainError {
	failed("the tenants' proposals cannot be read")(why)
}

/// The proposal on a lease, if there is one that can be accepted.
pub async fn proposal(at: &At, lease: u64, me: AccountId) -> Result<Option<Proposal>, ChainError> {
	#[derive(DecodeAsType)]
	struct ChainProposal {
		amendment: Amendment,
		until: u32,
	}
	#[derive(DecodeAsType)]
	struct ChainLease {
		terms: Terms,
	}
	#[derive(DecodeAsType)]
	struct Reservation {
		placement: Placement,
		taken: Vec<Resources>,
	}
	let address = dynamic::storage::<(u64,), ChainProposal>("Leases", "Proposals");
	let found = at.storage().try_fetch(address, (lease,)).await.map_err(|why| cannot(&why))?;
	let Some(found) = found else { return Ok(None) };
	let ChainProposal { amendment, until } = found.decode().map_err(|why| cannot(&why))?;
	// What is hashed is the lease's number and the proposal as it is stored, without the block at
	// its end. So fields that this agent does not know are agreed to as they are.
	let mut bytes = lease.to_le_bytes().to_vec();
	let stored = found.bytes();
	bytes.extend(stored.get(..stored.len().saturating_sub(4)).unwrap_or_default());
	let hash = blake2_256(&bytes);
	let address = dynamic::storage::<(u64,), ChainLease>("Leases", "Leases");
	let found = at.storage().try_fetch(address, (lease,)).await.map_err(|why| cannot(&why))?;
	let Some(found) = found else { return Ok(None) };
	let ChainLease { terms } = found.decode().map_err(|why| cannot(&why))?;
	let address = dynamic::storage::<([u8; 32], u64), Reservation>("Providers", "Reservations");
	let found = at.storage().try_fetch(address, (me.0, lease)).await.map_err(|why| cannot(&why))?;
	let Some(found) = found else { return Ok(None) };
	let Reservation { placement, taken } = found.decode().map_err(|why| cannot(&why))?;
	Ok(Some(Proposal { lease, terms, amendment, hash, until, placement, taken }))
}

/// The call that accepts a proposal.
///
/// # Parameters
/// - `on`: where the replicas run from then on; `None`: where they do.
pub fn accept(lease: u64, hash: [u8; 32], on: Option<&Placement>) -> Call {
	let on = match on {
		Some(on) => Value::unnamed_variant("Some", [placement(on)]),
		None => Value::unnamed_variant("None", []),
	};
	let arguments = [
		("lease", Value::u128(lease.into())),
		("hash", Value::from_bytes(hash)),
		("placement", on),
	];
	call("Leases", "accept_amendment", arguments)
}
