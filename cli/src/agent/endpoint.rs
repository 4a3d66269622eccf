//! Where an agent is: `https://host[:port]`.

use std::{fmt, net::IpAddr, str::FromStr};
use tokio_rustls::rustls::pki_types::ServerName;

/// The port of HTTPS.
const PORT: u16 = 443;

/// Where an agent is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Endpoint {
	host: String,
	port: u16,
}

impl FromStr for Endpoint {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let refuse = || format!("'{text}' is not written like https://host:port");
		let authority = text.strip_prefix("https://").ok_or_else(refuse)?;
		let authority = authority.strip_suffix('/').unwrap_or(authority);
		let (host, rest) = match authority.strip_prefix('[') {
			Some(rest) => {
				let (host, rest) = rest.split_once(']').ok_or_else(refuse)?;
				host.parse::<std::net::Ipv6Addr>().map_err(|_| refuse())?;
				(host, rest)
			},
			None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
		};
		let port = match rest.strip_prefix(':') {
			Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or_else(refuse)?,
			None if rest.is_empty() => PORT,
			None => return Err(refuse()),
		};
		let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
		if host.is_empty() || !host.bytes().all(word) {
			return Err(refuse());
		}
		Ok(Self { host: host.into(), port })
	}
}

impl fmt::Display for Endpoint {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		write!(f, "https://{}", self.authority())
	}
}

impl Endpoint {
	/// Name or address.
	pub fn host(&self) -> &str {
		&self.host
	}

	/// The port.
	pub fn port(&self) -> u16 {
		self.port
	}

	/// Both, as a header has them.
	pub fn authority(&self) -> String {
		let host =
			if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
		if self.port == PORT {
			host
		} else {
			format!("{host}:{}", self.port)
		}
	}

	/// The name that its certificate is for.
	pub fn name(&self) -> Result<ServerName<'static>, String> {
		if let Ok(address) = self.host.parse::<IpAddr>() {
			return Ok(ServerName::IpAddress(address.into()));
		}
		ServerName::try_from(self.host.clone())
			.map_err(|_| format!("'{}' is no host's name", self.host))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn endpoint_should_be_read_as_the_chain_takes_it() {
		for (text, host, port, authority) in [
			("https://a", "a", 443, "a"),
			("https://provider.example:8443", "provider.example", 8443, "provider.example:8443"),
			("https://10.0.0.1:1/", "10.0.0.1", 1, "10.0.0.1:1"),
			("https://[::1]:8443", "::1", 8443, "[::1]:8443"),
			("https://[2001:db8::1]", "2001:db8::1", 443, "[2001:db8::1]"),
		] {
			let endpoint: Endpoint = text.parse().unwrap();
			assert_eq!((endpoint.host(), endpoint.port()), (host, port), "{text}");
			assert_eq!(endpoint.authority(), authority);
			assert!(endpoint.name().is_ok(), "{text}");
		}
		for text in [
			"",
			"http://a",
			"https://",
			"https://a:0",
			"https://a:x",
			"https://a/b",
			"https://[::1",
			"https://[a]",
			"https://u@a",
		] {
			assert!(text.parse::<Endpoint>().is_err(), "{text}");
		}
	}
}
