//! `leasehold-agent inventory`.

use super::{block_on, link};
use leasehold_agent::{
	bidding::amount,
	chain::{
		link::Until,
		registration::{apply, Change, Registered},
	},
	config::Config,
	inventory::Inventory,
	offer,
};
use std::path::Path;

/// Print what the machine has.
pub fn print(storage: &Path) -> Result<(), String> {
	let found = Inventory::read(Path::new("/"), storage)?;
	println!("{}", serde_json::to_string_pretty(&found).map_err(|why| why.to_string())?);
	Ok(())
}

/// Bring what of it is let onto the chain. Without `yes` only say what that would be.
pub fn register(config: &Config, yes: bool) -> Result<(), String> {
	let machine = offer::machine(config)?;
	block_on(async {
		let link = link(config).await?;
		let at = link.at_final().await.map_err(|why| why.to_string())?;
		let there = Registered::read(&at, link.account()).await.map_err(|why| why.to_string())?;
		if there.record.is_none() {
			return Err("the provider is not registered: 'leasehold-agent register' first".into());
		}
		let Some(change) = there.change(&machine) else {
			println!("the machine stands on chain as it is");
			return Ok(());
		};
		let bond =
			there.rates.of(&machine.capacity).ok_or("the machine is more than can be counted")?;
		let what = match change {
			Change::Add => "is added".into(),
			Change::Update(index) => format!("takes the place of what stands as number {index}"),
		};
		println!("this machine {what}, with {}", offer::sentence(&machine));
		println!("its part of the bond is {} LHD", amount::units(bond, 12));
		if let Change::Update(_) = change {
			println!("what auditors attested of it no longer counts then");
		}
		if !yes {
			println!("nothing is sent: say --yes to do it");
			return Ok(());
		}
		let call = apply(change, &machine);
		let block =
			link.send(&call, Until::Included, "the machine cannot be brought on chain").await;
		println!("done in block {}", block.map_err(|why| why.to_string())?);
		Ok(())
	})
}
