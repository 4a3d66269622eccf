fn main() {
	build_wasm();
}

/// Build the runtime to wasm, which the native part embeds.
#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn build_wasm() {
	builder().build();
}

/// The same for distribution: with the hash of the metadata that wallets and the
/// `CheckMetadataHash` extension compare. The builder compiles the runtime twice for it.
#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn build_wasm() {
	builder().enable_metadata_hash("LHD", 12).build();
}

/// The builder makes a workspace of its own, which knows nothing of our profile: without the flag
/// the runtime that nodes execute would wrap in silence.
#[cfg(feature = "std")]
fn builder() -> substrate_wasm_builder::WasmBuilder {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.append_to_rust_flags("-C overflow-checks=on")
}

/// The wasm build itself: nothing to do.
#[cfg(not(feature = "std"))]
fn build_wasm() {}
