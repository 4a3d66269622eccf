//! How off-chain workers and consensus reports make transactions.

use crate::{
	AccountId, Nonce, Runtime, RuntimeCall, Signature, SignedPayload, System, TxExtension,
	UncheckedExtrinsic,
};
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_system::offchain::{
	AppCrypto, CreateAuthorizedTransaction, CreateBare, CreateSignedTransaction, CreateTransaction,
	CreateTransactionBase, SigningTypes,
};
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_runtime::{
	generic::Era,
	traits::{SaturatedConversion, Verify},
};

/// For how many blocks a transaction signed off chain stays valid. A power of two.
const MORTALITY: u64 = 64;

/// The extensions of a transaction made here: no tip, no metadata hash.
fn extension(era: Era, nonce: Nonce) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(era),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		ChargeTransactionPayment::from(0),
		CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}

impl SigningTypes for Runtime {
	type Public = <Signature as Verify>::Signer;
	type Signature = Signature;
}

impl<LocalCall> CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl<LocalCall> CreateBare<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

impl<LocalCall> CreateTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;

	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> CreateAuthorizedTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_extension() -> TxExtension {
		// Such a call brings what bounds its validity along; era and nonce do not apply.
		extension(Era::Immortal, 0)
	}
}

impl<LocalCall> CreateSignedTransaction<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_signed_transaction<C: AppCrypto<Self::Public, Self::Signature>>(
		call: RuntimeCall,
		public: Self::Public,
		account: AccountId,
		nonce: Nonce,
	) -> Option<UncheckedExtrinsic> {
		// The block being built on is not known to the chain's table of hashes yet.
		let parent = System::block_number().saturated_into::<u64>().saturating_sub(1);
		let extension = extension(Era::mortal(MORTALITY, parent), nonce);
		let payload = SignedPayload::new(call, extension)
			.inspect_err(|error| log::warn!("cannot make the payload of a transaction: {error:?}"))
			.ok()?;
		let signature = codec::Encode::using_encoded(&payload, |bytes| C::sign(bytes, public))?;
		let (call, extension, _) = payload.deconstruct();
		Some(UncheckedExtrinsic::new_signed(call, account.into(), signature, extension))
	}
}
