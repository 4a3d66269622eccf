//! A second opinion on subjects from the operator's own HTTP service.
//!
//! Each subject that the rest of the policy would approve is put to the service in a POST request
//! of its own, all at the same time:
//!
//! ```json
//! {"subject": {"kind": "order", "id": 7}, "who": "0x…", "manifest": "0x…", "cpuMillicores": 4000,
//!  "memoryMib": 8192, "storageMib": 10240, "ports": 1,
//!  "gpus": [{"vendor": "nvidia", "model": "a100", "units": 2}]}
//! ```
//!
//! It answers with status 200 and `{"approve": true}` or `{"approve": false, "reason": 1001}`,
//! where the reason is optional and one of the operator's own codes. Whatever else comes, or
//! comes late, is no answer, and without an answer there is no vote.

use crate::policy::{Reason, OWN_REASONS};
use alloc::{format, string::String, vec::Vec};
use codec::Encode;
use leasehold_primitives::{
	policy::ServicePolicy,
	traits::{Subject, SubjectFacts},
};
use serde::Deserialize;
use sp_core::hexdisplay::HexDisplay;
use sp_runtime::offchain::{
	http::{PendingRequest, Request, Response},
	Duration, Timestamp,
};

/// Why a question got no answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoAnswer {
	/// The address in the policy is no text.
	BadAddress,
	/// The service could not be reached, or the connection broke.
	Unreachable,
	/// The time was up.
	TooLate,
	/// It answered with another status than 200.
	Status(u16),
	/// The answer is larger than the policy allows.
	TooLarge,
	/// The answer cannot be understood.
	Malformed,
}

/// Whether for a subject, and the code that goes into the vote.
pub(crate) type Opinion = (bool, u16);

#[derive(Deserialize)]
struct Answer {
	approve: bool,
	reason: Option<u16>,
}

/// What the service is told of a subject.
pub(crate) fn question<AccountId: Encode>(
	subject: &Subject,
	facts: &SubjectFacts<AccountId>,
) -> String {
	let (kind, id) = match subject {
		Subject::Order(id) => ("order", id),
		Subject::Network(id) => ("network", id),
		Subject::Admission(id) => ("admission", id),
	};
	let need = &facts.resources;
	let gpus = need.gpus.iter().map(|gpu| {
		serde_json::json!({
			"vendor": String::from_utf8_lossy(&gpu.vendor),
			"model": String::from_utf8_lossy(&gpu.model),
			"units": gpu.units,
		})
	});
	// JSON's numbers are floats to many: what may exceed 2^53 is capped, as no machine is near.
	let number = |value: u128| u64::try_from(value).unwrap_or(u64::MAX).min(1 << 53);
	let question = serde_json::json!({
		"subject": { "kind": kind, "id": id },
		"who": format!("0x{}", HexDisplay::from(&facts.who.encode())),
		"manifest": format!("{:?}", facts.manifest),
		"cpuMillicores": need.cpu_millicores,
		"memoryMib": number(need.all_memory_mib()),
		"storageMib": number(need.all_disk_mib()),
		"ports": need.ports,
		"gpus": gpus.collect::<Vec<_>>(),
	});
	format!("{question}")
}

/// Ask for an opinion on each question. The answers stand in the order of the questions.
pub(crate) fn ask(policy: &ServicePolicy, questions: &[String]) -> Vec<Result<Opinion, NoAnswer>> {
	let Ok(url) = core::str::from_utf8(&policy.url) else {
		return questions.iter().map(|_| Err(NoAnswer::BadAddress)).collect();
	};
	let deadline =
		sp_io::offchain::timestamp().add(Duration::from_millis(u64::from(policy.deadline_ms)));
	let sent: Vec<_> = questions.iter().map(|question| send(url, question, deadline)).collect();
	sent.into_iter().map(|request| opinion(read(request?, deadline, policy.max_bytes)?)).collect()
}

fn send(url: &str, question: &str, deadline: Timestamp) -> Result<PendingRequest, NoAnswer> {
	Request::post(url, [question.as_bytes()])
		.add_header("content-type", "application/json")
		.deadline(deadline)
		.send()
		.map_err(|_| NoAnswer::Unreachable)
}

/// The body of an answer.
fn read(request: PendingRequest, deadline: Timestamp, max: u32) -> Result<Vec<u8>, NoAnswer> {
	let response: Response = request
		.try_wait(deadline)
		.map_err(|_| NoAnswer::TooLate)?
		.map_err(|_| NoAnswer::Unreachable)?;
	if response.code != 200 {
		return Err(NoAnswer::Status(response.code));
	}
	let max = usize::try_from(max).unwrap_or(usize::MAX);
	let mut body = response.body();
	body.deadline(deadline);
	let bytes: Vec<u8> = body.by_ref().take(max.saturating_add(1)).collect();
	if bytes.len() > max {
		return Err(NoAnswer::TooLarge);
	}
	match body.error() {
		Some(_) => Err(NoAnswer::TooLate),
		None => Ok(bytes),
	}
}

fn opinion(body: Vec<u8>) -> Result<Opinion, NoAnswer> {
	let answer: Answer = serde_json::from_slice(&body).map_err(|_| NoAnswer::Malformed)?;
	match answer {
		Answer { approve: true, .. } => Ok((true, Reason::Fine.code())),
		Answer { reason: None, .. } => Ok((false, Reason::DeniedByService.code())),
		Answer { reason: Some(code), .. } if code >= OWN_REASONS => Ok((false, code)),
		Answer { .. } => Err(NoAnswer::Malformed),
	}
}
