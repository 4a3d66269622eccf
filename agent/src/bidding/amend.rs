//! Whether to agree to what a tenant proposes: pure, so that every case can be tested.

use super::{
	decide::Ask,
	order::{Auction, Order, Stage},
	resources::{place, Machine, Placement},
};
use crate::chain::amendments::Proposal;
use leasehold_client::account::AccountId;

/// The proposal as an order, to be priced like one.
pub fn as_order(proposal: &Proposal) -> Order {
	let (terms, amendment) = (&proposal.terms, &proposal.amendment);
	Order {
		id: proposal.lease,
		deployment: terms.deployment,
		group: terms.group,
		tenant: AccountId(terms.tenant),
		asset: terms.asset,
		each: amendment.resources.clone(),
		replicas: amendment.replicas,
		requirements: Default::default(),
		max_price: amendment.price,
		architecture: None,
		distinct: false,
		buy_now: None,
		auction: Auction::Choice,
		stage: Stage::Pending,
		best: None,
		rounds: 0,
		excluded: Vec::new(),
		min_notice: 0,
		own: None,
		sealed: None,
	}
}

/// Whether the tenant pays no less for just what it has: then only what runs changes.
pub fn is_free(proposal: &Proposal) -> bool {
	let (terms, amendment) = (&proposal.terms, &proposal.amendment);
	amendment.resources == terms.resources
		&& amendment.replicas == terms.replicas
		&& amendment.price >= terms.price
}

/// Where the replicas would run, `None` for where they do.
///
/// # Errors
/// Says why it is not agreed to.
pub fn judge(
	proposal: &Proposal,
	ask: Option<Ask>,
	machines: &[Machine],
) -> Result<Option<Placement>, String> {
	let (terms, amendment) = (&proposal.terms, &proposal.amendment);
	if !is_free(proposal) {
		let ask = ask.ok_or("there is no price here for what is proposed")?;
		if amendment.price < ask.floor {
			return Err(format!(
				"the price {} is below what is taken for it, {}",
				amendment.price, ask.floor
			));
		}
	}
	if (&amendment.resources, amendment.replicas) == (&terms.resources, terms.replicas) {
		return Ok(None);
	}
	// On the machines where it runs: elsewhere are none of its volumes.
	let mut own = Vec::new();
	for ((index, _), taken) in proposal.placement.iter().zip(&proposal.taken) {
		let Some(machine) = machines.iter().find(|machine| machine.index == *index) else {
			continue;
		};
		let mut machine = machine.clone();
		machine.free = machine.free.with(taken).ok_or("more than can be counted")?;
		own.push(machine);
	}
	let placed = place(&own, &amendment.resources, amendment.replicas, None, false);
	placed.map(Some).ok_or_else(|| "there is no room for it where it runs".into())
}

#[cfg(test)]
mod tests {
	use super::{super::order::Asset, *};
	use crate::{
		bidding::resources::Resources,
		chain::amendments::{Amendment, Terms},
	};

	fn cores(cores: u32) -> Resources {
		Resources { cpu_millicores: cores * 1_000, ..Default::default() }
	}

	fn proposal(each: u32, replicas: u16, price: u128) -> Proposal {
		let terms = Terms {
			deployment: 1,
			group: 0,
			tenant: [9; 32],
			asset: Asset::Native,
			price: 1_000,
			resources: cores(2),
			replicas: 2,
			manifest: [1; 32],
		};
		let amendment = Amendment { resources: cores(each), replicas, price, manifest: [2; 32] };
		Proposal {
			lease: 7,
			terms,
			amendment,
			hash: [0; 32],
			until: 100,
			placement: vec![(3, 2)],
			taken: vec![cores(4)],
		}
	}

	fn judged(proposal: &Proposal, floor: u128) -> Result<Option<Placement>, String> {
		let machine = |index, free| Machine {
			index,
			architecture: "Amd64".into(),
			free: cores(free),
			dedicated: false,
		};
		judge(proposal, Some(Ask { price: floor, floor }), &[machine(1, 64), machine(3, 4)])
	}

	#[test]
	fn another_manifest_should_be_agreed_to_at_the_same_price() {
		assert_eq!(judged(&proposal(2, 2, 1_000), 5_000), Ok(None));
		assert_eq!(judged(&proposal(2, 2, 1_100), 5_000), Ok(None));
		assert!(judged(&proposal(2, 2, 999), 1_000).unwrap_err().contains("below"));
		assert_eq!(judged(&proposal(2, 2, 999), 900), Ok(None));
		let free = proposal(2, 2, 1_000);
		assert_eq!(judge(&free, None, &[]), Ok(None), "it needs no price");
		assert!(judge(&proposal(2, 3, 1_000), None, &[]).unwrap_err().contains("no price"));
	}

	#[test]
	fn more_should_be_agreed_to_where_there_is_room_and_money() {
		// Four cores are free, and four its own.
		assert_eq!(judged(&proposal(2, 4, 2_000), 2_000), Ok(Some(vec![(3, 4)])));
		assert_eq!(judged(&proposal(4, 2, 2_000), 2_000), Ok(Some(vec![(3, 2)])));
		assert!(judged(&proposal(2, 4, 1_999), 2_000).unwrap_err().contains("below"));
		assert!(judged(&proposal(2, 5, 2_500), 2_500).unwrap_err().contains("no room"));
		assert_eq!(judged(&proposal(2, 1, 500), 500), Ok(Some(vec![(3, 1)])));
	}
}
