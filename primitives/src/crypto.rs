//! The keys with which off-chain workers sign.

/// The session key with which a validator's node votes on approvals.
pub mod approvals {
	use sp_core::crypto::KeyTypeId;

	/// `appr` in the keystore.
	pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"appr");

	mod app {
		use sp_application_crypto::{app_crypto, sr25519};
		app_crypto!(sr25519, super::KEY_TYPE);
	}

	/// A validator's public approval key.
	pub type AuthorityId = app::Public;
	/// A vote's signature.
	pub type AuthoritySignature = app::Signature;
	sp_application_crypto::with_pair! {
		/// A validator's approval key pair.
		pub type AuthorityPair = app::Pair;
	}
}

/// The key with which a provider's node sends heartbeats, confirmations and checkpoints.
pub mod service {
	use sp_core::crypto::KeyTypeId;

	/// `lsrv` in the keystore.
	pub const KEY_TYPE: KeyTypeId = KeyTypeId(*b"lsrv");

	mod app {
		use sp_application_crypto::{app_crypto, sr25519};
		app_crypto!(sr25519, super::KEY_TYPE);
	}

	/// A provider's public service key.
	pub type ServiceKey = app::Public;
	/// A service key's signature.
	pub type ServiceSignature = app::Signature;
	sp_application_crypto::with_pair! {
		/// A provider's service key pair.
		pub type ServicePair = app::Pair;
	}
}
