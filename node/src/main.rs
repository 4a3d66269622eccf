//! The node of the Leasehold chain.

mod chain_spec;
mod cli;
mod command;
mod policy;
mod provider;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
	command::run()
}
