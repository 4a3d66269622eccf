//! `lease`: what a tenant does from a terminal.

mod completions;
mod file;
mod manifest;
mod output;
mod token;
mod validate;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Rent compute on Leasehold.
#[derive(Parser)]
#[command(name = "lease", version, disable_help_subcommand = true)]
struct Cli {
	/// Print JSON, for programs.
	#[arg(long, global = true)]
	json: bool,
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Read a deploy file (Akash SDL 2.0 or 2.1, Spheron ICL 1.0) and say what order it makes.
	Validate(validate::Args),
	/// Print the manifest's hash for the chain, or what a provider is sent.
	Manifest(manifest::Args),
	/// Sign a token for one request to a provider's agent.
	Token(token::Args),
	/// Print a shell's completions: lease completions bash > /etc/bash_completion.d/lease
	Completions(completions::Args),
}

fn main() -> ExitCode {
	let cli = Cli::parse();
	let done = match cli.command {
		Command::Validate(args) => validate::run(&args, cli.json),
		Command::Manifest(args) => manifest::run(&args, cli.json),
		Command::Token(args) => token::run(&args, cli.json),
		Command::Completions(args) => completions::run::<Cli>(&args),
	};
	match done {
		Ok(code) => code,
		Err(message) => {
			output::failure(&message, cli.json);
			ExitCode::from(2)
		},
	}
}
