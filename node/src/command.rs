//! Runs what the command line asks for.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	provider,
	service::{self, FullBackend, FullClient, Partial},
};
use clap::{CommandFactory, FromArgMatches};
use leasehold_runtime::opaque::Block;
use sc_cli::{CliConfiguration, SubstrateCli};
use sc_network::config::NetworkBackendType;
use sc_service::Configuration;
use std::sync::Arc;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Leasehold Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn executable_name() -> String {
		env!("CARGO_PKG_NAME").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"the issues of the project's repository".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		chain_spec::load(id)
	}
}

/// Transactions that the pool holds unless told otherwise: a minute of 2,500 a second, and room for
/// the next. polkadot-sdk's default is 8,192, three seconds of that.
const POOL_LIMIT: &str = "200000";
/// Their kilobytes: 650 bytes each, three times what most have.
const POOL_KBYTES: &str = "131072";

/// The command line as polkadot-sdk parses it, but for our own defaults.
fn parse() -> Cli {
	let command = Cli::setup_command(Cli::command())
		.mut_arg("pool_limit", |arg| arg.default_value(POOL_LIMIT))
		.mut_arg("pool_kbytes", |arg| arg.default_value(POOL_KBYTES));
	Cli::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
}

/// Parse the command line and do what it says.
pub fn run() -> sc_cli::Result<()> {
	let cli = parse();
	match &cli.subcommand {
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::ExportChainSpec(cmd)) => cmd.run(cli.load_spec(&cmd.chain)?),
		#[allow(deprecated)]
		Some(Subcommand::BuildSpec(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		},
		Some(Subcommand::CheckBlock(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let Partial { client, task_manager, import_queue, .. } = partial(config)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let database = config.database.clone();
			let Partial { client, task_manager, .. } = partial(config)?;
			Ok((cmd.run(client, database), task_manager))
		}),
		Some(Subcommand::ExportState(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let spec = config.chain_spec.cloned_box();
			let Partial { client, task_manager, .. } = partial(config)?;
			Ok((cmd.run(client, spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let Partial { client, task_manager, import_queue, .. } = partial(config)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		},
		Some(Subcommand::Revert(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let Partial { client, task_manager, backend, .. } = partial(config)?;
			let revert_consensus = |client: Arc<FullClient>, backend: Arc<FullBackend>, blocks| {
				sc_consensus_babe::revert(client.clone(), backend, blocks)?;
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			};
			Ok((cmd.run(client, backend, Some(Box::new(revert_consensus))), task_manager))
		}),
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		},
		Some(Subcommand::VerifyLease(cmd)) => Ok(cmd.run()?),
		None => run_node(cli),
	}
}

/// What a sub-command needs of a node.
fn partial(config: Configuration) -> sc_cli::Result<Partial> {
	Ok(service::new_partial(&service::prepare(config))?)
}

/// Run a node until it is told to stop.
fn run_node(cli: Cli) -> sc_cli::Result<()> {
	let runner = cli.create_runner(&cli.run)?;
	let options = service::Options {
		hint: provider::key_hint(
			&Cli::executable_name(),
			&cli.run.shared_params.chain_id(cli.run.is_dev()?),
			&runner.config().base_path.path().display().to_string(),
			cli.run.keystore_params.keystore_path.as_deref(),
			cli.run.tmp || (cli.run.is_dev()? && cli.run.shared_params.base_path.is_none()),
		),
		leasehold: cli.leasehold,
		anchor: cli.anchor,
		storage_monitor: cli.storage_monitor,
	};
	runner.run_node_until_exit(|config| async move {
		match config.network.network_backend {
			NetworkBackendType::Libp2p => service::new_full::<
				sc_network::NetworkWorker<Block, service::Hash>,
			>(config, options),
			NetworkBackendType::Litep2p => {
				service::new_full::<sc_network::Litep2pNetworkBackend>(config, options)
			},
		}
		.map_err(sc_cli::Error::Service)
	})
}
