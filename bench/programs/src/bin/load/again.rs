//! What a client does about transactions that a pool has lost: it looks at its account's nonce on
//! the chain, and sends again what comes after.

use crate::node::Node;
use codec::{Decode, Encode};
use leasehold_runtime::{AccountId, Address, Runtime, UncheckedExtrinsic};
use sp_runtime::{generic::Preamble, OpaqueExtrinsic};
use std::collections::BTreeMap;

/// Those of `extrinsics` whose signers have not come so far on the best chain, in their order.
pub async fn missing(
	node: &Node,
	extrinsics: &[OpaqueExtrinsic],
) -> Result<Vec<OpaqueExtrinsic>, String> {
	let mut nonces = BTreeMap::<AccountId, u32>::new();
	let mut missing = Vec::new();
	for extrinsic in extrinsics {
		let (signer, nonce) = signed(extrinsic)?;
		let next = match nonces.get(&signer) {
			Some(next) => *next,
			None => {
				let key = frame_system::Account::<Runtime>::hashed_key_for(&signer);
				let next =
					node.read(key, None).await?.map_or(0, |account: AccountInfo| account.nonce);
				nonces.insert(signer, next);
				next
			},
		};
		if nonce >= next {
			missing.push(extrinsic.clone());
		}
	}
	Ok(missing)
}

type AccountInfo = frame_system::AccountInfo<
	<Runtime as frame_system::Config>::Nonce,
	<Runtime as frame_system::Config>::AccountData,
>;

/// Who has signed a transaction, as which of its own.
fn signed(extrinsic: &OpaqueExtrinsic) -> Result<(AccountId, u32), String> {
	let whole = UncheckedExtrinsic::decode(&mut &extrinsic.encode()[..])
		.map_err(|e| format!("one of our own transactions cannot be read: {e}"))?;
	match whole.preamble {
		Preamble::Signed(Address::Id(who), _, extension) => Ok((who, extension.6 .0)),
		_ => Err("one of our own transactions is not signed".into()),
	}
}
