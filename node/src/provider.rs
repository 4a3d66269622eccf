//! What makes a node a provider's.

use leasehold_primitives::crypto::service::KEY_TYPE;
use leasehold_primitives::policy::AUTO_CONFIRM_KEY;
use sp_core::offchain::{OffchainStorage, STORAGE_PREFIX};
use sp_keystore::KeystorePtr;
use std::path::Path;

/// How to put the service key where this node looks for it: the command with the node's own
/// chain and folders, and a warning where `fresh` says that its folder is made anew each time.
pub fn key_hint(
	executable: &str,
	chain: &str,
	base_path: &str,
	keystore_path: Option<&Path>,
	fresh: bool,
) -> String {
	let chain = if chain.is_empty() { "local" } else { chain };
	let keystore =
		keystore_path.map_or(String::new(), |path| format!(" --keystore-path {}", path.display()));
	let command = format!(
		"{executable} key insert --base-path {} --chain {chain}{keystore} --key-type {KEY} \
		 --scheme sr25519 --suri <SECRET>",
		if fresh { "<FOLDER>" } else { base_path },
		KEY = key_type(),
	);
	if fresh {
		format!(
			"{command}\nand start the node with --base-path <FOLDER>, for without it the node \
			 begins in an empty folder each time"
		)
	} else {
		command
	}
}

/// Tell the off-chain worker whether it may confirm leases by itself.
pub fn store_auto_confirm(storage: &mut impl OffchainStorage, allowed: bool) {
	if allowed {
		storage.set(STORAGE_PREFIX, AUTO_CONFIRM_KEY, &[1]);
	} else {
		storage.remove(STORAGE_PREFIX, AUTO_CONFIRM_KEY);
	}
}

/// The key type as text.
fn key_type() -> String {
	String::from_utf8_lossy(&KEY_TYPE.0).into_owned()
}

/// Make sure that the keystore has a service key.
///
/// # Errors
/// Says that there is none and how to insert one.
pub fn ensure_service_key(keystore: &KeystorePtr, hint: &str) -> Result<(), String> {
	let keys = keystore.sr25519_public_keys(KEY_TYPE);
	let Some(first) = keys.first() else {
		return Err(format!(
			"--provider needs the provider's service key, and the keystore has none of type \
			 `{}`. Insert it with\n{hint}",
			key_type(),
		));
	};
	log::info!("🔑 Provider's node with service key {first}");
	if keys.len() > 1 {
		log::warn!(
			"The keystore has {} service keys: the off-chain worker serves the providers of all",
			keys.len(),
		);
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_keystore::{testing::MemoryKeystore, Keystore};
	use std::sync::Arc;

	#[test]
	fn hint_should_name_the_nodes_own_chain_and_folders() {
		assert_eq!(
			key_hint("leasehold-node", "dev", "/data", None, false),
			"leasehold-node key insert --base-path /data --chain dev --key-type lsrv --scheme \
			 sr25519 --suri <SECRET>",
		);
		let hint = key_hint("leasehold-node", "", "/data", Some(Path::new("/keys")), false);
		assert!(hint.contains("--chain local --keystore-path /keys"), "{hint}");
	}

	#[test]
	fn hint_should_ask_for_a_folder_when_the_node_starts_in_a_new_one() {
		let hint = key_hint("leasehold-node", "dev", "/tmp/substrate123", None, true);
		assert!(!hint.contains("substrate123"), "{hint}");
		assert!(hint.contains("start the node with --base-path"), "{hint}");
	}

	#[test]
	fn start_should_be_refused_until_there_is_a_key() {
		let keystore = MemoryKeystore::new();
		let refused = ensure_service_key(&(Arc::new(keystore.clone()) as KeystorePtr), "do this");
		assert!(refused.unwrap_err().ends_with("do this"));
		keystore.sr25519_generate_new(KEY_TYPE, Some("//Provider1")).unwrap();
		assert_eq!(ensure_service_key(&(Arc::new(keystore) as KeystorePtr), ""), Ok(()));
	}
}
