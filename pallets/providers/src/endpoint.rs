//! What an endpoint must look like: `https://host[:port]`.

use core::{
	net::{Ipv4Addr, Ipv6Addr},
	str::FromStr,
};

/// Whether `endpoint` is `https://`, a host and perhaps a port, with nothing after it. The host
/// is a name, an IPv4 address, or an IPv6 address in brackets.
pub fn is_valid(endpoint: &[u8]) -> bool {
	let Ok(text) = core::str::from_utf8(endpoint) else { return false };
	let Some(authority) = text.strip_prefix("https://") else { return false };
	if let Some(rest) = authority.strip_prefix('[') {
		return match rest.split_once(']') {
			Some((address, "")) => Ipv6Addr::from_str(address).is_ok(),
			Some((address, port)) => {
				Ipv6Addr::from_str(address).is_ok() && port.strip_prefix(':').is_some_and(is_port)
			},
			None => false,
		};
	}
	match authority.split_once(':') {
		Some((host, port)) => is_host(host) && is_port(port),
		None => is_host(authority),
	}
}

/// A port in decimal digits, from 1, without leading zeros.
fn is_port(port: &str) -> bool {
	port.bytes().all(|byte| byte.is_ascii_digit())
		&& !port.starts_with('0')
		&& port.parse::<u16>().is_ok()
}

/// A host name of dot-separated labels, or an IPv4 address.
fn is_host(host: &str) -> bool {
	let is_label = |label: &str| {
		(1..=63).contains(&label.len())
			&& label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
			&& !label.starts_with('-')
			&& !label.ends_with('-')
	};
	// A name whose last label is a number is an address to every resolver.
	let is_numeric =
		host.rsplit('.').next().is_some_and(|label| label.bytes().all(|b| b.is_ascii_digit()));
	host.len() <= 253
		&& host.split('.').all(is_label)
		&& (!is_numeric || Ipv4Addr::from_str(host).is_ok())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn endpoint_should_be_valid_when_it_is_a_host_and_perhaps_a_port() {
		for endpoint in [
			"https://a",
			"https://provider.example.org",
			"https://provider.example.org:8443",
			"https://10.0.0.1:1",
			"https://[2001:db8::1]",
			"https://[::1]:65535",
			"https://xn--bcher-kva.example",
		] {
			assert!(is_valid(endpoint.as_bytes()), "{endpoint}");
		}
	}

	#[test]
	fn endpoint_should_be_invalid_when_it_is_anything_else() {
		let long_label = format!("https://{}.org", "a".repeat(64));
		let long_name = format!("https://{}a", "a.".repeat(127));
		for endpoint in [
			"",
			"https://",
			"http://a",
			"HTTPS://a",
			"a.example",
			"https://a/",
			"https://a/path",
			"https://a?q",
			"https://a#f",
			"https://user@a",
			"https://a b",
			"https://a:",
			"https://a:0",
			"https://a:080",
			"https://a:65536",
			"https://a:+80",
			"https://a:80:80",
			"https://-a",
			"https://a-",
			"https://a..b",
			"https://a.",
			"https://a_b",
			"https://1.2.3.256",
			"https://1.2.3",
			"https://[::1",
			"https://[::1]8443",
			"https://[::1]:",
			"https://[example]",
			"https://::1",
			"https://bücher.example",
			long_label.as_str(),
			long_name.as_str(),
		] {
			assert!(!is_valid(endpoint.as_bytes()), "{endpoint}");
		}
		assert!(!is_valid(b"https://\xff"));
	}
}
