//! Whether a workload does what it should: every container runs, every public TCP port is answered,
//! and the checks that the manifest states pass.

use crate::{
	plan::Container,
	runtime::{Found, Runtime},
};
use futures::StreamExt;
use leasehold_client::model::{Check, Health, Protocol};
use std::{
	collections::HashMap,
	net::{IpAddr, SocketAddr},
	sync::{Mutex, MutexGuard, PoisonError},
	time::{Duration, Instant},
};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::TcpStream,
};

/// How long a port has to answer.
const ANSWER: Duration = Duration::from_secs(3);
/// How much of an answer's beginning is read, in bytes.
const HEAD: usize = 64;

/// What is wrong with a workload.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Illness {
	/// In words.
	pub text: String,
	/// The engine's name of the container that it is about, if there is one that runs.
	pub container: Option<String>,
	/// Whether it may just be starting.
	pub starting: bool,
}

/// How the checks of one container went.
#[derive(Clone)]
struct Record {
	since: Instant,
	last: Option<Instant>,
	/// Whether one has passed since it started.
	passed: bool,
	failures: u32,
	why: String,
}

/// How the checks of all containers went, by the engine's names.
#[derive(Default)]
pub struct Checks(Mutex<HashMap<String, Record>>);

impl Checks {
	/// Forget containers that are gone or do not run.
	pub fn retain(&self, found: &[Found]) {
		self.records().retain(|id, _| found.iter().any(|there| there.running && there.id == *id));
	}

	fn records(&self) -> MutexGuard<'_, HashMap<String, Record>> {
		// Nothing in here is ever left half done.
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// What is wrong with a workload; `None` if nothing is.
	pub async fn illness<R: Runtime>(
		&self,
		runtime: &R,
		wanted: &[Container],
		found: &[Found],
	) -> Option<Illness> {
		for container in wanted {
			let label = container.label();
			let ill = |text: String, there: Option<&Found>| Illness {
				text,
				container: there.map(|there| there.id.clone()),
				starting: false,
			};
			let Some(there) = found.iter().find(|there| there.name == container.name) else {
				return Some(ill(format!("{label} is not there"), None));
			};
			if !there.running {
				return Some(ill(format!("{label} does not run"), None));
			}
			for open in container.ports.iter().filter(|open| open.protocol == Protocol::Tcp) {
				let port = open.port;
				let Some((_, outer)) = there.ports.iter().find(|(inner, _)| *inner == port) else {
					return Some(ill(format!("port {port} of {label} is not open"), Some(there)));
				};
				if connect(IpAddr::from([127, 0, 0, 1]), *outer, ANSWER).await.is_err() {
					let text = format!("port {port} of {label} does not answer");
					return Some(ill(text, Some(there)));
				}
			}
			if let Some(health) = &container.health {
				let verdict = self.check(runtime, there, health).await;
				if let Some((why, starting)) = verdict {
					return Some(Illness {
						starting,
						..ill(format!("{label}: {why}"), Some(there))
					});
				}
			}
		}
		None
	}

	/// What the check of a container says, tried anew when its interval is over; and whether that
	/// may be because it is starting.
	async fn check<R: Runtime>(
		&self,
		runtime: &R,
		there: &Found,
		health: &Health,
	) -> Option<(String, bool)> {
		let known = self.records().get(&there.id).cloned();
		let mut record = known.unwrap_or_else(|| Record {
			since: Instant::now(),
			last: None,
			passed: false,
			failures: 0,
			why: String::new(),
		});
		let interval = Duration::from_secs(health.interval_seconds.into());
		if record.last.is_none_or(|last| last.elapsed() >= interval) {
			record.last = Some(Instant::now());
			let limit = Duration::from_secs(health.timeout_seconds.into());
			let tried = tokio::time::timeout(limit, try_once(runtime, there, &health.check)).await;
			let tried =
				tried.unwrap_or_else(|_| Err(format!("took longer than {} s", limit.as_secs())));
			match tried {
				Ok(()) => {
					record.passed = true;
					record.failures = 0;
				},
				Err(why) => {
					record.failures = record.failures.saturating_add(1);
					record.why = why;
				},
			}
		}
		self.records().insert(there.id.clone(), record.clone());
		let start = Duration::from_secs(health.start_seconds.into());
		if !record.passed && record.since.elapsed() < start {
			return Some(("its health check has not passed yet".into(), true));
		}
		let fails = record.failures >= health.threshold || (!record.passed && record.failures > 0);
		fails.then(|| (format!("its health check fails: it {}", record.why), false))
	}
}

async fn connect(address: IpAddr, port: u16, limit: Duration) -> Result<TcpStream, String> {
	let connected = TcpStream::connect(SocketAddr::new(address, port));
	match tokio::time::timeout(limit, connected).await {
		Ok(Ok(stream)) => Ok(stream),
		Ok(Err(why)) => Err(format!("could not connect to port {port}: {why}")),
		Err(_) => Err(format!("could not connect to port {port} in {} s", limit.as_secs())),
	}
}

async fn try_once<R: Runtime>(runtime: &R, there: &Found, check: &Check) -> Result<(), String> {
	let address = || there.address.ok_or("has no address that the machine knows");
	match check {
		Check::Tcp { port } => connect(address()?, *port, ANSWER).await.map(|_| ()),
		Check::Http { port, path } => {
			let address = address()?;
			let mut stream = connect(address, *port, ANSWER).await?;
			let head = format!(
				"GET {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: leasehold-agent\r\nConnection: close\r\n\r\n",
				SocketAddr::new(address, *port)
			);
			let broke = |why: std::io::Error| format!("did not answer: {why}");
			stream.write_all(head.as_bytes()).await.map_err(broke)?;
			let mut answer = Vec::new();
			let read = stream.take(HEAD as u64).read_to_end(&mut answer).await;
			if answer.is_empty() {
				read.map_err(broke)?;
			}
			status(&answer)
		},
		Check::Exec { command } => {
			let session = runtime.exec(&there.id, command, false).await;
			let mut session = session.map_err(|why| why.to_string())?;
			// To its end; what it prints is its own.
			while session.output.next().await.is_some() {}
			loop {
				match runtime.exit_code(&session.id).await.map_err(|why| why.to_string())? {
					Some(0) => return Ok(()),
					Some(code) => return Err(format!("ended with {code}")),
					// The engine knows a moment later. Our own limit ends this.
					None => tokio::time::sleep(Duration::from_millis(50)).await,
				}
			}
		},
	}
}

/// Whether an answer's first line says that all is well.
fn status(answer: &[u8]) -> Result<(), String> {
	let text = String::from_utf8_lossy(answer);
	let code = text.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1));
	match code.and_then(|code| code.trim().get(..3)?.parse::<u16>().ok()) {
		Some(200..=399) => Ok(()),
		Some(code) => Err(format!("answered {code}")),
		None => Err("answered something that is not HTTP".into()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn status_should_be_well_from_200_to_399() {
		for answer in ["HTTP/1.1 200 OK\r\nServer: x", "HTTP/1.0 204\r\n", "HTTP/1.1 302 Found\r\n"]
		{
			assert_eq!(status(answer.as_bytes()), Ok(()), "{answer}");
		}
		assert_eq!(status(b"HTTP/1.1 503 Busy\r\n"), Err("answered 503".into()));
		for answer in ["", "SSH-2.0-x", "HTTP/1.1", "HTTP/1.1 abc"] {
			assert!(status(answer.as_bytes()).unwrap_err().contains("not HTTP"), "{answer}");
		}
	}
}
