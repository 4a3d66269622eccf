//! JSON in one spelling only, so that a hash of it is a hash of what it says: keys sorted, no
//! space, whole numbers, the shortest escapes. For the keys that occur here (ASCII) this is what
//! RFC 8785 prescribes.

use blake2::{digest::consts::U32, Blake2b, Digest};
use serde_json::Value;

/// The one spelling of a value; `None` if it has a number that is not whole.
pub fn canonical(value: &Value) -> Option<String> {
	let mut text = String::new();
	write(value, &mut text)?;
	Some(text)
}

fn write(value: &Value, into: &mut String) -> Option<()> {
	match value {
		Value::Object(map) => {
			let mut entries: Vec<_> = map.iter().collect();
			entries.sort_by_key(|(key, _)| key.as_str());
			into.push('{');
			for (at, (key, value)) in entries.into_iter().enumerate() {
				if at > 0 {
					into.push(',');
				}
				into.push_str(&Value::from(key.as_str()).to_string());
				into.push(':');
				write(value, into)?;
			}
			into.push('}');
		},
		Value::Array(items) => {
			into.push('[');
			for (at, item) in items.iter().enumerate() {
				if at > 0 {
					into.push(',');
				}
				write(item, into)?;
			}
			into.push(']');
		},
		Value::Number(number) if !number.is_u64() && !number.is_i64() => return None,
		other => into.push_str(&other.to_string()),
	}
	Some(())
}

/// Blake2b of 256 bits, the hash that the chain itself uses.
pub fn blake2_256(bytes: &[u8]) -> [u8; 32] {
	Blake2b::<U32>::digest(bytes).into()
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use serde_json::json;

	/// JSON of every shape without fractions.
	fn any_json() -> impl Strategy<Value = Value> {
		let leaf = prop_oneof![
			Just(Value::Null),
			any::<bool>().prop_map(Value::from),
			any::<i64>().prop_map(Value::from),
			any::<u64>().prop_map(Value::from),
			".*".prop_map(Value::from),
		];
		leaf.prop_recursive(4, 32, 6, |inner| {
			prop_oneof![
				prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
				prop::collection::vec((".*", inner), 0..6)
					.prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
			]
		})
	}

	proptest! {
		#[test]
		fn canonical_should_say_the_same_in_one_spelling(value in any_json()) {
			let text = canonical(&value).unwrap();
			let read: Value = serde_json::from_str(&text).unwrap();
			prop_assert_eq!(&read, &value);
			prop_assert_eq!(canonical(&read).unwrap(), text.clone());
			// However it was laid out before.
			let pretty: Value = serde_json::from_str(&format!("{value:#}")).unwrap();
			prop_assert_eq!(canonical(&pretty).unwrap(), text);
		}
	}

	#[test]
	fn canonical_should_be_what_others_can_make_too() {
		let value =
			json!({ "b": [1, -2, null], "a": { "ü": "\u{1}\n\"\\/", "A": true }, "aa": "" });
		let expected = r#"{"a":{"A":true,"ü":"\u0001\n\"\\/"},"aa":"","b":[1,-2,null]}"#;
		assert_eq!(canonical(&value).as_deref(), Some(expected));
		assert_eq!(canonical(&json!({ "half": 0.5 })), None);
	}

	#[test]
	fn blake2_256_should_be_the_chains() {
		// What `b2sum -l 256` says of nothing.
		let expected = "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8";
		assert_eq!(crate::account::to_hex(&blake2_256(b"")), expected);
	}
}
