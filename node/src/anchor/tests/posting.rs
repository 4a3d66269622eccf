//! One poster, from the first commitment to the end of a long silence.

use super::*;

#[tokio::test]
async fn poster_should_anchor_the_head_and_rest_when_nothing_is_new() {
	let Some(world) = World::new("aa", 3).await else { return };
	let mut poster = world.poster(0);
	assert_eq!(poster.look().await, Ok(Next::Idle), "the anchor starts at the head");
	world.chain.advance(9);
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.anchored().await, 9);
	let who = world.config(0).key.address();
	assert_eq!(world.anvil.nonce(who).await, 1);
	drive(&mut poster).await.expect("rests");
	assert_eq!(world.anvil.nonce(who).await, 1);
}

#[tokio::test]
async fn poster_should_wait_until_the_anchor_is_behind_by_the_period() {
	let Some(world) = World::new("aa", 3).await else { return };
	let mut poster =
		world.poster_with(Config { period: Duration::from_secs(3 * 5), ..world.config(0) });
	world.chain.advance(7);
	drive(&mut poster).await.expect("rests");
	assert_eq!(world.anchored().await, 3);
	world.chain.advance(8);
	drive(&mut poster).await.expect("posts");
	assert_eq!(world.anchored().await, 8);
}

#[tokio::test]
async fn poster_should_post_once_an_era_when_it_follows_all_along() {
	// Eras of three sessions; the period is a whole era.
	let Some(world) = World::new("aaabbbcccddde", 2).await else { return };
	let mut poster =
		world.poster_with(Config { period: Duration::from_secs(3 * 30), ..world.config(0) });
	for block in 3..=125 {
		world.chain.advance(block);
		drive(&mut poster).await.expect("posts or rests");
	}
	let who = world.config(0).key.address();
	// In session 2, 5, 8 and 11, the last of each era.
	assert_eq!(world.anvil.nonce(who).await, 4);
	assert_eq!(world.set().await, 11);
}

#[tokio::test]
async fn poster_should_hand_over_in_order_when_it_slept_through_eras() {
	let Some(world) = World::new("aabbbcccdd", 3).await else { return };
	world.chain.advance(95);
	drive(&mut world.poster(0)).await.expect("posts");
	assert_eq!(world.anchored().await, 95);
	assert_eq!(world.set().await, 9);
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 4);
}

#[tokio::test]
async fn poster_should_reach_the_head_when_every_session_changed_the_validators() {
	let Some(world) = World::new("abcdefgh", 3).await else { return };
	world.chain.advance(77);
	drive(&mut world.poster(0)).await.expect("posts");
	assert_eq!(world.anchored().await, 77);
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 7);
}

#[tokio::test]
async fn poster_should_go_on_from_the_anchor_when_it_was_restarted_between_hand_overs() {
	let Some(world) = World::new("abcd", 3).await else { return };
	world.chain.advance(35);
	let mut first = world.poster(0);
	while world.set().await < 1 {
		first.look().await.expect("posts");
	}
	drop(first);
	drive(&mut world.poster(0)).await.expect("posts");
	assert_eq!(world.anchored().await, 35);
	assert_eq!(world.anvil.nonce(world.config(0).key.address()).await, 3);
}
