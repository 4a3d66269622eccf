//! Whether this provider is what an order asks for, by the chain's own rules.

use super::order::{Attribute, Order, Requirements};
use leasehold_client::account::AccountId;

/// What an auditor says of the provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attestation {
	/// Who.
	pub auditor: [u8; 32],
	/// To what.
	pub attributes: Vec<Attribute>,
	/// How thoroughly.
	pub level: u8,
	/// The first block at which it no longer counts.
	pub expires: u32,
}

/// What the chain knows of the provider.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
	/// What it declares.
	pub attributes: Vec<Attribute>,
	/// Whether it takes no new bids.
	pub draining: bool,
	/// Whether a part of its bond is missing.
	pub short: bool,
	/// Whether it is in the audited tier.
	pub admitted: bool,
	/// Whether its heartbeats are fresh.
	pub beats: bool,
	/// What listed auditors say of it.
	pub attestations: Vec<Attestation>,
}

/// Why an order is not for this provider; `None` if it is.
pub fn obstacle(
	order: &Order,
	me: AccountId,
	standing: &Standing,
	now: u32,
) -> Option<&'static str> {
	let wanted = &order.requirements;
	if order.tenant == me {
		return Some("it is its own");
	}
	if order.excluded.contains(&me) {
		return Some("it failed this order before");
	}
	if standing.draining {
		return Some("it is draining");
	}
	if standing.short {
		return Some("a part of its bond is missing");
	}
	if !standing.beats {
		return Some("its node sends no heartbeats");
	}
	let named = wanted.providers.is_empty() || wanted.providers.contains(&me.0);
	if !named || wanted.excluded_providers.contains(&me.0) {
		return Some("the tenant wants other providers");
	}
	let region = standing.attributes.iter().find(|one| one.key == b"region");
	if !is_region_met(wanted, region.map(|region| &region.value[..])) {
		return Some("the tenant wants another region");
	}
	let met = wanted
		.attributes
		.iter()
		.map(|one| {
			standing
				.attributes
				.iter()
				.find(|own| one.key == own.key && matches(&one.value, &own.value))
		})
		.collect::<Option<Vec<_>>>();
	let Some(mut met) = met else { return Some("it lacks an attribute") };
	if names_regions(wanted) {
		met.extend(region);
	}
	if wanted.admitted && !standing.admitted {
		return Some("it is not in the audited tier");
	}
	let attests = |auditor: &[u8; 32]| {
		standing.attestations.iter().any(|one| {
			one.auditor == *auditor
				&& now < one.expires
				&& one.level >= wanted.min_level
				&& met.iter().all(|attribute| one.attributes.contains(attribute))
		})
	};
	let any_of = &wanted.any_of;
	if !wanted.all_of.iter().all(attests) || !(any_of.is_empty() || any_of.iter().any(attests)) {
		return Some("an auditor's word is missing");
	}
	None
}

fn names_regions(wanted: &Requirements) -> bool {
	!wanted.regions.is_empty() || !wanted.excluded_regions.is_empty()
}

fn is_region_met(wanted: &Requirements, region: Option<&[u8]>) -> bool {
	let Some(region) = region else { return !names_regions(wanted) };
	let is_in = |pattern: &Vec<u8>| matches(pattern, region);
	(wanted.regions.is_empty() || wanted.regions.iter().any(is_in))
		&& !wanted.excluded_regions.iter().any(is_in)
}

/// Whether `value` is `pattern`, or begins with what stands before its trailing `*`.
fn matches(pattern: &[u8], value: &[u8]) -> bool {
	match pattern.split_last() {
		Some((b'*', prefix)) => value.starts_with(prefix),
		_ => pattern == value,
	}
}

#[cfg(test)]
mod tests {
	use super::{super::decide::tests::order, *};

	const ME: AccountId = AccountId([1; 32]);
	const AUDITOR: [u8; 32] = [5; 32];

	fn attribute(key: &str, value: &str) -> Attribute {
		Attribute { key: key.into(), value: value.into() }
	}

	fn standing() -> Standing {
		let attributes = vec![attribute("region", "eu/de/fsn"), attribute("tier", "gold")];
		let attestation = Attestation {
			auditor: AUDITOR,
			attributes: attributes.clone(),
			level: 2,
			expires: 100,
		};
		Standing { attributes, beats: true, attestations: vec![attestation], ..Default::default() }
	}

	fn wants(requirements: Requirements) -> Option<&'static str> {
		obstacle(&Order { requirements, ..order() }, ME, &standing(), 50)
	}

	#[test]
	fn order_should_be_taken_when_all_that_it_requires_is_met() {
		assert_eq!(wants(Requirements::default()), None);
		assert_eq!(
			wants(Requirements {
				attributes: vec![attribute("tier", "g*")],
				all_of: vec![AUDITOR],
				any_of: vec![[6; 32], AUDITOR],
				min_level: 2,
				regions: vec![b"us*".to_vec(), b"eu/*".to_vec()],
				excluded_regions: vec![b"eu/fr*".to_vec()],
				providers: vec![ME.0],
				..Default::default()
			}),
			None
		);
	}

	#[test]
	fn order_should_be_passed_over_with_the_reason() {
		let all_of = vec![AUDITOR];
		for (requirements, says) in [
			(
				Requirements { attributes: vec![attribute("tier", "g")], ..Default::default() },
				"attribute",
			),
			(Requirements { regions: vec![b"us*".to_vec()], ..Default::default() }, "region"),
			(
				Requirements { excluded_regions: vec![b"eu*".to_vec()], ..Default::default() },
				"region",
			),
			(Requirements { providers: vec![[3; 32]], ..Default::default() }, "other providers"),
			(
				Requirements { excluded_providers: vec![ME.0], ..Default::default() },
				"other providers",
			),
			(Requirements { admitted: true, ..Default::default() }, "audited tier"),
			(Requirements { all_of, min_level: 3, ..Default::default() }, "auditor"),
			(Requirements { any_of: vec![[6; 32]], ..Default::default() }, "auditor"),
		] {
			let why = wants(requirements).unwrap();
			assert!(why.contains(says), "'{why}' does not say '{says}'");
		}
		let old = Order {
			requirements: Requirements { all_of: vec![AUDITOR], ..Default::default() },
			..order()
		};
		assert!(obstacle(&old, ME, &standing(), 100).is_some(), "it has expired");
	}

	#[test]
	fn order_should_be_passed_over_when_the_provider_takes_none() {
		let plain = order();
		for (standing, says) in [
			(Standing { draining: true, ..standing() }, "draining"),
			(Standing { short: true, ..standing() }, "bond"),
			(Standing { beats: false, ..standing() }, "heartbeats"),
		] {
			assert!(obstacle(&plain, ME, &standing, 50).unwrap().contains(says));
		}
		assert!(obstacle(&Order { tenant: ME, ..order() }, ME, &standing(), 50).is_some());
		assert!(obstacle(&Order { excluded: vec![ME], ..order() }, ME, &standing(), 50).is_some());
		let nowhere = Standing { attributes: Vec::new(), ..standing() };
		let wanted = Requirements { excluded_regions: vec![b"us*".to_vec()], ..Default::default() };
		let order = Order { requirements: wanted, ..order() };
		assert!(obstacle(&order, ME, &nowhere, 50).is_some(), "no region is no proof");
	}
}
