//! Whether a workload does what it should: every container runs, and every public TCP port is
//! answered.

use crate::{plan::Container, runtime::Found};
use leasehold_client::model::Protocol;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a port has to answer.
const ANSWER: Duration = Duration::from_secs(3);

/// What is wrong with a workload; `None` if nothing is.
pub async fn illness(wanted: &[Container], found: &[Found]) -> Option<String> {
	for container in wanted {
		let Some(there) = found.iter().find(|there| there.name == container.name) else {
			return Some(format!("{} is not there", container.label()));
		};
		if !there.running {
			return Some(format!("{} does not run", container.label()));
		}
		for open in container.ports.iter().filter(|open| open.protocol == Protocol::Tcp) {
			let Some((_, port)) = there.ports.iter().find(|(inner, _)| *inner == open.port) else {
				return Some(format!("port {} of {} is not open", open.port, container.label()));
			};
			let answer =
				tokio::time::timeout(ANSWER, TcpStream::connect(("127.0.0.1", *port))).await;
			if !matches!(answer, Ok(Ok(_))) {
				return Some(format!(
					"port {} of {} does not answer",
					open.port,
					container.label()
				));
			}
		}
	}
	None
}
