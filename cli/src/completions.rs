//! `lease completions`.

use clap::CommandFactory;
use clap_complete::Shell;
use std::process::ExitCode;

/// For which shell.
#[derive(clap::Args)]
pub struct Args {
	/// The shell.
	shell: Shell,
}

/// Print them.
pub fn run<Cli: CommandFactory>(args: &Args) -> Result<ExitCode, String> {
	clap_complete::generate(args.shell, &mut Cli::command(), "lease", &mut std::io::stdout());
	Ok(ExitCode::SUCCESS)
}
