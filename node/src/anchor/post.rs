//! Sends transactions, one at a time, and follows each until it is in a block.
//!
//! Nothing is stored: nonces come from Ethereum, and a transaction from before a restart is waited
//! for like any other, and replaced when it is stuck.

use super::{
	config::Config,
	fees::{self, Fees},
	key::Key,
	layer1::{Error, Layer1, View},
	metrics::Outcome,
	problem::Problem,
};
use alloy::{
	consensus::{SignableTransaction, TxEip1559},
	eips::eip2718::Encodable2718,
	primitives::{Address, Bytes, TxKind, B256, U256},
};
use std::time::{Duration, Instant};

/// Gas of a transaction that does nothing.
const EMPTY_GAS: u64 = 21_000;

/// How often a mined transaction's receipt may be missing before it is given up: endpoints with
/// several machines behind them know it a little later.
const PATIENCE: u8 = 3;

/// A transaction that waits.
#[derive(Clone, Debug)]
struct Pending {
	nonce: u64,
	/// What the last one with this nonce offers.
	fees: Fees,
	/// All with this nonce, the last one last, and which block each would anchor; none for an
	/// empty one.
	sent: Vec<(B256, Option<u32>)>,
	/// When the last one was sent.
	since: Instant,
	/// How often there was no receipt although the nonce is used.
	missing: u8,
}

/// A transaction in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mined {
	/// Its hash.
	pub hash: B256,
	/// The block that it anchored, or should have.
	pub anchors: Option<u32>,
	/// What became of it.
	pub outcome: Outcome,
	/// The gas that it used.
	pub gas: u64,
	/// What it cost, in wei.
	pub cost: U256,
}

/// What can be done about the transaction that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
	/// Nothing waits.
	Nothing,
	/// It has time.
	InTime,
	/// It is stuck: send another with more.
	Stuck,
	/// It does nothing but free the nonce.
	Emptied,
}

/// Sends transactions.
pub struct Sender {
	layer1: Layer1,
	key: Key,
	chain_id: u64,
	ceiling: fees::Ceiling,
	replace_after: Duration,
	pending: Option<Pending>,
	/// Somebody else's transaction with our key, from before a restart as a rule: its nonce, and
	/// since when it is known.
	foreign: Option<(u64, Instant)>,
	/// What the next transaction must offer at least, after one was refused for offering less.
	floor: Option<Fees>,
}

impl Sender {
	/// Send on the chain with this id.
	pub fn new(layer1: Layer1, config: &Config, chain_id: u64) -> Self {
		Self {
			layer1,
			key: config.key.clone(),
			chain_id,
			ceiling: config.ceiling,
			replace_after: config.replace_after,
			pending: None,
			foreign: None,
			floor: None,
		}
	}

	/// The account that pays.
	pub fn address(&self) -> Address {
		self.key.address()
	}

	/// How the transaction that waits is doing.
	pub fn waiting(&mut self, view: &View) -> Waiting {
		if let Some(pending) = &self.pending {
			self.foreign = None;
			return match pending.sent.last() {
				_ if pending.since.elapsed() >= self.replace_after => Waiting::Stuck,
				Some((_, None)) => Waiting::Emptied,
				_ => Waiting::InTime,
			};
		}
		if view.pending_nonce <= view.nonce {
			self.foreign = None;
			return Waiting::Nothing;
		}
		match self.foreign {
			Some((nonce, since)) if nonce == view.nonce => {
				if since.elapsed() < self.replace_after {
					Waiting::InTime
				} else {
					Waiting::Stuck
				}
			},
			_ => {
				self.foreign = Some((view.nonce, Instant::now()));
				log::info!(
					target: super::LOG,
					"⚓ Transaction {} of {} waits already; following it",
					view.nonce,
					self.address(),
				);
				Waiting::InTime
			},
		}
	}

	/// Whether what waits was sent since the start, so that we know what it is.
	pub fn owns_waiting(&self) -> bool {
		self.pending.is_some()
	}

	/// What became of the transaction that waited, if it waits no longer.
	///
	/// # Errors
	/// If the endpoint fails.
	pub async fn settle(&mut self, view: &View) -> Result<Option<Mined>, Error> {
		let Some(pending) = &mut self.pending else { return Ok(None) };
		for (hash, anchors) in pending.sent.iter().rev() {
			let Some(receipt) = self.layer1.receipt(*hash).await? else { continue };
			let outcome = match (receipt.status(), anchors) {
				(true, Some(_)) => Outcome::Accepted,
				(true, None) => Outcome::Cancelled,
				(false, _) => Outcome::Reverted,
			};
			let mined = Mined {
				hash: *hash,
				anchors: *anchors,
				outcome,
				gas: receipt.gas_used,
				cost: U256::from(receipt.gas_used) * U256::from(receipt.effective_gas_price),
			};
			self.pending = None;
			self.floor = None;
			return Ok(Some(mined));
		}
		if view.nonce > pending.nonce {
			pending.missing += 1;
			if pending.missing >= PATIENCE {
				log::warn!(
					target: super::LOG,
					"⚓ Transaction {} of {} is done, but the endpoint has no receipt of ours",
					pending.nonce,
					self.key.address(),
				);
				self.pending = None;
			}
		}
		Ok(None)
	}

	/// Send a call of the anchor that takes up to `gas`, in place of what waits if something does.
	///
	/// # Errors
	/// If it would cost more than it may, the account has too little, or the endpoint fails.
	pub async fn post(
		&mut self,
		view: &View,
		data: Bytes,
		gas: u64,
		anchors: u32,
	) -> Result<B256, Problem> {
		let contract = self.layer1.contract();
		self.send(view, contract, data, gas, Some(anchors)).await
	}

	/// Send an empty transaction in place of the one that waits.
	///
	/// # Errors
	/// As [`Self::post`].
	pub async fn cancel(&mut self, view: &View) -> Result<B256, Problem> {
		self.send(view, self.address(), Bytes::new(), EMPTY_GAS, None).await
	}

	async fn send(
		&mut self,
		view: &View,
		to: Address,
		data: Bytes,
		gas_limit: u64,
		anchors: Option<u32>,
	) -> Result<B256, Problem> {
		let fees = self.offer(view).await?;
		let needs = U256::from(gas_limit) * U256::from(fees.max);
		if view.balance < needs {
			return Err(Problem::EmptyWallet { who: self.address(), has: view.balance, needs });
		}
		let nonce = self.pending.as_ref().map_or(view.nonce, |pending| pending.nonce);
		let transaction = TxEip1559 {
			chain_id: self.chain_id,
			nonce,
			gas_limit,
			max_fee_per_gas: fees.max,
			max_priority_fee_per_gas: fees.priority,
			to: TxKind::Call(to),
			value: U256::ZERO,
			access_list: Default::default(),
			input: data,
		};
		let signature = self
			.key
			.sign(&transaction.signature_hash())
			.map_err(|error| Problem::Layer1(Error::Refused(error)))?;
		let signed = transaction.into_signed(signature);
		let hash = *signed.hash();
		let sent = self.layer1.send(&signed.encoded_2718()).await;
		match sent.as_ref().map_err(Refusal::of) {
			Ok(()) | Err(Refusal::Known) => (),
			// It may have arrived, so it is followed.
			Err(Refusal::Unknown) => {
				log::debug!(target: super::LOG, "⚓ No answer to transaction {hash}");
			},
			Err(refusal) => {
				if refusal == Refusal::Underpriced {
					self.floor = Some(fees);
				}
				if refusal == Refusal::NonceUsed && view.nonce > nonce {
					self.pending = None;
				}
				return Err(match (refusal, sent) {
					(Refusal::EmptyWallet, _) => {
						Problem::EmptyWallet { who: self.address(), has: view.balance, needs }
					},
					(_, Err(error)) => error.into(),
					(_, Ok(())) => return Ok(hash),
				});
			},
		}
		let mut sent = self.pending.take().map_or_else(Vec::new, |pending| pending.sent);
		sent.retain(|(known, _)| *known != hash);
		sent.push((hash, anchors));
		self.pending = Some(Pending { nonce, fees, sent, since: Instant::now(), missing: 0 });
		self.foreign = None;
		Ok(hash)
	}

	/// What to offer: more than what waits offers, and than what was refused.
	async fn offer(&self, view: &View) -> Result<Fees, Problem> {
		let suggested = self.layer1.suggested_priority().await;
		let mut fees = fees::quote(view.base_fee, suggested, self.ceiling)?;
		let waiting = self.pending.as_ref().map(|pending| pending.fees);
		for before in waiting.into_iter().chain(self.floor) {
			fees = fees::replacing(before, fees, self.ceiling)?;
		}
		Ok(fees)
	}
}

/// Why an endpoint did not take a transaction. There is no standard for it but what the clients'
/// messages have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
	/// It has it already.
	Known,
	/// One with this nonce waits that offers more.
	Underpriced,
	/// One with this nonce is in a block.
	NonceUsed,
	/// The account has too little.
	EmptyWallet,
	/// There was no answer.
	Unknown,
	/// Another reason.
	Other,
}

impl Refusal {
	fn of(error: &Error) -> Self {
		let text = match error {
			Error::Unreachable(_) => return Self::Unknown,
			Error::Refused(text) => text.to_lowercase(),
			_ => return Self::Other,
		};
		let has = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
		if has(&["already known", "already imported", "alreadyknown", "known transaction"]) {
			Self::Known
		} else if has(&["underpriced", "fee too low", "feetoolow", "not enough to replace"]) {
			Self::Underpriced
		} else if has(&["nonce too low", "nonce is too low", "oldnonce", "invalid nonce"]) {
			Self::NonceUsed
		} else if has(&["insufficient funds", "not enough funds", "insufficientfunds"]) {
			Self::EmptyWallet
		} else {
			Self::Other
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn refusal_should_be_told_from_what_clients_say() {
		let of = |text: &str| Refusal::of(&Error::Refused(text.into()));
		assert_eq!(of("already known"), Refusal::Known);
		assert_eq!(of("transaction already imported"), Refusal::Known);
		assert_eq!(of("replacement transaction underpriced"), Refusal::Underpriced);
		assert_eq!(of("nonce too low: next nonce 5, tx nonce 4"), Refusal::NonceUsed);
		assert_eq!(of("insufficient funds for gas * price + value"), Refusal::EmptyWallet);
		assert_eq!(of("Insufficient funds for gas * price + value"), Refusal::EmptyWallet);
		assert_eq!(of("rate limit"), Refusal::Other);
		assert_eq!(Refusal::of(&Error::Unreachable("timeout".into())), Refusal::Unknown);
	}
}
