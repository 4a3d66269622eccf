use crate::{
	mock::*, AuctionKind, Deployment, Deployments, Error, Event, GroupRequest, NextDeploymentId,
	NextOrderId, OrderState, Orders, Pallet, Scaling, MAX_NOTICE,
};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use leasehold_primitives::{
	AssetId, Attribute, GpuUnits, ManifestHash, Resources, MAX_GROUPS, MAX_REPLICAS,
};
use sp_runtime::{traits::BadOrigin, ArithmeticError, DispatchError, TokenError};

fn changed(change: impl FnOnce(&mut GroupRequest<AccountId>)) -> Vec<GroupRequest<AccountId>> {
	let mut request = request();
	change(&mut request);
	vec![request]
}

#[test]
fn create_deployment_should_make_an_order_of_each_group() {
	TestExt::new().execute_with(|| {
		let second = GroupRequest { deposit: 300, buy_now: Some(4_000), ..request() };
		assert_ok!(create(vec![request(), second.clone()]));
		assert_eq!(
			Deployments::<Test>::get(0),
			Some(Deployment {
				tenant: TENANT,
				manifest: manifest(),
				asset: AssetId::Native,
				groups: BoundedVec::truncate_from(vec![Some(0), Some(1)]),
			})
		);
		let order = stored(1);
		assert_eq!((order.deployment, order.group, order.tenant), (0, 1, TENANT));
		assert_eq!((order.spec.clone(), order.buy_now), (spec(), Some(4_000)));
		assert_eq!((order.state, order.best, order.bids), (OrderState::Pending, None, 0));
		assert_eq!(Pallet::<Test>::open_orders(), 2);
		assert_eq!(MockEscrow::deposit(0), Some(500));
		assert_eq!(MockEscrow::deposit(1), Some(300));
		let facts = MockApprovals::pending(1).expect("the validators are asked");
		assert_eq!((facts.who, facts.manifest), (TENANT, manifest()));
		assert_eq!(facts.resources, Resources::new(2_000, 1_024, 2_048));
		assert_eq!(free(TENANT), ENDOWMENT - 800 - 2 * ORDER_FEE);
		let created = |group: u8, deposit, buy_now| Event::OrderCreated {
			order: group.into(),
			deployment: 0,
			group,
			tenant: TENANT,
			manifest: manifest(),
			asset: AssetId::Native,
			spec: spec(),
			deposit,
			buy_now,
			auction: AuctionKind::Open,
			scaling: None,
			relist: false,
			min_notice: 0,
		};
		assert_eq!(
			take_events(),
			vec![
				Event::DeploymentCreated {
					deployment: 0,
					tenant: TENANT,
					manifest: manifest(),
					asset: AssetId::Native,
					groups: 2,
				},
				created(0, 500, None),
				created(1, 300, Some(4_000)),
			]
		);
	});
}

#[test]
fn create_deployment_should_keep_what_the_tenant_wishes_of_auction_and_lease() {
	TestExt::new().execute_with(|| {
		let scaling = Some(Scaling { min: 1, max: MAX_REPLICAS });
		let wish = GroupRequest {
			auction: AuctionKind::Sealed,
			scaling,
			relist: true,
			min_notice: MAX_NOTICE,
			..request()
		};
		assert_ok!(create(vec![wish]));
		let order = stored(0);
		assert_eq!((order.auction, order.scaling), (AuctionKind::Sealed, scaling));
		assert_eq!((order.relist, order.min_notice), (true, MAX_NOTICE));
		assert_eq!(order.manifest, manifest());
	});
}

#[test]
fn create_deployment_should_take_the_most_groups_and_replicas() {
	TestExt::new().execute_with(|| {
		let groups = vec![request(); MAX_GROUPS as usize];
		assert_ok!(create(groups));
		assert_ok!(create(changed(|request| request.spec.replicas = MAX_REPLICAS)));
		assert_ok!(create(changed(|request| request.buy_now = Some(request.spec.max_price))));
		assert_eq!(NextDeploymentId::<Test>::get(), 3);
		assert_eq!(NextOrderId::<Test>::get(), u64::from(MAX_GROUPS) + 2);
	});
}

#[test]
fn create_deployment_should_fail_when_the_origin_is_not_signed() {
	TestExt::new().execute_with(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let groups = vec![request()].try_into().expect("one group");
			assert_noop!(
				Market::create_deployment(origin, manifest(), AssetId::Native, groups),
				BadOrigin
			);
		}
	});
}

#[test]
fn create_deployment_should_fail_when_a_group_is_malformed() {
	TestExt::new().execute_with(|| {
		assert_noop!(create(vec![]), Error::<Test>::NoGroups);
		let zero_cpu = changed(|request| request.spec.resources.cpu_millicores = 0);
		assert_noop!(create(zero_cpu), Error::<Test>::InvalidResources);
		let zero_memory = changed(|request| request.spec.resources.memory_mib = 0);
		assert_noop!(create(zero_memory), Error::<Test>::InvalidResources);
		let gpu = GpuUnits {
			vendor: BoundedVec::truncate_from(b"nvidia".to_vec()),
			model: BoundedVec::truncate_from(b"h100".to_vec()),
			memory_mib: None,
			interface: None,
			units: 0,
		};
		let no_units =
			changed(|request| request.spec.resources.gpus = BoundedVec::truncate_from(vec![gpu]));
		assert_noop!(create(no_units), Error::<Test>::InvalidResources);
		for replicas in [0, MAX_REPLICAS + 1, u16::MAX] {
			let groups = changed(|request| request.spec.replicas = replicas);
			assert_noop!(create(groups), Error::<Test>::InvalidReplicas);
		}
		let huge = changed(|request| request.spec.resources.cpu_millicores = u32::MAX);
		assert_noop!(create(huge), Error::<Test>::ResourcesOverflow);
		let free_of_charge = changed(|request| request.spec.max_price = 0);
		assert_noop!(create(free_of_charge), Error::<Test>::InvalidMaxPrice);
		for price in [0, spec().max_price + 1] {
			let groups = changed(|request| request.buy_now = Some(price));
			assert_noop!(create(groups), Error::<Test>::InvalidBuyNow);
		}
		for auction in [AuctionKind::Sealed, AuctionKind::Choice] {
			let groups =
				changed(|request| (request.auction, request.buy_now) = (auction, Some(4_000)));
			assert_noop!(create(groups), Error::<Test>::InvalidBuyNow);
		}
		let long = changed(|request| request.min_notice = MAX_NOTICE + 1);
		assert_noop!(create(long), Error::<Test>::InvalidNotice);
		for (min, max) in [(0, 2), (3, 4), (1, 1), (4, 1), (1, MAX_REPLICAS + 1)] {
			let groups = changed(|request| request.scaling = Some(Scaling { min, max }));
			assert_noop!(create(groups), Error::<Test>::InvalidScaling);
		}
		let beyond_machines = changed(|request| {
			request.spec.distinct = true;
			request.scaling = Some(Scaling { min: 1, max: 9 });
		});
		assert_noop!(create(beyond_machines), Error::<Test>::InvalidScaling);
		for key in [&b""[..], b"two words"] {
			let groups = changed(|request| {
				let key = BoundedVec::truncate_from(key.to_vec());
				let attribute = Attribute { key, value: BoundedVec::new() };
				let attributes = BoundedVec::truncate_from(vec![attribute]);
				request.spec.requirements.attributes = attributes;
			});
			assert_noop!(create(groups), Error::<Test>::InvalidAttribute);
		}
	});
}

#[test]
fn create_deployment_should_fail_whole_when_one_group_is_malformed() {
	TestExt::new().execute_with(|| {
		let mut groups = vec![request(), request()];
		groups[1].spec.replicas = 0;
		assert_noop!(create(groups), Error::<Test>::InvalidReplicas);
		let mut groups = vec![request(), request()];
		groups[1].deposit = MIN_DEPOSIT - 1;
		assert_noop!(create(groups), DispatchError::Other("deposit too small"));
	});
}

#[test]
fn create_deployment_should_fail_when_tenant_or_manifest_is_denied() {
	TestExt::new().execute_with(|| {
		let call = |manifest: ManifestHash| {
			let groups = vec![request()].try_into().expect("one group");
			let origin = RuntimeOrigin::signed(TENANT);
			Market::create_deployment(origin, manifest, AssetId::Native, groups)
		};
		assert_noop!(call(DENIED), DispatchError::Other("manifest denied"));
		MockApprovals::deny(TENANT);
		assert_noop!(call(manifest()), DispatchError::Other("tenant denied"));
	});
}

#[test]
fn create_deployment_should_fail_when_the_asset_is_not_listed() {
	TestExt::new().execute_with(|| {
		let groups = vec![request()].try_into().expect("one group");
		let origin = RuntimeOrigin::signed(TENANT);
		assert_noop!(
			Market::create_deployment(origin, manifest(), AssetId::WithId(1), groups),
			DispatchError::Other("not listed")
		);
	});
}

#[test]
fn create_deployment_should_fail_when_the_tenant_has_too_little_money() {
	TestExt::new().execute_with(|| {
		let all = changed(|request| request.deposit = ENDOWMENT);
		assert_noop!(create(all), TokenError::NotExpendable);
		let more = changed(|request| request.deposit = ENDOWMENT + 1);
		assert_noop!(create(more), TokenError::FundsUnavailable);
		// Enough for the deposit, not for the fee.
		let fee = changed(|request| request.deposit = ENDOWMENT - ORDER_FEE);
		assert_noop!(create(fee), TokenError::NotExpendable);
	});
}

#[test]
fn create_deployment_should_fail_when_a_counter_is_used_up() {
	TestExt::new().build().execute_with(|| {
		NextOrderId::<Test>::put(u64::MAX);
		assert_noop!(create(vec![request()]), ArithmeticError::Overflow);
		NextOrderId::<Test>::put(0);
		NextDeploymentId::<Test>::put(u64::MAX);
		assert_noop!(create(vec![request()]), ArithmeticError::Overflow);
		assert_eq!(Orders::<Test>::iter().count(), 0);
		check();
	});
}
