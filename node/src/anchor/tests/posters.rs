//! Several posters, and transactions that meet.

use super::*;

#[tokio::test]
async fn second_poster_should_send_nothing_when_the_first_was_faster() {
	let Some(world) = World::new("ab", 3).await else { return };
	let (mut one, mut two) = (world.poster(0), world.poster(1));
	for block in [8, 15, 18] {
		world.chain.advance(block);
		drive(&mut one).await.expect("posts");
		drive(&mut two).await.expect("rests");
		assert_eq!(world.anchored().await, block);
	}
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 3);
	assert_eq!(world.anvil.nonce(world.config(1).key.address()).await, 0);
}

#[tokio::test]
async fn second_poster_should_send_nothing_when_the_firsts_transaction_waits() {
	let Some(world) = World::new("a", 3).await else { return };
	let (mut one, mut two) = (world.poster(0), world.poster(1));
	world.chain.advance(8);
	world.anvil.automine(false).await;
	assert_eq!(one.look().await, Ok(Next::Soon));
	assert_eq!(two.look().await, Ok(Next::Soon));
	assert_eq!(world.anvil.waiting(world.config(1).key.address()).await, []);
	world.anvil.mine().await;
	drive(&mut two).await.expect("rests");
	drive(&mut one).await.expect("rests");
	assert_eq!(world.anchored().await, 8);
}

#[tokio::test]
async fn second_poster_should_take_over_when_the_first_has_died() {
	let Some(world) = World::new("abc", 3).await else { return };
	world.chain.advance(15);
	drive(&mut world.poster(0)).await.expect("posts");
	world.chain.advance(25);
	drive(&mut world.poster(1)).await.expect("posts");
	assert_eq!(world.anchored().await, 25);
	assert_eq!(world.set().await, 2);
}

#[tokio::test]
async fn poster_should_wait_for_its_turn_when_there_are_turns() {
	let Some(world) = World::new("a", 3).await else { return };
	let window = Duration::from_secs(1_000_000);
	let mut poster = world.poster_with(Config { turns: window, ..world.config(0) });
	world.chain.advance(8);
	let Ok(Next::After(rest)) = poster.look().await else { panic!("it does not wait") };
	assert!(rest < window);
	assert_eq!(world.anchored().await, 3);
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 0);
}

#[tokio::test]
async fn transaction_should_be_replaced_by_a_dearer_one_when_it_is_stuck() {
	let Some(world) = World::new("ab", 3).await else { return };
	let mut poster = world.poster_with(Config { replace_after: Duration::ZERO, ..world.config(0) });
	let who = world.config(0).key.address();
	world.chain.advance(8);
	world.anvil.automine(false).await;
	assert_eq!(poster.look().await, Ok(Next::Soon));
	let before = world.anvil.waiting(who).await;
	// Meanwhile the chain goes on: what is sent in its place anchors the newer block.
	world.chain.advance(12);
	assert_eq!(poster.look().await, Ok(Next::Soon));
	let after = world.anvil.waiting(who).await;
	let ([(old, _, paid)], [(new, _, pays)]) = (&before[..], &after[..]) else {
		panic!("not one each: {before:?} {after:?}")
	};
	assert_ne!(old, new);
	assert!(pays * 10 >= paid * 11, "{pays} is not a tenth above {paid}");
	world.anvil.mine().await;
	drive(&mut poster).await.expect("rests");
	assert_eq!(world.anchored().await, 12);
	assert_eq!(world.anvil.nonce(who).await, 1);
}

#[tokio::test]
async fn transaction_from_before_a_restart_should_be_replaced_when_it_is_stuck() {
	let Some(world) = World::new("a", 3).await else { return };
	let who = world.config(0).key.address();
	world.chain.advance(8);
	world.anvil.automine(false).await;
	assert_eq!(world.poster(0).look().await, Ok(Next::Soon));
	let [(old, _, _)] = world.anvil.waiting(who).await[..] else { panic!("none waits") };

	let mut poster = world.poster_with(Config { replace_after: Duration::ZERO, ..world.config(0) });
	assert_eq!(poster.look().await, Ok(Next::Soon), "it follows what it finds first");
	for _ in 0..20 {
		if world.anvil.waiting(who).await.iter().any(|(hash, _, _)| *hash != old) {
			break;
		}
		// Refused as long as it offers too little, and offering more each time.
		let _ = poster.look().await;
	}
	world.anvil.mine().await;
	drive(&mut poster).await.expect("rests");
	assert_eq!(world.anchored().await, 8);
	assert_eq!(world.anvil.nonce(who).await, 1);
}

#[tokio::test]
async fn transaction_from_before_a_restart_should_be_waited_for_when_it_has_time() {
	let Some(world) = World::new("a", 3).await else { return };
	let who = world.config(0).key.address();
	world.chain.advance(8);
	world.anvil.automine(false).await;
	assert_eq!(world.poster(0).look().await, Ok(Next::Soon));
	let before = world.anvil.waiting(who).await;
	let mut poster = world.poster(0);
	for _ in 0..3 {
		assert_eq!(poster.look().await, Ok(Next::Soon));
	}
	assert_eq!(world.anvil.waiting(who).await, before);
	world.anvil.mine().await;
	drive(&mut poster).await.expect("rests");
	assert_eq!(world.anvil.nonce(who).await, 1);
}

#[tokio::test]
async fn waiting_transaction_should_be_taken_back_when_another_poster_was_faster() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster(0);
	let who = world.config(0).key.address();
	world.chain.advance(8);
	world.anvil.automine(false).await;
	assert_eq!(poster.look().await, Ok(Next::Soon));
	let [(_, data, _)] = &world.anvil.waiting(who).await[..] else { panic!("none waits") };
	// The next block is too dear for the poster's, but not for the other's.
	world.anvil.base_fee(45 * GWEI).await;
	world.anvil.send_as_other(world.contract, data, 90 * GWEI, GWEI).await;
	world.anvil.mine().await;
	assert_eq!(world.anchored().await, 8);
	assert_eq!(world.anvil.nonce(who).await, 0);
	assert_eq!(poster.look().await, Ok(Next::Soon));
	let [(_, empty, _)] = &world.anvil.waiting(who).await[..] else { panic!("none waits") };
	assert!(empty.is_empty(), "the one that waits does nothing");
	world.anvil.mine().await;
	drive(&mut poster).await.expect("rests");
	assert_eq!(world.anvil.nonce(who).await, 1);
}

#[tokio::test]
async fn poster_should_hold_back_when_the_anchor_refused_what_was_mined() {
	let Some(world) = World::new("a", 3).await else { return };
	let mut poster = world.poster_with(Config { poll: Duration::from_secs(60), ..world.config(0) });
	let who = world.config(0).key.address();
	world.chain.advance(8);
	world.anvil.automine(false).await;
	assert_eq!(poster.look().await, Ok(Next::Soon));
	let [(hash, data, _)] = &world.anvil.waiting(who).await[..] else { panic!("none waits") };
	// Dearer, so it comes first in the same block.
	world.anvil.send_as_other(world.contract, data, 90 * GWEI, 40 * GWEI).await;
	world.anvil.mine().await;
	assert_eq!(poster.look().await, Err(Problem::Wasted(*hash)));
	world.chain.advance(10);
	world.anvil.automine(true).await;
	let Ok(Next::After(rest)) = poster.look().await else { panic!("it does not hold back") };
	assert!(rest > Duration::from_secs(100));
	assert_eq!(world.anvil.nonce(who).await, 1);
}
