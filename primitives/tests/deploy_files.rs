//! The orders that `leasehold-client` makes of its fifty deploy files are the chain's: what it
//! encodes decodes here, to the last byte, into what its expectations say.

use codec::DecodeAll;
use leasehold_primitives::{Balance, GroupSpec};
use serde_json::Value;
use sp_core::{crypto::Ss58Codec, hexdisplay::AsBytesRef, ByteArray};
use sp_runtime::AccountId32;
use std::{fs, path::Path};

/// The market's `GroupRequest`: the group, its deposit and its buy-now price, the auction's kind,
/// bounds for scaling, whether to put up again, and the shortest notice.
type GroupRequest =
	(GroupSpec<AccountId32>, Balance, Option<Balance>, u8, Option<(u16, u16)>, bool, u32);

#[test]
fn client_order_should_decode_as_the_chains() {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client/tests/deploy");
	let mut groups = 0;
	for entry in fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		if path.extension().is_none_or(|ending| ending != "json") {
			continue;
		}
		let expected: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
		for group in expected["groups"].as_array().unwrap() {
			check(group);
			groups += 1;
		}
	}
	assert!(groups >= 50, "only {groups} groups were found");
}

fn check(group: &Value) {
	let scale = sp_core::bytes::from_hex(group["scale"].as_str().unwrap()).unwrap();
	let (spec, deposit, buy_now, auction, scaling, relist, min_notice) =
		GroupRequest::decode_all(&mut scale.as_bytes_ref()).unwrap();
	let order = &group["order"];
	let expected = &order["spec"];

	assert!(spec.resources.is_well_formed());
	assert!(spec.requirements.attributes.iter().all(|attribute| attribute.is_well_formed()));
	assert_eq!(number(&order["deposit"]), deposit);
	assert_eq!(order["buy_now"], Value::Null);
	assert_eq!(buy_now, None);
	assert_eq!((auction, scaling, relist, min_notice), (0, None, false, 0));
	assert_eq!(number(&expected["max_price"]), spec.max_price);
	assert_eq!(number(&expected["replicas"]), spec.replicas.into());
	let needs = &expected["resources"];
	assert_eq!(number(&needs["cpu_millicores"]), spec.resources.cpu_millicores.into());
	assert_eq!(number(&needs["memory_mib"]), spec.resources.memory_mib.into());
	let storage = &needs["storage"];
	assert_eq!(number(&storage["ephemeral_mib"]), spec.resources.storage.ephemeral_mib.into());
	assert_eq!(number(&storage["persistent_mib"]), spec.resources.storage.persistent_mib.into());
	assert_eq!(number(&storage["ram_mib"]), spec.resources.storage.ram_mib.into());
	assert_eq!(number(&needs["ports"]), spec.resources.ports.into());
	let architecture = spec.architecture.map(|one| format!("{one:?}").to_lowercase());
	assert_eq!(expected["architecture"].as_str(), architecture.as_deref());
	assert_eq!(expected["distinct"].as_bool(), Some(spec.distinct));
	let gpus: Vec<_> = spec
		.resources
		.gpus
		.iter()
		.map(|gpu| {
			let interface = gpu.interface.map(|one| format!("{one:?}").to_lowercase());
			(text(&gpu.vendor), text(&gpu.model), gpu.memory_mib, interface, gpu.units)
		})
		.collect();
	let expected_gpus = needs["gpus"].as_array().unwrap().iter();
	assert_eq!(
		expected_gpus
			.map(|gpu| (
				gpu["vendor"].as_str().unwrap().to_string(),
				gpu["model"].as_str().unwrap().to_string(),
				gpu["memory_mib"].as_u64().map(|mib| mib as u32),
				gpu["interface"].as_str().map(str::to_string),
				gpu["units"].as_u64().unwrap() as u16
			))
			.collect::<Vec<_>>(),
		gpus
	);
	let wanted = &expected["requirements"];
	let attributes: Vec<_> = spec
		.requirements
		.attributes
		.iter()
		.map(|attribute| (text(&attribute.key), text(&attribute.value)))
		.collect();
	let expected_attributes = wanted["attributes"].as_array().unwrap().iter();
	assert_eq!(
		expected_attributes
			.map(|pair| {
				(
					pair["key"].as_str().unwrap().to_string(),
					pair["value"].as_str().unwrap().to_string(),
				)
			})
			.collect::<Vec<_>>(),
		attributes
	);
	accounts(&wanted["all_of"], &spec.requirements.all_of);
	accounts(&wanted["any_of"], &spec.requirements.any_of);
	accounts(&wanted["providers"], &spec.requirements.providers);
	accounts(&wanted["excluded_providers"], &spec.requirements.excluded_providers);
	for (name, found) in [
		("regions", &spec.requirements.regions),
		("excluded_regions", &spec.requirements.excluded_regions),
	] {
		let expected = wanted[name].as_array().unwrap().iter();
		let expected: Vec<_> = expected.map(|region| region.as_str().unwrap()).collect();
		assert_eq!(expected, found.iter().map(|region| text(region)).collect::<Vec<_>>());
	}
}

fn accounts(expected: &Value, found: &[AccountId32]) {
	let expected = expected.as_array().unwrap().iter();
	let expected: Vec<_> = expected
		.map(|address| AccountId32::from_ss58check(address.as_str().unwrap()).unwrap())
		.collect();
	assert_eq!(expected, found);
	assert!(found.iter().all(|account| account.to_raw_vec().len() == 32));
}

fn number(value: &Value) -> u128 {
	value.to_string().parse().unwrap()
}

fn text(bytes: &[u8]) -> String {
	String::from_utf8(bytes.to_vec()).unwrap()
}
