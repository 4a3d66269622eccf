//! The leaf encoding in Rust agrees with the one in Solidity on a thousand statements, which the
//! contracts' own tests wrote (`contracts/test/vectors/statements.json`).

use leasehold_primitives::Statement;
use sp_core::H256;
use std::str::FromStr;

#[derive(serde::Deserialize)]
struct Vectors {
	fields: Vec<String>,
	rows: Vec<Vec<String>>,
}

fn number<T: FromStr>(text: &str) -> T
where
	T::Err: std::fmt::Debug,
{
	text.parse().expect("a decimal number in range")
}

fn hash(text: &str) -> H256 {
	H256::from_str(text).expect("32 bytes of hex")
}

#[test]
fn leaf_should_be_what_the_contract_computes_for_every_vector() {
	let text = include_str!("../../contracts/test/vectors/statements.json");
	let vectors: Vectors = serde_json::from_str(text).expect("the vectors are JSON");
	assert_eq!(vectors.fields.len(), 14);
	assert_eq!(vectors.rows.len(), 1_000);
	for row in vectors.rows {
		let [lease, tenant, provider, asset, price, paid, fees, refunded, state, through, served, usage, sequence, leaf] =
			<[String; 14]>::try_from(row).expect("fourteen fields");
		let statement = Statement {
			lease: number(&lease),
			tenant: hash(&tenant),
			provider: hash(&provider),
			asset: number(&asset),
			price: number(&price),
			paid: number(&paid),
			fees: number(&fees),
			refunded: number(&refunded),
			state: number(&state),
			through: number(&through),
			served: number(&served),
			usage: hash(&usage),
			sequence: number(&sequence),
		};
		assert_eq!(statement.leaf(), hash(&leaf), "{statement:?}");
	}
}
