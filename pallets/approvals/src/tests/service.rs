//! The operator's own service: what it is asked, and that nothing but a clear answer votes.

use crate::{
	mock::*,
	policy::Reason,
	service::{ask, question, NoAnswer},
	tests::offchain::{land, reasons, run, set_policy, with_node},
};
use codec::Encode;
use frame_support::assert_ok;
use leasehold_primitives::{
	policy::{NodePolicy, ServicePolicy},
	traits::{RejectReason, Subject, Verdict},
};
use parking_lot::RwLock;
use sp_core::offchain::{
	testing::{OffchainState, PendingRequest},
	Externalities, HttpError, HttpRequestId, HttpRequestStatus, OffchainWorkerExt,
	OpaqueNetworkState, Timestamp,
};

const URL: &str = "http://127.0.0.1:9000/assess";

fn policy() -> ServicePolicy {
	ServicePolicy { url: URL.into(), deadline_ms: 1_000, max_bytes: 64 }
}

fn with_service() {
	let policy = NodePolicy {
		denied_manifests: vec![Default::default()],
		service: Some(policy()),
		..Default::default()
	};
	set_policy(&policy.encode());
}

fn expect(state: &RwLock<OffchainState>, subject: Subject, answer: &str) {
	state.write().expect_request(PendingRequest {
		method: "POST".into(),
		uri: URL.into(),
		headers: vec![("content-type".into(), "application/json".into())],
		body: question(&subject, &facts(TENANT)).into_bytes(),
		sent: true,
		response: Some(answer.into()),
		..Default::default()
	});
}

#[test]
fn question_should_say_what_is_asked_for() {
	let asked: serde_json::Value =
		serde_json::from_str(&question(&Subject::Network(3), &facts(TENANT))).expect("JSON");
	let hex = |byte: &str| format!("0x{}", byte.repeat(32));
	assert_eq!(
		asked,
		serde_json::json!({
			"subject": { "kind": "network", "id": 3 },
			"who": hex("32"),
			"manifest": hex("07"),
			"cpuMillicores": 4_000,
			"memoryMib": 8_192,
			"storageMib": 10_240,
			"ports": 0,
			"gpus": [],
		})
	);
}

#[test]
fn worker_should_vote_as_the_service_says() {
	with_node(TestExt::new(), &[1], |sent, state| {
		seated(0..3);
		with_service();
		expect(state, order(0), "{\"approve\": true, \"note\": 1}");
		expect(state, order(1), "{\"approve\": false}");
		expect(state, order(2), "{\"approve\": false, \"reason\": 1234}");
		run();
		let message = sent().remove(0);
		assert_eq!(
			reasons(&message),
			vec![(true, 0), (false, Reason::DeniedByService.code()), (false, 1234)]
		);
		land(1, message);
		// Everything is voted on: nothing is asked any more.
		run();
		assert_eq!(sent(), vec![]);
	});
}

#[test]
fn worker_should_not_ask_about_what_the_policy_denies() {
	with_node(TestExt::new().validators(&[1]), &[1], |sent, _| {
		seated([0]);
		let policy = NodePolicy {
			denied_tenants: vec![[TENANT; 32]],
			service: Some(policy()),
			..Default::default()
		};
		set_policy(&policy.encode());
		run();
		let message = sent().remove(0);
		assert_eq!(reasons(&message), vec![(false, Reason::TenantDeniedByPolicy.code())]);
		land(1, message);
		next_block();
		assert_eq!(verdicts(), vec![(order(0), Verdict::Rejected(RejectReason::Voted))]);
	});
}

#[test]
fn worker_should_abstain_when_the_answer_is_not_clear() {
	let unclear = [
		"",
		"yes",
		"{}",
		"true",
		"{\"approve\": 1}",
		"{\"approve\": \"true\"}",
		"{\"approve\": null}",
		"{\"approve\": true",
		"{\"approve\": true} and more",
		"{\"approve\": false, \"reason\": 3}",
		"{\"approve\": false, \"reason\": 70000}",
		"{\"approve\": true, \"note\": \"longer than the sixty-four bytes of the policy\"}",
	];
	for answer in unclear {
		with_node(TestExt::new(), &[1], |sent, state| {
			seated(0..2);
			with_service();
			expect(state, order(0), answer);
			expect(state, order(1), "{\"approve\": true}");
			run();
			// The other subject is voted on, this one waits.
			let message = sent().remove(0);
			assert_eq!(message.body.votes.len(), 1, "{answer}");
			assert_eq!(message.body.votes[0].subject, order(1), "{answer}");
		});
	}
}

/// A network that fails in one way or another.
#[derive(Clone, Default)]
struct Faulty {
	/// What a request comes to, and the body; without one the deadline comes first.
	status: Option<HttpRequestStatus>,
	body: Option<Vec<u8>>,
	refuses: bool,
	read: usize,
}

impl Externalities for Faulty {
	fn is_validator(&self) -> bool {
		true
	}
	fn network_state(&self) -> Result<OpaqueNetworkState, ()> {
		Err(())
	}
	fn timestamp(&mut self) -> Timestamp {
		Timestamp::from_unix_millis(5)
	}
	fn sleep_until(&mut self, _: Timestamp) {}
	fn random_seed(&mut self) -> [u8; 32] {
		[0; 32]
	}
	fn http_request_start(&mut self, _: &str, _: &str, _: &[u8]) -> Result<HttpRequestId, ()> {
		match self.refuses {
			true => Err(()),
			false => Ok(HttpRequestId(0)),
		}
	}
	fn http_request_add_header(&mut self, _: HttpRequestId, _: &str, _: &str) -> Result<(), ()> {
		Ok(())
	}
	fn http_request_write_body(
		&mut self,
		_: HttpRequestId,
		_: &[u8],
		deadline: Option<Timestamp>,
	) -> Result<(), HttpError> {
		assert_eq!(deadline, Some(Timestamp::from_unix_millis(1_005)));
		Ok(())
	}
	fn http_response_wait(
		&mut self,
		ids: &[HttpRequestId],
		deadline: Option<Timestamp>,
	) -> Vec<HttpRequestStatus> {
		assert_eq!(deadline, Some(Timestamp::from_unix_millis(1_005)), "nothing waits for ever");
		ids.iter().map(|_| self.status.expect("not refused")).collect()
	}
	fn http_response_headers(&mut self, _: HttpRequestId) -> Vec<(Vec<u8>, Vec<u8>)> {
		vec![]
	}
	fn http_response_read_body(
		&mut self,
		_: HttpRequestId,
		buffer: &mut [u8],
		deadline: Option<Timestamp>,
	) -> Result<usize, HttpError> {
		assert!(deadline.is_some());
		let body = self.body.as_ref().ok_or(HttpError::DeadlineReached)?;
		let size = buffer.len().min(body.len() - self.read);
		buffer[..size].copy_from_slice(&body[self.read..self.read + size]);
		self.read += size;
		Ok(size)
	}
	fn set_authorized_nodes(&mut self, _: Vec<sp_core::OpaquePeerId>, _: bool) {}
}

fn asked(network: Faulty, policy: ServicePolicy) -> Result<(bool, u16), NoAnswer> {
	let mut ext = sp_io::TestExternalities::default();
	ext.register_extension(OffchainWorkerExt::new(network));
	ext.execute_with(|| ask(&policy, &["{}".into()]).remove(0))
}

#[test]
fn ask_should_name_what_went_wrong() {
	let finished = |code| Some(HttpRequestStatus::Finished(code));
	let fine = Some(b"{\"approve\": true}".to_vec());
	let base = Faulty { status: finished(200), body: fine, ..Default::default() };
	assert_eq!(asked(base.clone(), policy()), Ok((true, 0)));
	let cases = [
		(Faulty { refuses: true, ..base.clone() }, NoAnswer::Unreachable),
		(
			Faulty { status: Some(HttpRequestStatus::DeadlineReached), ..base.clone() },
			NoAnswer::TooLate,
		),
		(
			Faulty { status: Some(HttpRequestStatus::IoError), ..base.clone() },
			NoAnswer::Unreachable,
		),
		(
			Faulty { status: Some(HttpRequestStatus::Invalid), ..base.clone() },
			NoAnswer::Unreachable,
		),
		(Faulty { status: finished(404), ..base.clone() }, NoAnswer::Status(404)),
		(Faulty { status: finished(302), ..base.clone() }, NoAnswer::Status(302)),
		(Faulty { status: finished(204), ..base.clone() }, NoAnswer::Status(204)),
		(Faulty { body: None, ..base.clone() }, NoAnswer::TooLate),
		(Faulty { body: Some(vec![b' '; 10_000]), ..base.clone() }, NoAnswer::TooLarge),
		(Faulty { body: Some(b"no".to_vec()), ..base.clone() }, NoAnswer::Malformed),
	];
	for (network, expected) in cases {
		assert_eq!(asked(network, policy()), Err(expected));
	}
	let odd = ServicePolicy { url: vec![0xff], ..policy() };
	assert_eq!(asked(base, odd), Err(NoAnswer::BadAddress));
}

#[test]
fn answer_should_count_up_to_the_very_size_that_is_allowed() {
	let body = b"{\"approve\": true}".to_vec();
	let network = Faulty {
		status: Some(HttpRequestStatus::Finished(200)),
		body: Some(body.clone()),
		..Default::default()
	};
	let limit = |max_bytes: usize| ServicePolicy { max_bytes: max_bytes as u32, ..policy() };
	assert_eq!(asked(network.clone(), limit(body.len())), Ok((true, 0)));
	assert_eq!(asked(network, limit(body.len() - 1)), Err(NoAnswer::TooLarge));
}

#[test]
fn runs_that_overlap_should_ask_once() {
	with_node(TestExt::new(), &[1], |sent, state| {
		seated([0]);
		with_service();
		let lock = b"leasehold::approval-service";
		let until = Timestamp::from_unix_millis(500).encode();
		sp_io::offchain::local_storage_set(
			sp_core::offchain::StorageKind::PERSISTENT,
			lock,
			&until,
		);
		// Another run is asking: neither a question nor a vote.
		run();
		assert_eq!(sent(), vec![]);
		state.write().timestamp = Timestamp::from_unix_millis(501);
		expect(state, order(0), "{\"approve\": true}");
		run();
		assert_eq!(sent().len(), 1);
		assert_ok!(submit(1));
	});
}
