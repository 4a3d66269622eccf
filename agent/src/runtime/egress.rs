//! What containers may not reach: private, link-local and the machine's own addresses. Rules of the
//! kernel's packet filter, in a table that container engines leave alone, for connections that
//! begin in the agent's own range of networks.

use super::RuntimeError;
use std::net::Ipv4Addr;
use tokio::process::Command;

/// Addresses that are nobody's on the internet: private, shared, link-local (with clouds' metadata
/// services), loopback, benchmarks, multicast, reserved. RFC 6890.
const CLOSED: [&str; 9] = [
	"10.0.0.0/8",
	"172.16.0.0/12",
	"192.168.0.0/16",
	"100.64.0.0/10",
	"169.254.0.0/16",
	"127.0.0.0/8",
	"198.18.0.0/15",
	"224.0.0.0/4",
	"240.0.0.0/4",
];

/// The range that the agent's networks are taken from: 256 networks of 254 addresses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Range {
	first: [u8; 2],
}

/// One network of the range.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Subnet {
	base: [u8; 3],
}

impl Range {
	/// Read `10.213.0.0/16`: always 16 bits, of a private range.
	pub fn parse(text: &str) -> Result<Self, String> {
		let refuse = || format!("'{text}' is not a private range of 16 bits such as 10.213.0.0/16");
		let address: Ipv4Addr =
			text.strip_suffix("/16").and_then(|address| address.parse().ok()).ok_or_else(refuse)?;
		match address.octets() {
			[first, second, 0, 0] if address.is_private() => Ok(Self { first: [first, second] }),
			_ => Err(refuse()),
		}
	}

	/// The network of this range that is written so.
	pub fn subnet(&self, text: &str) -> Option<Subnet> {
		(0..=255)
			.map(|third| Subnet { base: [self.first[0], self.first[1], third] })
			.find(|subnet| subnet.to_string() == text)
	}

	/// A network that none of these has; `None` if all are taken.
	pub fn free(&self, taken: &[String]) -> Option<Subnet> {
		let subnets = (0..=255).map(|third| Subnet { base: [self.first[0], self.first[1], third] });
		subnets.into_iter().find(|subnet| !taken.contains(&subnet.to_string()))
	}
}

impl std::fmt::Display for Range {
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		write!(f, "{}.{}.0.0/16", self.first[0], self.first[1])
	}
}

impl Range {
	/// The name of the chain of its rules: one for each range, since their order matters.
	pub fn chain(&self) -> String {
		format!("LEASEHOLD-{}-{}", self.first[0], self.first[1])
	}
}

impl Subnet {
	/// The machine's own address in it.
	pub fn gateway(&self) -> String {
		format!("{}.{}.{}.1", self.base[0], self.base[1], self.base[2])
	}
}

impl std::fmt::Display for Subnet {
	fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
		write!(f, "{}.{}.{}.0/24", self.base[0], self.base[1], self.base[2])
	}
}

/// Run `iptables` on the table; whether it succeeded, and what it said.
async fn rule(action: &[&str], rule: &str) -> Result<(bool, String), RuntimeError> {
	let output = Command::new("iptables")
		.args(["--wait", "5", "--table", "mangle"])
		.args(action)
		.args(rule.split(' ').filter(|word| !word.is_empty()))
		.output()
		.await
		.map_err(|why| RuntimeError(format!("iptables cannot be run: {why}")))?;
	Ok((output.status.success(), String::from_utf8_lossy(&output.stderr).trim().to_string()))
}

/// Have a rule, at that place of a chain or at its end.
async fn have(chain: &str, place: Option<&str>, text: &str) -> Result<(), RuntimeError> {
	if rule(&["--check", chain], text).await?.0 {
		return Ok(());
	}
	let (done, why) = match place {
		Some(place) => rule(&["--insert", chain, place], text).await?,
		None => rule(&["--append", chain], text).await?,
	};
	match done {
		true => Ok(()),
		false => Err(RuntimeError(format!("the packet filter refuses '{text}': {why}"))),
	}
}

/// Set the rules up for a range. May be repeated.
pub async fn close(range: &Range) -> Result<(), RuntimeError> {
	// It may be there already; if it cannot be made, the first rule says so.
	let chain = range.chain();
	let _ = rule(&["--new-chain", &chain], "").await?;
	// The engine's name service answers on the networks' own gateways.
	have(&chain, None, &format!("-d {range} -p udp -m udp --dport 53 -j RETURN")).await?;
	have(&chain, None, &format!("-d {range} -p tcp -m tcp --dport 53 -j RETURN")).await?;
	for closed in CLOSED {
		have(&chain, None, &format!("-d {closed} -j DROP")).await?;
	}
	// The machine's own public addresses too.
	have(&chain, None, "-m addrtype --dst-type LOCAL -j DROP").await?;
	// Answers to connections from outside pass: only new ones are looked at.
	let new = format!("-s {range} -m conntrack --ctstate NEW -j {chain}");
	have("PREROUTING", Some("1"), &new).await
}

/// Let the containers of one network reach each other, but not the machine. May be repeated.
pub async fn open_within(range: &Range, subnet: &Subnet) -> Result<(), RuntimeError> {
	let chain = range.chain();
	let gateway = subnet.gateway();
	// Behind the two rules for names; the later insertion stands first.
	have(&chain, Some("3"), &format!("-s {subnet} -d {subnet} -j RETURN")).await?;
	have(&chain, Some("3"), &format!("-s {subnet} -d {gateway}/32 -j DROP")).await
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn range_should_be_private_and_of_sixteen_bits() {
		let range = Range::parse("10.213.0.0/16").unwrap();
		assert_eq!(range.to_string(), "10.213.0.0/16");
		for text in ["", "10.213.0.0", "10.213.1.0/16", "10.213.0.0/24", "8.8.0.0/16", "fd00::/16"]
		{
			assert!(Range::parse(text).is_err(), "{text}");
		}
	}

	#[test]
	fn range_should_give_each_network_once() {
		let range = Range::parse("172.20.0.0/16").unwrap();
		let mut taken = Vec::new();
		while let Some(subnet) = range.free(&taken) {
			taken.push(subnet.to_string());
		}
		assert_eq!((taken.len(), taken[7].as_str()), (256, "172.20.7.0/24"));
		taken.remove(7);
		assert_eq!(
			range.free(&taken).map(|subnet| subnet.gateway()).as_deref(),
			Some("172.20.7.1")
		);
	}
}
