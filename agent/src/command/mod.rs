//! What the command line can do.

pub mod init;
pub mod inventory;
pub mod register;
pub mod run;

use leasehold_agent::{chain::link::Link, config::Config};
use std::{fs, path::Path, str::FromStr};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// The key pair of a file with a phrase, a seed or a derivation.
pub fn secret(path: &Path) -> Result<Keypair, String> {
	let text = fs::read_to_string(path)
		.map_err(|why| format!("the secret {} cannot be read: {why}", path.display()))?;
	let refuse = || format!("{} has no secret: a phrase, a seed or a derivation", path.display());
	let uri = SecretUri::from_str(text.trim()).map_err(|_| refuse())?;
	Keypair::from_uri(&uri).map_err(|_| refuse())
}

/// Run something to its end.
pub fn block_on<T>(
	work: impl std::future::Future<Output = Result<T, String>>,
) -> Result<T, String> {
	tokio::runtime::Runtime::new().map_err(|why| why.to_string())?.block_on(work)
}

/// A connection that the provider signs over.
pub async fn link(config: &Config) -> Result<Link, String> {
	let signer = secret(&config.chain.secret_file)?;
	Link::connect(&config.chain.node, signer).await.map_err(|why| why.to_string())
}
