//! Prices by a program of the operator's: the order as JSON on its standard input, the price on its
//! standard output.

use super::{amount, decide::Ask, order::Order};
use leasehold_client::account::AccountId;
use serde::Deserialize;
use serde_json::{json, Value};
use std::{path::Path, process::Stdio, time::Duration};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	process::Command,
};

/// The most that a program may print, in bytes.
const MAX_OUTPUT: u64 = 4_096;

/// What the program reads.
pub fn input(order: &Order, me: AccountId, highest: Option<u128>, block: u32) -> Value {
	let amount = |amount: u128| amount.to_string();
	json!({
		"order": order.id,
		"deployment": order.deployment,
		"group": order.group,
		"tenant": order.tenant,
		"asset": order.asset,
		"resources": order.each,
		"replicas": order.replicas,
		"architecture": order.architecture,
		"maxPrice": amount(order.max_price),
		"buyNow": order.buy_now.map(amount),
		"auction": order.auction,
		"rounds": order.rounds,
		"best": order.best.as_ref().map(|(provider, price)| {
			json!({ "provider": provider, "price": amount(*price), "own": *provider == me })
		}),
		"own": order.own.as_ref().map(|own| amount(own.price)),
		"highest": highest.map(amount),
		"block": block,
	})
}

/// What the program prints.
#[derive(Deserialize)]
#[serde(untagged)]
enum Output {
	Nothing,
	Price(Amount),
	Both { price: Amount, floor: Amount },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Amount {
	Number(u64),
	Text(String),
}

impl Amount {
	fn read(&self) -> Result<u128, String> {
		match self {
			Self::Number(number) => Ok((*number).into()),
			Self::Text(text) => amount::base_units(text, 0)
				.ok_or_else(|| format!("'{text}' is not a number of base units")),
		}
	}
}

fn read(output: &str) -> Result<Option<Ask>, String> {
	if output.trim().is_empty() {
		return Ok(None);
	}
	let refuse = |_| {
		format!(
			"it printed '{}', which is neither null, nor a price, nor {{\"price\": …, \"floor\": …}}",
			output.trim()
		)
	};
	let (price, floor) = match serde_json::from_str(output).map_err(refuse)? {
		Output::Nothing => return Ok(None),
		Output::Price(price) => (price.read()?, price.read()?),
		Output::Both { price, floor } => (price.read()?, floor.read()?),
	};
	if price == 0 || floor > price {
		return Err(format!("its price {price} is zero, or below its floor {floor}"));
	}
	Ok(Some(Ask { price, floor }))
}

/// Ask the program. `None`: it does not want the order.
///
/// # Errors
/// It cannot be run, fails, prints something else than a price, or takes longer than `limit`; it
/// is ended then.
pub async fn ask(program: &Path, input: &Value, limit: Duration) -> Result<Option<Ask>, String> {
	let run = async {
		let mut child = Command::new(program)
			.stdin(Stdio::piped())
			.stdout(Stdio::piped())
			.stderr(Stdio::inherit())
			.kill_on_drop(true)
			.spawn()
			.map_err(|why| format!("it cannot be run: {why}"))?;
		let mut stdin = child.stdin.take();
		let mut stdout = child.stdout.take();
		if let Some(stdin) = stdin.as_mut() {
			// A program need not read what it does not need.
			let _ = stdin.write_all(input.to_string().as_bytes()).await;
		}
		drop(stdin);
		let mut text = String::new();
		if let Some(stdout) = stdout.as_mut() {
			let read = stdout.take(MAX_OUTPUT).read_to_string(&mut text).await;
			read.map_err(|why| format!("what it prints cannot be read: {why}"))?;
		}
		drop(stdout);
		let status = child.wait().await.map_err(|why| why.to_string())?;
		if !status.success() {
			return Err(format!("it ended with {status}"));
		}
		read(&text)
	};
	tokio::time::timeout(limit, run)
		.await
		.unwrap_or_else(|_| Err(format!("it took longer than {} ms", limit.as_millis())))
}

#[cfg(test)]
mod tests {
	use super::{super::decide::tests::order, *};
	use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

	fn program(name: &str, script: &str) -> PathBuf {
		let path =
			std::env::temp_dir().join(format!("leasehold-price-{name}-{}", std::process::id()));
		fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
		fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
		path
	}

	async fn says(name: &str, script: &str) -> Result<Option<Ask>, String> {
		let path = program(name, script);
		let input = input(&order(), AccountId([1; 32]), Some(990), 7);
		let answer = ask(&path, &input, Duration::from_millis(1_500)).await;
		fs::remove_file(path).unwrap();
		answer
	}

	#[tokio::test]
	async fn script_should_see_the_order_and_say_its_price() {
		let reads = r#"read all
			case "$all" in *'"maxPrice":"5000"'*) ;; *) exit 1;; esac
			case "$all" in *'"highest":"990"'*) ;; *) exit 1;; esac
			echo '{"price": "340282366920938463463374607431768211455", "floor": 7}'"#;
		assert_eq!(says("both", reads).await, Ok(Some(Ask { price: u128::MAX, floor: 7 })));
		assert_eq!(says("price", "echo 800").await, Ok(Some(Ask { price: 800, floor: 800 })));
		assert_eq!(says("null", "echo null").await, Ok(None));
		assert_eq!(says("empty", "true").await, Ok(None));
	}

	#[tokio::test]
	async fn script_should_be_given_up_with_the_reason() {
		for (name, script, reason) in [
			("slow", "exec sleep 30", "took longer than 1500 ms"),
			("fails", "exit 3", "ended with exit status: 3"),
			("words", "echo cheap", "printed 'cheap'"),
			("negative", "echo -5", "printed '-5'"),
			("floor", r#"echo '{"price": 5, "floor": 6}'"#, "below its floor"),
			("floods", "exec yes", "ended with signal"),
		] {
			let why = says(name, script).await.unwrap_err();
			assert!(why.contains(reason), "{name}: '{why}' does not say '{reason}'");
		}
		let nowhere = ask(Path::new("/nowhere"), &Value::Null, Duration::from_secs(1)).await;
		assert!(nowhere.unwrap_err().contains("cannot be run"));
	}
}
