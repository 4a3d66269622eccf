//! Tokens: what is let through once, and everything that is refused.

use base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine};
use leasehold_client::{
	account::AccountId,
	replay::Replays,
	token::{check, read, Claims, Expected, Key, Refusal, Scope, MAX_LIFE, PREFIX},
};
use proptest::prelude::*;
use std::{fs, path::PathBuf};

const GENESIS: [u8; 32] = [7; 32];
const PROVIDER: AccountId = AccountId([8; 32]);
const NOW: u64 = 1_800_000_000;

fn keys() -> [Key; 2] {
	[Key::sr25519(&[1; 32]).unwrap(), Key::ed25519(&[2; 32])]
}

fn claims() -> Claims {
	Claims::new(&GENESIS, PROVIDER, 42, &[Scope::Logs, Scope::Status], NOW, 120).unwrap()
}

fn expected(key: &Key) -> Expected {
	Expected {
		genesis: GENESIS,
		audience: PROVIDER,
		lease: 42,
		tenant: key.account(),
		scope: Scope::Logs,
		now: NOW,
	}
}

/// A file of the test's own that goes away with it.
struct Store(PathBuf);

impl Store {
	fn new(name: &str) -> Self {
		let file = format!("leasehold-replays-{name}-{}", std::process::id());
		Self(std::env::temp_dir().join(file))
	}

	fn open(&self, now: u64) -> Replays {
		Replays::open(&self.0, now).unwrap()
	}
}

impl Drop for Store {
	fn drop(&mut self) {
		let _ = fs::remove_file(&self.0);
	}
}

#[test]
fn token_should_be_let_through_when_everything_fits() {
	for key in keys() {
		let token = key.issue(&claims());
		let found = check(&token, &expected(&key)).unwrap();
		assert_eq!((found.issuer, found.lease), (key.account(), 42));
	}
}

#[test]
fn token_should_be_of_the_well_known_account_when_the_seed_is() {
	// `subkey inspect //Alice`: seed and address.
	let seed = leasehold_client::account::from_hex(
		"e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
	);
	let alice = Key::sr25519(&seed.unwrap()).unwrap();
	assert_eq!(alice.account().to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
}

#[test]
fn token_should_be_refused_when_it_is_for_something_else() {
	for key in keys() {
		let token = key.issue(&claims());
		let refused = |change: &dyn Fn(&mut Expected)| {
			let mut expected = expected(&key);
			change(&mut expected);
			check(&token, &expected).unwrap_err()
		};
		assert_eq!(refused(&|it| it.genesis = [0; 32]), Refusal::WrongChain);
		assert_eq!(refused(&|it| it.audience = AccountId([9; 32])), Refusal::WrongAudience);
		assert_eq!(refused(&|it| it.lease = 43), Refusal::WrongLease);
		assert_eq!(refused(&|it| it.tenant = AccountId([9; 32])), Refusal::WrongIssuer);
		assert_eq!(refused(&|it| it.scope = Scope::Shell), Refusal::WrongScope);
		assert_eq!(refused(&|it| it.scope = Scope::Manifest), Refusal::WrongScope);
	}
}

#[test]
fn token_should_be_refused_when_its_time_is_wrong() {
	let key = &keys()[0];
	let at = |now| check(&key.issue(&claims()), &Expected { now, ..expected(key) }).map(|_| ());
	assert_eq!(at(NOW + 119), Ok(()));
	assert_eq!(at(NOW + 120), Err(Refusal::Expired));
	assert_eq!(at(NOW - 60), Ok(()));
	assert_eq!(at(NOW - 61), Err(Refusal::NotYet));
	let long = Claims { expires: NOW + MAX_LIFE + 1, ..claims() };
	assert_eq!(check(&key.issue(&long), &expected(key)), Err(Refusal::TooLong));
	let endless = Claims { issued: 0, expires: u64::MAX, ..claims() };
	assert_eq!(check(&key.issue(&endless), &expected(key)), Err(Refusal::TooLong));
}

#[test]
fn token_should_be_refused_when_another_signed_it() {
	let [sr25519, ed25519] = keys();
	for (key, other) in [(&sr25519, &ed25519), (&ed25519, &sr25519)] {
		// Another's claims under one's own signature, and the reverse, and another's scheme.
		let (own, foreign) = (key.issue(&claims()), other.issue(&claims()));
		let part = |token: &str, at| token.split('.').nth(at).unwrap().to_string();
		let mixed = format!("{}.{}.{}", part(&foreign, 0), part(&own, 1), part(&own, 2));
		assert_eq!(read(&mixed), Err(Refusal::Forged));
		let mixed = format!("{}.{}.{}", part(&own, 0), part(&own, 1), part(&foreign, 2));
		assert!(read(&mixed).is_err());
		let mixed = format!("{}.{}.{}", part(&own, 0), part(&foreign, 1), part(&own, 2));
		assert_eq!(read(&mixed), Err(Refusal::Forged));
	}
}

#[test]
fn token_should_be_let_through_when_a_wallet_wrapped_it() {
	use ed25519_dalek::Signer;
	let key = &keys()[1];
	let body = key.issue(&claims()).split('.').next().unwrap().to_string();
	let signing = ed25519_dalek::SigningKey::from_bytes(&[2; 32]);
	let sign = |text: String| {
		let signature = URL_SAFE_NO_PAD.encode(signing.sign(text.as_bytes()).to_bytes());
		format!("{body}.ed25519.{signature}")
	};
	assert!(check(&sign(format!("<Bytes>{PREFIX}{body}</Bytes>")), &expected(key)).is_ok());
	// Anything else that the account may have signed is no token.
	assert_eq!(read(&sign(body.clone())), Err(Refusal::Forged));
	assert_eq!(read(&sign(format!("<Bytes>{body}</Bytes>"))), Err(Refusal::Forged));
}

#[test]
fn token_should_be_refused_when_it_is_none() {
	let token = keys()[0].issue(&claims());
	let long = format!("{}.sr25519.{}", "A".repeat(4_000), "A".repeat(86));
	for text in [
		"",
		".",
		"..",
		"a.b.c",
		"....",
		&token.replace("sr25519", "rsa"),
		&format!("{token}.x"),
		&long,
	] {
		assert_eq!(read(text), Err(Refusal::Malformed), "{text}");
	}
	// The same claims in another spelling, though signed.
	use ed25519_dalek::Signer;
	let key = &keys()[1];
	let json = serde_json::to_string_pretty(&Claims { issuer: key.account(), ..claims() }).unwrap();
	let body = URL_SAFE_NO_PAD.encode(json);
	let signature =
		ed25519_dalek::SigningKey::from_bytes(&[2; 32]).sign(format!("{PREFIX}{body}").as_bytes());
	let spelled = format!("{body}.ed25519.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()));
	assert_eq!(read(&spelled), Err(Refusal::Malformed));
}

#[test]
fn token_should_be_refused_when_it_was_used_before() {
	let store = Store::new("used");
	let key = &keys()[0];
	let claims = read(&key.issue(&claims())).unwrap();
	let mut replays = store.open(NOW);
	assert_eq!(replays.spend(&claims, NOW).unwrap(), Ok(()));
	assert_eq!(replays.spend(&claims, NOW + 1).unwrap(), Err(Refusal::Replayed));
	// A restart forgets nothing, whether or not the last line was cut off.
	drop(replays);
	let mut bytes = fs::read(&store.0).unwrap();
	bytes.extend(b"18000000");
	fs::write(&store.0, bytes).unwrap();
	let mut replays = store.open(NOW + 2);
	assert_eq!(replays.spend(&claims, NOW + 2).unwrap(), Err(Refusal::Replayed));
	// Another tenant's token may have the same nonce, and another token of the same is another.
	let other = Claims { issuer: AccountId([3; 32]), ..claims.clone() };
	assert_eq!(replays.spend(&other, NOW + 2).unwrap(), Ok(()));
	let next = read(&key.issue(&self::claims())).unwrap();
	assert_eq!(replays.spend(&next, NOW + 2).unwrap(), Ok(()));
	// What has expired is forgotten when the file is opened.
	drop(replays);
	drop(store.open(NOW + 1_000));
	assert_eq!(fs::read(&store.0).unwrap(), b"");
}

#[test]
fn token_should_be_refused_when_one_tenant_uses_too_many() {
	let store = Store::new("many");
	let mut replays = store.open(NOW);
	let claim = |issuer: u8, nonce: u32| Claims {
		issuer: AccountId([issuer; 32]),
		nonce: format!("{nonce:032x}"),
		..claims()
	};
	for nonce in 0..2_000 {
		assert_eq!(replays.spend(&claim(1, nonce), NOW).unwrap(), Ok(()));
	}
	assert_eq!(replays.spend(&claim(1, 2_000), NOW).unwrap(), Err(Refusal::TooMany));
	assert_eq!(replays.spend(&claim(2, 0), NOW).unwrap(), Ok(()));
	// Once they have expired there is room again.
	let later = NOW + 121;
	let fresh = Claims { expires: later + 60, ..claim(1, 2_000) };
	assert_eq!(replays.spend(&fresh, later).unwrap(), Ok(()));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	/// A token with any one character changed is refused.
	#[test]
	fn token_should_be_refused_when_a_character_is_changed(
		which in 0usize..2,
		at in any::<prop::sample::Index>(),
		with in "[A-Za-z0-9._-]",
	) {
		let key = &keys()[which];
		let token = key.issue(&claims());
		let at = at.index(token.len());
		prop_assume!(token[at..=at] != with);
		let mut changed = token.clone();
		changed.replace_range(at..=at, &with);
		prop_assert!(check(&changed, &expected(key)).is_err());
	}

	/// Whatever comes is refused, never a panic.
	#[test]
	fn token_should_never_panic(text in ".{0,200}", other in "[A-Za-z0-9_-]{0,99}[.](sr|ed)25519[.][A-Za-z0-9_-]{86}") {
		prop_assert!(read(&text).is_err());
		prop_assert!(read(&other).is_err());
	}

	/// However tokens are used, each is let through once, restarts or not.
	#[test]
	fn replays_should_let_each_token_through_once(
		uses in prop::collection::vec((0u8..3, 0u32..12, any::<bool>()), 1..60),
		run in any::<u64>(),
	) {
		let store = Store::new(&format!("prop-{run}"));
		let mut replays = store.open(NOW);
		let mut seen = std::collections::BTreeSet::new();
		for (issuer, nonce, restart) in uses {
			if restart {
				drop(replays);
				replays = store.open(NOW);
			}
			let claims = Claims {
				issuer: AccountId([issuer; 32]),
				nonce: format!("{nonce:032x}"),
				..claims()
			};
			let found = replays.spend(&claims, NOW).unwrap();
			prop_assert_eq!(found.is_ok(), seen.insert((issuer, nonce)));
		}
	}
}
