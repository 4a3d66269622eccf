//! The agent's own process, killed at ten points of a lease's life.

use super::{
	common::{file, support, Podman, IMAGE, SERVE},
	node::{award, best, link, order, provider, see, shared, until, Wish},
};
use leasehold_agent::{
	bidding::resources::{Resources, Storage},
	chain::{
		link::{call, Link, Until},
		live, LeaseState,
	},
	store::Store,
};
use leasehold_client::{
	account::AccountId,
	deploy::{self, Options},
	manifest,
};
use std::{
	fs,
	io::{Read, Write},
	net::TcpStream,
	path::PathBuf,
};
use subxt::dynamic::Value;
use support::{free_port, node::Node, Guarded, SEED};

const WHO: &str = "//Ferdie";

/// Killed with SIGKILL when it is dropped.
const SCRIPT: &str = r#"
"$AGENT" --config agent.toml run 2>>log </dev/null &
agent=$!
until_the_end
kill -KILL $agent
"#;

/// An agent that can be started again and again.
struct Agent {
	folder: PathBuf,
	process: Option<Guarded>,
}

impl Agent {
	fn new(node: &Node, podman: &Podman) -> Self {
		let folder = podman.folder().to_path_buf();
		fs::write(folder.join("secret"), format!("{SEED}{WHO}")).unwrap();
		let config = format!(
			r#"
			directory = "{0}/agent"
			look_seconds = 1
			[chain]
			node = "{1}"
			secret_file = "{0}/secret"
			[server]
			listen = "127.0.0.1:{2}"
			host = "localhost"
			[engine]
			socket = "{0}/podman.sock"
			address = "127.0.0.1"
			open_files = 1024
			networks = "open"
			[bidding]
			notice_blocks = 20
			grace_blocks = 20
			[[bidding.table]]
			asset = "LHD"
			core = "0.0000000005"
			gib_memory = "0"
			gib_ephemeral = "0"
			gib_persistent = "0"
			floor_percent = 100
			"#,
			folder.display(),
			node.url,
			free_port(),
		);
		fs::write(folder.join("agent.toml"), config).unwrap();
		Self { folder, process: None }
	}

	fn store(&self) -> Store {
		Store::open(&self.folder.join("agent")).unwrap()
	}

	fn run(&mut self) {
		let binary = env!("CARGO_BIN_EXE_leasehold-agent");
		self.process = Some(Guarded::start(SCRIPT, &self.folder, &[("AGENT", binary)]));
	}

	/// What it says, all its lives together.
	fn log(&self) -> String {
		fs::read_to_string(self.folder.join("log")).unwrap_or_default()
	}

	/// Kill it at once when something is so, and start it again.
	async fn killed_at<F: std::future::Future<Output = bool>>(
		&mut self,
		point: &str,
		mut look: impl FnMut() -> F,
	) {
		until(point, 120, || {
			let found = look();
			async move { found.await.then_some(()) }
		})
		.await;
		self.process = None;
		println!("MEASURED: killed at: {point}");
		self.run();
	}
}

impl Drop for Agent {
	fn drop(&mut self) {
		if std::thread::panicking() {
			eprintln!("the agent's log:\n{}", self.log());
		}
	}
}

async fn state(tenant: &Link, provider: AccountId, id: u64) -> Option<LeaseState> {
	let leases = live::leases(&best(tenant).await, provider).await.unwrap();
	leases.into_iter().find(|lease| lease.id == id).map(|lease| lease.state)
}

/// What the container serves, if there is one.
fn page(podman: &Podman) -> Option<String> {
	let ports = podman.say(&["ps", "--format", "{{.Ports}}"]);
	let (_, port) = ports.split_once("127.0.0.1:")?;
	let mut stream =
		TcpStream::connect(("127.0.0.1", port.split_once("->")?.0.parse().ok()?)).ok()?;
	stream.write_all(b"GET /index.html HTTP/1.0\r\n\r\n").ok()?;
	let mut page = String::new();
	stream.read_to_string(&mut page).ok()?;
	Some(page)
}

#[tokio::test(flavor = "multi_thread")]
async fn lease_should_live_and_end_well_when_its_agent_is_killed_at_ten_points() {
	let Some(node) = shared() else { return };
	let Some(podman) = Podman::start("points") else { return };
	let tenant = link(node, "//Alice//stash").await;
	let provider = provider(node, WHO, 16).await;
	let me = provider.account();
	let mut agent = Agent::new(node, &podman);
	let has = |what: &[&str], name: &str| podman.say(what).contains(name);
	let containers = ["ps", "--all", "--format", "{{.Names}} {{.Status}}"];
	let networks = ["network", "ls", "--format", "{{.Name}}"];

	agent.run();
	agent.killed_at("1: its start", || async { true }).await;
	let application =
		deploy::read(&file(IMAGE, SERVE, 1), &Options::default()).application.unwrap();
	let (manifest, uploads) = manifest::for_chain(&application);
	let each = Resources {
		cpu_millicores: 500,
		memory_mib: 48,
		storage: Storage { ephemeral_mib: 64, persistent_mib: 64, ram_mib: 16 },
		gpus: Vec::new(),
		ports: 1,
	};
	let (id, _) = order(&tenant, &Wish { each, manifest, ..Wish::of(&[&provider]) }).await;
	let bids = || async { see(&tenant, id, me).await.is_some_and(|order| order.own.is_some()) };
	agent.killed_at("2: its bid", bids).await;
	assert_eq!(award(&tenant, id).await.0, me);
	agent.killed_at("3: the award", || async { true }).await;
	// The agent that starts meanwhile takes a half-written file for one of its former life.
	until("the manifest", 20, || async { agent.store().keep(id, &uploads[0]).ok() }).await;
	let own = format!("lh{id}-0");
	agent.killed_at("4: its network", || async { has(&networks, &own) }).await;
	agent.killed_at("5: its container", || async { has(&containers, &own) }).await;
	let is_active = || async { state(&tenant, me, id).await == Some(LeaseState::Active) };
	agent.killed_at("6: the confirmation, not final yet", is_active).await;
	agent.killed_at("7: its service", || async { page(&podman).is_some() }).await;
	podman.say(&["kill", "--all"]);
	agent.killed_at("8: the restart", || async { has(&containers, "Up ") }).await;
	until("the page after eight lives", 60, || async {
		page(&podman).filter(|page| page.contains("a page that is served"))
	})
	.await;
	assert_eq!(state(&tenant, me, id).await, Some(LeaseState::Active));

	let close = call("Leases", "close", [("lease", Value::u128(id.into()))]);
	tenant.send(&close, Until::Included, "the lease cannot be closed").await.unwrap();
	agent.killed_at("9: the close, not final yet", || async { true }).await;
	agent.killed_at("10: the end of its container", || async { !has(&containers, "Up ") }).await;
	until("the end", 60, || async {
		let is_there = has(&containers, "lh") || has(&networks, "lh");
		(!is_there && agent.store().leases().unwrap().is_empty()).then_some(())
	})
	.await;
	assert!(!podman.say(&["volume", "ls", "--quiet"]).contains("lh"));
	assert_eq!(state(&tenant, me, id).await, None);
}
