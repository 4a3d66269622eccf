//! A commitment's signatures in the one form that the contract takes.

use super::contract::Signers;
use alloy::{
	primitives::{Address, Signature, B256, U256},
	uint,
};

/// The order of secp256k1.
const ORDER: U256 = uint!(0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141_U256);

/// Fewer valid signatures than the contract asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuorumMissing {
	/// How many are valid.
	pub valid: usize,
	/// How many must be.
	pub needed: usize,
}

/// How many of a set must sign: more than two thirds.
pub fn quorum(length: usize) -> usize {
	length - length.saturating_sub(1) / 3
}

/// A signature with s in the lower half and a recovery id of 0 or 1; `None` for one that Ethereum
/// cannot express. BEEFY takes other forms too, so a validator may send any of them.
pub fn normalise(signature: &[u8; 65]) -> Option<Signature> {
	let id = match signature[64] {
		id @ 0..=1 => id,
		id @ 27..=28 => id - 27,
		_ => return None,
	};
	let r = U256::from_be_slice(&signature[..32]);
	let s = U256::from_be_slice(&signature[32..64]);
	if r >= ORDER || s >= ORDER {
		return None;
	}
	Some(Signature::new(r, s, id == 1).normalized_s())
}

/// Who signed, as the contract takes it. As many signatures as the quorum needs, for each more
/// costs more than naming its validator. One that is not its validator's counts as absent.
///
/// # Errors
/// If too few are valid.
pub fn signers(
	digest: &B256,
	signatures: &[Option<[u8; 65]>],
	addresses: &[Address],
) -> Result<Signers, QuorumMissing> {
	let needed = quorum(addresses.len());
	let mut signers =
		Signers { bits: vec![U256::ZERO; addresses.len().div_ceil(256)], ..Default::default() };
	let mut bytes = Vec::with_capacity(needed * 65);
	let mut valid = 0;
	for (at, address) in addresses.iter().enumerate() {
		let signature = signatures
			.get(at)
			.and_then(Option::as_ref)
			.filter(|_| valid < needed && !address.is_zero())
			.and_then(normalise)
			.filter(|one| {
				one.recover_address_from_prehash(digest).is_ok_and(|who| who == *address)
			});
		match (signature, signers.bits.get_mut(at / 256)) {
			(Some(signature), Some(word)) => {
				word.set_bit(at % 256, true);
				bytes.extend(signature.as_rsy());
				valid += 1;
			},
			_ => signers.absent.push(*address),
		}
	}
	if valid < needed || addresses.is_empty() {
		return Err(QuorumMissing { valid, needed });
	}
	signers.signatures = bytes.into();
	Ok(signers)
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloy::{
		primitives::keccak256,
		signers::{local::PrivateKeySigner, SignerSync},
	};

	fn keys(count: u8) -> Vec<PrivateKeySigner> {
		(1..=count)
			.map(|at| PrivateKeySigner::from_bytes(&B256::repeat_byte(at)).expect("in range"))
			.collect()
	}

	fn signed(keys: &[PrivateKeySigner], digest: &B256) -> Vec<Option<[u8; 65]>> {
		keys.iter().map(|key| Some(key.sign_hash_sync(digest).expect("signs").as_rsy())).collect()
	}

	fn upper(signature: [u8; 65]) -> [u8; 65] {
		let s = ORDER - U256::from_be_slice(&signature[32..64]);
		let mut out = signature;
		out[32..64].copy_from_slice(&s.to_be_bytes::<32>());
		out[64] ^= 1;
		out
	}

	#[test]
	fn signature_should_take_its_one_form_when_beefy_gave_another() {
		let digest = keccak256("a commitment");
		let [plain] = signed(&keys(1), &digest)[..] else { panic!("one key") };
		let plain = plain.expect("signed");
		let mut ethereum = plain;
		ethereum[64] += 27;
		let malleated = upper(plain);
		let mut both = malleated;
		both[64] += 27;
		for form in [plain, ethereum, malleated, both] {
			assert_eq!(normalise(&form).map(|one| one.as_rsy()), Some(plain));
		}
		let mut odd = plain;
		odd[64] = 2;
		assert_eq!(normalise(&odd), None);
		let mut beyond = plain;
		beyond[32..64].fill(0xff);
		assert_eq!(normalise(&beyond), None);
	}

	#[test]
	fn signers_should_be_a_quorum_when_all_have_signed() {
		let (keys, digest) = (keys(10), keccak256("a commitment"));
		let addresses: Vec<_> = keys.iter().map(PrivateKeySigner::address).collect();
		let signers = signers(&digest, &signed(&keys, &digest), &addresses).expect("a quorum");
		assert_eq!(signers.bits, [U256::from(0b111_1111)]);
		assert_eq!(signers.signatures.len(), 7 * 65);
		assert_eq!(signers.absent, addresses[7..]);
	}

	#[test]
	fn signers_should_leave_out_what_is_missing_forged_or_in_an_upper_form() {
		let (keys, digest) = (keys(4), keccak256("a commitment"));
		let addresses: Vec<_> = keys.iter().map(PrivateKeySigner::address).collect();
		let mut signatures = signed(&keys, &digest);
		signatures[2] = signatures[2].map(upper);
		signatures[1] = signatures[0];
		let some = signers(&digest, &signatures, &addresses).expect("three of four");
		assert_eq!(some.bits, [U256::from(0b1101)]);
		assert_eq!(some.absent, [addresses[1]]);

		signatures[0] = None;
		let missing = signers(&digest, &signatures, &addresses);
		assert_eq!(missing, Err(QuorumMissing { valid: 2, needed: 3 }));
		let none = signers(&digest, &[], &[]);
		assert_eq!(none, Err(QuorumMissing { valid: 0, needed: 0 }));
	}

	#[test]
	fn quorum_should_be_more_than_two_thirds() {
		let counted = [1, 2, 3, 4, 10, 50, 100].map(quorum);
		assert_eq!(counted, [1, 2, 3, 3, 7, 34, 67]);
	}
}
