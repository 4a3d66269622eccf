//! Chains that the node can start by name, and from a file.

use leasehold_runtime::{opaque::Block, SS58_PREFIX, WASM_BINARY};
use sc_chain_spec::ChainSpecExtension;
use sc_service::{ChainType, Properties};
use serde::{Deserialize, Serialize};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};

/// What a specification may hold beyond name, genesis and boot nodes.
#[derive(Clone, ChainSpecExtension, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks of a fork that the chain decided for.
	pub fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks known to be bad.
	pub bad_blocks: sc_client_api::BadBlocks<Block>,
	/// From where a light client starts, as `sync_state_genSyncSpec` writes it.
	pub light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
}

/// A chain's specification.
pub type ChainSpec = sc_service::GenericChainSpec<Extensions>;

/// Build the chain `id` called `name` from the runtime's preset.
fn from_preset(
	id: &str,
	name: &str,
	chain_type: ChainType,
	preset: &str,
) -> Result<ChainSpec, String> {
	let wasm = WASM_BINARY.ok_or("this node was built without a wasm runtime: build it again")?;
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), "LHD".into());
	properties.insert("tokenDecimals".into(), 12.into());
	properties.insert("ss58Format".into(), SS58_PREFIX.into());
	Ok(ChainSpec::builder(wasm, Extensions::default())
		.with_name(name)
		.with_id(id)
		.with_protocol_id("leasehold")
		.with_chain_type(chain_type)
		.with_properties(properties)
		.with_genesis_config_preset_name(preset)
		.build())
}

/// One validator, Alice, who holds the key of `Sudo`.
pub fn development() -> Result<ChainSpec, String> {
	from_preset(
		"leasehold_dev",
		"Leasehold Development",
		ChainType::Development,
		DEV_RUNTIME_PRESET,
	)
}

/// Four validators, Alice, Bob, Charlie and Dave, and no key of `Sudo`.
pub fn local() -> Result<ChainSpec, String> {
	from_preset(
		"leasehold_local",
		"Leasehold Local",
		ChainType::Local,
		LOCAL_TESTNET_RUNTIME_PRESET,
	)
}

/// The chain that `--chain` names: `dev`, `local` (also if it is empty), or a file.
pub fn load(id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
	Ok(Box::new(match id {
		"dev" => development()?,
		"" | "local" => local()?,
		path => ChainSpec::from_json_file(path.into())
			.map_err(|error| format!("cannot read the chain specification `{path}`: {error}"))?,
	}))
}
