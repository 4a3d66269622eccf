//! The node of the Leasehold chain.

mod anchor;
mod chain_spec;
mod cli;
mod command;
mod duties;
mod metrics;
mod policy;
mod provider;
mod rpc;
mod service;

use std::process::ExitCode;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		},
	}
}
