//! Signing a call, sending it and following it into a block.

use super::{
	failure::{chain_of_causes, is_about_nonce},
	plain, shape_fields, Account, Chain, Config, Failure, Kind,
};
use serde::Serialize;
use serde_json::{Map, Value as Json};
use subxt::{
	client::OnlineClientAtBlockImpl,
	config::DefaultExtrinsicParamsBuilder,
	dynamic,
	error::{DispatchError, ExtrinsicError, TransactionEventsError},
	ext::scale_value::Composite,
	tx::{DynamicPayload, TransactionInBlock, TransactionProgress, TransactionStatus},
	Metadata,
};

/// For how many blocks a transaction is good.
const MORTALITY: u64 = 64;
/// How often a nonce that somebody else was quicker with is replaced.
const ATTEMPTS: usize = 3;

type InBlock = TransactionInBlock<Config, OnlineClientAtBlockImpl<Config>>;
/// A call as it is signed.
pub type Payload = DynamicPayload<Composite<()>>;

pub(super) type Progress = TransactionProgress<Config, OnlineClientAtBlockImpl<Config>>;

/// A call, its arguments as JSON by name; see [`super::shape`].
#[derive(Clone, Debug)]
pub struct Call {
	/// The pallet.
	pub pallet: &'static str,
	/// The call's name.
	pub name: &'static str,
	/// Its arguments.
	pub args: Json,
	/// What it is in a sentence, such as `the deposit`.
	pub what: String,
}

impl Call {
	/// A call.
	pub fn new(
		pallet: &'static str,
		name: &'static str,
		args: Json,
		what: impl Into<String>,
	) -> Self {
		Self { pallet, name, args, what: what.into() }
	}
}

/// Something that happened on chain.
#[derive(Clone, Debug, Serialize)]
pub struct Event {
	/// The pallet.
	pub pallet: String,
	/// Its name.
	pub name: String,
	/// Its fields.
	pub fields: Json,
}

impl Event {
	pub(super) fn decode(
		metadata: &Metadata,
		pallet: &str,
		name: &str,
		bytes: &[u8],
	) -> Result<Self, String> {
		let variants = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.event_variants());
		let variant = variants.and_then(|all| all.iter().find(|variant| variant.name == name));
		let variant = variant.ok_or_else(|| format!("{pallet}.{name} is unknown"))?;
		let types = metadata.types();
		let mut fields = Map::new();
		let mut rest = bytes;
		for (place, field) in variant.fields.iter().enumerate() {
			let own = plain::part(&mut rest, field.ty.id, types)?;
			let name = field.name.clone().unwrap_or_else(|| place.to_string());
			fields.insert(name, plain::plain(own, field.ty.id, types)?);
		}
		Ok(Self { pallet: pallet.into(), name: name.into(), fields: Json::Object(fields) })
	}

	/// Whether it is this one.
	pub fn is(&self, pallet: &str, name: &str) -> bool {
		self.pallet == pallet && self.name == name
	}

	/// A number among its fields, however many bits it has.
	pub fn number(&self, field: &str) -> Option<u128> {
		match self.fields.get(field)? {
			Json::Number(number) => number.as_u64().map(u128::from),
			Json::String(text) => text.parse().ok(),
			_ => None,
		}
	}

	/// A text among its fields.
	pub fn text(&self, field: &str) -> Option<&str> {
		self.fields.get(field)?.as_str()
	}
}

/// Where a transaction is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
	/// The node has taken it.
	Sent,
	/// It is in a block, and has succeeded there.
	InBlock(u64),
	/// Another block has taken that block's place.
	Retracted,
	/// Its block is final.
	Final(u64),
}

/// What came of a transaction.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
	/// The block that it is in.
	pub block: u64,
	/// The hash of that block.
	pub hash: String,
	/// Its own hash.
	pub transaction: String,
	/// Whether the block is final.
	pub finalised: bool,
	/// The fee, in native base units.
	#[serde(serialize_with = "as_text")]
	pub fee: u128,
	/// What happened.
	pub events: Vec<Event>,
}

fn as_text<S: serde::Serializer>(number: &u128, serializer: S) -> Result<S::Ok, S::Error> {
	serializer.collect_str(number)
}

impl Receipt {
	/// What happened under this name.
	pub fn all<'a>(&'a self, pallet: &'a str, name: &'a str) -> impl Iterator<Item = &'a Event> {
		self.events.iter().filter(move |event| event.is(pallet, name))
	}

	/// The first that happened under this name.
	pub fn event(&self, pallet: &str, name: &str) -> Option<&Event> {
		self.events.iter().find(|event| event.is(pallet, name))
	}

	/// A number in the first event of this name. Its lack is an error: the call succeeded, but
	/// not as expected.
	pub fn number(&self, pallet: &str, name: &str, field: &str) -> Result<u128, Failure> {
		let found = self.event(pallet, name).and_then(|event| event.number(field));
		found.ok_or_else(|| {
			Failure::new(
				Kind::Node,
				format!(
					"block {} has the transaction {}, but no {field} in {pallet}.{name}",
					self.block, self.transaction
				),
			)
		})
	}
}

impl Chain {
	/// Sign a call and send it, and wait until it has succeeded in a block, and until that block
	/// is final if `finality` is set.
	///
	/// A call that the chain refuses in a block costs its fee and changes nothing else.
	pub async fn send(
		&self,
		account: &Account,
		call: &Call,
		finality: bool,
		mut step: impl FnMut(Step),
	) -> Result<Receipt, Failure> {
		let payload = self.payload(call).await?;
		let mut progress = self.submit(account, &payload, &call.what, MORTALITY).await?;
		step(Step::Sent);
		let transaction = format!("{:?}", progress.extrinsic_hash());
		let lost = |why: &str| {
			Failure::new(
				Kind::Node,
				format!(
					"{} was sent as {transaction}, but {why}: within {MORTALITY} blocks it may still come into one; look before you send it again",
					call.what
				),
			)
		};
		while let Some(status) = progress.next().await {
			let status = status.map_err(|why| lost(&chain_of_causes(&why)))?;
			match status {
				TransactionStatus::InBestBlock(block) => {
					let receipt = self.receipt(call, &block, &transaction, false).await?;
					step(Step::InBlock(receipt.block));
					if !finality {
						return Ok(receipt);
					}
				},
				TransactionStatus::InFinalizedBlock(block) => {
					let receipt = self.receipt(call, &block, &transaction, true).await?;
					step(Step::Final(receipt.block));
					return Ok(receipt);
				},
				TransactionStatus::NoLongerInBestBlock => step(Step::Retracted),
				TransactionStatus::Validated | TransactionStatus::Broadcasted => {},
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => return Err(lost(&message)),
			}
		}
		Err(lost("the node stopped telling of it"))
	}

	/// Sign a call and have the node take it, good for so many blocks.
	pub(super) async fn submit(
		&self,
		account: &Account,
		payload: &Payload,
		what: &str,
		mortality: u64,
	) -> Result<Progress, Failure> {
		let mut attempt = 1;
		loop {
			let mut transactions =
				self.client().tx().await.map_err(|why| {
					Failure::node("the node does not answer", chain_of_causes(&why))
				})?;
			let nonce = self.next_nonce(&account.id()).await?;
			let params = DefaultExtrinsicParamsBuilder::<Config>::new()
				.nonce(nonce)
				.mortal(mortality)
				.build();
			match transactions.sign_and_submit_then_watch(payload, account, params).await {
				Ok(progress) => return Ok(progress),
				// Another transaction of this account was quicker: this one was not taken.
				Err(why) if is_about_nonce(&why) && attempt < ATTEMPTS => attempt += 1,
				Err(why) => return Err(Failure::unsent(what, &why)),
			}
		}
	}

	/// What a call would cost, in native base units.
	pub async fn fee(&self, account: &Account, call: &Call) -> Result<u128, Failure> {
		let failed = |why: ExtrinsicError| {
			Failure::node("the fee cannot be reckoned", chain_of_causes(&why))
		};
		let mut transactions = self
			.client()
			.tx()
			.await
			.map_err(|why| Failure::node("the node does not answer", chain_of_causes(&why)))?;
		let payload = self.payload(call).await?;
		let params = DefaultExtrinsicParamsBuilder::<Config>::new().build();
		let signed = transactions.create_signed(&payload, account, params).await.map_err(failed)?;
		signed.partial_fee_estimate().await.map_err(failed)
	}

	async fn payload(&self, call: &Call) -> Result<Payload, Failure> {
		let state = self.finalised().await?;
		let metadata = state.metadata();
		let variant = metadata
			.pallet_by_name(call.pallet)
			.and_then(|pallet| pallet.call_variant_by_name(call.name))
			.ok_or_else(|| {
				Failure::new(
					Kind::Node,
					format!(
						"{} cannot be made: this chain has no call {}.{}",
						call.what, call.pallet, call.name
					),
				)
			})?;
		let fields =
			shape_fields(&call.args, &variant.fields, metadata.types()).map_err(|why| {
				Failure::new(Kind::Usage, format!("{} cannot be made: {why}", call.what))
			})?;
		Ok(dynamic::transaction(call.pallet, call.name, fields))
	}

	async fn receipt(
		&self,
		call: &Call,
		block: &InBlock,
		transaction: &str,
		finalised: bool,
	) -> Result<Receipt, Failure> {
		let failed = |why: String| {
			Failure::node(
				format!(
					"{} is in a block as {transaction}, but what came of it cannot be read",
					call.what
				),
				why,
			)
		};
		let at = block.at().await.map_err(|why| failed(chain_of_causes(&why)))?;
		let happened = match block.wait_for_success().await {
			Ok(happened) => happened,
			Err(TransactionEventsError::ExtrinsicFailed(why)) => {
				return Err(refused(call, &why, at.block_number()));
			},
			Err(why) => return Err(failed(chain_of_causes(&why))),
		};
		let mut events = Vec::new();
		for event in happened.iter() {
			let event = event.map_err(|why| failed(why.to_string()))?;
			let (pallet, name) = (event.pallet_name(), event.event_name());
			let event = Event::decode(at.metadata_ref(), pallet, name, event.field_bytes());
			events.push(event.map_err(&failed)?);
		}
		let fee = events
			.iter()
			.find(|event| event.is("TransactionPayment", "TransactionFeePaid"))
			.and_then(|event| event.number("actual_fee"));
		Ok(Receipt {
			block: at.block_number(),
			hash: format!("{:?}", block.block_hash()),
			transaction: transaction.into(),
			finalised,
			fee: fee.unwrap_or(0),
			events,
		})
	}
}

fn refused(call: &Call, why: &DispatchError, block: u64) -> Failure {
	let failure = Failure::dispatch(&call.what, why);
	Failure { message: format!("{}, in block {block}", failure.message), ..failure }
}
