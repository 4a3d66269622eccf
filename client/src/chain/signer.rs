//! The account that signs: from a phrase, a seed or a derivation, or from a file that
//! polkadot.js has written.

use crate::{account::AccountId, canonical::blake2_256, token};
use codec::Encode;
use ed25519_dalek::{Signer as _, SigningKey};
use std::str::FromStr;
use subxt::{
	tx::Signer,
	utils::{AccountId32, MultiSignature},
};
use subxt_signer::{
	bip39::Mnemonic, polkadot_js_compat, sr25519::Keypair, DeriveJunction, ExposeSecret, SecretUri,
};

/// The kind of a key.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Scheme {
	/// The usual one.
	#[default]
	Sr25519,
	/// As hardware has it.
	Ed25519,
}

/// An account with its secret.
#[derive(Clone)]
pub enum Account {
	/// An sr25519 key.
	Sr25519(Keypair),
	/// An ed25519 key.
	Ed25519(SigningKey),
}

impl From<Keypair> for Account {
	fn from(pair: Keypair) -> Self {
		Self::Sr25519(pair)
	}
}

/// The prefix of what is hashed to derive an ed25519 key.
const ED25519_DERIVATION: &str = "Ed25519HDKD";

impl Account {
	/// Read a secret: a phrase of 12 to 24 words, `0x` and 64 hexadecimal digits, either with
	/// `//derivation` behind it, or a derivation of the development phrase such as `//Alice`.
	pub fn from_uri(text: &str, scheme: Scheme) -> Result<Self, String> {
		// What is wrong with a secret is never quoted.
		let refuse = || {
			"the secret is none: it must be a phrase, 0x and 64 hexadecimal digits, or a derivation such as //Alice".to_string()
		};
		// An empty one would be the development phrase's, which everybody knows.
		if text.trim().is_empty() {
			return Err(refuse());
		}
		let uri = SecretUri::from_str(text.trim()).map_err(|_| refuse())?;
		match scheme {
			Scheme::Sr25519 => Keypair::from_uri(&uri).map(Self::Sr25519).map_err(|_| refuse()),
			Scheme::Ed25519 => ed25519(&uri)?.map(Self::Ed25519).ok_or_else(refuse),
		}
	}

	/// Read a file that polkadot.js has exported. Its keys are sr25519.
	pub fn from_keystore(json: &str, password: &str) -> Result<Self, String> {
		polkadot_js_compat::decrypt_json(json, password).map(Self::Sr25519).map_err(|why| match why
		{
			polkadot_js_compat::Error::Json(_) => {
				"the file is not an account as polkadot.js exports it".to_string()
			},
			polkadot_js_compat::Error::UnsupportedEncoding => {
				"the account is not an encrypted sr25519 one; use --suri with its phrase"
					.to_string()
			},
			_ => "the password is wrong, or the file is damaged".to_string(),
		})
	}

	/// Its public half.
	pub fn id(&self) -> AccountId {
		match self {
			Self::Sr25519(pair) => AccountId(pair.public_key().0),
			Self::Ed25519(key) => AccountId(key.verifying_key().to_bytes()),
		}
	}

	/// Sign bytes as they are.
	pub fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
		match self {
			Self::Sr25519(pair) => pair.sign(message).0,
			Self::Ed25519(key) => key.sign(message).to_bytes(),
		}
	}

	/// The same key for tokens.
	pub fn token_key(&self) -> token::Key {
		match self {
			Self::Sr25519(pair) => {
				let pair = pair.clone();
				token::Key::Elsewhere(self.id(), Box::new(move |message| pair.sign(message).0))
			},
			Self::Ed25519(key) => token::Key::Ed25519(Box::new(key.clone())),
		}
	}
}

impl Signer<super::Config> for Account {
	fn account_id(&self) -> AccountId32 {
		AccountId32(self.id().0)
	}

	fn sign(&self, payload: &[u8]) -> MultiSignature {
		let signature = self.sign_bytes(payload);
		match self {
			Self::Sr25519(_) => MultiSignature::Sr25519(signature),
			Self::Ed25519(_) => MultiSignature::Ed25519(signature),
		}
	}
}

/// The ed25519 key of a secret. `None` if there is no seed in it.
fn ed25519(uri: &SecretUri) -> Result<Option<SigningKey>, String> {
	let phrase = uri.phrase.expose_secret();
	let seed = match phrase.strip_prefix("0x") {
		Some(digits) => crate::account::from_hex::<32>(digits),
		None => Mnemonic::from_str(phrase).ok().and_then(|mnemonic| {
			let (entropy, length) = mnemonic.to_entropy_array();
			let password = uri.password.as_ref().map(|secret| secret.expose_secret());
			seed_of(entropy.get(..length)?, password.unwrap_or(""))
		}),
	};
	let Some(mut seed) = seed else { return Ok(None) };
	for junction in &uri.junctions {
		let DeriveJunction::Hard(code) = junction else {
			return Err("an ed25519 key is derived with // only, never with a single /".into());
		};
		seed = blake2_256(&(ED25519_DERIVATION, seed, code).encode());
	}
	Ok(Some(SigningKey::from_bytes(&seed)))
}

/// The seed of a phrase's entropy, as polkadot-sdk stretches it.
fn seed_of(entropy: &[u8], password: &str) -> Option<[u8; 32]> {
	let salt = format!("mnemonic{password}");
	let mut seed = [0; 64];
	pbkdf2::pbkdf2_hmac::<sha2::Sha512>(entropy, salt.as_bytes(), 2_048, &mut seed);
	seed.get(..32)?.try_into().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn from_uri_should_know_the_development_accounts() {
		let address = |uri, scheme| Account::from_uri(uri, scheme).unwrap().id().to_string();
		assert_eq!(
			address("//Alice", Scheme::Sr25519),
			"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
		);
		// What subkey prints for `--scheme ed25519 //Alice`.
		assert_eq!(
			address("//Alice", Scheme::Ed25519),
			"5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"
		);
		let seed = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e//Alice";
		assert_eq!(address(seed, Scheme::Sr25519), address("//Alice", Scheme::Sr25519));
		assert_eq!(address(seed, Scheme::Ed25519), address("//Alice", Scheme::Ed25519));
	}

	#[test]
	fn from_uri_should_not_repeat_the_secret_when_it_is_wrong() {
		for text in ["", "0x12", "one two three", "0xzz//Alice"] {
			for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
				let why = Account::from_uri(text, scheme).err().unwrap_or_default();
				assert!(why.starts_with("the secret is none"), "{text}: {why}");
			}
		}
		assert!(Account::from_uri("//Alice/soft", Scheme::Ed25519).is_err());
		assert!(Account::from_uri("//Alice/soft", Scheme::Sr25519).is_ok());
	}

	/// Made for this test by `@polkadot/keyring`, of the phrase `//Tenant1` with the password
	/// `leasehold`.
	const KEYSTORE: &str = include_str!("../../tests/keystore.json");

	#[test]
	fn from_keystore_should_need_the_password() {
		let account = Account::from_keystore(KEYSTORE, "leasehold").unwrap();
		let tenant = Account::from_uri("//Tenant1", Scheme::Sr25519).unwrap();
		assert_eq!(account.id(), tenant.id());
		let why = |json, password| Account::from_keystore(json, password).err().unwrap();
		assert!(why(KEYSTORE, "wrong").contains("password is wrong"));
		assert!(why("{}", "leasehold").contains("not an account as polkadot.js exports it"));
	}

	#[test]
	fn token_key_should_sign_for_the_same_account() {
		for scheme in [Scheme::Sr25519, Scheme::Ed25519] {
			let account = Account::from_uri("//Tenant1", scheme).unwrap();
			let claims =
				token::Claims::new(&[7; 32], account.id(), 4, &[token::Scope::Logs], 1, 60)
					.unwrap();
			let token = account.token_key().issue(&claims);
			assert_eq!(token::read(&token).unwrap().issuer, account.id());
		}
	}
}
