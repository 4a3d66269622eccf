//! `lease`: what a tenant does from a terminal, and what a provider does by hand.

mod agent;
mod balances;
mod blocks;
mod completions;
mod context;
mod deploy;
mod file;
mod keys;
mod look;
mod manifest;
mod money;
mod orders;
mod output;
mod provider;
mod remote;
mod terms;
mod token;
mod validate;

use clap::{Parser, Subcommand};
use context::{Context, Globals};
use leasehold_client::chain::Failure;
use std::process::ExitCode;

/// What all exit statuses mean.
const STATUSES: &str = "\
Exit status: 0 done; 1 the deploy file has errors; 2 asked for in a wrong way; 3 the node does not \
answer or its chain is another; 4 the chain refused; 5 what was waited for did not come; 6 the \
provider's agent does not answer or refused. 'lease shell' ends with the command's own status.

Whenever something fails halfway, what is left behind is said: orders that are open, money that is \
on hold, and how to get it back.";

/// Rent compute on Leasehold.
#[derive(Parser)]
#[command(name = "lease", version, disable_help_subcommand = true, after_help = STATUSES)]
struct Cli {
	#[command(flatten)]
	globals: Globals,
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Order what a deploy file says, and see it through until it is served: verdict, bids,
	/// award, manifest, confirmation.
	Deploy(deploy::Args),
	/// List orders and leases.
	Ls(look::ListArgs),
	/// Show an order or lease, and its money.
	Show(look::ShowArgs),
	/// List the bids on an order.
	Bids(look::BidsArgs),
	/// Take a bid, where the auction leaves the choice to you.
	Accept(terms::AcceptArgs),
	/// Say what a deploy file's groups would cost, and who could serve them.
	Quote(look::QuoteArgs),
	/// Put more money on hold for a lease.
	TopUp(money::TopUpArgs),
	/// Propose what a changed deploy file says to a lease's provider: manifest and resources.
	Update(terms::UpdateArgs),
	/// Propose another number of replicas to a lease's provider.
	Scale(terms::ScaleArgs),
	/// Take proposed terms back.
	Cancel(terms::CancelArgs),
	/// End orders and leases. What is left of their deposits comes back.
	Close(money::CloseArgs),
	/// Pay out everything that is owed to this account.
	Claim(money::ClaimArgs),
	/// Show what an account has.
	Balance(balances::Args),
	/// Print the manifest's hash for the chain, or what a provider is sent; or send it.
	Manifest(manifest::Args),
	/// Ask a provider's agent what runs.
	Status(remote::StatusArgs),
	/// Print what a container prints.
	Logs(remote::LogsArgs),
	/// Print what happened to a lease's containers.
	Events(remote::StreamArgs),
	/// Print what a lease's containers use.
	Metrics(remote::StreamArgs),
	/// Open a shell in a container, or run a command there.
	Shell(remote::ShellArgs),
	/// Do by hand what a provider does.
	#[command(subcommand)]
	Provider(provider::Command),
	/// Read a deploy file (Akash SDL 2.0 or 2.1, Spheron ICL 1.0) and say what order it makes.
	Validate(validate::Args),
	/// Sign a token for one request to a provider's agent.
	Token(token::Args),
	/// Print a shell's completions: lease completions bash > /etc/bash_completion.d/lease
	Completions(completions::Args),
}

fn main() -> ExitCode {
	let Cli { globals, command } = Cli::parse();
	let context = Context::new(globals);
	let runtime = match tokio::runtime::Runtime::new() {
		Ok(runtime) => runtime,
		Err(why) => {
			eprintln!("error: {why}");
			return ExitCode::from(3);
		},
	};
	let done = runtime.block_on(run(&command, &context));
	// A shell's input may still be waited for, and has nowhere to go.
	runtime.shutdown_background();
	match done {
		Ok(code) => code,
		Err(why) => {
			output::failure(&why, context.json());
			ExitCode::from(output::status(why.kind))
		},
	}
}

async fn run(command: &Command, context: &Context) -> Result<ExitCode, Failure> {
	match command {
		Command::Deploy(args) => deploy::run(args, context).await,
		Command::Ls(args) => look::list(args, context).await,
		Command::Show(args) => look::show(args, context).await,
		Command::Bids(args) => look::bids(args, context).await,
		Command::Accept(args) => terms::accept(args, context).await,
		Command::Quote(args) => look::quote(args, context).await,
		Command::TopUp(args) => money::top_up(args, context).await,
		Command::Update(args) => terms::update(args, context).await,
		Command::Scale(args) => terms::scale(args, context).await,
		Command::Cancel(args) => terms::cancel(args, context).await,
		Command::Close(args) => money::close(args, context).await,
		Command::Claim(args) => money::claim(args, context).await,
		Command::Balance(args) => balances::run(args, context).await,
		Command::Manifest(args) => manifest::run(args, context).await,
		Command::Status(args) => remote::status(args, context).await,
		Command::Logs(args) => remote::logs(args, context).await,
		Command::Events(args) => remote::events(args, context).await,
		Command::Metrics(args) => remote::metrics(args, context).await,
		Command::Shell(args) => remote::shell(args, context).await,
		Command::Provider(command) => provider::run(command, context).await,
		Command::Validate(args) => Ok(validate::run(args, context.json())?),
		Command::Token(args) => token::run(args, context),
		Command::Completions(args) => Ok(completions::run::<Cli>(args)?),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;
	use leasehold_client::chain::Kind;

	#[test]
	fn cli_should_hold_together() {
		Cli::command().debug_assert();
	}

	/// Every command and option has a help text.
	#[test]
	fn help_should_be_complete() {
		fn check(command: &clap::Command, path: &str) {
			let path = format!("{path} {}", command.get_name());
			assert!(command.get_about().is_some(), "{path} says nothing of itself");
			for arg in command.get_arguments() {
				assert!(
					arg.get_help().is_some(),
					"{path}: {} says nothing of itself",
					arg.get_id()
				);
			}
			command.get_subcommands().for_each(|one| check(one, &path));
		}
		check(&Cli::command(), "");
	}

	#[test]
	fn arguments_should_be_parsed() {
		for words in [
			"deploy app.yaml --suri //Alice --deposit 5 --buy-now 1.5 --timeout 30s --detach",
			"deploy app.yaml --dry-run --json --url ws://127.0.0.1:1",
			"deploy app.yaml --auction choice --relist --min-notice 24h",
			"ls --all",
			"top-up 4 2.5",
			"top-up 7 2.5 --deployment",
			"provider bid 4 1.5 --sealed bid.json",
			"provider reveal bid.json",
			"scale 4 3 --price 2",
			"update 4 app.yaml --detach",
			"close 1 2 3",
			"close --deployment 7",
			"logs 4 web -f -n 10",
			"shell 4 -c web -- ls -l",
			"manifest app.yaml --send 4",
			"provider register --endpoint https://a:8443 --attribute region=eu",
			"provider node add --cpu 16 --memory 64Gi --disk 1Ti --gpu nvidia/h100:2:80Gi:sxm",
			"provider bid 4 1.5 --place 0:2 --notice 1h --grace 20",
			"provider drain --off",
			"provider service-key add //P//service",
		] {
			let words = ["lease"].into_iter().chain(words.split(' '));
			if let Err(why) = Cli::try_parse_from(words.clone()) {
				panic!("{words:?}: {why}");
			}
		}
		for words in [
			"deploy",
			"deploy app.yaml --auction dutch",
			"top-up 4",
			"top-up x 1",
			"scale 4 0",
			"scale 4 65",
			"close",
			"close 1 --deployment 2",
			"ls --all --tenant 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
			"ls --suri //Alice --keystore x",
			"show 4 --certificate ab",
			"provider register",
			"provider register --endpoint http://a",
			"provider bid 4 1 --place 0",
			"provider settle",
			"provider node add --cpu 16",
			"manifest app.yaml --send 4 --group 1",
		] {
			let words = ["lease"].into_iter().chain(words.split(' '));
			assert!(Cli::try_parse_from(words.clone()).is_err(), "{:?}", words.collect::<Vec<_>>());
		}
	}

	#[test]
	fn statuses_should_be_those_that_are_documented() {
		for (kind, status) in [
			(Kind::Usage, 2),
			(Kind::Node, 3),
			(Kind::Refused, 4),
			(Kind::Unserved, 5),
			(Kind::Agent, 6),
		] {
			assert_eq!(output::status(kind), status);
			assert!(STATUSES.contains(&format!("{status} ")));
		}
	}
}
