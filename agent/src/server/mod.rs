//! What tenants reach: HTTPS, one token a request.

mod stream;
mod tls;
mod upload;

pub use tls::Identity;

use crate::{
	agent::{now, Agent},
	chain::{Chain, Lease},
	metrics::Metrics,
	runtime::{Found, Runtime},
};
use axum::{
	extract::{DefaultBodyLimit, Path, State},
	http::{
		header::{AUTHORIZATION, CONTENT_TYPE},
		HeaderMap, StatusCode,
	},
	response::{IntoResponse, Response},
	routing::{get, put},
	Json, Router,
};
use hyper_util::{
	rt::{TokioExecutor, TokioIo, TokioTimer},
	server::conn::auto::Builder,
	service::TowerToHyperService,
};
use leasehold_client::{
	account::to_hex,
	manifest, seal,
	token::{self, Expected, Scope},
};
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_rustls::TlsAcceptor;

/// Connections at a time; more wait.
const CONNECTIONS: usize = 512;
/// How long a stranger has to say hello.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// How long a connection for metrics may last.
const METRICS: Duration = Duration::from_secs(60);

type Shared<C, R> = State<Arc<Agent<C, R>>>;

/// Why a request is refused: a status and a sentence.
pub struct Refused(StatusCode, String);

impl IntoResponse for Refused {
	fn into_response(self) -> Response {
		(self.0, Json(json!({ "error": self.1 }))).into_response()
	}
}

fn refused<T>(status: StatusCode, why: impl ToString) -> Result<T, Refused> {
	Err(Refused(status, why.to_string()))
}

/// Everything that can be asked for.
pub fn router<C: Chain, R: Runtime>(agent: Arc<Agent<C, R>>) -> Router {
	Router::new()
		.route("/v1/about", get(about))
		.route("/v1/leases/{lease}/manifest", put(upload::manifest))
		.route("/v1/leases/{lease}/status", get(status))
		.route("/v1/leases/{lease}/logs", get(stream::logs))
		.route("/v1/leases/{lease}/events", get(stream::events))
		.route("/v1/leases/{lease}/metrics", get(stream::metrics))
		.route("/v1/leases/{lease}/shell", get(stream::shell))
		.fallback(|| async {
			refused::<()>(StatusCode::NOT_FOUND, "there is nothing at this address")
		})
		.layer(DefaultBodyLimit::max(manifest::MAX_BYTES))
		.with_state(agent)
}

/// Serve until the process ends.
pub async fn serve(listener: TcpListener, identity: &Identity, router: Router) {
	let acceptor = TlsAcceptor::from(identity.config());
	let places = Arc::new(Semaphore::new(CONNECTIONS));
	loop {
		// The semaphore is never closed.
		let Ok(place) = places.clone().acquire_owned().await else { return };
		let (stream, peer) = match listener.accept().await {
			Ok(accepted) => accepted,
			Err(why) => {
				// Out of file descriptors, mostly: give others time to end.
				log::warn!("a connection cannot be taken: {why}");
				tokio::time::sleep(Duration::from_millis(200)).await;
				continue;
			},
		};
		let (acceptor, service) = (acceptor.clone(), TowerToHyperService::new(router.clone()));
		tokio::spawn(async move {
			let _place = place;
			let accepted = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await;
			let Ok(Ok(stream)) = accepted else {
				log::debug!("{peer} did not finish its handshake");
				return;
			};
			let mut builder = Builder::new(TokioExecutor::new());
			builder.http1().timer(TokioTimer::new()).header_read_timeout(HANDSHAKE);
			let served =
				builder.serve_connection_with_upgrades(TokioIo::new(stream), service).await;
			if let Err(why) = served {
				log::debug!("the connection of {peer} ended: {why}");
			}
		});
	}
}

/// Serve what is counted at `/metrics`, without TLS, until the process ends.
pub async fn serve_metrics(listener: TcpListener, metrics: Arc<Metrics>) {
	let text = move || {
		let metrics = metrics.clone();
		async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], metrics.text()) }
	};
	let router = Router::new().route("/metrics", get(text));
	loop {
		let stream = match listener.accept().await {
			Ok((stream, _)) => stream,
			Err(why) => {
				log::warn!("a request for metrics cannot be taken: {why}");
				tokio::time::sleep(Duration::from_millis(200)).await;
				continue;
			},
		};
		let service = TowerToHyperService::new(router.clone());
		tokio::spawn(async move {
			let mut builder = Builder::new(TokioExecutor::new());
			builder.http1().timer(TokioTimer::new()).header_read_timeout(HANDSHAKE);
			let served = builder.serve_connection(TokioIo::new(stream), service);
			// One request, or a few; never a place for long.
			let _ = tokio::time::timeout(METRICS, served).await;
		});
	}
}

/// The lease that a request is about, once its token is found good and used up.
async fn allow<C: Chain, R: Runtime>(
	agent: &Agent<C, R>,
	headers: &HeaderMap,
	lease: u64,
	scope: Scope,
) -> Result<Lease, Refused> {
	let verdict = judge(agent, headers, lease, scope).await;
	match &verdict {
		Ok(_) => agent.metrics.allowed.add(),
		Err(_) => agent.metrics.refused.add(),
	}
	verdict
}

async fn judge<C: Chain, R: Runtime>(
	agent: &Agent<C, R>,
	headers: &HeaderMap,
	lease: u64,
	scope: Scope,
) -> Result<Lease, Refused> {
	let token =
		headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
	let Some(token) = token else {
		return refused(
			StatusCode::UNAUTHORIZED,
			"the header 'Authorization: Bearer TOKEN' is missing",
		);
	};
	// Strangers learn nothing of leases: first the signature.
	if let Err(why) = token::read(token) {
		return refused(StatusCode::UNAUTHORIZED, why);
	}
	let leases = agent.leases.read().await.clone();
	let Some(leases) = leases else {
		return refused(
			StatusCode::SERVICE_UNAVAILABLE,
			"the agent has not seen the chain yet; try again",
		);
	};
	let Some(lease) = leases.into_iter().find(|own| own.id == lease) else {
		return refused(StatusCode::NOT_FOUND, format!("this provider has no lease {lease}"));
	};
	let now = now();
	let expected = Expected {
		genesis: agent.chain.genesis(),
		audience: agent.chain.provider(),
		lease: lease.id,
		tenant: lease.tenant,
		scope,
		now,
	};
	let claims = match token::check(token, &expected) {
		Ok(claims) => claims,
		Err(why) => return refused(StatusCode::FORBIDDEN, why),
	};
	match agent.replays.lock().await.spend(&claims, now) {
		Ok(Ok(())) => Ok(lease),
		Ok(Err(why)) => refused(StatusCode::FORBIDDEN, why),
		Err(why) => {
			log::error!("used tokens cannot be remembered, so none is let through: {why}");
			refused(
				StatusCode::SERVICE_UNAVAILABLE,
				"tokens cannot be checked now; try again later",
			)
		},
	}
}

/// The containers of a lease that are there, by name.
async fn containers<C: Chain, R: Runtime>(
	agent: &Agent<C, R>,
	lease: u64,
) -> Result<Vec<Found>, Refused> {
	let found = agent.runtime.list().await;
	let found = found.map_err(|why| Refused(StatusCode::BAD_GATEWAY, why.to_string()))?;
	let mut own: Vec<_> = found.into_iter().filter(|there| there.lease == lease).collect();
	own.sort_by(|a, b| a.name.cmp(&b.name));
	Ok(own)
}

/// Service, replica and instance of a container's name: `lh7-1-web-0` is `web.1.0`.
fn label(there: &Found) -> String {
	let parts = there.name.splitn(3, '-').collect::<Vec<_>>();
	match (parts.get(1), parts.get(2).and_then(|rest| rest.rsplit_once('-'))) {
		(Some(replica), Some((service, instance))) => format!("{service}.{replica}.{instance}"),
		_ => there.name.clone(),
	}
}

/// The container that a request names: `web.1.0`, or `web` for the first.
async fn container<C: Chain, R: Runtime>(
	agent: &Agent<C, R>,
	lease: u64,
	name: &str,
) -> Result<Found, Refused> {
	let found = containers(agent, lease).await?;
	let is_meant = |there: &&Found| {
		let label = label(there);
		label == name || label.split('.').next() == Some(name)
	};
	if let Some(there) = found.iter().find(is_meant) {
		return Ok(there.clone());
	}
	let names: Vec<_> = found.iter().map(label).collect();
	let names = if names.is_empty() { "none".into() } else { names.join(", ") };
	refused(StatusCode::NOT_FOUND, format!("there is no container '{name}'; there are: {names}"))
}

async fn about<C: Chain, R: Runtime>(State(agent): Shared<C, R>) -> Response {
	let (key, genesis) = (agent.store.opener.key(), agent.chain.genesis());
	Json(json!({
		"provider": agent.chain.provider(),
		"genesis": to_hex(&genesis),
		"version": env!("CARGO_PKG_VERSION"),
		// What passwords are sealed to, and the provider's word for it.
		"sealKey": to_hex(&key),
		"sealSignature": to_hex(&agent.chain.sign(&seal::statement(&genesis, &key))),
	}))
	.into_response()
}

async fn status<C: Chain, R: Runtime>(
	State(agent): Shared<C, R>,
	Path(lease): Path<u64>,
	headers: HeaderMap,
) -> Result<Response, Refused> {
	let lease = allow(&agent, &headers, lease, Scope::Status).await?;
	let mut all = Vec::new();
	for there in containers(&agent, lease.id).await? {
		// One that goes in between has no condition.
		let condition = agent.runtime.condition(&there.id).await.ok();
		all.push(
			json!({ "container": label(&there), "ports": there.ports, "condition": condition }),
		);
	}
	Ok(Json(json!({
		"lease": lease.id,
		"state": format!("{:?}", lease.state).to_lowercase(),
		"replicas": lease.replicas,
		"manifest": agent.manifest(&lease).is_some(),
		"containers": all,
	}))
	.into_response())
}
