//! Load on a running node, over RPC: transactions are signed ahead, sent by many accounts, and
//! counted in the blocks that include them. The chain must be a fresh one, made with `--dev`.

mod again;
mod awards;
mod chain;
mod market;
mod mix;
mod node;
mod phase;
mod phases;
mod send;
mod table;
mod world;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

#[derive(Parser)]
#[command(version, about)]
struct Cli {
	/// The node's RPC address.
	#[arg(long, global = true, default_value = "http://127.0.0.1:9944")]
	url: String,
	/// Where to write the figures as JSON.
	#[arg(long, global = true)]
	json: Option<PathBuf>,
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Each kind of transaction by itself, at full blocks.
	Phases(phases::Params),
	/// All kinds at once in the proportion of a market, signed ahead, on subjects made before.
	Mix(mix::Params),
	/// A market that lives: every lease ordered, bid for, awarded, confirmed, settled, closed.
	Market(market::Params),
}

fn main() -> Result<(), String> {
	let cli = Cli::parse();
	let runtime = tokio::runtime::Builder::new_multi_thread()
		.enable_all()
		.build()
		.map_err(|e| e.to_string())?;
	runtime.block_on(run(cli))
}

async fn run(cli: Cli) -> Result<(), String> {
	let node = node::Node::connect(&cli.url).await?;
	let mut table = table::Table::default();
	let (figures, bad) = match &cli.command {
		Command::Phases(params) => {
			phases::run(node, params, &mut table).await?;
			(table.json(), table.bad())
		},
		Command::Mix(params) => {
			mix::run(node, params, &mut table).await?;
			(table.json(), table.bad())
		},
		Command::Market(params) => market::run(node, params).await?,
	};
	if let Some(file) = &cli.json {
		let text = serde_json::to_vec_pretty(&figures).map_err(|e| e.to_string())?;
		std::fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))?;
	}
	match bad {
		0 => Ok(()),
		bad => Err(format!("{bad} transactions failed or were lost; see the table")),
	}
}
