//! `leasehold-agent register`.

use super::{block_on, link, secret};
use leasehold_agent::{
	bidding::amount,
	chain::{
		link::{Call, Until},
		registration::{self, Registered},
		registry::Record,
	},
	config::Config,
	offer,
	server::Identity,
	store::Store,
};
use std::path::Path;

/// The attribute by which tenants know the agent's certificate.
const CERTIFICATE: &str = "agent.certificate";

/// Whether the record says what the configuration does.
fn is_same(record: &Record, endpoint: &str, attributes: &[(String, String)]) -> bool {
	let own = record
		.attributes
		.iter()
		.map(|one| (&one.key[..], &one.value[..]))
		.eq(attributes.iter().map(|(key, value)| (key.as_bytes(), value.as_bytes())));
	record.endpoint == endpoint.as_bytes() && own
}

/// Register the provider with this machine, or bring up to date what the chain says of it. Without
/// `yes` only say what that takes.
pub fn register(config: &Config, service_secret: Option<&Path>, yes: bool) -> Result<(), String> {
	let provider = config.provider.as_ref().ok_or(
		"the configuration has no section [provider], which says the endpoint and the attributes",
	)?;
	let mut attributes = provider.attributes.clone();
	// Nobody vouches for a certificate that the agent has made itself, but the chain can.
	if config.server.certificate.is_none() && !attributes.contains_key(CERTIFICATE) {
		let unusable = |why| format!("{} cannot be used: {why}", config.directory.display());
		Store::open(&config.directory).map_err(unusable)?;
		let identity = Identity::own(&config.directory, &config.server.host)?;
		attributes.insert(CERTIFICATE.into(), identity.fingerprint());
	}
	let attributes: Vec<_> = attributes.into_iter().collect();
	let machine = offer::machine(config)?;
	let service = service_secret.map(secret).transpose()?;
	block_on(async {
		let link = link(config).await?;
		let error = |why: leasehold_agent::chain::ChainError| why.to_string();
		let at = link.at_final().await.map_err(|why| why.to_string())?;
		let there = Registered::read(&at, link.account()).await.map_err(error)?;
		let mut calls: Vec<(&str, Call)> = Vec::new();
		let mut bond = 0u128;
		println!("provider {}", link.account());
		match &there.record {
			None => {
				println!("registers as {}", provider.endpoint);
				println!(
					"  bond for being registered: {} LHD",
					amount::units(there.rates.base, 12)
				);
				bond = there.rates.base;
				let call = registration::register(&provider.endpoint, &attributes);
				calls.push(("the provider cannot be registered", call));
			},
			Some(record) if is_same(record, &provider.endpoint, &attributes) => {
				println!("is registered as {}", provider.endpoint);
			},
			Some(_) => {
				println!("changes its endpoint to {}, and its attributes", provider.endpoint);
				println!("  attestations to attributes that change no longer count");
				let call = registration::update(&provider.endpoint, &attributes);
				calls.push(("the provider cannot be changed", call));
			},
		}
		for (key, value) in &attributes {
			println!("  {key} = {value}");
		}
		match there.change(&machine) {
			None => println!("this machine stands on chain as it is"),
			Some(change) => {
				let part = there.rates.of(&machine.capacity);
				let part = part.ok_or("the machine is more than can be counted")?;
				println!("brings this machine on chain, with {}", offer::sentence(&machine));
				println!("  bond for it: {} LHD", amount::units(part, 12));
				bond = bond.saturating_add(part);
				let call = registration::apply(change, &machine);
				calls.push(("the machine cannot be brought on chain", call));
			},
		}
		if let Some(key) = &service {
			match registration::served_by(&at, key).await.map_err(error)? {
				Some(owner) if owner == link.account() => println!("the service key is set"),
				Some(owner) => return Err(format!("the service key serves {owner}")),
				None => {
					println!("lets the service key of its node speak for it");
					let call = registration::service_key(&link, key);
					calls.push(("the service key cannot be set", call));
				},
			}
		}
		if calls.is_empty() {
			return Ok(());
		}
		println!(
			"on hold for it: up to {} LHD, of {} LHD that are free; it comes back when the provider leaves",
			amount::units(bond, 12),
			amount::units(there.free, 12)
		);
		if !yes {
			println!("nothing is sent: say --yes to do it");
			return Ok(());
		}
		for (what, call) in calls {
			let block = link.send(&call, Until::Included, what).await;
			println!("done in block {}", block.map_err(|why| why.to_string())?);
		}
		Ok(())
	})
}
