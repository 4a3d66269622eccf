//! Signed transactions, made without a node.

use codec::Encode;
use leasehold_runtime::{
	AccountId, Address, Hash, RuntimeCall, Signature, SignedPayload, TxExtension,
	UncheckedExtrinsic, VERSION,
};
use sp_core::{sr25519, Pair};
use sp_runtime::{generic::Era, OpaqueExtrinsic};

/// The secret URI of [`alice`].
pub const ALICE: &str = "//Alice";

/// `call`, signed by `signer` as its transaction number `nonce`, valid for ever on the chain that
/// began with `genesis`.
pub fn sign(
	signer: &sr25519::Pair,
	nonce: u32,
	call: RuntimeCall,
	genesis: Hash,
) -> OpaqueExtrinsic {
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(0),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let implicit = (
		(),
		(),
		VERSION.spec_version,
		VERSION.transaction_version,
		genesis,
		genesis,
		(),
		(),
		(),
		None,
		(),
	);
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| signer.sign(bytes));
	let who: AccountId = signer.public().into();
	let whole = UncheckedExtrinsic::new_signed(
		call,
		Address::from(who),
		Signature::from(signature),
		extension,
	);
	OpaqueExtrinsic::from(whole)
}

/// The key of test account `number` in `role`.
pub fn pair(role: &str, number: u32) -> sr25519::Pair {
	sr25519::Pair::from_seed(&seed(role, number))
}

/// The secret of [`pair`].
pub fn seed(role: &str, number: u32) -> [u8; 32] {
	sp_crypto_hashing::blake2_256(&(role, number).encode())
}

/// The account of [`pair`].
pub fn account(role: &str, number: u32) -> AccountId {
	pair(role, number).public().into()
}

/// The development chain's Alice, who is its root and its validator.
pub fn alice() -> sr25519::Pair {
	sr25519::Pair::from_string(ALICE, None).expect("a development key's URI is well-formed")
}
