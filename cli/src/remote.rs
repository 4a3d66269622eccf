//! `lease status`, `logs`, `events`, `metrics` and `shell`: what a provider's agent tells.

use crate::{
	agent::{escaped, fingerprint, Agent, ShellOptions, Trust},
	context::Context,
};
use leasehold_client::{
	chain::{Failure, Kind},
	token::Scope,
};
use serde_json::Value as Json;
use std::{
	io::{IsTerminal, Write},
	process::ExitCode,
};

/// Which lease.
#[derive(clap::Args)]
pub struct Place {
	/// The lease.
	lease: u64,
	/// The blake2_256 of the only certificate that the agent may show, in hexadecimal.
	#[arg(long, value_name = "HASH", value_parser = fingerprint)]
	certificate: Option<[u8; 32]>,
}

impl Place {
	async fn agent(&self, context: &Context) -> Result<Agent, Failure> {
		let account = context.account()?;
		let chain = context.chain().await?;
		let state = chain.best().await?;
		let trust = self.certificate.map(Trust::Certificate);
		Agent::of_lease(&chain, &state, &account, self.lease, trust.as_ref()).await
	}
}

/// `lease status`.
#[derive(clap::Args)]
pub struct StatusArgs {
	#[command(flatten)]
	place: Place,
}

/// What runs, as the agent says it.
pub async fn status(args: &StatusArgs, context: &Context) -> Result<ExitCode, Failure> {
	let status = args.place.agent(context).await?.status().await?;
	context.report.result(&status, || describe(&status));
	Ok(ExitCode::SUCCESS)
}

fn describe(status: &Json) -> String {
	let text = |json: &Json, name: &str| match json.get(name) {
		Some(Json::String(text)) => text.clone(),
		Some(other) => other.to_string(),
		None => "?".into(),
	};
	let mut lines = vec![format!(
		"lease {} is {}, {} replicas, manifest {}",
		text(status, "lease"),
		text(status, "state"),
		text(status, "replicas"),
		if status.get("manifest") == Some(&Json::Bool(true)) { "there" } else { "missing" }
	)];
	for container in status.get("containers").and_then(Json::as_array).into_iter().flatten() {
		lines.push(format!(
			"  {}: {}{}",
			text(container, "container"),
			text(container, "condition"),
			ports(container.get("ports"))
		));
	}
	lines.join("\n")
}

/// Which of a container's ports are open, and where.
pub fn ports(list: Option<&Json>) -> String {
	let pairs = list.and_then(Json::as_array).into_iter().flatten();
	let each = pairs.map(|pair| match (pair.get(0), pair.get(1)) {
		(Some(inside), Some(outside)) => format!(", port {inside} at {outside}"),
		_ => format!(", port {pair}"),
	});
	each.collect()
}

/// The container that is meant when none is named: the only one there is.
async fn container(agent: &Agent, named: Option<&String>) -> Result<String, Failure> {
	if let Some(name) = named {
		return Ok(name.clone());
	}
	let status = agent.status().await?;
	let list = status.get("containers").and_then(Json::as_array);
	let names: Vec<_> = list
		.into_iter()
		.flatten()
		.filter_map(|container| container.get("container")?.as_str().map(String::from))
		.collect();
	match names.as_slice() {
		[only] => Ok(only.clone()),
		[] => Err(Failure::new(Kind::Agent, "nothing runs for this lease yet")),
		many => Err(format!("say which container: {}", many.join(", ")).into()),
	}
}

/// `lease logs`.
#[derive(clap::Args)]
pub struct LogsArgs {
	#[command(flatten)]
	place: Place,
	/// The container: web, or web.1.0 for instance 0 of replica 1. May be left out if there is
	/// only one.
	container: Option<String>,
	/// Go on as more is printed, until stopped.
	#[arg(short, long)]
	follow: bool,
	/// How many lines of its end to begin with.
	#[arg(short = 'n', long, default_value_t = 100)]
	tail: u32,
}

/// What a container prints.
pub async fn logs(args: &LogsArgs, context: &Context) -> Result<ExitCode, Failure> {
	let agent = args.place.agent(context).await?;
	let name = container(&agent, args.container.as_ref()).await?;
	let path =
		format!("logs?container={}&tail={}&follow={}", escaped(&name), args.tail, args.follow);
	print(&agent, &path, Scope::Logs).await
}

/// `lease events` and `lease metrics`.
#[derive(clap::Args)]
pub struct StreamArgs {
	#[command(flatten)]
	place: Place,
	/// Go on as more happens, until stopped.
	#[arg(short, long)]
	follow: bool,
}

/// What happened to the containers, a JSON object a line.
pub async fn events(args: &StreamArgs, context: &Context) -> Result<ExitCode, Failure> {
	let agent = args.place.agent(context).await?;
	print(&agent, &format!("events?follow={}", args.follow), Scope::Events).await
}

/// What the containers use, a JSON object a line.
pub async fn metrics(args: &StreamArgs, context: &Context) -> Result<ExitCode, Failure> {
	let agent = args.place.agent(context).await?;
	print(&agent, &format!("metrics?follow={}", args.follow), Scope::Metrics).await
}

async fn print(agent: &Agent, path: &str, scope: Scope) -> Result<ExitCode, Failure> {
	let printing = agent.stream(path, scope, |bytes| {
		let mut out = std::io::stdout();
		out.write_all(bytes).and_then(|()| out.flush())
	});
	tokio::select! {
		printed = printing => printed.map(|()| ExitCode::SUCCESS),
		_ = tokio::signal::ctrl_c() => Ok(ExitCode::SUCCESS),
	}
}

/// `lease shell`.
#[derive(clap::Args)]
pub struct ShellArgs {
	#[command(flatten)]
	place: Place,
	/// The container; may be left out if there is only one.
	#[arg(short, long)]
	container: Option<String>,
	/// Do not give the command a terminal, though there is one.
	#[arg(short = 'T', long)]
	no_tty: bool,
	/// What to run instead of a shell: lease shell 4 -- ls -l
	#[arg(last = true)]
	command: Vec<String>,
}

/// Run a command in a container; its exit status is this one's.
pub async fn shell(args: &ShellArgs, context: &Context) -> Result<ExitCode, Failure> {
	let agent = args.place.agent(context).await?;
	let name = container(&agent, args.container.as_ref()).await?;
	let options = ShellOptions {
		container: &name,
		command: (!args.command.is_empty()).then(|| quoted(&args.command)),
		tty: !args.no_tty && std::io::stdin().is_terminal() && std::io::stdout().is_terminal(),
	};
	agent.shell(&options).await.map(ExitCode::from)
}

/// Words as a POSIX shell reads them back.
fn quoted(words: &[String]) -> String {
	if let [only] = words {
		return only.clone();
	}
	let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=,@%+".contains(&byte);
	let quote = |word: &String| {
		if !word.is_empty() && word.bytes().all(plain) {
			word.clone()
		} else {
			format!("'{}'", word.replace('\'', "'\\''"))
		}
	};
	words.iter().map(quote).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ports_should_say_where_they_are_open() {
		let list = serde_json::json!([[80, 41_234], [443, 41_235]]);
		assert_eq!(ports(Some(&list)), ", port 80 at 41234, port 443 at 41235");
		assert_eq!(ports(None), "");
	}

	#[test]
	fn quoted_should_keep_words_apart() {
		let words = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
		assert_eq!(quoted(&words(&["ls", "-l", "a b", "it's", ""])), r"ls -l 'a b' 'it'\''s' ''");
		assert_eq!(quoted(&words(&["ls | wc -l"])), "ls | wc -l");
	}
}
