//! Taking a tenant's manifest.

use super::{allow, refused, Refused, Shared};
use crate::{chain::Chain, runtime::Runtime};
use axum::{
	body::Bytes,
	extract::{Path, State},
	http::{HeaderMap, StatusCode},
	response::{IntoResponse, Response},
	Json,
};
use leasehold_client::{
	manifest::{Password, Refusal, Upload},
	token::Scope,
};
use serde_json::json;

/// Check a manifest against the chain and what the lease has, keep it and have it run.
pub async fn manifest<C: Chain, R: Runtime>(
	State(agent): Shared<C, R>,
	Path(lease): Path<u64>,
	headers: HeaderMap,
	body: Bytes,
) -> Result<Response, Refused> {
	let lease = allow(&agent, &headers, lease, Scope::Manifest).await?;
	let unfit = |why: Refusal| Refused(StatusCode::UNPROCESSABLE_ENTITY, why.0);
	let mut upload = Upload::parse(&body).map_err(unfit)?;
	let manifest = upload.verify(&lease.manifest, lease.group).map_err(unfit)?;
	manifest.check(lease.cpu_millicores, lease.memory_mib, lease.disk_mib).map_err(unfit)?;
	upload.open(&agent.store.opener).map_err(unfit)?;
	let is_sealed = |password: &Password| matches!(password, Password::Sealed(_));
	let sealed =
		upload.credentials.iter().filter(|credential| is_sealed(&credential.password)).count();
	let passwords = match upload.credentials.len() {
		0 => String::new(),
		all => format!(" with {all} passwords, {sealed} of them sealed"),
	};
	if let Err(why) = upload.seal(&agent.store.opener.key()) {
		log::error!("the passwords of lease {} cannot be sealed: {why}", lease.id);
		return refused(StatusCode::INTERNAL_SERVER_ERROR, "its passwords cannot be kept");
	}
	if let Err(why) = agent.store.keep(lease.id, &upload) {
		log::error!("the manifest of lease {} cannot be kept: {why}", lease.id);
		return refused(
			StatusCode::INSUFFICIENT_STORAGE,
			"the manifest cannot be kept; try again later",
		);
	}
	agent.tell(lease.id, format!("the manifest has come{passwords}"));
	agent.wake.notify_one();
	Ok((StatusCode::ACCEPTED, Json(json!({ "lease": lease.id, "accepted": true }))).into_response())
}
