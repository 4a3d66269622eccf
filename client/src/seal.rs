//! Short secrets that only one agent can read: sealed to its X25519 key, so that whoever stands
//! between tenant and agent, and whoever reads the agent's files without its key, learns nothing.

use crate::{account::AccountId, canonical::blake2_256, token};
use base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine};
use chacha20poly1305::{
	aead::{Aead, Payload},
	ChaCha20Poly1305, KeyInit, Nonce,
};
use x25519_dalek::{PublicKey, StaticSecret};

/// The public half of an agent's key.
pub type SealKey = [u8; 32];

/// What the provider signs so that tenants know the key for its agent's: 24 bytes of prefix, the
/// chain's genesis hash, the key.
pub fn statement(genesis: &[u8; 32], key: &SealKey) -> Vec<u8> {
	let mut message = b"leasehold agent seal key".to_vec();
	message.extend(genesis);
	message.extend(key);
	message
}

/// Whether the provider, by its sr25519 key, says that this is its agent's key.
pub fn is_key_of(
	provider: &AccountId,
	genesis: &[u8; 32],
	key: &SealKey,
	signature: &[u8; 64],
) -> bool {
	token::is_signed("sr25519", provider, &statement(genesis, key), signature)
}

/// The key that seals, and the one nonce that it is ever used with: it is new for each message.
fn cipher(sender: &[u8; 32], receiver: &[u8; 32], shared: &[u8; 32]) -> ChaCha20Poly1305 {
	let mut text = b"leasehold seal".to_vec();
	text.extend(sender);
	text.extend(receiver);
	text.extend(shared);
	ChaCha20Poly1305::new(&blake2_256(&text).into())
}

fn nonce() -> Nonce {
	Nonce::default()
}

/// Seal a text to a key.
///
/// # Parameters
/// - `context`: what the text is for; it opens with the same only.
///
/// # Errors
/// The system has no randomness, or the key is none.
pub fn seal(key: &SealKey, context: &str, text: &str) -> Result<String, String> {
	let mut seed = [0; 32];
	getrandom::fill(&mut seed).map_err(|why| format!("there is no randomness: {why}"))?;
	let secret = StaticSecret::from(seed);
	let sender = PublicKey::from(&secret).to_bytes();
	let shared = secret.diffie_hellman(&PublicKey::from(*key));
	if !shared.was_contributory() {
		return Err("the agent's key is none".into());
	}
	let payload = Payload { msg: text.as_bytes(), aad: context.as_bytes() };
	let sealed = cipher(&sender, key, shared.as_bytes()).encrypt(&nonce(), payload);
	let mut bytes = sender.to_vec();
	bytes.extend(sealed.map_err(|_| "the text is too long to be sealed")?);
	Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The key that opens.
#[derive(Clone)]
pub struct Opener(StaticSecret);

impl Opener {
	/// A key of these secret bytes.
	pub fn new(secret: [u8; 32]) -> Self {
		Self(StaticSecret::from(secret))
	}

	/// What others seal with.
	pub fn key(&self) -> SealKey {
		PublicKey::from(&self.0).to_bytes()
	}

	/// Open what was sealed for `context`; `None` if it was not, or not with this key.
	pub fn open(&self, context: &str, sealed: &str) -> Option<String> {
		let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
		let (sender, rest) = bytes.split_first_chunk::<32>()?;
		let shared = self.0.diffie_hellman(&PublicKey::from(*sender));
		if !shared.was_contributory() {
			return None;
		}
		let payload = Payload { msg: rest, aad: context.as_bytes() };
		let text = cipher(sender, &self.key(), shared.as_bytes()).decrypt(&nonce(), payload);
		String::from_utf8(text.ok()?).ok()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn key_should_be_the_agents_when_its_provider_says_so() {
		let provider = schnorrkel::MiniSecretKey::from_bytes(&[3; 32]).unwrap();
		let provider = provider.expand_to_keypair(schnorrkel::ExpansionMode::Ed25519);
		let (account, genesis) = (AccountId(provider.public.to_bytes()), [7; 32]);
		let key = Opener::new([1; 32]).key();
		let signed = provider.sign_simple(b"substrate", &statement(&genesis, &key)).to_bytes();
		assert!(is_key_of(&account, &genesis, &key, &signed));
		assert!(!is_key_of(&account, &[8; 32], &key, &signed));
		assert!(!is_key_of(&account, &genesis, &Opener::new([2; 32]).key(), &signed));
		assert!(!is_key_of(&AccountId([9; 32]), &genesis, &key, &signed));
	}

	#[test]
	fn open_should_undo_seal_for_the_same_key_and_context_only() {
		let (own, other) = (Opener::new([1; 32]), Opener::new([2; 32]));
		let sealed = seal(&own.key(), "a", "pässword").unwrap();
		assert_eq!(own.open("a", &sealed), Some("pässword".into()));
		assert_eq!(own.open("b", &sealed), None);
		assert_eq!(other.open("a", &sealed), None);
		assert_ne!(seal(&own.key(), "a", "pässword").unwrap(), sealed);
		let mut bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
		for at in 0..bytes.len() {
			bytes[at] ^= 1;
			assert_eq!(own.open("a", &URL_SAFE_NO_PAD.encode(&bytes)), None, "byte {at}");
			bytes[at] ^= 1;
		}
		for text in ["", "AAAA", "no base64!"] {
			assert_eq!(own.open("a", text), None);
		}
		assert!(seal(&[0; 32], "a", "text").is_err(), "a key that gives everybody the same");
	}
}
