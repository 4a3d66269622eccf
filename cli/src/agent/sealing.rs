//! Passwords that only the provider's agent can read, whoever stands between.

use super::{failed, whole, Agent, Refused};
use hyper::{Method, Request, StatusCode};
use leasehold_client::{
	account::{from_hex, AccountId},
	chain::Failure,
	manifest::{Password, Upload},
	seal::{self, SealKey},
};
use serde_json::Value as Json;
use std::borrow::Cow;

impl Agent {
	/// The upload with its passwords sealed. The agent is asked for its key if there are any.
	pub(super) async fn sealed<'a>(&self, upload: &'a Upload) -> Result<Cow<'a, Upload>, Refused> {
		let is_plain = |password: &Password| matches!(password, Password::Plain(_));
		if !upload.credentials.iter().any(|credential| is_plain(&credential.password)) {
			return Ok(Cow::Borrowed(upload));
		}
		let request = Request::builder().method(Method::GET).uri("/v1/about");
		let answer = self.exchange(request, Vec::new()).await?;
		let bad = |failure| Refused { status: StatusCode::BAD_GATEWAY, failure };
		let about = serde_json::from_slice(&whole(answer).await.map_err(bad)?).unwrap_or_default();
		let key = key(&about, &self.provider, &self.genesis).map_err(bad)?;
		let mut upload = upload.clone();
		let sealed = upload.seal(&key);
		sealed.map_err(|why| bad(failed("the passwords cannot be sealed", why)))?;
		Ok(Cow::Owned(upload))
	}
}

/// The key that an agent tells, if its provider has signed that it is its agent's.
fn key(about: &Json, provider: &AccountId, genesis: &[u8; 32]) -> Result<SealKey, Failure> {
	let text = |name: &str| about.get(name).and_then(Json::as_str).unwrap_or_default();
	let key = from_hex::<32>(text("sealKey"));
	let key = key.filter(|key| {
		let signature = from_hex::<64>(text("sealSignature"));
		signature.is_some_and(|signature| seal::is_key_of(provider, genesis, key, &signature))
	});
	key.ok_or_else(|| {
		failed(
			"the passwords of the file are not sent",
			format!("the agent tells no key that {provider} has signed for this chain"),
		)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use leasehold_client::{
		account::to_hex,
		chain::{Account, Scheme},
		seal::Opener,
	};
	use serde_json::json;

	#[test]
	fn key_should_be_taken_when_the_provider_has_signed_it_for_this_chain() {
		let provider = Account::from_uri("//Provider1", Scheme::Sr25519).unwrap();
		let own = Opener::new([1; 32]).key();
		let about = |key: &SealKey, signed: &SealKey| {
			let signature = provider.sign_bytes(&seal::statement(&[7; 32], signed));
			json!({ "sealKey": to_hex(key), "sealSignature": to_hex(&signature) })
		};
		let good = about(&own, &own);
		assert_eq!(key(&good, &provider.id(), &[7; 32]).unwrap(), own);
		// Somebody in between tells a key of their own.
		let other = Opener::new([2; 32]).key();
		for (about, who, genesis) in [
			(about(&other, &own), provider.id(), [7; 32]),
			(good.clone(), AccountId([9; 32]), [7; 32]),
			(good, provider.id(), [8; 32]),
			(json!({ "sealKey": to_hex(&own) }), provider.id(), [7; 32]),
			(json!(null), provider.id(), [7; 32]),
		] {
			let why = key(&about, &who, &genesis).unwrap_err();
			assert!(why.message.contains("passwords of the file are not sent"), "{why}");
		}
	}
}
