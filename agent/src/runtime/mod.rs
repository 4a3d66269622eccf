//! The machine's container engine. Behind a trait, so that a cluster's scheduler can stand in for
//! one machine's engine.

pub mod docker;
pub mod egress;
pub mod gpus;

use crate::plan::Container;
use futures::stream::BoxStream;
use serde::Serialize;
use std::{future::Future, net::IpAddr};

/// A container that is there, whether or not it runs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
	/// The engine's own name for it.
	pub id: String,
	/// The name that the plan gave it.
	pub name: String,
	/// The lease that it belongs to.
	pub lease: u64,
	/// The plan's fingerprint when it was made.
	pub fingerprint: String,
	/// Whether it runs.
	pub running: bool,
	/// Ports that are open: the container's and the machine's.
	pub ports: Vec<(u16, u16)>,
	/// Its address in its network, where the machine reaches all of its ports.
	pub address: Option<IpAddr>,
}

/// What a container uses.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Usage {
	/// CPU time since its start, in nanoseconds.
	pub cpu_nanos: u64,
	/// Memory now, in bytes.
	pub memory_bytes: u64,
	/// Bytes that came in by network since its start.
	pub received_bytes: u64,
	/// Bytes that went out.
	pub sent_bytes: u64,
}

/// How a container has been.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Condition {
	/// Whether it runs.
	pub running: bool,
	/// How it ended last, if it has.
	pub exit_code: Option<i64>,
	/// Whether it ended for want of memory.
	pub out_of_memory: bool,
	/// How often the engine has started it again.
	pub restarts: u64,
}

/// An open shell or command in a container.
pub struct Session {
	/// What it prints.
	pub output: BoxStream<'static, Result<Vec<u8>, RuntimeError>>,
	/// What it reads.
	pub input: std::pin::Pin<Box<dyn tokio::io::AsyncWrite + Send>>,
	/// The engine's own name for it.
	pub id: String,
}

/// Why the engine could not do something.
#[derive(Clone, Debug)]
pub struct RuntimeError(pub String);

impl std::fmt::Display for RuntimeError {
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		f.write_str(&self.0)
	}
}

impl std::error::Error for RuntimeError {}

type Done<T> = Result<T, RuntimeError>;

/// What the agent needs of an engine. Everything may be repeated: what is there already, or gone
/// already, is no error.
pub trait Runtime: Send + Sync + 'static {
	/// All containers of this agent.
	fn list(&self) -> impl Future<Output = Done<Vec<Found>>> + Send;
	/// Make a container with its network and volumes, and start it.
	fn start(&self, container: &Container) -> impl Future<Output = Done<()>> + Send;
	/// Start one that has stopped.
	fn restart(&self, id: &str) -> impl Future<Output = Done<()>> + Send;
	/// Stop a container and remove it; its volumes stay.
	fn remove(&self, id: &str) -> impl Future<Output = Done<()>> + Send;
	/// The leases of which networks or volumes are left.
	fn leftovers(&self) -> impl Future<Output = Done<Vec<u64>>> + Send;
	/// Remove a lease's networks and volumes.
	fn clear(&self, lease: u64) -> impl Future<Output = Done<()>> + Send;
	/// How a container has been.
	fn condition(&self, id: &str) -> impl Future<Output = Done<Condition>> + Send;
	/// What a container uses.
	fn usage(&self, id: &str) -> impl Future<Output = Done<Usage>> + Send;
	/// What a container printed: its last lines, and what follows if wanted.
	fn logs(
		&self,
		id: &str,
		tail: usize,
		follow: bool,
	) -> BoxStream<'static, Result<Vec<u8>, RuntimeError>>;
	/// Run a command in a container.
	fn exec(
		&self,
		id: &str,
		command: &[String],
		tty: bool,
	) -> impl Future<Output = Done<Session>> + Send;
	/// Tell a command's terminal its size.
	fn resize(
		&self,
		session: &str,
		columns: u16,
		rows: u16,
	) -> impl Future<Output = Done<()>> + Send;
	/// How a command ended; `None` while it runs.
	fn exit_code(&self, session: &str) -> impl Future<Output = Done<Option<i64>>> + Send;
}
