//! States with any number of active leases, and what a block costs on top of each.
//!
//! The leases are made by the runtime's own calls, in memory; then the whole state goes into a
//! ParityDB database on disk, and the wasm runtime runs single blocks on it as a node does. None
//! of these blocks is kept, so every one starts from the same state.
//!
//! All states are measured in turns, so that what else the machine does meets all of them; medians
//! count. Every full block settles leases that no block before has touched.

mod chain;
mod clock;
mod database;
mod measure;
mod memory;
mod state;
mod table;

use clap::Parser;
use std::{path::PathBuf, time::Instant};

/// Measure what idle blocks, settlements and a provider's worker cost in states of different sizes.
#[derive(Parser)]
#[command(version)]
struct Params {
	/// Numbers of active leases, smallest first.
	#[arg(long, value_delimiter = ',', default_value = "0,10000,100000")]
	leases: Vec<u32>,
	/// How often everything is measured; leases for fresh settlements last for 19 times.
	#[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..20))]
	repeat: u32,
	/// A folder for the databases; each is removed when it is done with.
	#[arg(long)]
	base_path: PathBuf,
	/// Where to write the figures as JSON.
	#[arg(long)]
	json: Option<PathBuf>,
	/// Measure reads and writes of the database in the largest state.
	#[arg(long)]
	database: bool,
	/// Measure no blocks.
	#[arg(long, requires = "database")]
	database_only: bool,
}

fn main() -> Result<(), String> {
	run(&Params::parse())
}

/// What an error says.
fn text(error: impl ToString) -> String {
	error.to_string()
}

/// A state in its folder.
struct Size {
	folder: PathBuf,
	facts: state::Facts,
	/// Keys and values in the state.
	bytes: u64,
	/// Bytes on disk.
	database: u64,
}

/// Make all states, measure and print.
fn run(params: &Params) -> Result<(), String> {
	let largest = params.leases.iter().max().copied().unwrap_or_default();
	let mut sample = None;
	let mut sizes = Vec::new();
	for count in &params.leases {
		let started = Instant::now();
		let state = state::build(*count)?;
		eprintln!("{count} leases made in {} s", started.elapsed().as_secs());
		if params.database && *count == largest {
			sample = Some(database::Sample::of(&state));
		}
		let (folder, facts) = (params.base_path.join(count.to_string()), state.facts.clone());
		let bytes = state.bytes();
		chain::Chain::create(&folder, state)?;
		eprintln!("{count} leases in the database after {} s", started.elapsed().as_secs());
		let database = table::folder_size(&folder);
		sizes.push(Size { folder, facts, bytes, database });
	}
	let rows = if params.database_only { Vec::new() } else { measure_all(&sizes, params.repeat)? };
	table::print(&rows);
	let mut all = serde_json::json!({
		"leases": rows.iter().map(table::Row::json).collect::<Vec<_>>(),
	});
	if let Some(sample) = sample {
		let size = sizes
			.iter()
			.find(|size| size.facts.leases == largest)
			.ok_or("there is no state to measure")?;
		let costs = database::measure(&size.folder, size.facts.clone(), &sample)?;
		costs.print();
		all["database"] = costs.json();
	}
	if let Some(file) = &params.json {
		let bytes = serde_json::to_vec_pretty(&all).map_err(text)?;
		std::fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))?;
	}
	for size in sizes {
		std::fs::remove_dir_all(&size.folder)
			.map_err(|e| format!("{}: {e}", size.folder.display()))?;
	}
	Ok(())
}

/// Measure all states in turns.
fn measure_all(sizes: &[Size], repeat: u32) -> Result<Vec<table::Row>, String> {
	let mut rows = Vec::new();
	for size in sizes {
		let cache = Some(chain::TRIE_CACHE);
		let chain = chain::Chain::open(&size.folder, size.facts.clone(), cache)?;
		measure::warm_up(&chain)?;
		let row = table::Row {
			leases: size.facts.leases,
			bytes: size.bytes,
			database: size.database,
			figures: measure::Figures::default(),
		};
		rows.push((chain, row));
	}
	for round in 1..=repeat {
		for (chain, row) in &mut rows {
			measure::once(chain, round, &mut row.figures)?;
		}
		eprintln!("measured {round} of {repeat} times");
	}
	Ok(rows.into_iter().map(|(_, row)| row).collect())
}
