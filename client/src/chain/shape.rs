//! JSON to values of the types that a chain's metadata describes.

use crate::account::AccountId;
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, TypeDefPrimitive, Variant};
use serde_json::{Map, Value as Json};
use std::str::FromStr;
use subxt::ext::scale_value::{Composite, Value};

/// How deep types may lie in each other: deeper ones are recursive.
const MAX_DEPTH: usize = 32;

/// A value of a type. Structs are objects, in which fields with a natural default may be left
/// out: optional ones are nothing, flags false, lists empty, choices the first without a value,
/// leasts (`min_…`) zero.
/// Enums are a variant's name, or an object of the name and what it holds; the case of a name and
/// `_` in it do not matter. Lists of bytes are text, as it is; hashes and others of fixed length are
/// hexadecimal after `0x`; accounts are addresses; numbers may be strings.
pub fn shape(json: &Json, id: u32, types: &PortableRegistry) -> Result<Value, String> {
	Shaper { types }.value(json, id, "", 0)
}

/// The fields of a call, by name.
pub fn shape_fields(
	json: &Json,
	fields: &[Field<PortableForm>],
	types: &PortableRegistry,
) -> Result<Composite<()>, String> {
	Shaper { types }.fields(json, fields, "", 0)
}

struct Shaper<'a> {
	types: &'a PortableRegistry,
}

/// Where in the JSON, for errors.
fn within(path: &str, part: &str) -> String {
	if path.is_empty() {
		part.to_string()
	} else {
		format!("{path}.{part}")
	}
}

fn same_name(a: &str, b: &str) -> bool {
	let letters = |text: &str| text.replace('_', "").to_ascii_lowercase();
	letters(a) == letters(b)
}

impl Shaper<'_> {
	fn value(&self, json: &Json, id: u32, path: &str, depth: usize) -> Result<Value, String> {
		let depth = depth + 1;
		if depth > MAX_DEPTH {
			return Err(format!("{path} lies too deep"));
		}
		let refuse = |what: &str| Err(format!("{path} is {json}, and must be {what}"));
		let Some(found) = self.types.resolve(id) else {
			return Err(format!("the chain does not say what {path} is"));
		};
		match &found.type_def {
			TypeDef::Composite(composite) => {
				let name = found.path.ident().unwrap_or_default();
				if name == "AccountId32" {
					let Some(account) =
						json.as_str().and_then(|text| AccountId::from_str(text).ok())
					else {
						return refuse("an address");
					};
					return Ok(Value::unnamed_composite([Value::from_bytes(account.0)]));
				}
				match composite.fields.as_slice() {
					// A wrapper around one value is written as that value.
					[only] if only.name.is_none() => {
						let inner = self.value(json, only.ty.id, path, depth)?;
						Ok(Value::unnamed_composite([inner]))
					},
					fields => {
						let fields = self.fields(json, fields, path, depth)?;
						Ok(Value::without_context(fields.into()))
					},
				}
			},
			TypeDef::Variant(variants) => {
				let name = found.path.ident().unwrap_or_default();
				if name == "Option" {
					return self.option(json, &variants.variants, path, depth);
				}
				if name == "MultiAddress" && json.is_string() {
					let account = serde_json::json!({ "Id": json });
					return self.variant(&account, &variants.variants, path, depth);
				}
				self.variant(json, &variants.variants, path, depth)
			},
			TypeDef::Sequence(list) => match (json, self.is_byte(list.type_param.id)) {
				(Json::String(text), true) => Ok(Value::from_bytes(text)),
				(Json::Array(items), _) => self.list(items, list.type_param.id, path, depth),
				_ => refuse("a list"),
			},
			TypeDef::Array(array) => {
				let length = usize::try_from(array.len).unwrap_or(usize::MAX);
				let value = match (json, self.is_byte(array.type_param.id)) {
					(Json::String(text), true) => {
						bytes(text).map(|bytes| (bytes.len(), Value::from_bytes(bytes)))
					},
					(Json::Array(items), _) => {
						Some((items.len(), self.list(items, array.type_param.id, path, depth)?))
					},
					_ => None,
				};
				match value {
					Some((count, value)) if count == length => Ok(value),
					_ => refuse(&format!(
						"{length} of its kind, such as bytes as hexadecimal after 0x"
					)),
				}
			},
			TypeDef::Tuple(tuple) => {
				let items = match json {
					Json::Array(items) => items.as_slice(),
					Json::Null => &[],
					_ => return refuse("a list"),
				};
				if items.len() != tuple.fields.len() {
					return refuse(&format!("a list of {}", tuple.fields.len()));
				}
				let mut values = Vec::new();
				for (place, (item, field)) in items.iter().zip(&tuple.fields).enumerate() {
					values.push(self.value(
						item,
						field.id,
						&within(path, &place.to_string()),
						depth,
					)?);
				}
				Ok(Value::unnamed_composite(values))
			},
			TypeDef::Primitive(primitive) => match primitive {
				TypeDefPrimitive::Bool => match json {
					Json::Bool(flag) => Ok(Value::bool(*flag)),
					_ => refuse("true or false"),
				},
				TypeDefPrimitive::Str => match json {
					Json::String(text) => Ok(Value::string(text.clone())),
					_ => refuse("text"),
				},
				TypeDefPrimitive::U8
				| TypeDefPrimitive::U16
				| TypeDefPrimitive::U32
				| TypeDefPrimitive::U64
				| TypeDefPrimitive::U128 => number(json, primitive)
					.map(Value::u128)
					.map_or_else(|| refuse("a number in range"), Ok),
				_ => refuse("of a kind that is not written here"),
			},
			TypeDef::Compact(compact) => self.value(json, compact.type_param.id, path, depth),
			TypeDef::BitSequence(_) => refuse("of a kind that is not written here"),
		}
	}

	fn is_byte(&self, id: u32) -> bool {
		self.types
			.resolve(id)
			.is_some_and(|found| matches!(found.type_def, TypeDef::Primitive(TypeDefPrimitive::U8)))
	}

	fn is_number(&self, id: u32) -> bool {
		use TypeDefPrimitive::{U128, U16, U32, U64, U8};
		self.types.resolve(id).is_some_and(|found| {
			matches!(found.type_def, TypeDef::Primitive(U8 | U16 | U32 | U64 | U128))
		})
	}

	fn list(&self, items: &[Json], id: u32, path: &str, depth: usize) -> Result<Value, String> {
		let each = items.iter().enumerate();
		let values: Result<Vec<_>, _> = each
			.map(|(place, item)| self.value(item, id, &within(path, &place.to_string()), depth))
			.collect();
		values.map(Value::unnamed_composite)
	}

	fn option(
		&self,
		json: &Json,
		variants: &[Variant<PortableForm>],
		path: &str,
		depth: usize,
	) -> Result<Value, String> {
		let some = variants.iter().find(|variant| variant.name == "Some");
		match (json, some.and_then(|variant| variant.fields.first())) {
			(Json::Null, _) => Ok(Value::unnamed_variant("None", [])),
			(json, Some(field)) => {
				let inner = self.value(json, field.ty.id, path, depth)?;
				Ok(Value::unnamed_variant("Some", [inner]))
			},
			(_, None) => Err(format!("{path} can hold nothing")),
		}
	}

	fn variant(
		&self,
		json: &Json,
		variants: &[Variant<PortableForm>],
		path: &str,
		depth: usize,
	) -> Result<Value, String> {
		let (name, payload) = match json {
			Json::String(name) => (name.as_str(), &Json::Null),
			Json::Object(object) => match object.iter().next() {
				Some((name, payload)) if object.len() == 1 => (name.as_str(), payload),
				_ => return Err(format!("{path} must name one of its kinds")),
			},
			_ => return Err(format!("{path} is {json}, and must name one of its kinds")),
		};
		let Some(variant) = variants.iter().find(|variant| same_name(&variant.name, name)) else {
			let names: Vec<_> = variants.iter().map(|variant| variant.name.as_str()).collect();
			return Err(format!("{path} is '{name}', and must be one of {}", names.join(", ")));
		};
		let path = within(path, &variant.name);
		let values = match variant.fields.as_slice() {
			[] => Composite::Unnamed(Vec::new()),
			[only] if only.name.is_none() => {
				Composite::Unnamed(vec![self.value(payload, only.ty.id, &path, depth)?])
			},
			fields => self.fields(payload, fields, &path, depth)?,
		};
		Ok(Value::variant(variant.name.clone(), values))
	}

	fn fields(
		&self,
		json: &Json,
		fields: &[Field<PortableForm>],
		path: &str,
		depth: usize,
	) -> Result<Composite<()>, String> {
		if fields.iter().any(|field| field.name.is_none()) {
			let Json::Array(items) = json else {
				return Err(format!("{path} must be a list of {}", fields.len()));
			};
			if items.len() != fields.len() {
				return Err(format!("{path} must be a list of {}", fields.len()));
			}
			let mut values = Vec::new();
			for (place, (item, field)) in items.iter().zip(fields).enumerate() {
				values.push(self.value(
					item,
					field.ty.id,
					&within(path, &place.to_string()),
					depth,
				)?);
			}
			return Ok(Composite::Unnamed(values));
		}
		let nothing = Map::new();
		let object = match json {
			Json::Object(object) => object,
			Json::Null => &nothing,
			_ => return Err(format!("{path} is {json}, and must be an object")),
		};
		let is_known = |key: &String| {
			fields
				.iter()
				.any(|field| field.name.as_deref().is_some_and(|name| same_name(name, key)))
		};
		// Leaving out what the caller asks for would be worse than not asking at all.
		if let Some(key) = object.keys().find(|key| !is_known(key)) {
			return Err(format!(
				"this chain knows no '{}'; its version and this program's differ",
				within(path, key)
			));
		}
		let mut values = Vec::new();
		for field in fields {
			let name = field.name.as_deref().unwrap_or_default();
			let path = within(path, name);
			let given = object.iter().find(|(key, _)| same_name(key, name));
			let value = match given {
				Some((_, json)) => self.value(json, field.ty.id, &path, depth)?,
				// A least that is not stated demands nothing.
				None if name.starts_with("min_") && self.is_number(field.ty.id) => Value::u128(0),
				None => self.default(field.ty.id, depth).ok_or_else(|| {
					format!("this chain needs a '{path}'; its version and this program's differ")
				})?,
			};
			values.push((name.to_string(), value));
		}
		Ok(Composite::Named(values))
	}

	/// What a field that is left out means; `None` if nothing does.
	fn default(&self, id: u32, depth: usize) -> Option<Value> {
		let depth = depth.checked_add(1).filter(|depth| *depth <= MAX_DEPTH)?;
		let found = self.types.resolve(id)?;
		match &found.type_def {
			TypeDef::Variant(variants) => {
				let first = variants.variants.iter().min_by_key(|variant| variant.index)?;
				first.fields.is_empty().then(|| Value::unnamed_variant(first.name.clone(), []))
			},
			TypeDef::Sequence(_) => Some(Value::unnamed_composite([])),
			TypeDef::Primitive(TypeDefPrimitive::Bool) => Some(Value::bool(false)),
			TypeDef::Composite(composite) => {
				if found.path.ident().as_deref() == Some("AccountId32") {
					return None;
				}
				let fields = composite
					.fields
					.iter()
					.map(|field| Some((field.name.clone(), self.default(field.ty.id, depth)?)));
				let fields = fields.collect::<Option<Vec<_>>>()?;
				if fields.iter().all(|(name, _)| name.is_some()) {
					let named =
						fields.into_iter().map(|(name, value)| (name.unwrap_or_default(), value));
					return Some(Value::named_composite(named));
				}
				Some(Value::unnamed_composite(fields.into_iter().map(|(_, value)| value)))
			},
			_ => None,
		}
	}
}

/// Bytes as hexadecimal digits after `0x`.
fn bytes(text: &str) -> Option<Vec<u8>> {
	let digits = text.strip_prefix("0x")?;
	if digits.len() % 2 != 0 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
		return None;
	}
	let pairs = (0..digits.len()).step_by(2);
	pairs.map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}

fn number(json: &Json, primitive: &TypeDefPrimitive) -> Option<u128> {
	let value = match json {
		Json::Number(number) => u128::from(number.as_u64()?),
		Json::String(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
			text.parse().ok()?
		},
		_ => return None,
	};
	let most = match primitive {
		TypeDefPrimitive::U8 => u8::MAX.into(),
		TypeDefPrimitive::U16 => u16::MAX.into(),
		TypeDefPrimitive::U32 => u32::MAX.into(),
		TypeDefPrimitive::U64 => u64::MAX.into(),
		_ => u128::MAX,
	};
	(value <= most).then_some(value)
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use scale_info::{MetaType, Registry, TypeInfo};
	use serde_json::json;
	use subxt::ext::scale_encode::EncodeAsType;

	#[derive(Encode, TypeInfo)]
	struct AccountId32([u8; 32]);

	#[derive(Encode, TypeInfo)]
	struct Wrapped(Vec<u16>);

	#[derive(Encode, TypeInfo)]
	enum Choice {
		Open,
		WithId(u32),
		Until { block: u32, price: u128 },
	}

	#[derive(Encode, TypeInfo)]
	struct Request {
		name: Vec<u8>,
		hash: [u8; 4],
		pairs: Vec<(u16, u16)>,
		choice: Choice,
		price: u128,
		buy_now: Option<u128>,
		distinct: bool,
		list: Wrapped,
		min_notice: u32,
	}

	fn types<T: TypeInfo + 'static>() -> (u32, PortableRegistry) {
		let mut registry = Registry::new();
		let id = registry.register_type(&MetaType::new::<T>()).id;
		(id, registry.into())
	}

	fn encoded<T: TypeInfo + 'static>(json: Json) -> Result<Vec<u8>, String> {
		let (id, types) = types::<T>();
		let value = shape(&json, id, &types)?;
		value.encode_as_type(id, &types).map_err(|why| why.to_string())
	}

	fn whole() -> Json {
		json!({
			"name": "web",
			"hash": "0x01020304",
			"pairs": [[0, 2], [3, 1]],
			"choice": { "until": { "block": 7, "price": "340282366920938463463374607431768211455" } },
			"price": 12,
			"buyNow": "5",
			"distinct": true,
			"list": [1],
			"minNotice": 9,
		})
	}

	#[test]
	fn shape_should_encode_as_the_chain_does() {
		let expected = Request {
			name: b"web".to_vec(),
			hash: [1, 2, 3, 4],
			pairs: vec![(0, 2), (3, 1)],
			choice: Choice::Until { block: 7, price: u128::MAX },
			price: 12,
			buy_now: Some(5),
			distinct: true,
			list: Wrapped(vec![1]),
			min_notice: 9,
		};
		assert_eq!(encoded::<Request>(whole()), Ok(expected.encode()));
		for (list, json) in [(vec![], json!([])), (vec![7, 8], json!([7, 8]))] {
			assert_eq!(encoded::<Wrapped>(json), Ok(Wrapped(list).encode()));
		}
		assert_eq!(encoded::<Choice>(json!("open")), Ok(Choice::Open.encode()));
		assert_eq!(encoded::<Choice>(json!({ "withId": 9 })), Ok(Choice::WithId(9).encode()));
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let bytes = AccountId::from_str(alice).unwrap().0;
		assert_eq!(encoded::<AccountId32>(json!(alice)), Ok(AccountId32(bytes).encode()));
		let pair = encoded::<(Option<AccountId32>, u8)>(json!([alice, 3]));
		assert_eq!(pair, Ok((Some(AccountId32(bytes)), 3u8).encode()));
	}

	#[test]
	fn shape_should_fill_in_what_has_a_natural_default() {
		let mut json = whole();
		for field in ["buyNow", "distinct", "list", "choice", "pairs", "minNotice"] {
			json.as_object_mut().unwrap().remove(field);
		}
		let expected = Request {
			name: b"web".to_vec(),
			hash: [1, 2, 3, 4],
			pairs: vec![],
			choice: Choice::Open,
			price: 12,
			buy_now: None,
			distinct: false,
			list: Wrapped(vec![]),
			min_notice: 0,
		};
		assert_eq!(encoded::<Request>(json), Ok(expected.encode()));
	}

	#[test]
	fn shape_should_name_what_is_wrong() {
		let with = |field: &str, value: Json| {
			let mut json = whole();
			json[field] = value;
			encoded::<Request>(json).unwrap_err()
		};
		assert!(with("price", json!(-1)).starts_with("price is -1, and must be a number"));
		assert!(with("price", json!(1.5)).contains("must be a number"));
		assert!(with("list", json!([1, 65_536])).starts_with("list.1 is 65536"));
		assert!(with("hash", json!("0x0102")).starts_with("hash is"));
		assert!(with("hash", json!("0x010")).starts_with("hash is"));
		assert!(with("choice", json!("shut")).contains("one of Open, WithId, Until"));
		assert!(with("choice", json!({ "until": { "block": 1 } })).contains("'choice.Until.price'"));
		assert!(with("region", json!("eu")).contains("knows no 'region'"));
		assert!(with("pairs", json!([[1]])).starts_with("pairs.0 is [1]"));
		let mut json = whole();
		json.as_object_mut().unwrap().remove("price");
		assert!(encoded::<Request>(json).unwrap_err().contains("needs a 'price'"));
	}
}
