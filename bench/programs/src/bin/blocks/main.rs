//! Blocks of a market, made faster than time: valid blocks of a development chain, as its only
//! validator would have made them, in slots that have passed. A node imports the file with
//! `import-blocks --binary`, which executes everything again.

mod author;
mod chain;
mod worker;

use clap::Parser;
use codec::Encode;
use leasehold_bench::{
	calls,
	market::Market,
	people::People,
	sign::{alice, sign},
};
use leasehold_runtime::{opaque::Block, RuntimeCall};
use sp_runtime::{generic::SignedBlock, traits::Block as _, OpaqueExtrinsic};
use std::{
	io::Write,
	path::PathBuf,
	time::{Duration, Instant},
};

/// Make blocks of a market and write them to a file for `import-blocks --binary`.
#[derive(Parser)]
#[command(version)]
struct Params {
	/// The raw specification of the development chain, from `export-chain-spec --raw`.
	#[arg(long)]
	spec: PathBuf,
	/// How many blocks.
	#[arg(long, default_value_t = 10_000)]
	blocks: u32,
	/// Operations of the market in each, once leases are in all parts of their lives.
	#[arg(long, default_value_t = 30)]
	operations: u32,
	/// A folder for the database, which is removed in the end.
	#[arg(long)]
	base_path: PathBuf,
	/// Where to write the blocks.
	#[arg(long)]
	out: PathBuf,
}

/// For how many blocks bids are taken: one bid is seen in a block before the next is sent.
const AUCTION: u32 = 8;

fn main() -> Result<(), String> {
	let params = Params::parse();
	let made = run(&params);
	// Whatever came of it.
	let _ = std::fs::remove_dir_all(&params.base_path);
	made
}

fn run(params: &Params) -> Result<(), String> {
	let chain = chain::open(&params.spec, &params.base_path)?;
	let mut worker = worker::Worker::new();
	let mut author = author::Author::new(&chain, params.blocks)?;
	let genesis = author.genesis();
	let file =
		std::fs::File::create(&params.out).map_err(|e| format!("{}: {e}", params.out.display()))?;
	let mut file = std::io::BufWriter::new(file);
	let mut write = |bytes: Vec<u8>| file.write_all(&bytes).map_err(|e| e.to_string());
	write(u64::from(params.blocks).encode())?;

	let mut market = Market::new(People::new(genesis));
	let mut votes = Vec::new();
	let mut waiting = first(&mut market, genesis);
	let (started, mut shown) = (Instant::now(), Instant::now());
	let mut included = 0u32;
	for number in 1..=params.blocks {
		let block = author.block(std::mem::take(&mut votes), &mut waiting)?;
		included += u32::try_from(block.extrinsics().len()).unwrap_or(u32::MAX);
		let events = author.events()?;
		write(SignedBlock::<Block> { block, justifications: None }.encode())?;
		if let Some(error) = author::failure(&events) {
			return Err(format!("in block {number}: {error}"));
		}
		waiting.extend(events.iter().filter_map(|record| market.follow(&record.event)));
		if waiting.is_empty() || number > AUCTION {
			let whole = u64::from(number) * u64::from(params.operations);
			waiting.extend(market.orders(whole));
		}
		votes = worker.run(&chain)?;
		if shown.elapsed() > Duration::from_secs(30) {
			shown = Instant::now();
			eprintln!("    {number} of {} blocks, {:?}", params.blocks, market.counts);
		}
	}
	println!(
		"{} blocks with {included} transactions made in {} s: {:?}",
		params.blocks,
		started.elapsed().as_secs(),
		market.counts
	);
	Ok(())
}

/// What comes before the market: money, parameters, providers with their machines.
fn first(market: &mut Market, genesis: leasehold_runtime::Hash) -> Vec<OpaqueExtrinsic> {
	let parameters: Vec<RuntimeCall> = calls::parameters(
		Default::default(),
		Default::default(),
		pallet_leasehold_providers::Params::default(),
		AUCTION,
	);
	let alice = alice();
	let root = calls::fund(&People::all()).into_iter().chain(parameters);
	let mut all: Vec<_> =
		(0..).zip(root).map(|(nonce, call)| sign(&alice, nonce, call, genesis)).collect();
	all.extend(market.people.registrations());
	all
}

/// The key of what `frame-system` keeps of the current block's events.
fn events_key() -> sp_storage::StorageKey {
	sp_storage::StorageKey(frame_support::storage::storage_prefix(b"System", b"Events").to_vec())
}
