//! The server over TLS with a real workload behind it, as a tenant and as others see it.

mod common;

use common::{file, Book, Podman, IMAGE, PROVIDER, SERVE};
use futures::{SinkExt, StreamExt};
use leasehold_agent::{
	agent::now,
	server::{router, serve, Identity},
};
use leasehold_client::token::{Claims, Key, Scope};
use serde_json::Value;
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{
	io::{AsyncReadExt, AsyncWriteExt},
	net::{TcpListener, TcpStream},
};
use tokio_rustls::{
	client::TlsStream,
	rustls::{
		crypto::ring,
		pki_types::{pem::PemObject, CertificateDer, ServerName},
		ClientConfig, RootCertStore,
	},
	TlsConnector,
};
use tokio_tungstenite::tungstenite::{client::IntoClientRequest, Message};

/// A tenant's side.
struct Client {
	port: u16,
	config: Arc<ClientConfig>,
	key: Key,
}

impl Client {
	fn token(&self, scope: Scope) -> String {
		self.key.issue(&Claims::new(&[7; 32], PROVIDER, 7, &[scope], now(), 60).unwrap())
	}

	async fn connect(&self) -> TlsStream<TcpStream> {
		let stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
		let name = ServerName::try_from("localhost").unwrap();
		TlsConnector::from(self.config.clone()).connect(name, stream).await.unwrap()
	}

	/// A request's status and what comes until the answer ends or says something that is waited
	/// for.
	async fn ask(
		&self,
		method: &str,
		path: &str,
		token: &str,
		body: &[u8],
		until: &str,
	) -> (u16, String) {
		let mut stream = self.connect().await;
		let head = format!(
			"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
			body.len()
		);
		stream.write_all(head.as_bytes()).await.unwrap();
		// A server that has refused may not read all of it.
		let _ = stream.write_all(body).await;
		let mut bytes = Vec::new();
		let read = async {
			let mut part = [0; 4_096];
			while let Ok(count) = stream.read(&mut part).await {
				bytes.extend(&part[..count]);
				let found = !until.is_empty() && String::from_utf8_lossy(&bytes).contains(until);
				if count == 0 || found {
					break;
				}
			}
		};
		tokio::time::timeout(Duration::from_secs(20), read).await.unwrap();
		let text = String::from_utf8_lossy(&bytes).into_owned();
		let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
		(status.unwrap_or_else(|| panic!("no answer: {text}")), text)
	}

	async fn get(&self, path: &str, scope: Scope) -> (u16, String) {
		self.ask("GET", &format!("/v1/leases/7/{path}"), &self.token(scope), b"", "").await
	}

	async fn put(&self, body: &[u8]) -> (u16, String) {
		self.ask("PUT", "/v1/leases/7/manifest", &self.token(Scope::Manifest), body, "").await
	}

	/// A shell: what it prints when fed, and its last word.
	async fn shell(&self, query: &str, input: &str) -> (String, String) {
		let mut request =
			format!("wss://localhost/v1/leases/7/shell?{query}").into_client_request().unwrap();
		let token = format!("Bearer {}", self.token(Scope::Shell)).parse().unwrap();
		request.headers_mut().insert("authorization", token);
		let stream = self.connect().await;
		let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
		if !input.is_empty() {
			socket.send(Message::Binary(input.as_bytes().to_vec().into())).await.unwrap();
		}
		let (mut output, mut last) = (String::new(), String::new());
		let talk = async {
			while let Some(Ok(message)) = socket.next().await {
				match message {
					Message::Binary(bytes) => output += &String::from_utf8_lossy(&bytes),
					Message::Text(text) => last = text.to_string(),
					_ => {},
				}
			}
		};
		tokio::time::timeout(Duration::from_secs(20), talk).await.unwrap();
		(output, last)
	}
}

fn json(answer: &str) -> Value {
	let body = answer.split_once("\r\n\r\n").unwrap().1;
	serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {answer}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn tenant_should_reach_its_workload_and_nobody_else() {
	let Some(podman) = Podman::start("server") else { return };
	let book = Book::default();
	let agent = podman.agent(&book).await;
	let directory: PathBuf =
		std::env::temp_dir().join(format!("leasehold-tls-{}", std::process::id()));
	std::fs::create_dir_all(&directory).unwrap();
	let identity = Identity::own(&directory, "localhost").unwrap();
	// A restart has the same certificate.
	assert_eq!(
		Identity::own(&directory, "localhost").unwrap().fingerprint(),
		identity.fingerprint()
	);
	let mut roots = RootCertStore::empty();
	roots.add(CertificateDer::from_pem_file(directory.join("tls.crt")).unwrap()).unwrap();
	std::fs::remove_dir_all(&directory).unwrap();
	let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
		.with_safe_default_protocol_versions()
		.unwrap()
		.with_root_certificates(roots)
		.with_no_client_auth();
	let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
	let port = listener.local_addr().unwrap().port();
	let routes = router(agent.clone());
	tokio::spawn(async move { serve(listener, &identity, routes).await });
	let client = Client { port, config: Arc::new(config), key: Key::sr25519(&[1; 32]).unwrap() };
	let upload = book.award(7, client.key.account(), &file(IMAGE, SERVE, 1));
	let body = serde_json::to_vec(&upload).unwrap();

	// Before the first look the agent knows no leases.
	assert_eq!(client.get("status", Scope::Status).await.0, 503);
	agent.look().await.unwrap();
	let (status, answer) = client.get("status", Scope::Status).await;
	assert_eq!((status, &json(&answer)["manifest"]), (200, &Value::Bool(false)));

	// Manifests that are not the lease's.
	let mut wrong = upload.clone();
	wrong.manifest.services[0].image = "localhost/other:1".into();
	let (status, answer) = client.put(&serde_json::to_vec(&wrong).unwrap()).await;
	assert_eq!(status, 422);
	assert!(json(&answer)["error"].as_str().unwrap().contains("which the list lacks"), "{answer}");
	assert_eq!(client.put(b"{}").await.0, 422);
	assert_eq!(client.put(&vec![b' '; 300 * 1_024]).await.0, 413);

	// The right one.
	assert_eq!(client.put(&body).await.0, 202);
	agent.look().await.unwrap();
	let (status, answer) = client.get("status", Scope::Status).await;
	let found = json(&answer);
	assert_eq!((status, &found["state"]), (200, &Value::from("awarded")));
	assert_eq!(found["containers"][0]["container"], "web.0.0");
	assert_eq!(found["containers"][0]["condition"]["running"], true);
	assert_eq!(found["containers"][0]["ports"][0][0], 80);

	// Logs, events, metrics, once and going on.
	let (status, answer) = client.get("logs?container=web&tail=5", Scope::Logs).await;
	assert!(status == 200 && answer.contains("serving"), "{answer}");
	let path = "/v1/leases/7/logs?container=web.0.0&follow=true";
	let (_, answer) = client.ask("GET", path, &client.token(Scope::Logs), b"", "serving").await;
	assert!(answer.contains("serving"), "{answer}");
	let (_, answer) = client.get("events", Scope::Events).await;
	assert!(
		answer.contains("the manifest has come") && answer.contains("on chain: confirm"),
		"{answer}"
	);
	let path = "/v1/leases/7/events?follow=true";
	let token = client.token(Scope::Events);
	let (followed, ()) =
		tokio::join!(client.ask("GET", path, &token, b"", "something new"), async {
			tokio::time::sleep(Duration::from_millis(500)).await;
			agent.tell(8, "not for this tenant".into());
			agent.tell(7, "something new".into());
		});
	assert!(followed.1.contains("something new") && !followed.1.contains("not for this tenant"));
	let (_, answer) = client.get("metrics", Scope::Metrics).await;
	assert!(answer.contains("memory_bytes"), "{answer}");
	let (status, answer) = client.get("logs?container=db", Scope::Logs).await;
	assert!(status == 404 && answer.contains("there are: web.0.0"), "{answer}");
	assert_eq!(client.get("logs", Scope::Logs).await.0, 400);

	// Shells: a command, one that reads, one with a terminal.
	let (output, last) =
		client.shell("container=web&command=echo%20$GREETING;%20exit%203", "").await;
	assert_eq!((output.as_str(), last.as_str()), ("good day\n", r#"{"exit":3}"#));
	let (output, last) = client.shell("container=web", "cat /www/index.html\nexit 5\n").await;
	assert_eq!((output.as_str(), last.as_str()), ("a page that is served\n", r#"{"exit":5}"#));
	let (output, _) =
		client.shell("container=web&tty=true", "echo in a $((1+1)) terminal\nexit\n").await;
	assert!(output.contains("in a 2 terminal"), "{output}");

	// Everybody else.
	let ask = |token: String| status_of(&client, token);
	let good = client.token(Scope::Status);
	assert_eq!(ask(good.clone()).await, 200);
	assert_eq!(ask(good).await, 403, "a token is good once");
	assert_eq!(ask(client.token(Scope::Logs)).await, 403, "another scope");
	assert_eq!(ask("nonsense".into()).await, 401);
	assert_eq!(ask(String::new()).await, 401);
	let claims = |lease, seconds, issued| {
		Claims::new(&[7; 32], PROVIDER, lease, &[Scope::Status], issued, seconds).unwrap()
	};
	let stranger = Key::ed25519(&[9; 32]);
	assert_eq!(ask(stranger.issue(&claims(7, 60, now()))).await, 403, "another account");
	assert_eq!(ask(client.key.issue(&claims(8, 60, now()))).await, 403, "another lease");
	assert_eq!(ask(client.key.issue(&claims(7, 60, now() - 120))).await, 403, "an old one");
	let other = Claims { audience: client.key.account(), ..claims(7, 60, now()) };
	assert_eq!(ask(client.key.issue(&other)).await, 403, "another provider");
	let mut forged = client.token(Scope::Status).into_bytes();
	let last = forged.len() - 10;
	forged[last] = if forged[last] == b'A' { b'B' } else { b'A' };
	assert_eq!(ask(String::from_utf8(forged).unwrap()).await, 401, "a forged one");
	let token = client.key.issue(&claims(9, 60, now()));
	assert_eq!(client.ask("GET", "/v1/leases/9/status", &token, b"", "").await.0, 404);
	assert_eq!(client.ask("GET", "/v1/about", "", b"", "").await.0, 200);
	assert_eq!(client.ask("GET", "/", "", b"", "").await.0, 404);
}

/// What a request for the status is answered with.
async fn status_of(client: &Client, token: String) -> u16 {
	client.ask("GET", "/v1/leases/7/status", &token, b"", "").await.0
}
