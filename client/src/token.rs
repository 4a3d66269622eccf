//! Tokens by which a tenant's chain account speaks to a provider's agent.
//!
//! A token is `claims.scheme.signature`: the claims' canonical JSON in base64url, `sr25519` or
//! `ed25519`, and 64 bytes in base64url. What is signed is [`PREFIX`] and the first part, bare or
//! wrapped in `<Bytes>…</Bytes>` as wallets do. A token is good once, for one provider, one lease
//! and the scopes that it names, for a few minutes.

use crate::{
	account::{from_hex, to_hex, AccountId},
	canonical::canonical,
};
use base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine};
use ed25519_dalek::Signer;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What every signed text begins with, so that no other signature is ever a token.
pub const PREFIX: &str = "Leasehold token 1: ";
/// The longest token that is read, in bytes.
const MAX_BYTES: usize = 2_048;
/// The longest that a token may live, in seconds.
pub const MAX_LIFE: u64 = 600;
/// How far the tenant's clock may run ahead, in seconds.
const MAX_AHEAD: u64 = 60;
/// The context of every sr25519 signature on chain and by wallets.
const CONTEXT: &[u8] = b"substrate";

/// What a token allows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
	/// Send the manifest.
	Manifest,
	/// Ask what runs.
	Status,
	/// Read logs.
	Logs,
	/// Run commands in a container.
	Shell,
	/// Read what is used.
	Metrics,
	/// Follow what happens.
	Events,
}

/// What a token says.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
	/// The chain's genesis hash, in hexadecimal.
	pub genesis: String,
	/// The provider that it is for.
	pub audience: AccountId,
	/// Who signs.
	pub issuer: AccountId,
	/// Which lease it is about.
	pub lease: u64,
	/// What it allows.
	pub scopes: Vec<Scope>,
	/// When it was made, in seconds of Unix time.
	pub issued: u64,
	/// When it ends, in seconds of Unix time.
	pub expires: u64,
	/// Sixteen random bytes in hexadecimal.
	pub nonce: String,
}

/// A key that signs tokens.
pub enum Key {
	/// The usual kind of account.
	Sr25519(Box<schnorrkel::Keypair>),
	/// The other kind.
	Ed25519(Box<ed25519_dalek::SigningKey>),
	/// An sr25519 account whose secret another library, or a device, keeps.
	Elsewhere(AccountId, Sign),
}

/// Signs bytes with sr25519, in the context that the chain and wallets use.
pub type Sign = Box<dyn Fn(&[u8]) -> [u8; 64] + Send + Sync>;

/// What the agent knows when a token comes.
#[derive(Clone, Debug)]
pub struct Expected {
	/// The chain.
	pub genesis: [u8; 32],
	/// The agent's own provider.
	pub audience: AccountId,
	/// The lease that is asked about.
	pub lease: u64,
	/// The lease's tenant.
	pub tenant: AccountId,
	/// What is asked for.
	pub scope: Scope,
	/// Seconds of Unix time.
	pub now: u64,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
	/// It is not a token at all.
	Malformed,
	/// The signature is not the issuer's.
	Forged,
	/// It is for another chain.
	WrongChain,
	/// It is for another provider.
	WrongAudience,
	/// It is about another lease.
	WrongLease,
	/// Its issuer is not the lease's tenant.
	WrongIssuer,
	/// It does not allow what is asked for.
	WrongScope,
	/// It has ended.
	Expired,
	/// It was made in the future.
	NotYet,
	/// It would live too long.
	TooLong,
	/// It was used before.
	Replayed,
	/// Too many tokens are alive to remember another.
	TooMany,
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		f.write_str(match self {
			Self::Malformed => "this is not a token: it must be claims.scheme.signature",
			Self::Forged => "the token's signature is not its issuer's",
			Self::WrongChain => "the token is for another chain",
			Self::WrongAudience => "the token is for another provider",
			Self::WrongLease => "the token is about another lease",
			Self::WrongIssuer => "the token is not signed by the lease's tenant",
			Self::WrongScope => "the token does not allow this",
			Self::Expired => "the token has expired; sign a new one",
			Self::NotYet => "the token is from the future; set your clock",
			Self::TooLong => "the token lives longer than 10 minutes",
			Self::Replayed => "the token was used before; sign a new one for each request",
			Self::TooMany => "too many tokens are alive; try again in some minutes",
		})
	}
}

impl std::error::Error for Refusal {}

impl Key {
	/// The account that it signs for.
	pub fn account(&self) -> AccountId {
		match self {
			Self::Sr25519(pair) => AccountId(pair.public.to_bytes()),
			Self::Ed25519(key) => AccountId(key.verifying_key().to_bytes()),
			Self::Elsewhere(account, _) => *account,
		}
	}

	/// The sr25519 key of 32 bytes of seed, as `subkey` and wallets expand it.
	pub fn sr25519(seed: &[u8; 32]) -> Option<Self> {
		let secret = schnorrkel::MiniSecretKey::from_bytes(seed).ok()?;
		Some(Self::Sr25519(Box::new(secret.expand_to_keypair(schnorrkel::ExpansionMode::Ed25519))))
	}

	/// The ed25519 key of 32 bytes of seed.
	pub fn ed25519(seed: &[u8; 32]) -> Self {
		Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(seed)))
	}

	fn scheme(&self) -> &'static str {
		match self {
			Self::Sr25519(_) | Self::Elsewhere(..) => "sr25519",
			Self::Ed25519(_) => "ed25519",
		}
	}

	fn sign(&self, message: &[u8]) -> [u8; 64] {
		match self {
			Self::Sr25519(pair) => pair.sign_simple(CONTEXT, message).to_bytes(),
			Self::Ed25519(key) => key.sign(message).to_bytes(),
			Self::Elsewhere(_, sign) => sign(message),
		}
	}

	/// Make a token. Its issuer is this key's account, whatever the claims say.
	pub fn issue(&self, claims: &Claims) -> String {
		let claims = Claims { issuer: self.account(), ..claims.clone() };
		// Strings and whole numbers only: this cannot fail.
		let json = serde_json::to_value(&claims).ok().and_then(|value| canonical(&value));
		let body = URL_SAFE_NO_PAD.encode(json.unwrap_or_default());
		let signature = self.sign(format!("{PREFIX}{body}").as_bytes());
		format!("{body}.{}.{}", self.scheme(), URL_SAFE_NO_PAD.encode(signature))
	}
}

impl Claims {
	/// Claims with a fresh nonce, from now for as long as that; the issuer is filled in by
	/// [`Key::issue`]. `None` if the machine has no randomness.
	pub fn new(
		genesis: &[u8; 32],
		audience: AccountId,
		lease: u64,
		scopes: &[Scope],
		now: u64,
		seconds: u64,
	) -> Option<Self> {
		let nonce = random_bytes::<16>()?;
		Some(Self {
			genesis: to_hex(genesis),
			audience,
			issuer: AccountId([0; 32]),
			lease,
			scopes: scopes.to_vec(),
			issued: now,
			expires: now.saturating_add(seconds.min(MAX_LIFE)),
			nonce: to_hex(&nonce),
		})
	}
}

/// Bytes that nobody can guess. `None` if the machine has no randomness.
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
	let mut bytes = [0; N];
	getrandom::fill(&mut bytes).ok()?;
	Some(bytes)
}

/// What a token claims, once its signature is found to be its issuer's.
pub fn read(token: &str) -> Result<Claims, Refusal> {
	let mut parts = token.split('.');
	let (Some(body), Some(scheme), Some(signature), None) =
		(parts.next(), parts.next(), parts.next(), parts.next())
	else {
		return Err(Refusal::Malformed);
	};
	if token.len() > MAX_BYTES {
		return Err(Refusal::Malformed);
	}
	let decode = |text| URL_SAFE_NO_PAD.decode(text).map_err(|_| Refusal::Malformed);
	let signature: [u8; 64] = decode(signature)?.try_into().map_err(|_| Refusal::Malformed)?;
	let json = decode(body)?;
	let claims: Claims = serde_json::from_slice(&json).map_err(|_| Refusal::Malformed)?;
	// One spelling only, or one token would have several texts.
	let value = serde_json::to_value(&claims).map_err(|_| Refusal::Malformed)?;
	if canonical(&value).map(String::into_bytes) != Some(json)
		|| from_hex::<16>(&claims.nonce).is_none()
	{
		return Err(Refusal::Malformed);
	}
	let bare = format!("{PREFIX}{body}");
	let wrapped = format!("<Bytes>{bare}</Bytes>");
	let signed = |message: &str| is_signed(scheme, &claims.issuer, message.as_bytes(), &signature);
	match scheme {
		"sr25519" | "ed25519" if signed(&bare) || signed(&wrapped) => Ok(claims),
		"sr25519" | "ed25519" => Err(Refusal::Forged),
		_ => Err(Refusal::Malformed),
	}
}

pub(crate) fn is_signed(
	scheme: &str,
	issuer: &AccountId,
	message: &[u8],
	signature: &[u8; 64],
) -> bool {
	if scheme == "sr25519" {
		let key = schnorrkel::PublicKey::from_bytes(&issuer.0);
		let signature = schnorrkel::Signature::from_bytes(signature);
		return matches!((key, signature), (Ok(key), Ok(signature))
			if key.verify_simple(CONTEXT, message, &signature).is_ok());
	}
	let signature = ed25519_dalek::Signature::from_bytes(signature);
	ed25519_dalek::VerifyingKey::from_bytes(&issuer.0)
		.is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
}

/// Whether a token allows what is asked for. That it was not used before is for
/// [`crate::replay::Replays`] to say, last of all, so that a refused token is not spent.
pub fn check(token: &str, expected: &Expected) -> Result<Claims, Refusal> {
	let claims = read(token)?;
	let refuse = |when: bool, why: Refusal| if when { Err(why) } else { Ok(()) };
	refuse(claims.genesis != to_hex(&expected.genesis), Refusal::WrongChain)?;
	refuse(claims.audience != expected.audience, Refusal::WrongAudience)?;
	refuse(claims.lease != expected.lease, Refusal::WrongLease)?;
	refuse(claims.issuer != expected.tenant, Refusal::WrongIssuer)?;
	refuse(!claims.scopes.contains(&expected.scope), Refusal::WrongScope)?;
	refuse(claims.expires <= expected.now, Refusal::Expired)?;
	refuse(claims.issued > expected.now.saturating_add(MAX_AHEAD), Refusal::NotYet)?;
	refuse(claims.expires.saturating_sub(claims.issued) > MAX_LIFE, Refusal::TooLong)?;
	Ok(claims)
}
