fn main() {
	build_wasm();
}

/// Build the runtime to wasm, which the native part embeds.
#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn build_wasm() {
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

/// The same for distribution: with the hash of the metadata that wallets and the
/// `CheckMetadataHash` extension compare. The builder compiles the runtime twice for it.
#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn build_wasm() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("LHD", 12)
		.build();
}

/// The wasm build itself: nothing to do.
#[cfg(not(feature = "std"))]
fn build_wasm() {}
