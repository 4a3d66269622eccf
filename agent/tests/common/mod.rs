//! A podman of the test's own and a chain in memory.

#![allow(dead_code)]

#[path = "../../../client/tests/support/mod.rs"]
pub mod support;

use leasehold_agent::{
	agent::Agent,
	chain::{Act, Chain, ChainError, Lease, LeaseState, Leases},
	runtime::{
		docker::{Engine, Limits},
		egress::Range,
	},
	store::Store,
};
use leasehold_client::{
	account::AccountId,
	deploy::{self, Options},
	manifest::{self, Upload},
	replay::Replays,
};
use std::{
	collections::BTreeSet,
	path::Path,
	sync::{Arc, Mutex},
};

pub use support::podman::IMAGE;

/// The provider of all tests.
pub const PROVIDER: AccountId = AccountId([8; 32]);

/// A podman, and agents that run containers by it.
pub struct Podman {
	own: support::podman::Podman,
	/// The range of its containers' networks.
	pub range: Option<Range>,
}

impl Podman {
	/// Start one, or say why the test is skipped.
	pub fn start(name: &str) -> Option<Self> {
		support::podman::Podman::start(name).map(|own| Self { own, range: None })
	}

	/// Another connection of the agent to it.
	pub async fn engine(&self) -> Engine {
		let limits = Limits {
			address: "127.0.0.1".into(),
			open_files: 1_024,
			enforce: true,
			closed: self.range,
			gpus: Vec::new(),
		};
		let socket = self.own.socket().display().to_string();
		Engine::connect(&socket, &PROVIDER.to_string(), limits).await.unwrap()
	}

	/// An agent on this chain as it is after a start.
	pub async fn agent_on<C: Chain>(&self, chain: C) -> Arc<Agent<C, Engine>> {
		let store = Store::open(&self.own.folder).unwrap();
		let replays = Replays::open(&self.own.folder.join("replays"), 0).unwrap();
		Agent::new(chain, self.engine().await, store, replays, Default::default())
	}

	/// The same on a chain in memory.
	pub async fn agent(&self, book: &Book) -> Arc<Agent<Book, Engine>> {
		self.agent_on(book.clone()).await
	}

	/// What is in here goes with it.
	pub fn folder(&self) -> &Path {
		&self.own.folder
	}

	/// What podman's own command line says.
	pub fn say(&self, arguments: &[&str]) -> String {
		self.own.say(arguments)
	}
}

/// The leases that a test puts on its chain, and what the agent did there.
#[derive(Clone, Default)]
pub struct Book {
	/// The leases.
	pub leases: Arc<Mutex<Vec<Lease>>>,
	/// Everything the agent has done.
	pub acts: Arc<Mutex<Vec<(u64, Act)>>>,
	/// Whether the node is away.
	pub away: Arc<Mutex<bool>>,
	/// The last final block.
	pub block: Arc<Mutex<u64>>,
	/// Leases whose award is not final yet.
	pub coming: Arc<Mutex<BTreeSet<u64>>>,
}

impl Book {
	/// Put a deploy file's first group on chain, awarded; its upload.
	pub fn award(&self, id: u64, tenant: AccountId, file: &str) -> Upload {
		let outcome = deploy::read(file, &Options::default());
		let application =
			outcome.application.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
		let (manifest, mut uploads) = manifest::for_chain(&application);
		let group = &application.groups[0];
		self.leases.lock().unwrap().push(Lease {
			id,
			group: 0,
			tenant,
			manifest,
			replicas: group.replicas,
			cpu_millicores: group.resources.cpu_millicores,
			memory_mib: group.resources.all_memory_mib().unwrap(),
			disk_mib: group.resources.disk_mib().unwrap(),
			state: LeaseState::Awarded,
		});
		uploads.remove(0)
	}

	/// Change a lease.
	pub fn change(&self, id: u64, change: impl Fn(&mut Lease)) {
		self.leases.lock().unwrap().iter_mut().filter(|lease| lease.id == id).for_each(change);
	}

	/// End a lease.
	pub fn end(&self, id: u64) {
		self.leases.lock().unwrap().retain(|lease| lease.id != id);
	}

	/// What was done with a lease.
	pub fn acts(&self, id: u64) -> Vec<Act> {
		self.acts
			.lock()
			.unwrap()
			.iter()
			.filter(|(lease, _)| *lease == id)
			.map(|(_, act)| *act)
			.collect()
	}
}

impl Chain for Book {
	fn genesis(&self) -> [u8; 32] {
		[7; 32]
	}

	fn provider(&self) -> AccountId {
		PROVIDER
	}

	fn sign(&self, _: &[u8]) -> [u8; 64] {
		[0; 64]
	}

	async fn leases(&self) -> Result<Leases, ChainError> {
		let (block, list) = (*self.block.lock().unwrap(), self.leases.lock().unwrap().clone());
		match *self.away.lock().unwrap() {
			true => Err(ChainError("the node is away".into())),
			false => Ok(Leases { block, list }),
		}
	}

	async fn has_ended(&self, lease: u64) -> Result<bool, ChainError> {
		Ok(!self.coming.lock().unwrap().contains(&lease))
	}

	async fn act(&self, lease: u64, act: Act) -> Result<(), ChainError> {
		self.acts.lock().unwrap().push((lease, act));
		self.change(lease, |lease| {
			lease.state = match act {
				Act::Confirm | Act::Resume => LeaseState::Active,
				Act::Pause => LeaseState::Paused,
			}
		});
		Ok(())
	}
}

/// A deploy file of one service with a volume and a public port 80.
pub fn file(image: &str, script: &str, count: u16) -> String {
	format!(
		r#"version: "2.0"
services:
  web:
    image: {image}
    command: [/bin/sh, -c]
    args:
      - |
        {script}
    env: [GREETING=good day]
    params: {{storage: {{data: {{mount: /data}}, fast: {{mount: /fast}}}}}}
    expose: [{{port: 80, to: [{{global: true}}]}}]
profiles:
  compute:
    web:
      resources:
        cpu: {{units: 0.5}}
        memory: {{size: 48Mi}}
        storage:
          - {{size: 64Mi}}
          - {{name: data, size: 64Mi, attributes: {{persistent: true, class: default}}}}
          - {{name: fast, size: 16Mi, attributes: {{persistent: false, class: ram}}}}
  placement:
    here: {{pricing: {{web: {{denom: LHD, amount: 1}}}}}}
deployment:
  web: {{here: {{profile: web, count: {count}}}}}
"#
	)
}

/// A script that serves the image's page.
pub const SERVE: &str = "echo serving; exec httpd -f -p 80 -h /www";
