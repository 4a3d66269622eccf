//! A command in a container, with this terminal if there is one.

use super::{escaped, failed, Agent};
use futures::{SinkExt, StreamExt};
use leasehold_client::{
	chain::{Failure, Kind},
	token::Scope,
};
use rustix::termios::{tcgetattr, tcgetwinsize, tcsetattr, OptionalActions, Termios};
use serde_json::{json, Value as Json};
use std::io::{IsTerminal, Write};
use tokio::{
	io::AsyncReadExt,
	signal::unix::{signal, SignalKind},
	sync::mpsc,
};
use tokio_tungstenite::tungstenite::{client::IntoClientRequest, Error, Message};

/// How much is read from the terminal at a time; an agent takes four times as much.
const PART: usize = 16 * 1024;

/// What runs where.
pub struct Options<'a> {
	/// In which container.
	pub container: &'a str,
	/// What; a shell if nothing is said.
	pub command: Option<String>,
	/// Whether it gets a terminal.
	pub tty: bool,
}

/// This terminal passes on every key as it is, until this is dropped.
struct Raw(Termios);

impl Raw {
	fn new() -> Option<Self> {
		let before = tcgetattr(std::io::stdin()).ok()?;
		let mut raw = before.clone();
		raw.make_raw();
		tcsetattr(std::io::stdin(), OptionalActions::Now, &raw).ok()?;
		Some(Self(before))
	}
}

impl Drop for Raw {
	fn drop(&mut self) {
		let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.0);
	}
}

/// What tells the other side how large this terminal is; `None` if there is none.
fn size() -> Option<Message> {
	let size = tcgetwinsize(std::io::stdout()).ok().filter(|size| size.ws_col > 0)?;
	Some(Message::Text(json!({ "columns": size.ws_col, "rows": size.ws_row }).to_string().into()))
}

impl Agent {
	/// Run a command until it ends. Its exit status.
	pub async fn shell(&self, options: &Options<'_>) -> Result<u8, Failure> {
		let mut query = format!("container={}&tty={}", escaped(options.container), options.tty);
		if let Some(command) = &options.command {
			query += &format!("&command={}", escaped(command));
		}
		let address =
			format!("wss://{}/v1/leases/{}/shell?{query}", self.endpoint.authority(), self.lease);
		let odd = |why: &dyn std::fmt::Display| failed("the shell cannot be asked for", why);
		let mut request = address.into_client_request().map_err(|why| odd(&why))?;
		let token = format!("Bearer {}", self.token(Scope::Shell)?);
		request.headers_mut().insert("authorization", token.parse().map_err(|why| odd(&why))?);
		let stream = self.connect().await?;
		let (mut socket, _) = match tokio_tungstenite::client_async(request, stream).await {
			Ok(opened) => opened,
			Err(Error::Http(answer)) => {
				return Err(
					self.refusal(answer.status(), answer.body().as_deref().unwrap_or_default())
				);
			},
			Err(why) => {
				return Err(failed(format!("the agent at {} opens no shell", self.endpoint), why))
			},
		};

		let raw = (options.tty && std::io::stdin().is_terminal()).then(Raw::new).flatten();
		let (keys, mut pressed) = mpsc::channel::<Vec<u8>>(16);
		tokio::spawn(async move {
			let mut input = tokio::io::stdin();
			let mut part = vec![0; PART];
			while let Ok(count) = input.read(&mut part).await {
				let bytes = part.get(..count).unwrap_or_default().to_vec();
				if count == 0 || keys.send(bytes).await.is_err() {
					break;
				}
			}
		});
		let mut resized = signal(SignalKind::window_change())
			.map_err(|why| failed("the terminal's size cannot be followed", why))?;
		// It has a size already.
		let mut is_resized = options.tty;
		let mut typing = true;
		let ended = loop {
			if let Some(size) = std::mem::take(&mut is_resized).then(size).flatten() {
				if let Err(why) = socket.send(size).await {
					break Err(failed("the shell broke off", why));
				}
			}
			tokio::select! {
				_ = resized.recv(), if options.tty => is_resized = true,
				message = socket.next() => match message {
					Some(Ok(Message::Binary(bytes))) => {
						let mut out = std::io::stdout();
						if out.write_all(&bytes).and_then(|()| out.flush()).is_err() {
							break Ok(0);
						}
					},
					Some(Ok(Message::Text(text))) => break last_word(&text),
					Some(Ok(Message::Close(_))) | None => {
						break Err(failed("the shell broke off", "the agent closed it"));
					},
					Some(Ok(_)) => {},
					Some(Err(why)) => break Err(failed("the shell broke off", why)),
				},
				bytes = pressed.recv(), if typing => match bytes {
					Some(bytes) => {
						if let Err(why) = socket.send(Message::Binary(bytes.into())).await {
							break Err(failed("the shell broke off", why));
						}
					},
					// A terminal's end of input is a key that the other side has seen; a file's end
					// is all there is to say.
					None => {
						typing = false;
						if options.tty {
							let _ = socket.send(Message::Binary(vec![4].into())).await;
						}
					},
				},
			}
		};
		drop(raw);
		let _ = socket.close(None).await;
		ended
	}
}

/// The last message: how the command ended.
fn last_word(text: &str) -> Result<u8, Failure> {
	let json: Json = serde_json::from_str(text).unwrap_or_default();
	match (json.get("exit").and_then(Json::as_i64), json.get("error").and_then(Json::as_str)) {
		(Some(code), _) => Ok(u8::try_from(code).unwrap_or(u8::MAX)),
		(None, Some(why)) => Err(failed("the shell broke off", why)),
		(None, None) => {
			Err(Failure::new(Kind::Agent, format!("the agent's last word makes no sense: {text}")))
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn last_word_should_be_the_commands_status() {
		assert_eq!(last_word("{\"exit\":3}"), Ok(3));
		assert_eq!(last_word("{\"exit\":300}"), Ok(255));
		assert!(last_word("{\"error\":\"gone\"}").unwrap_err().message.ends_with("gone"));
		assert!(last_word("?").is_err());
	}
}
