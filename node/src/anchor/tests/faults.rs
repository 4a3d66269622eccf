//! What goes wrong on Ethereum's side. The poster says so and goes on when it is over.

use super::*;
use crate::anchor::{layer1::Error, plan::Obstacle};
use alloy::primitives::U256;
use serde_json::json;
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpListener,
};

#[tokio::test]
async fn poster_should_post_again_when_ethereum_reorganised() {
	let Some(world) = World::new("ab", 3).await else { return };
	let mut poster = world.poster(0);
	world.chain.advance(8);
	let before = world.anvil.ask("evm_snapshot", json!([])).await;
	drive(&mut poster).await.expect("posts");
	world.chain.advance(15);
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.set().await, 1);
	assert_eq!(world.anvil.ask("evm_revert", json!([before])).await, json!(true));
	assert_eq!(world.anchored().await, 3);
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.anchored().await, 15);
	assert_eq!(world.set().await, 1);
}

#[tokio::test]
async fn poster_should_say_that_the_wallet_is_empty_and_go_on_when_it_is_filled() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster(0);
	let who = world.config(0).key.address();
	world.chain.advance(8);
	world.anvil.balance(who, 1_000).await;
	let problem = poster.look().await.expect_err("it has nothing");
	assert!(
		matches!(problem, Problem::EmptyWallet { has, .. } if has == U256::from(1_000)),
		"{problem:?}"
	);
	world.anvil.balance(who, 10u128.pow(18)).await;
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.anchored().await, 8);
}

#[tokio::test]
async fn poster_should_wait_while_gas_costs_more_than_the_ceiling() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster(0);
	world.chain.advance(8);
	world.anvil.base_fee(80 * GWEI).await;
	world.anvil.mine().await;
	let problem = poster.look().await.expect_err("it is too dear");
	assert_eq!(problem.kind(), "fee-ceiling", "{problem:?}");
	world.anvil.base_fee(10 * GWEI).await;
	world.anvil.mine().await;
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.anchored().await, 8);
}

#[tokio::test]
async fn poster_should_go_on_when_ethereum_comes_back() {
	let Some(mut world) = World::new("a", 3).await else { return };
	let mut poster = world.poster(0);
	world.chain.advance(8);
	world.anvil.stop();
	let problem = poster.look().await.expect_err("nothing answers");
	assert!(matches!(problem, Problem::Layer1(Error::Unreachable(_))), "{problem:?}");
	world.anvil.restart().await;
	assert_eq!(world.anvil.deploy(&world.chain, 3, MAXIMUM_AGE).await, world.contract);
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.anchored().await, 8);
}

#[tokio::test]
async fn poster_should_say_so_when_there_is_no_anchor() {
	let Some(world) = World::new("a", 3).await else { return };
	let nowhere = Address::repeat_byte(0x77);
	let mut poster = world.poster_with(Config { contract: nowhere, ..world.config(0) });
	let problem = poster.look().await;
	assert_eq!(problem, Err(Problem::Layer1(Error::NoContract(nowhere))));
}

#[tokio::test]
async fn poster_should_stop_when_it_is_another_ethereum() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster_with(Config { chain_id: Some(1), ..world.config(0) });
	let expected = Error::WrongChain { given: 31_337, expected: 1 };
	assert_eq!(poster.look().await, Err(Problem::Layer1(expected)));
}

#[tokio::test]
async fn poster_should_raise_an_alarm_when_another_root_is_anchored() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster(0);
	world.chain.advance(8);
	drive(&mut poster).await.expect("posts");
	// The mapping of roots is the contract's first variable.
	let slot = alloy::primitives::keccak256([U256::from(8).to_be_bytes::<32>(), [0; 32]].concat());
	let forged = alloy::primitives::B256::repeat_byte(0x66);
	world.anvil.ask("anvil_setStorageAt", json!([world.contract, slot, forged])).await;
	world.chain.advance(9);
	let problem = poster.look().await.expect_err("it is not ours");
	let Problem::Conflict { block: 8, anchored, .. } = problem else { panic!("{problem:?}") };
	assert_eq!(anchored, forged);
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 1);
}

#[tokio::test]
async fn poster_should_send_nothing_when_the_anchor_is_another_chains() {
	let Some(world) = World::new("xy", 3).await else { return };
	let chain = Arc::new(Toy::new("ab"));
	chain.advance(15);
	let metrics = Metrics::new(None).expect("gauges");
	let mut poster = Poster::new(chain, world.config(0), metrics).expect("HTTP");
	assert_eq!(poster.look().await, Err(Problem::Obstacle(Obstacle::ForeignSet(1))));
}

#[tokio::test]
async fn poster_should_say_so_when_the_anchor_is_too_old() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster(0);
	world.chain.advance(8);
	world.anvil.ask("evm_increaseTime", json!([MAXIMUM_AGE + 10])).await;
	world.anvil.mine().await;
	assert_eq!(poster.look().await, Err(Problem::TooOld));
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 0);
}

#[tokio::test]
async fn poster_should_survive_an_endpoint_that_talks_nonsense() {
	let Some(world) = World::new("a", 3).await else { return };
	world.chain.advance(8);
	let answers = [
		"",
		"<html>busy</html>",
		"{}",
		"[]",
		r#"{"jsonrpc":"2.0","id":0,"result":null}"#,
		r#"{"jsonrpc":"2.0","id":0,"result":"0x7a69"}"#,
		r#"{"jsonrpc":"2.0","id":0,"result":"0xffffffffffffffffffffffffffffffffffff"}"#,
		r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32005,"message":"rate limited"}}"#,
		r#"{"jsonrpc":"2.0","id":0,"error":{"code":3,"message":"execution reverted","data":"0x"}}"#,
	];
	for answer in answers {
		let endpoint = talk(answer).await;
		let mut poster = world.poster_with(Config { endpoint, ..world.config(0) });
		for _ in 0..2 {
			let problem = poster.look().await.expect_err("it cannot go on");
			assert!(matches!(problem, Problem::Layer1(_)), "{answer}: {problem:?}");
		}
	}
}

/// An endpoint that answers everything with `text`, under the request's id.
async fn talk(text: &'static str) -> crate::anchor::layer1::Endpoint {
	let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
	let port = listener.local_addr().expect("bound").port();
	tokio::spawn(async move {
		while let Ok((mut socket, _)) = listener.accept().await {
			let mut request = vec![0; 65_536];
			let read = socket.read(&mut request).await.unwrap_or(0);
			let asked = String::from_utf8_lossy(&request[..read]).into_owned();
			let id = asked.split("\"id\":").nth(1).and_then(|rest| rest.split([',', '}']).next());
			let body = text.replace("\"id\":0", &format!("\"id\":{}", id.unwrap_or("0")));
			let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
			let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
			let _ = socket.write_all(answer.as_bytes()).await;
		}
	});
	format!("http://127.0.0.1:{port}").parse().expect("an address")
}

#[tokio::test]
async fn poster_should_idle_when_beefy_has_signed_nothing() {
	let Some(world) = World::new("a", 3).await else { return };
	let metrics = Metrics::new(None).expect("gauges");
	let chain = Arc::new(Toy::new("a"));
	let mut poster = Poster::new(chain, world.config(0), metrics).expect("HTTP");
	assert_eq!(poster.look().await, Ok(Next::Idle));
}
