//! The server's certificate: the provider's own, or one that the agent signs for itself. Tenants
//! know the latter by its fingerprint.

use leasehold_client::{account::to_hex, canonical::blake2_256};
use std::{
	fs::{self, OpenOptions},
	io::{self, Write},
	os::unix::fs::OpenOptionsExt,
	path::Path,
	sync::Arc,
};
use tokio_rustls::rustls::{
	crypto::ring,
	pki_types::{pem::PemObject, CertificateDer, PrivateKeyDer},
	ServerConfig,
};

/// A certificate and its key.
pub struct Identity {
	chain: Vec<CertificateDer<'static>>,
	config: Arc<ServerConfig>,
}

impl Identity {
	/// Read both from files.
	pub fn read(certificate: &Path, key: &Path) -> Result<Self, String> {
		let failed = |path: &Path, why: &dyn std::fmt::Display| {
			format!("the certificate or key {} cannot be used: {why}", path.display())
		};
		let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(certificate)
			.map_err(|why| failed(certificate, &why))?
			.collect();
		let chain = chain.map_err(|why| failed(certificate, &why))?;
		let secret = PrivateKeyDer::from_pem_file(key).map_err(|why| failed(key, &why))?;
		let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
			.with_safe_default_protocol_versions()
			.map_err(|why| failed(certificate, &why))?
			.with_no_client_auth()
			.with_single_cert(chain.clone(), secret)
			.map_err(|why| failed(certificate, &why))?;
		Ok(Self { chain, config: Arc::new(config) })
	}

	/// Read the agent's own from its directory, or make one for this host.
	pub fn own(directory: &Path, host: &str) -> Result<Self, String> {
		let (certificate, key) = (directory.join("tls.crt"), directory.join("tls.key"));
		if !certificate.exists() || !key.exists() {
			let made = rcgen::generate_simple_self_signed(vec![host.to_string()])
				.map_err(|why| format!("no certificate for '{host}' can be made: {why}"))?;
			let write = |path: &Path, text: String| {
				write_secret(path, &text)
					.map_err(|why| format!("{} cannot be written: {why}", path.display()))
			};
			// The key first: without a certificate both are made anew.
			write(&key, made.signing_key.serialize_pem())?;
			write(&certificate, made.cert.pem())?;
		}
		Self::read(&certificate, &key)
	}

	/// The hash of the certificate, by which tenants know a self-signed one.
	pub fn fingerprint(&self) -> String {
		to_hex(&blake2_256(self.chain.first().map(|own| own.as_ref()).unwrap_or_default()))
	}

	/// What the TLS library needs.
	pub fn config(&self) -> Arc<ServerConfig> {
		self.config.clone()
	}
}

fn write_secret(path: &Path, text: &str) -> io::Result<()> {
	let beside = path.with_extension("new");
	let mut options = OpenOptions::new();
	let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
	file.write_all(text.as_bytes())?;
	file.sync_all()?;
	fs::rename(beside, path)
}
