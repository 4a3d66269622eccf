use crate::{
	mock::*,
	policy::{assess, Denials, Reason},
};
use leasehold_primitives::{policy::NodePolicy, GpuUnits};

fn judge(policy: NodePolicy) -> Reason {
	let mut facts = facts(TENANT);
	for (model, units) in [(&b"a100"[..], 3), (b"h100", 2)] {
		let model = model.to_vec().try_into().expect("short");
		facts
			.resources
			.gpus
			.try_push(GpuUnits {
				vendor: b"nvidia".to_vec().try_into().expect("short"),
				model,
				memory_mib: None,
				interface: None,
				units,
			})
			.expect("few");
	}
	assess(&facts, Denials::default(), &policy)
}

#[test]
fn assess_should_find_nothing_when_the_policy_is_empty() {
	assert_eq!(judge(NodePolicy::default()), Reason::Fine);
	assert!(Reason::Fine.approves());
	assert_eq!(Reason::Fine.code(), 0);
}

#[test]
fn assess_should_name_the_first_reason_against_it() {
	let manifest = facts(TENANT).manifest;
	let cases = [
		(NodePolicy { denied_manifests: vec![manifest], ..Default::default() }, 3),
		(NodePolicy { denied_tenants: vec![[TENANT; 32]], ..Default::default() }, 4),
		(NodePolicy { max_cpu_millicores: Some(3_999), ..Default::default() }, 5),
		(NodePolicy { max_memory_mib: Some(8_191), ..Default::default() }, 6),
		(NodePolicy { max_storage_mib: Some(10_239), ..Default::default() }, 7),
		(NodePolicy { max_gpu_units: Some(4), ..Default::default() }, 8),
	];
	for (policy, code) in cases {
		let reason = judge(policy);
		assert_eq!(reason.code(), code);
		assert!(!reason.approves());
	}
}

#[test]
fn assess_should_allow_what_just_fits() {
	let policy = NodePolicy {
		denied_manifests: vec![Default::default()],
		denied_tenants: vec![[1; 32]],
		max_cpu_millicores: Some(4_000),
		max_memory_mib: Some(8_192),
		max_storage_mib: Some(10_240),
		max_gpu_units: Some(5),
		..Default::default()
	};
	assert_eq!(judge(policy), Reason::Fine);
}

#[test]
fn assess_should_put_the_chains_denials_first() {
	let policy = NodePolicy { max_cpu_millicores: Some(0), ..Default::default() };
	let judge = |denials| assess(&facts(TENANT), denials, &policy).code();
	assert_eq!(judge(Denials { manifest: true, tenant: true }), 1);
	assert_eq!(judge(Denials { manifest: false, tenant: true }), 2);
	assert_eq!(judge(Denials::default()), 5);
}
