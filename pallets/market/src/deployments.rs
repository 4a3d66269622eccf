//! Deployments and their groups, from creation to the last group's close.

use crate::{
	auction::DueAgenda, AuctionKind, CloseCause, Config, Deployment, Deployments, DeploymentsOf,
	Error, Event, GroupRequest, GroupRequestsOf, NextDeploymentId, NextOrderId, OpenOrders, Order,
	OrderOf, OrderState, Orders, Pallet, WeightInfo, MAX_NOTICE,
};
use frame_support::{defensive, ensure, traits::DefensiveSaturating, weights::Weight, BoundedVec};
use leasehold_primitives::{
	traits::{Approvals, Escrow, Leases, Subject, SubjectFacts},
	AssetId, CloseReason, DeploymentId, GroupSpec, ManifestHash, OrderId, MAX_GROUPS,
	MAX_PLACEMENTS, MAX_REPLICAS,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_deployment(
		tenant: T::AccountId,
		manifest: ManifestHash,
		asset: AssetId,
		groups: GroupRequestsOf<T>,
	) -> DispatchResult {
		ensure!(!groups.is_empty(), Error::<T>::NoGroups);
		groups.iter().try_for_each(Self::ensure_well_formed)?;
		T::Approvals::ensure_not_denied(&tenant, &manifest)?;

		let id = Self::next_deployment_id()?;
		Self::deposit_event(Event::DeploymentCreated {
			deployment: id,
			tenant: tenant.clone(),
			manifest,
			asset: asset.clone(),
			groups: u8::try_from(groups.len()).map_err(|_| ArithmeticError::Overflow)?,
		});
		let mut orders = BoundedVec::new();
		for (request, group) in groups.into_iter().zip(0u8..) {
			let order = Self::create_order(id, group, &tenant, manifest, &asset, request)?;
			orders.try_push(Some(order)).map_err(|_| ArithmeticError::Overflow)?;
		}
		Self::record_deployment(id, Deployment { tenant, manifest, asset, groups: orders });
		Ok(())
	}

	/// A number for a new deployment.
	pub(crate) fn next_deployment_id() -> Result<DeploymentId, DispatchError> {
		let id = NextDeploymentId::<T>::get();
		NextDeploymentId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		Ok(id)
	}

	/// A number for a new order.
	pub(crate) fn next_order_id() -> Result<OrderId, DispatchError> {
		let id = NextOrderId::<T>::get();
		NextOrderId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);
		Ok(id)
	}

	/// Store a new deployment, also among its tenant's.
	pub(crate) fn record_deployment(id: DeploymentId, deployment: Deployment<T::AccountId>) {
		DeploymentsOf::<T>::insert(&deployment.tenant, id, ());
		Deployments::<T>::insert(id, deployment);
	}

	fn create_order(
		deployment: DeploymentId,
		group: u8,
		tenant: &T::AccountId,
		manifest: ManifestHash,
		asset: &AssetId,
		request: GroupRequest<T::AccountId>,
	) -> Result<OrderId, DispatchError> {
		let id = Self::next_order_id()?;
		let open = OpenOrders::<T>::get().checked_add(1).ok_or(ArithmeticError::Overflow)?;
		OpenOrders::<T>::put(open);

		let resources = request.spec.total().ok_or(Error::<T>::ResourcesOverflow)?;
		let order =
			Order::new(deployment, group, tenant.clone(), asset.clone(), manifest, request.clone());
		Orders::<T>::insert(id, order);
		let GroupRequest { spec, deposit, buy_now, auction, scaling, relist, min_notice } = request;
		Self::deposit_event(Event::OrderCreated {
			order: id,
			deployment,
			group,
			tenant: tenant.clone(),
			manifest,
			asset: asset.clone(),
			spec,
			deposit,
			buy_now,
			auction,
			scaling,
			relist,
			min_notice,
		});
		T::Escrow::open(id, tenant, asset.clone(), deposit)?;
		let facts = SubjectFacts { who: tenant.clone(), manifest, resources };
		T::Approvals::submit(Subject::Order(id), facts)?;
		Ok(id)
	}

	/// Whether a provider could serve what is asked for at all.
	fn ensure_well_formed(request: &GroupRequest<T::AccountId>) -> DispatchResult {
		let GroupRequest { spec, buy_now, auction, scaling, min_notice, .. } = request;
		let GroupSpec { resources, replicas, requirements, max_price, distinct, .. } = spec;
		ensure!(resources.is_well_formed(), Error::<T>::InvalidResources);
		ensure!((1..=MAX_REPLICAS).contains(replicas), Error::<T>::InvalidReplicas);
		let most = Self::most_replicas(*distinct);
		ensure!(u32::from(*replicas) <= most, Error::<T>::InvalidReplicas);
		if let Some(bounds) = scaling {
			let sane = bounds.min >= 1 && u32::from(bounds.max) <= most;
			ensure!(sane && bounds.allows(*replicas), Error::<T>::InvalidScaling);
		}
		ensure!(spec.total().is_some(), Error::<T>::ResourcesOverflow);
		ensure!(*min_notice <= MAX_NOTICE, Error::<T>::InvalidNotice);
		ensure!(*max_price > 0, Error::<T>::InvalidMaxPrice);
		let mut attributes = requirements.attributes.iter();
		ensure!(attributes.all(|one| one.is_well_formed()), Error::<T>::InvalidAttribute);
		if let Some(price) = buy_now {
			let open = *auction == AuctionKind::Open;
			ensure!(open && *price > 0 && price <= max_price, Error::<T>::InvalidBuyNow);
		}
		Ok(())
	}

	/// How many replicas a group may have: where each has a machine of its own, as many as a bid
	/// may spread over.
	pub(crate) fn most_replicas(distinct: bool) -> u32 {
		match distinct {
			true => MAX_PLACEMENTS,
			false => MAX_REPLICAS.into(),
		}
	}

	/// Close every group. Returns what it weighed.
	pub(crate) fn do_close_deployment(
		who: T::AccountId,
		id: DeploymentId,
	) -> Result<Weight, DispatchError> {
		let deployment = Deployments::<T>::get(id).ok_or(Error::<T>::DeploymentNotFound)?;
		ensure!(deployment.tenant == who, Error::<T>::NotAuthorized);
		let (mut orders, mut leases) = (0u32, 0u32);
		for order_id in deployment.groups.into_iter().flatten() {
			let Some(order) = Orders::<T>::get(order_id) else {
				defensive!("a deployment lists an order that does not exist");
				continue;
			};
			match order.state {
				OrderState::Awarded { .. } | OrderState::Leased { .. } => {
					leases = leases.defensive_saturating_add(1);
					T::Leases::close(order_id)?;
					// As a rule `on_ended` has done this by now.
					if let Some(order) = Orders::<T>::get(order_id) {
						let cause = CloseCause::LeaseEnded(CloseReason::Tenant);
						Self::forget(order_id, &order, cause);
					}
				},
				// It is on the agenda already.
				OrderState::Closing { .. } => {},
				_ => {
					orders = orders.defensive_saturating_add(1);
					Self::take_back(order_id, order)?;
				},
			}
		}
		ensure!(orders > 0 || leases > 0, Error::<T>::AlreadyClosing);
		Ok(Self::closing_weight(orders, leases))
	}

	/// The most that closing a deployment may weigh: each group has either an order or a lease.
	pub(crate) fn close_deployment_weight() -> Weight {
		Self::closing_weight(MAX_GROUPS, 0).max(Self::closing_weight(0, MAX_GROUPS))
	}

	fn closing_weight(orders: u32, leases: u32) -> Weight {
		let leases = T::Leases::close_weight().saturating_mul(leases.into());
		T::WeightInfo::close_deployment(orders).saturating_add(leases)
	}

	/// Take back one order.
	pub(crate) fn do_close_order(who: T::AccountId, id: OrderId) -> DispatchResult {
		let order = Orders::<T>::get(id).ok_or(Error::<T>::OrderNotFound)?;
		ensure!(order.tenant == who, Error::<T>::NotAuthorized);
		Self::ensure_on_the_market(&order)?;
		Self::take_back(id, order)
	}

	/// Close an order at the tenant's wish: now, or under the agenda of the next block if there
	/// are bids to give back.
	fn take_back(id: OrderId, order: OrderOf<T>) -> DispatchResult {
		if order.seats() == 0 {
			return Self::wind_up(id, order, CloseCause::Tenant).map(|_| ());
		}
		if order.state == OrderState::Pending {
			T::Approvals::withdraw(Subject::Order(id));
		}
		Self::begin_closing(id, order, CloseCause::Tenant);
		Ok(())
	}

	/// Give back the bids and the deposit of an order without a lease, and close its group.
	/// Returns what giving back the bids weighed.
	pub(crate) fn wind_up(
		id: OrderId,
		order: OrderOf<T>,
		cause: CloseCause,
	) -> Result<Weight, DispatchError> {
		if order.state == OrderState::Pending {
			T::Approvals::withdraw(Subject::Order(id));
		}
		if let Some(at) = order.due() {
			DueAgenda::<T>::cancel(at, &id);
		}
		let released = Self::release_all(id)?;
		T::Escrow::close(id)?;
		Self::forget(id, &order, cause);
		Ok(released)
	}

	/// Remove an order whose bids, lease and escrow account are gone, close its group, and remove
	/// the deployment with its last group.
	pub(crate) fn forget(id: OrderId, order: &OrderOf<T>, cause: CloseCause) {
		Orders::<T>::remove(id);
		if order.is_on_the_market() {
			OpenOrders::<T>::mutate(|open| *open = open.defensive_saturating_sub(1));
		}
		let (deployment, group) = (order.deployment, order.group);
		Self::deposit_event(Event::OrderClosed { order: id, deployment, group, cause });
		let tenant = Deployments::<T>::mutate_exists(deployment, |slot| {
			let Some(record) = slot else {
				defensive!("an order belongs to a deployment that does not exist");
				return None;
			};
			match record.groups.get_mut(usize::from(group)) {
				Some(entry) => *entry = None,
				None => {
					defensive!("an order belongs to a group that does not exist");
				},
			}
			if record.groups.iter().any(Option::is_some) {
				return None;
			}
			slot.take().map(|record| record.tenant)
		});
		if let Some(tenant) = tenant {
			DeploymentsOf::<T>::remove(&tenant, deployment);
			Self::deposit_event(Event::DeploymentClosed { deployment, tenant });
		}
	}
}
