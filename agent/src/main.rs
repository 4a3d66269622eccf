//! `leasehold-agent`: runs what is leased from a provider, and bids for it.

mod command;

use clap::{Parser, Subcommand};
use leasehold_agent::config::Config;
use std::{path::PathBuf, process::ExitCode};

/// Run what is leased from you.
#[derive(Parser)]
#[command(version, disable_help_subcommand = true)]
struct Cli {
	/// The configuration file.
	#[arg(long, global = true, default_value = "/etc/leasehold/agent.toml")]
	config: PathBuf,
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Write a commented configuration file, unless there is one.
	Init,
	/// Print what this machine has, as JSON; or bring what of it is let onto the chain.
	Inventory {
		/// Where the container engine keeps volumes.
		#[arg(long, default_value = "/var/lib/containers")]
		storage: PathBuf,
		/// Bring it onto the chain, or say what that takes.
		#[arg(long)]
		register: bool,
		/// Do it.
		#[arg(long, requires = "register")]
		yes: bool,
	},
	/// Register as a provider with this machine, or say what that takes and puts on hold.
	Register {
		/// A file with the secret of the service key that your node speaks with; it is set too.
		#[arg(long)]
		service_secret: Option<PathBuf>,
		/// Do it.
		#[arg(long)]
		yes: bool,
	},
	/// Run until stopped. May be killed at any moment.
	Run,
}

fn main() -> ExitCode {
	let cli = Cli::parse();
	let done = match cli.command {
		Command::Init => command::init::init(&cli.config),
		Command::Inventory { register: true, yes, .. } => {
			Config::read(&cli.config).and_then(|config| command::inventory::register(&config, yes))
		},
		Command::Inventory { storage, .. } => command::inventory::print(&storage),
		Command::Register { service_secret, yes } => Config::read(&cli.config).and_then(|config| {
			command::register::register(&config, service_secret.as_deref(), yes)
		}),
		Command::Run => command::run::run(&cli.config),
	};
	match done {
		Ok(()) => ExitCode::SUCCESS,
		Err(why) => {
			eprintln!("error: {why}");
			ExitCode::FAILURE
		},
	}
}
