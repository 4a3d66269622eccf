//! Whose certificate an agent must show.
//!
//! A provider may declare the hash of its agent's certificate on chain, where nobody else can
//! change it: then just this certificate is taken, self-signed or not. Else the machine's
//! certificate authorities must vouch for the endpoint's name.

use leasehold_client::{
	account::from_hex,
	canonical::blake2_256,
	chain::{Failure, Kind},
};
use std::{io, sync::Arc};
use tokio_rustls::rustls::{
	client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
	crypto::{ring, verify_tls12_signature, verify_tls13_signature, CryptoProvider},
	pki_types::{CertificateDer, ServerName, UnixTime},
	CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

/// The attribute by which a provider declares its agent's certificate: `blake2_256` of it, in
/// hexadecimal, as the agent's log says it.
pub const CERTIFICATE: &str = "agent.certificate";

/// Whose certificate is taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Trust {
	/// Just the one with this `blake2_256`.
	Certificate([u8; 32]),
	/// Whichever this machine's authorities vouch for.
	Authorities,
}

/// A certificate's hash as it is written.
pub fn fingerprint(text: &str) -> Result<[u8; 32], String> {
	let digits = text.trim().strip_prefix("0x").unwrap_or(text.trim());
	from_hex(digits)
		.ok_or_else(|| format!("'{text}' is not a certificate's hash (64 hexadecimal digits)"))
}

impl Trust {
	/// What the TLS library needs.
	pub fn config(&self) -> Result<Arc<ClientConfig>, Failure> {
		let provider = Arc::new(ring::default_provider());
		let failed = |why: String| {
			Failure::new(Kind::Agent, format!("no certificate can be checked: {why}"))
		};
		let builder = ClientConfig::builder_with_provider(provider.clone())
			.with_safe_default_protocol_versions()
			.map_err(|why| failed(why.to_string()))?;
		let config = match self {
			Self::Certificate(hash) => builder
				.dangerous()
				.with_custom_certificate_verifier(Arc::new(Pinned { hash: *hash, provider }))
				.with_no_client_auth(),
			Self::Authorities => {
				let mut roots = RootCertStore::empty();
				let found = rustls_native_certs::load_native_certs();
				let (added, _) = roots.add_parsable_certificates(found.certs);
				if added == 0 {
					return Err(failed(
						"this machine has no certificate authorities; install ca-certificates, or say --certificate HASH".into(),
					));
				}
				builder.with_root_certificates(roots).with_no_client_auth()
			},
		};
		Ok(Arc::new(config))
	}
}

/// What a failed handshake means.
pub fn explain(why: &io::Error) -> String {
	let inner = why.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
	match inner {
		Some(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)) => {
			"its certificate is not the one that is expected: somebody else may answer in its place"
				.into()
		},
		Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => format!(
			"no authority vouches for its certificate, and its provider declares none as '{CERTIFICATE}'; if you know its hash, say --certificate HASH"
		),
		Some(Error::InvalidCertificate(why)) => format!("its certificate is not valid: {why}"),
		_ => why.to_string(),
	}
}

/// Takes one certificate only.
#[derive(Debug)]
struct Pinned {
	hash: [u8; 32],
	provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
	fn verify_server_cert(
		&self,
		end_entity: &CertificateDer<'_>,
		_intermediates: &[CertificateDer<'_>],
		_server_name: &ServerName<'_>,
		_ocsp_response: &[u8],
		_now: UnixTime,
	) -> Result<ServerCertVerified, Error> {
		if blake2_256(end_entity.as_ref()) == self.hash {
			Ok(ServerCertVerified::assertion())
		} else {
			Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
		}
	}

	fn verify_tls12_signature(
		&self,
		message: &[u8],
		cert: &CertificateDer<'_>,
		dss: &DigitallySignedStruct,
	) -> Result<HandshakeSignatureValid, Error> {
		verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
	}

	fn verify_tls13_signature(
		&self,
		message: &[u8],
		cert: &CertificateDer<'_>,
		dss: &DigitallySignedStruct,
	) -> Result<HandshakeSignatureValid, Error> {
		verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
	}

	fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
		self.provider.signature_verification_algorithms.supported_schemes()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fingerprint_should_be_32_bytes() {
		assert_eq!(fingerprint(&"ab".repeat(32)), Ok([0xab; 32]));
		assert_eq!(fingerprint(&format!(" 0x{} ", "01".repeat(32))), Ok([1; 32]));
		for text in ["", "ab", "0x", &"zz".repeat(32)] {
			assert!(fingerprint(text).is_err(), "{text}");
		}
	}
}
