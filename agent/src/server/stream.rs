//! Answers that go on: logs, events, metrics, shells.

use super::{allow, container, containers, label, Refused, Shared};
use crate::{
	agent::{now, Agent, Event},
	chain::Chain,
	runtime::{Runtime, Session},
};
use axum::{
	body::Body,
	extract::{
		ws::{Message, WebSocket, WebSocketUpgrade},
		Path, Query, State,
	},
	http::{header::CONTENT_TYPE, HeaderMap, StatusCode},
	response::{IntoResponse, Response},
};
use futures::{stream, StreamExt};
use leasehold_client::token::Scope;
use serde::Deserialize;
use serde_json::json;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{io::AsyncWriteExt, sync::broadcast::error::RecvError};

/// Lines of a log that are shown unless others are asked for.
const TAIL: usize = 100;
/// The most lines of a log's end that can be asked for.
const MAX_TAIL: usize = 10_000;
/// How far apart metrics are.
const EVERY: Duration = Duration::from_secs(5);
/// The longest message from a tenant's shell, in bytes.
const MAX_MESSAGE: usize = 64 * 1024;
/// The longest that a shell stays open.
const MAX_SHELL: Duration = Duration::from_secs(4 * 3_600);

/// What a request may add to its address.
#[derive(Deserialize)]
pub struct Options {
	/// Which container.
	container: Option<String>,
	/// How many lines.
	tail: Option<usize>,
	/// Whether to go on.
	#[serde(default)]
	follow: bool,
	/// What a shell runs.
	command: Option<String>,
	/// Whether it has a terminal.
	#[serde(default)]
	tty: bool,
}

fn lines(body: Body) -> Response {
	([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

fn named(options: &Options) -> Result<&str, Refused> {
	let missing = || Refused(StatusCode::BAD_REQUEST, "say which one: ?container=NAME".into());
	options.container.as_deref().ok_or_else(missing)
}

/// What a container prints.
pub async fn logs<C: Chain, R: Runtime>(
	State(agent): Shared<C, R>,
	Path(lease): Path<u64>,
	Query(options): Query<Options>,
	headers: HeaderMap,
) -> Result<Response, Refused> {
	let lease = allow(&agent, &headers, lease, Scope::Logs).await?;
	let there = container(&agent, lease.id, named(&options)?).await?;
	let tail = options.tail.unwrap_or(TAIL).min(MAX_TAIL);
	let logs = agent.runtime.logs(&there.id, tail, options.follow);
	Ok(([(CONTENT_TYPE, "application/octet-stream")], Body::from_stream(logs)).into_response())
}

/// What happened, one JSON object a line.
pub async fn events<C: Chain, R: Runtime>(
	State(agent): Shared<C, R>,
	Path(lease): Path<u64>,
	Query(options): Query<Options>,
	headers: HeaderMap,
) -> Result<Response, Refused> {
	let lease = allow(&agent, &headers, lease, Scope::Events).await?.id;
	let (past, news) = agent.events(lease);
	let line = |event: Event| Ok::<_, Infallible>(json!(event).to_string() + "\n");
	let past = stream::iter(past).map(line);
	if !options.follow {
		return Ok(lines(Body::from_stream(past)));
	}
	let next = stream::unfold(news, move |mut news| async move {
		loop {
			match news.recv().await {
				Ok(event) if event.lease == lease => return Some((event, news)),
				Ok(_) | Err(RecvError::Lagged(_)) => {},
				Err(RecvError::Closed) => return None,
			}
		}
	});
	Ok(lines(Body::from_stream(past.chain(next.map(line)))))
}

/// What the containers use, one JSON object a line and moment.
pub async fn metrics<C: Chain, R: Runtime>(
	State(agent): Shared<C, R>,
	Path(lease): Path<u64>,
	Query(options): Query<Options>,
	headers: HeaderMap,
) -> Result<Response, Refused> {
	let lease = allow(&agent, &headers, lease, Scope::Metrics).await?.id;
	let first = measure(&agent, lease).await?;
	let first = stream::iter([Ok::<_, Infallible>(first)]);
	if !options.follow {
		return Ok(lines(Body::from_stream(first)));
	}
	let next = stream::unfold(agent, move |agent| async move {
		tokio::time::sleep(EVERY).await;
		let line = measure(&agent, lease).await.ok()?;
		Some((Ok(line), agent))
	});
	Ok(lines(Body::from_stream(first.chain(next))))
}

async fn measure<C: Chain, R: Runtime>(agent: &Agent<C, R>, lease: u64) -> Result<String, Refused> {
	let mut all = Vec::new();
	for there in containers(agent, lease).await?.iter().filter(|there| there.running) {
		// One that ends in between uses nothing.
		if let Ok(usage) = agent.runtime.usage(&there.id).await {
			all.push(json!({ "container": label(there), "usage": usage }));
		}
	}
	Ok(json!({ "time": now(), "containers": all }).to_string() + "\n")
}

/// The size of a tenant's terminal.
#[derive(Deserialize)]
struct Size {
	columns: u16,
	rows: u16,
}

/// A command in a container. What it prints comes as binary messages, what it reads goes as such.
/// Messages of text are about it: the tenant's `{"columns":80,"rows":24}`, and the last of all,
/// `{"exit":0}`.
pub async fn shell<C: Chain, R: Runtime>(
	State(agent): Shared<C, R>,
	Path(lease): Path<u64>,
	Query(options): Query<Options>,
	headers: HeaderMap,
	upgrade: WebSocketUpgrade,
) -> Result<Response, Refused> {
	let lease = allow(&agent, &headers, lease, Scope::Shell).await?;
	let there = container(&agent, lease.id, named(&options)?).await?;
	let command = match &options.command {
		Some(command) => ["/bin/sh", "-c", command].map(String::from).to_vec(),
		None => vec!["/bin/sh".into()],
	};
	let session = agent.runtime.exec(&there.id, &command, options.tty).await;
	let session = session.map_err(|why| Refused(StatusCode::BAD_GATEWAY, why.to_string()))?;
	agent.tell(lease.id, format!("a shell was opened in {}", label(&there)));
	let answer = upgrade.max_message_size(MAX_MESSAGE).on_upgrade(move |socket| async move {
		let _ = tokio::time::timeout(MAX_SHELL, talk(agent, session, socket)).await;
	});
	Ok(answer)
}

async fn talk<C: Chain, R: Runtime>(
	agent: Arc<Agent<C, R>>,
	session: Session,
	mut socket: WebSocket,
) {
	let Session { mut output, mut input, id } = session;
	let mut reading = true;
	loop {
		tokio::select! {
			part = output.next() => match part {
				Some(Ok(bytes)) => {
					if socket.send(Message::Binary(bytes.into())).await.is_err() {
						return;
					}
				},
				Some(Err(why)) => {
					let text = json!({ "error": why.to_string() }).to_string();
					let _ = socket.send(Message::Text(text.into())).await;
					return;
				},
				None => break,
			},
			message = socket.recv(), if reading => {
				let bytes = match message {
					Some(Ok(Message::Binary(bytes))) => bytes,
					Some(Ok(Message::Text(text))) => {
						// What else is said that way means nothing here, nor where is no terminal.
						if let Ok(Size { columns, rows }) = serde_json::from_str(&text) {
							if let Err(why) = agent.runtime.resize(&id, columns, rows).await {
								log::debug!("{why}");
							}
						}
						continue;
					},
					Some(Ok(Message::Close(_)) | Err(_)) | None => {
						// The tenant has gone: the end of its input ends most commands.
						let _ = input.shutdown().await;
						return;
					},
					Some(Ok(_)) => continue,
				};
				// A command that no longer reads may still print.
				reading = input.write_all(&bytes).await.is_ok() && input.flush().await.is_ok();
			},
		}
	}
	// The engine knows how it ended a moment after its output has ended.
	for _ in 0..20 {
		if let Ok(Some(code)) = agent.runtime.exit_code(&id).await {
			let _ = socket.send(Message::Text(json!({ "exit": code }).to_string().into())).await;
			break;
		}
		tokio::time::sleep(Duration::from_millis(50)).await;
	}
	let _ = socket.send(Message::Close(None)).await;
}
