//! How much is let at a time: to one tenant and in all. Leases and bids that stand count alike,
//! since each bid may become a lease.

use super::order::Order;
use leasehold_client::account::AccountId;
use serde::Deserialize;

/// The most of something; what is absent has no limit.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Cap {
	/// Leases and bids.
	pub leases: Option<u32>,
	/// Cores of all their replicas.
	pub cores: Option<u32>,
}

/// What is let or bid for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Taken {
	/// Whose lease or order it is.
	pub tenant: AccountId,
	/// The order or lease.
	pub order: u64,
	/// Millicores of all replicas.
	pub cpu_millicores: u64,
}

impl Taken {
	/// What an order would take.
	pub fn of(order: &Order) -> Self {
		let cpu = u64::from(order.each.cpu_millicores).saturating_mul(order.replicas.into());
		Self { tenant: order.tenant, order: order.id, cpu_millicores: cpu }
	}
}

/// Whether one more stays within a cap.
fn fits<'a>(cap: &Cap, taken: impl Iterator<Item = &'a Taken>, more: &Taken) -> bool {
	let (mut count, mut cpu) = (1u32, more.cpu_millicores);
	for one in taken {
		count = count.saturating_add(1);
		cpu = cpu.saturating_add(one.cpu_millicores);
	}
	cap.leases.is_none_or(|most| count <= most)
		&& cap.cores.is_none_or(|most| cpu <= u64::from(most) * 1_000)
}

/// Whether `more` may be bid for beside what is `taken`. What is taken under the same number is
/// what it replaces.
///
/// # Errors
/// Says which cap is in the way.
pub fn check(
	per_tenant: &Cap,
	in_all: &Cap,
	taken: &[Taken],
	more: &Taken,
) -> Result<(), &'static str> {
	let others = || taken.iter().filter(|one| one.order != more.order);
	if !fits(in_all, others(), more) {
		return Err("the cap in all is reached");
	}
	if !fits(per_tenant, others().filter(|one| one.tenant == more.tenant), more) {
		return Err("the tenant's cap is reached");
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	const ONE: AccountId = AccountId([1; 32]);
	const TWO: AccountId = AccountId([2; 32]);

	fn taken(order: u64, tenant: AccountId, cores: u64) -> Taken {
		Taken { tenant, order, cpu_millicores: cores * 1_000 }
	}

	#[test]
	fn cap_should_count_leases_of_the_tenant_and_in_all() {
		let (tenant, all) =
			(Cap { leases: Some(2), cores: None }, Cap { leases: Some(3), cores: None });
		let have = [taken(1, ONE, 4), taken(2, ONE, 4)];
		assert!(check(&tenant, &all, &have, &taken(3, ONE, 1)).unwrap_err().contains("tenant"));
		assert_eq!(check(&tenant, &all, &have, &taken(3, TWO, 1)), Ok(()));
		assert_eq!(check(&tenant, &all, &have, &taken(2, ONE, 1)), Ok(()), "it replaces its own");
		let full = [have[0], have[1], taken(3, TWO, 1)];
		assert!(check(&tenant, &all, &full, &taken(4, TWO, 1)).unwrap_err().contains("in all"));
	}

	#[test]
	fn cap_should_count_cores() {
		let (tenant, all) =
			(Cap { leases: None, cores: Some(8) }, Cap { leases: None, cores: Some(10) });
		let have = [taken(1, ONE, 6)];
		assert_eq!(check(&tenant, &all, &have, &taken(2, ONE, 2)), Ok(()));
		assert!(check(&tenant, &all, &have, &taken(2, ONE, 3)).unwrap_err().contains("tenant"));
		assert!(check(&tenant, &all, &have, &taken(2, TWO, 5)).unwrap_err().contains("in all"));
		let none = Cap::default();
		assert_eq!(check(&none, &none, &have, &taken(2, ONE, u64::MAX / 1_000)), Ok(()));
	}
}
