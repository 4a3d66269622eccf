//! A provider's agent over HTTPS, one token a request.

mod endpoint;
mod sealing;
mod shell;
mod tls;

pub use endpoint::Endpoint;
pub use shell::Options as ShellOptions;
pub use tls::{fingerprint, Trust, CERTIFICATE};

use http_body_util::{BodyExt, Full};
use hyper::{
	body::{Bytes, Incoming},
	client::conn::http1::{handshake, SendRequest},
	header::{AUTHORIZATION, CONTENT_TYPE, HOST},
	http::request,
	Method, Request, Response, StatusCode,
};
use hyper_util::rt::TokioIo;
use leasehold_client::{
	account::AccountId,
	chain::{records, Account, Chain, Failure, Kind, State},
	manifest::Upload,
	token::{Claims, Scope},
};
use serde_json::{json, Value as Json};
use std::{
	fmt::Display,
	sync::Arc,
	time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::net::TcpStream;
use tokio_rustls::{client::TlsStream, rustls::ClientConfig, TlsConnector};

/// How long an agent may take to take a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may take to begin an answer.
const ANSWER: Duration = Duration::from_secs(30);
/// How long a token is good: for the connection and a slow clock.
const TOKEN_SECONDS: u64 = 120;
/// The longest answer that is read as a whole.
const MAX_ANSWER: usize = 4 * 1024 * 1024;

/// What an agent said no with.
pub struct Refused {
	/// Its status.
	pub status: StatusCode,
	/// Why.
	pub failure: Failure,
}

/// A provider's agent, asked about one lease by its tenant.
pub struct Agent {
	endpoint: Endpoint,
	config: Arc<ClientConfig>,
	provider: AccountId,
	genesis: [u8; 32],
	lease: u64,
	account: Account,
}

fn failed(what: impl Display, why: impl Display) -> Failure {
	Failure::new(Kind::Agent, format!("{what}: {why}"))
}

impl Agent {
	/// The agent of a lease's provider, by what the chain says of it. `trust` is what the tenant
	/// says of its certificate, if anything.
	pub async fn of_lease(
		chain: &Chain,
		state: &State,
		account: &Account,
		lease: u64,
		trust: Option<&Trust>,
	) -> Result<Self, Failure> {
		let found = state.get::<records::Lease>(&[json!(lease)]).await?;
		let found = found.ok_or_else(|| {
			Failure::new(
				Kind::Refused,
				format!("there is no lease {lease}: it has ended, or was never awarded"),
			)
		})?;
		if found.terms.tenant != account.id().0 {
			return Err(Failure::new(
				Kind::Refused,
				format!(
					"lease {lease} is {}'s, not {}'s: only its tenant is let in",
					AccountId(found.terms.tenant),
					account.id()
				),
			));
		}
		Self::of_provider(chain, state, account, lease, AccountId(found.terms.provider), trust)
			.await
	}

	/// The same, when lease and provider are known.
	pub async fn of_provider(
		chain: &Chain,
		state: &State,
		account: &Account,
		lease: u64,
		provider: AccountId,
		trust: Option<&Trust>,
	) -> Result<Self, Failure> {
		let record = state.get::<records::Provider>(&[json!(provider)]).await?;
		let record = record.ok_or_else(|| {
			failed(format!("{provider} has no agent"), "it is no provider any more")
		})?;
		let endpoint: Endpoint = record
			.endpoint()
			.parse()
			.map_err(|why| failed(format!("{provider} has no agent that can be reached"), why))?;
		let trust = match (trust, record.attribute(CERTIFICATE)) {
			(Some(trust), _) => trust.clone(),
			(None, Some(text)) => Trust::Certificate(fingerprint(&text).map_err(|why| {
				failed(format!("{provider} declares a certificate that cannot be checked"), why)
			})?),
			(None, None) => Trust::Authorities,
		};
		Ok(Self {
			endpoint,
			config: trust.config()?,
			provider,
			genesis: chain.genesis(),
			lease,
			account: account.clone(),
		})
	}

	/// Where it is.
	pub fn place(&self) -> String {
		self.endpoint.to_string()
	}

	fn token(&self, scope: Scope) -> Result<String, Failure> {
		let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
		let claims =
			Claims::new(&self.genesis, self.provider, self.lease, &[scope], now, TOKEN_SECONDS);
		let claims = claims.ok_or_else(|| "this machine has no randomness".to_string())?;
		Ok(self.account.token_key().issue(&claims))
	}

	async fn connect(&self) -> Result<TlsStream<TcpStream>, Failure> {
		let failed = |why: &dyn Display| {
			failed(format!("the agent at {} cannot be reached", self.endpoint), why)
		};
		let name = self.endpoint.name().map_err(|why| failed(&why))?;
		let connected = async {
			let stream = TcpStream::connect((self.endpoint.host(), self.endpoint.port()))
				.await
				.map_err(|why| failed(&why))?;
			let _ = stream.set_nodelay(true);
			let connector = TlsConnector::from(self.config.clone());
			connector.connect(name, stream).await.map_err(|why| failed(&tls::explain(&why)))
		};
		tokio::time::timeout(CONNECT, connected)
			.await
			.unwrap_or_else(|_| Err(failed(&format!("no answer within {} s", CONNECT.as_secs()))))
	}

	async fn sender(&self) -> Result<SendRequest<Full<Bytes>>, Failure> {
		let stream = self.connect().await?;
		let (sender, connection) = handshake(TokioIo::new(stream))
			.await
			.map_err(|why| failed(format!("the agent at {} speaks no HTTP", self.endpoint), why))?;
		tokio::spawn(async move {
			// What is wrong with it the sender hears, too.
			let _ = connection.await;
		});
		Ok(sender)
	}

	async fn ask(
		&self,
		method: Method,
		path: &str,
		scope: Scope,
		body: Vec<u8>,
	) -> Result<Response<Incoming>, Refused> {
		let bad_gateway = |failure| Refused { status: StatusCode::BAD_GATEWAY, failure };
		let token = self.token(scope).map_err(bad_gateway)?;
		let request = Request::builder()
			.method(method)
			.uri(format!("/v1/leases/{}/{path}", self.lease))
			.header(AUTHORIZATION, format!("Bearer {token}"))
			.header(CONTENT_TYPE, "application/json");
		self.exchange(request, body).await
	}

	async fn exchange(
		&self,
		request: request::Builder,
		body: Vec<u8>,
	) -> Result<Response<Incoming>, Refused> {
		let bad_gateway = |failure| Refused { status: StatusCode::BAD_GATEWAY, failure };
		let mut sender = self.sender().await.map_err(bad_gateway)?;
		let request = request
			.header(HOST, self.endpoint.authority())
			.body(Full::new(Bytes::from(body)))
			.map_err(|why| bad_gateway(failed("the request cannot be made", why)))?;
		let answer = tokio::time::timeout(ANSWER, sender.send_request(request)).await;
		let silent = |why: &dyn Display| {
			bad_gateway(failed(format!("the agent at {} does not answer", self.endpoint), why))
		};
		let answer = answer
			.map_err(|_| silent(&format!("nothing within {} s", ANSWER.as_secs())))?
			.map_err(|why| silent(&why))?;
		if answer.status().is_success() {
			return Ok(answer);
		}
		let status = answer.status();
		let body = whole(answer).await.unwrap_or_default();
		Err(Refused { status, failure: self.refusal(status, &body) })
	}

	fn refusal(&self, status: StatusCode, body: &[u8]) -> Failure {
		let reason = serde_json::from_slice::<Json>(body).ok();
		let reason = reason.and_then(|json| Some(json.get("error")?.as_str()?.to_string()));
		let reason = reason.unwrap_or_else(|| "it does not say why".into());
		failed(format!("the agent at {} refuses ({status})", self.endpoint), reason)
	}

	/// Send the group's manifest, its passwords sealed to the agent's key.
	pub async fn upload(&self, upload: &Upload) -> Result<(), Refused> {
		let upload = &*self.sealed(upload).await?;
		let body = json!(upload).to_string().into_bytes();
		self.ask(Method::PUT, "manifest", Scope::Manifest, body).await.map(|_| ())
	}

	/// What runs.
	pub async fn status(&self) -> Result<Json, Failure> {
		let answer = self.ask(Method::GET, "status", Scope::Status, Vec::new()).await;
		let body = whole(answer.map_err(|refused| refused.failure)?).await?;
		serde_json::from_slice(&body)
			.map_err(|why| failed("the agent's answer makes no sense", why))
	}

	/// Something that may go on, handed over as it comes.
	pub async fn stream(
		&self,
		path: &str,
		scope: Scope,
		mut take: impl FnMut(&[u8]) -> std::io::Result<()>,
	) -> Result<(), Failure> {
		let answer = self.ask(Method::GET, path, scope, Vec::new()).await;
		let mut body = answer.map_err(|refused| refused.failure)?.into_body();
		while let Some(frame) = body.frame().await {
			let frame = frame.map_err(|why| failed("the agent broke off", why))?;
			if let Some(bytes) = frame.data_ref() {
				// Whoever reads has had enough.
				if take(bytes).is_err() {
					return Ok(());
				}
			}
		}
		Ok(())
	}
}

async fn whole(answer: Response<Incoming>) -> Result<Vec<u8>, Failure> {
	let body = http_body_util::Limited::new(answer.into_body(), MAX_ANSWER);
	let read = tokio::time::timeout(ANSWER, body.collect()).await;
	let collected = read.map_err(|_| failed("the agent broke off", "nothing more came"))?;
	let collected = collected.map_err(|why| failed("the agent broke off", why))?;
	Ok(collected.to_bytes().to_vec())
}

/// A query's value, with everything that has a meaning there escaped.
pub fn escaped(text: &str) -> String {
	let mut escaped = String::new();
	for byte in text.bytes() {
		if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
			escaped.push(char::from(byte));
		} else {
			escaped += &format!("%{byte:02X}");
		}
	}
	escaped
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn escaped_should_leave_nothing_that_has_a_meaning() {
		assert_eq!(escaped("web.1.0"), "web.1.0");
		assert_eq!(escaped("ls -l & echo 'ä'"), "ls%20-l%20%26%20echo%20%27%C3%A4%27");
	}
}
