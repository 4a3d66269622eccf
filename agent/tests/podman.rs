//! Real containers: each test has a podman of its own. Where podman cannot run they say so and are
//! skipped; with LEASEHOLD_NEEDS_PODMAN set that is a failure.

mod common;

use common::{file, Book, Podman, IMAGE, SERVE};
use futures::StreamExt;
use leasehold_agent::{
	chain::{Act, LeaseState},
	runtime::{egress::Range, Runtime},
};
use leasehold_client::account::AccountId;
use std::{
	io::{Read, Write},
	net::TcpStream,
	time::Duration,
};

const TENANT: AccountId = AccountId([1; 32]);

/// What a web server answers.
fn page(port: u16) -> String {
	let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
	stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
	stream.write_all(b"GET /index.html HTTP/1.0\r\n\r\n").unwrap();
	let mut text = String::new();
	stream.read_to_string(&mut text).unwrap();
	text
}

/// Everything that a stream brings.
async fn text(
	mut stream: futures::stream::BoxStream<'static, Result<Vec<u8>, impl std::fmt::Debug>>,
) -> String {
	let mut bytes = Vec::new();
	while let Some(part) = stream.next().await {
		bytes.extend(part.unwrap());
	}
	String::from_utf8_lossy(&bytes).into_owned()
}

async fn run(runtime: &impl Runtime, id: &str, script: &str) -> (String, Option<i64>) {
	let command = ["/bin/sh", "-c", script].map(String::from);
	let session = runtime.exec(id, &command, false).await.unwrap();
	let output = text(session.output).await;
	(output, runtime.exit_code(&session.id).await.unwrap())
}

#[tokio::test]
async fn lease_should_run_within_its_limits_and_leave_nothing() {
	let Some(podman) = Podman::start("life") else { return };
	let book = Book::default();
	let agent = podman.agent(&book).await;
	let upload = book.award(7, TENANT, &file(IMAGE, SERVE, 2));

	// A tenant that never sends its manifest: nothing runs, nothing is confirmed.
	agent.look().await.unwrap();
	assert!(agent.runtime.list().await.unwrap().is_empty());
	assert_eq!(book.acts(7), []);

	agent.store.keep(7, &upload).unwrap();
	agent.look().await.unwrap();
	assert_eq!(book.acts(7), [Act::Confirm], "{:?}", agent.events(7).0);
	let found = agent.runtime.list().await.unwrap();
	assert_eq!(found.len(), 2);
	for there in &found {
		assert!(page(there.ports[0].1).contains("a page that is served"));
		assert!(text(agent.runtime.logs(&there.id, 10, false)).await.contains("serving"));
	}

	// What holds the container in.
	let id = &found[0].id;
	let inspect =
		|format: &str| podman.say(&["inspect", "--format", format, id]).trim().to_string();
	// 48 MiB and 16 on the volume in memory.
	assert_eq!(inspect("{{.HostConfig.Memory}}"), (64u64 << 20).to_string());
	assert_eq!(inspect("{{.HostConfig.MemorySwap}}"), (64u64 << 20).to_string());
	assert_eq!(inspect("{{.HostConfig.NanoCpus}}"), "500000000");
	assert_eq!(inspect("{{.HostConfig.Privileged}}"), "false");
	assert_eq!(inspect("{{.HostConfig.PidsLimit}}"), "512");
	let (status, code) =
		run(&agent.runtime, id, "cat /proc/1/status; ls /data /fast; echo $GREETING").await;
	assert_eq!(code, Some(0));
	assert!(status.contains("NoNewPrivs:\t1"), "{status}");
	// CHOWN, DAC_OVERRIDE, FOWNER, KILL, SETGID, SETUID and NET_BIND_SERVICE: bits 0, 1, 3, 5, 6, 7, 10.
	assert!(status.contains("CapBnd:\t00000000000004eb"), "{status}");
	assert!(status.contains("good day"));
	assert_eq!(run(&agent.runtime, id, "exit 7").await.1, Some(7));
	assert!(agent.runtime.usage(id).await.unwrap().memory_bytes > 0);

	// A second look changes nothing.
	agent.look().await.unwrap();
	assert_eq!(agent.runtime.list().await.unwrap(), found);

	// A replica less: exactly one goes.
	book.change(7, |lease| lease.replicas = 1);
	agent.look().await.unwrap();
	assert_eq!(agent.runtime.list().await.unwrap().len(), 1);

	// The lease ends: nothing is left.
	book.end(7);
	agent.look().await.unwrap();
	assert!(agent.runtime.list().await.unwrap().is_empty());
	assert!(agent.runtime.leftovers().await.unwrap().is_empty());
	assert!(agent.store.leases().unwrap().is_empty());
	assert!(!podman.say(&["volume", "ls", "--quiet"]).contains("lh7"));
}

#[tokio::test]
async fn lease_in_grace_should_stop_and_keep_its_volumes() {
	let Some(podman) = Podman::start("grace") else { return };
	let book = Book::default();
	let agent = podman.agent(&book).await;
	let upload = book.award(3, TENANT, &file(IMAGE, SERVE, 1));
	agent.store.keep(3, &upload).unwrap();
	agent.look().await.unwrap();
	let id = agent.runtime.list().await.unwrap()[0].id.clone();
	run(&agent.runtime, &id, "echo precious > /data/file").await;

	book.change(3, |lease| lease.state = LeaseState::Grace);
	agent.look().await.unwrap();
	assert!(agent.runtime.list().await.unwrap().is_empty());

	// While the node is away nothing is touched.
	*book.away.lock().unwrap() = true;
	assert!(agent.look().await.unwrap_err().contains("the node is away"));
	*book.away.lock().unwrap() = false;

	book.change(3, |lease| lease.state = LeaseState::Active);
	agent.look().await.unwrap();
	let id = agent.runtime.list().await.unwrap()[0].id.clone();
	assert_eq!(run(&agent.runtime, &id, "cat /data/file").await.0, "precious\n");
}

#[tokio::test]
async fn agent_should_lose_nothing_when_its_node_knows_less_than_before() {
	let Some(podman) = Podman::start("behind") else { return };
	let book = Book::default();
	*book.block.lock().unwrap() = 100;
	let agent = podman.agent(&book).await;
	let upload = book.award(4, TENANT, &file(IMAGE, SERVE, 1));
	let lease = book.leases.lock().unwrap().pop().unwrap();

	// The manifest is there before the award is final.
	book.coming.lock().unwrap().insert(4);
	agent.store.keep(4, &upload).unwrap();
	agent.look().await.unwrap();
	assert!(agent.runtime.list().await.unwrap().is_empty());
	book.leases.lock().unwrap().push(lease);
	agent.look().await.unwrap();
	assert_eq!(book.acts(4), [Act::Confirm], "{:?}", agent.events(4).0);
	let id = agent.runtime.list().await.unwrap()[0].id.clone();
	run(&agent.runtime, &id, "echo precious > /data/file").await;

	// A node that is still catching up has never heard of the lease, nor does an agent that starts
	// anew believe it.
	let lease = book.leases.lock().unwrap().pop().unwrap();
	book.coming.lock().unwrap().clear();
	*book.block.lock().unwrap() = 99;
	for agent in [agent, podman.agent(&book).await] {
		let why = agent.look().await.unwrap_err();
		assert!(why.contains("block 99 is its last final one, and 100 was already"), "{why}");
		assert_eq!(run(&agent.runtime, &id, "cat /data/file").await.0, "precious\n");
		assert!(agent.store.manifest(4).unwrap().is_some());
	}
	book.leases.lock().unwrap().push(lease);
	*book.block.lock().unwrap() = 101;
	let agent = podman.agent(&book).await;
	agent.look().await.unwrap();
	assert_eq!(agent.runtime.list().await.unwrap()[0].id, id);
}

#[tokio::test]
async fn lease_should_be_paused_when_its_workload_is_unwell() {
	let Some(podman) = Podman::start("unwell") else { return };
	let book = Book::default();
	let agent = podman.agent(&book).await;
	// One crashes, one hangs without ever listening, one has an image that is nowhere.
	for (id, image, script) in [
		(1, IMAGE, "exit 3"),
		(2, IMAGE, "exec sleep 600"),
		(3, "localhost/nowhere:1", "exec sleep 600"),
	] {
		let upload = book.award(id, TENANT, &file(image, script, 1));
		agent.store.keep(id, &upload).unwrap();
	}
	agent.look().await.unwrap();
	for id in [1, 2, 3] {
		assert_eq!(book.acts(id), [], "lease {id} is confirmed though it does not answer");
		book.change(id, |lease| lease.state = LeaseState::Active);
	}
	assert!(agent
		.events(3)
		.0
		.iter()
		.any(|event| event.text.contains("localhost/nowhere:1 cannot be fetched")));
	agent.look().await.unwrap();
	agent.look().await.unwrap();
	// What runs and does not answer is made anew first.
	assert_eq!(book.acts(2), []);
	assert!(agent.events(2).0.iter().any(|event| event.text.contains("it is made anew")));
	for _ in 0..3 {
		agent.look().await.unwrap();
	}
	for id in [1, 2, 3] {
		assert_eq!(book.acts(id), [Act::Pause], "lease {id}: {:?}", agent.events(id).0);
		assert!(agent.store.is_paused(id));
	}

	// The tenant sends one that works: the lease goes on.
	let other = Book::default();
	let upload = other.award(2, TENANT, &file(IMAGE, SERVE, 1));
	let manifest = other.leases.lock().unwrap()[0].manifest;
	book.change(2, |lease| lease.manifest = manifest);
	agent.store.keep(2, &upload).unwrap();
	agent.look().await.unwrap();
	assert_eq!(book.acts(2), [Act::Pause, Act::Resume], "{:?}", agent.events(2).0);
	// One that the provider has paused by hand stays paused.
	book.change(2, |lease| lease.state = LeaseState::Paused);
	agent.look().await.unwrap();
	assert_eq!(book.acts(2).len(), 2);
}

#[tokio::test]
async fn lease_should_be_judged_by_the_checks_of_its_manifest() {
	let Some(podman) = Podman::start("checks") else { return };
	let book = Book::default();
	let agent = podman.agent(&book).await;
	let with =
		|check: &str| {
			file(IMAGE, SERVE, 1).replace(
			"    env:",
			&format!("    x-health: {{{check}, start_period: 0, interval: 1, threshold: 2}}\n    env:"),
		)
		};
	for (id, check) in [
		(1, "http: {port: 80, path: /index.html}"),
		(2, "http: {port: 80, path: /nowhere}"),
		(3, "tcp: {port: 80}"),
		(4, "tcp: {port: 81}"),
		(5, "exec: [/bin/sh, -c, test -f /data/ready]"),
	] {
		let upload = book.award(id, TENANT, &with(check));
		agent.store.keep(id, &upload).unwrap();
	}
	agent.look().await.unwrap();
	agent.look().await.unwrap();
	for id in [1, 3] {
		assert_eq!(book.acts(id), [Act::Confirm], "lease {id}: {:?}", agent.events(id).0);
	}
	for id in [2, 4, 5] {
		assert_eq!(book.acts(id), [], "lease {id} is confirmed though its check fails");
	}
	// One that gets well is confirmed.
	let found = agent.runtime.list().await.unwrap();
	let there = found.iter().find(|there| there.lease == 5).unwrap();
	run(&agent.runtime, &there.id, "echo > /data/ready").await;
	tokio::time::sleep(Duration::from_millis(1_100)).await;
	agent.look().await.unwrap();
	assert_eq!(book.acts(5), [Act::Confirm], "{:?}", agent.events(5).0);
	// A single failure of one that was well does not count; a second in a row does, and it is made
	// anew, with its volumes, before the lease is paused.
	run(&agent.runtime, &there.id, "rm /data/ready").await;
	for _ in 0..10 {
		if book.acts(5).len() > 1 {
			break;
		}
		tokio::time::sleep(Duration::from_millis(1_100)).await;
		agent.look().await.unwrap();
	}
	assert_eq!(book.acts(5), [Act::Confirm, Act::Pause], "{:?}", agent.events(5).0);
	let events = agent.events(5).0;
	let anew = events.iter().position(|event| event.text.contains("it is made anew"));
	let paused = events.iter().position(|event| event.text.contains("on chain: pause"));
	assert!(anew.unwrap() < paused.unwrap(), "{events:?}");
}

#[tokio::test]
async fn workload_should_harm_nobody_when_it_floods_and_eats() {
	let Some(podman) = Podman::start("harm") else { return };
	let book = Book::default();
	let agent = podman.agent(&book).await;
	let script =
		"dd if=/dev/zero of=/dev/null bs=200M count=1; httpd -p 80 -h /www; while :; do echo flood; done";
	let upload = book.award(5, TENANT, &file(IMAGE, script, 1));
	agent.store.keep(5, &upload).unwrap();
	agent.look().await.unwrap();
	let found = agent.runtime.list().await.unwrap();
	let id = &found[0].id;
	// It asked for 200 MB with 64 MiB: what asked is dead, the container goes on.
	let mut last = String::new();
	for _ in 0..60 {
		let log = agent.runtime.logs(id, 5, false);
		last = tokio::time::timeout(Duration::from_secs(20), text(log)).await.unwrap();
		if last.contains("flood") {
			break;
		}
		tokio::time::sleep(Duration::from_millis(250)).await;
	}
	assert!(last.contains("flood"), "{:?} {last}", agent.runtime.condition(id).await);
	assert!(page(found[0].ports[0].1).contains("a page that is served"));
	// Its log does not grow beyond its limit for long.
	tokio::time::sleep(Duration::from_secs(3)).await;
	let size = podman.say(&["inspect", "--format", "{{.HostConfig.LogConfig.Size}}", id]);
	assert!(!size.trim().is_empty() && size.trim() != "0B", "the log has no limit: {size}");
	// Processes beyond the limit are refused.
	let (output, _) = run(
		&agent.runtime,
		id,
		"for i in $(cat /proc/self/status | grep Threads); do :; done; echo alive",
	)
	.await;
	assert!(output.contains("alive"));
}

#[tokio::test]
async fn agent_should_go_on_from_wherever_it_was_killed() {
	let Some(podman) = Podman::start("killed") else { return };
	let book = Book::default();
	let upload = book.award(9, TENANT, &file(IMAGE, SERVE, 2));
	podman.agent(&book).await.store.keep(9, &upload).unwrap();
	// Ten agents, each cut off at another moment of making the workload.
	for moment in 0..10u64 {
		let agent = podman.agent(&book).await;
		let cut = Duration::from_millis(40 + moment * 110);
		let _ = tokio::time::timeout(cut, agent.look()).await;
		if moment % 3 == 2 {
			book.change(9, |lease| lease.replicas = if lease.replicas == 2 { 1 } else { 2 });
		}
	}
	book.change(9, |lease| lease.replicas = 2);
	let agent = podman.agent(&book).await;
	agent.look().await.unwrap();
	agent.look().await.unwrap();
	let found = agent.runtime.list().await.unwrap();
	assert_eq!(found.len(), 2);
	for there in found {
		assert!(there.running, "{there:?} {:?}", agent.events(9).0);
		assert!(page(there.ports[0].1).contains("a page"), "{there:?}");
	}
	assert!(matches!(book.acts(9)[..], [Act::Confirm, ..]));

	// And ten more while it is torn down.
	book.end(9);
	for moment in 0..10u64 {
		let agent = podman.agent(&book).await;
		let _ = tokio::time::timeout(Duration::from_millis(20 + moment * 60), agent.look()).await;
	}
	let agent = podman.agent(&book).await;
	agent.look().await.unwrap();
	assert!(agent.runtime.list().await.unwrap().is_empty());
	assert!(agent.runtime.leftovers().await.unwrap().is_empty());
	assert_eq!(podman.say(&["ps", "--all", "--quiet"]), "");
}

#[tokio::test]
async fn containers_should_reach_each_other_and_nothing_private() {
	let Some(mut podman) = Podman::start("egress") else { return };
	podman.range = Some(Range::parse("10.219.0.0/16").unwrap());
	let book = Book::default();
	let agent = podman.agent(&book).await;
	for id in [1, 2] {
		let upload = book.award(id, TENANT, &file(IMAGE, SERVE, 1));
		agent.store.keep(id, &upload).unwrap();
	}
	agent.look().await.unwrap();
	let found = agent.runtime.list().await.unwrap();
	assert_eq!(found.len(), 2, "{:?}", agent.events(1).0);
	// From outside they are reached, so the leases are confirmed.
	assert_eq!((book.acts(1), book.acts(2)), (vec![Act::Confirm], vec![Act::Confirm]));
	let one = found.iter().find(|there| there.lease == 1).unwrap();
	let address = |lease: u64| {
		let there = found.iter().find(|there| there.lease == lease).unwrap();
		let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
		podman.say(&["inspect", "--format", format, &there.id]).trim().to_string()
	};
	// Something of the machine's own that listens on all its addresses.
	let own = std::net::TcpListener::bind("0.0.0.0:0").unwrap();
	let own_port = own.local_addr().unwrap().port();
	let (first, second) = (address(1), address(2));
	let gateway = format!("{}.1", first.rsplit_once('.').unwrap().0);
	assert!(first.starts_with("10.219."), "{first}");
	let reach = |address: &str, port: u16| {
		let script = format!("echo | nc -w 3 {address} {port} >/dev/null && echo reached");
		let (id, runtime) = (one.id.clone(), &agent.runtime);
		async move { run(runtime, &id, &script).await.0.contains("reached") }
	};
	let neighbour = format!("echo | nc -w 3 {first} 80 >/dev/null && echo reached");
	let limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=512:512"];
	let mut arguments = vec!["run", "--rm", "--network", "lh1-0"];
	arguments.extend(limits);
	arguments.extend([IMAGE, "/bin/sh", "-c", &neighbour]);
	assert!(podman.say(&arguments).contains("reached"), "a replica's containers reach each other");
	assert!(!reach(&second, 80).await, "another lease's container is reached");
	assert!(!reach(&gateway, own_port).await, "the machine is reached by the network's gateway");
	let output = std::process::Command::new("hostname").arg("-I").output().unwrap();
	for address in String::from_utf8(output.stdout).unwrap().split_whitespace() {
		if !address.contains(':') {
			assert!(!reach(address, own_port).await, "the machine is reached at {address}");
		}
	}
	let chain = podman.range.unwrap().chain();
	let jump = format!("PREROUTING -s 10.219.0.0/16 -m conntrack --ctstate NEW -j {chain}");
	for (action, rest) in
		[("--delete", jump.as_str()), ("--flush", &chain), ("--delete-chain", &chain)]
	{
		let mut filter = std::process::Command::new("iptables");
		filter.args(["--wait", "5", "--table", "mangle", action]).args(rest.split(' '));
		assert!(filter.status().unwrap().success(), "{action} {rest}");
	}
}
