//! What the chain stores, as JSON: by the types in its metadata, as [`super::shape`] takes it.

use crate::account::{to_hex, AccountId};
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use serde_json::{json, Map, Value as Json};
use subxt::ext::{
	scale_decode::visitor::{decode_with_visitor, IgnoreVisitor},
	scale_value::{scale::decode_as_type, Composite, Primitive, Value, ValueDef},
};

/// Bytes as JSON. Sums and clocks that JSON's numbers cannot carry (128 bits) are strings,
/// accounts addresses, bytes text or hexadecimal.
pub fn plain(bytes: &[u8], id: u32, types: &PortableRegistry) -> Result<Json, String> {
	let value = decode_as_type(&mut &*bytes, id, types).map_err(|why| why.to_string())?;
	Ok(json_of(&value, types))
}

/// The bytes of the value of this type that `rest` begins with; `rest` is what follows.
pub(super) fn part<'a>(
	rest: &mut &'a [u8],
	id: u32,
	types: &PortableRegistry,
) -> Result<&'a [u8], String> {
	let before = *rest;
	decode_with_visitor(rest, id, types, IgnoreVisitor::new()).map_err(|why| why.to_string())?;
	before.get(..before.len() - rest.len()).ok_or_else(|| "it is too short".into())
}

fn json_of(value: &Value<u32>, types: &PortableRegistry) -> Json {
	let found = types.resolve(value.context);
	let name = found.and_then(|found| found.path.ident()).unwrap_or_default();
	match &value.value {
		ValueDef::Composite(composite) => {
			if let Some(bytes) = bytes_of(value, types) {
				return match <[u8; 32]>::try_from(bytes.as_slice()) {
					Ok(account) if name == "AccountId32" => json!(AccountId(account)),
					_ => bytes_as_json(&bytes, is_of_fixed_length(value.context, types)),
				};
			}
			match composite {
				Composite::Unnamed(values) if is_wrapper(value.context, types) => {
					values.first().map_or(Json::Null, |inner| json_of(inner, types))
				},
				composite => composite_as_json(composite, types),
			}
		},
		ValueDef::Variant(variant) => {
			let first = variant.values.values().next();
			match (name.as_str(), variant.name.as_str(), first) {
				("Option", "None", _) => Json::Null,
				("Option", "Some", Some(inner)) => json_of(inner, types),
				(_, name, None) => json!(name),
				(_, name, Some(inner)) => {
					let held = match &variant.values {
						Composite::Unnamed(values) if values.len() == 1 => json_of(inner, types),
						values => composite_as_json(values, types),
					};
					Json::Object(Map::from_iter([(name.to_string(), held)]))
				},
			}
		},
		ValueDef::BitSequence(bits) => {
			json!(bits.iter().map(|bit| if bit { '1' } else { '0' }).collect::<String>())
		},
		ValueDef::Primitive(primitive) => match primitive {
			Primitive::Bool(flag) => json!(flag),
			Primitive::Char(letter) => json!(letter.to_string()),
			Primitive::String(text) => json!(text),
			Primitive::U128(number) if is_narrow(value.context, types) => u64::try_from(*number)
				.map_or_else(|_| json!(number.to_string()), |number| json!(number)),
			Primitive::U128(number) => json!(number.to_string()),
			Primitive::I128(number) => i64::try_from(*number)
				.map_or_else(|_| json!(number.to_string()), |number| json!(number)),
			Primitive::U256(bytes) | Primitive::I256(bytes) => {
				json!(format!("0x{}", to_hex(bytes)))
			},
		},
	}
}

fn composite_as_json(composite: &Composite<u32>, types: &PortableRegistry) -> Json {
	match composite {
		Composite::Named(fields) => Json::Object(
			fields.iter().map(|(name, value)| (name.clone(), json_of(value, types))).collect(),
		),
		Composite::Unnamed(values) => {
			Json::Array(values.iter().map(|value| json_of(value, types)).collect())
		},
	}
}

/// Whether a type is a struct around one value without a name.
fn is_wrapper(id: u32, types: &PortableRegistry) -> bool {
	types.resolve(id).is_some_and(|found| match &found.type_def {
		TypeDef::Composite(composite) => {
			matches!(composite.fields.as_slice(), [only] if only.name.is_none())
		},
		_ => false,
	})
}

/// Whether a number has at most 64 bits.
fn is_narrow(id: u32, types: &PortableRegistry) -> bool {
	types.resolve(id).is_some_and(|found| match &found.type_def {
		TypeDef::Primitive(primitive) => {
			!matches!(primitive, TypeDefPrimitive::U128 | TypeDefPrimitive::U256)
		},
		TypeDef::Compact(compact) => is_narrow(compact.type_param.id, types),
		TypeDef::Composite(composite) => {
			composite.fields.first().is_some_and(|field| is_narrow(field.ty.id, types))
		},
		_ => false,
	})
}

fn is_of_fixed_length(id: u32, types: &PortableRegistry) -> bool {
	types.resolve(id).is_some_and(|found| match &found.type_def {
		TypeDef::Array(_) => true,
		TypeDef::Composite(composite) => {
			composite.fields.first().is_some_and(|field| is_of_fixed_length(field.ty.id, types))
		},
		_ => false,
	})
}

/// The bytes of a list of bytes, under whatever wrappers.
fn bytes_of(value: &Value<u32>, types: &PortableRegistry) -> Option<Vec<u8>> {
	let ValueDef::Composite(Composite::Unnamed(values)) = &value.value else { return None };
	let element = match &types.resolve(value.context)?.type_def {
		TypeDef::Sequence(list) => list.type_param.id,
		TypeDef::Array(array) => array.type_param.id,
		TypeDef::Composite(_) if is_wrapper(value.context, types) => {
			return bytes_of(values.first()?, types);
		},
		_ => return None,
	};
	let is_byte =
		matches!(types.resolve(element)?.type_def, TypeDef::Primitive(TypeDefPrimitive::U8));
	let bytes = values.iter().map(|value| u8::try_from(value.as_u128()?).ok());
	is_byte.then(|| bytes.collect()).flatten()
}

/// Hashes are hexadecimal; other bytes are text if they read as such.
fn bytes_as_json(bytes: &[u8], is_hash: bool) -> Json {
	let text = std::str::from_utf8(bytes)
		.ok()
		.filter(|text| !is_hash && !text.starts_with("0x") && !text.chars().any(char::is_control));
	text.map_or_else(|| json!(format!("0x{}", to_hex(bytes))), |text| json!(text))
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use scale_info::{MetaType, Registry, TypeInfo};

	#[derive(Encode, TypeInfo)]
	struct AccountId32([u8; 32]);

	#[derive(Encode, TypeInfo)]
	struct Bounded(Vec<u8>);

	#[derive(Encode, TypeInfo)]
	enum State {
		Open { ends: u32 },
		Leased(AccountId32),
		Pending,
	}

	#[derive(Encode, TypeInfo)]
	struct Order {
		name: Bounded,
		raw: Vec<u8>,
		hash: [u8; 4],
		price: u128,
		block: u32,
		best: Option<u128>,
		placement: Vec<(u16, u16)>,
		states: Vec<State>,
	}

	#[test]
	fn plain_should_read_as_people_write() {
		let mut registry = Registry::new();
		let id = registry.register_type(&MetaType::new::<Order>()).id;
		let types: PortableRegistry = registry.into();
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let account: AccountId = alice.parse().unwrap();
		let order = Order {
			name: Bounded(b"eu/de".to_vec()),
			raw: vec![0, 255],
			hash: *b"abcd",
			price: u128::MAX,
			block: 7,
			best: None,
			placement: vec![(0, 2)],
			states: vec![
				State::Open { ends: 9 },
				State::Leased(AccountId32(account.0)),
				State::Pending,
			],
		};
		let json = plain(&order.encode(), id, &types).unwrap();
		assert_eq!(
			json,
			json!({
				"name": "eu/de",
				"raw": "0x00ff",
				"hash": "0x61626364",
				"price": "340282366920938463463374607431768211455",
				"block": 7,
				"best": null,
				"placement": [[0, 2]],
				"states": [{ "Open": { "ends": 9 } }, { "Leased": alice }, "Pending"],
			})
		);
		assert!(plain(&[1], id, &types).is_err());
	}
}
