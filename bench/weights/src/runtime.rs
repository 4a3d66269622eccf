//! The runtime under measurement, on a state in memory that counts accesses.

use codec::{Decode, Encode};
use frame_benchmarking::{
	BenchmarkBatch, BenchmarkConfig, BenchmarkList, BenchmarkParameter, BenchmarkResult,
};
use frame_support::traits::StorageInfo;
use sc_chain_spec::GenesisConfigBuilderRuntimeCaller;
use sc_client_db::BenchmarkingState;
use sc_executor::{HeapAllocStrategy, WasmExecutor};
use sp_core::traits::{CallContext, ReadRuntimeVersionExt};
use sp_externalities::Extensions;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{
	backend::{BackendRuntimeCode, TryPendingCode},
	StateMachine,
};
use sp_storage::well_known_keys;
use sp_wasm_interface::{ExtendedHostFunctions, HostFunctions as HostFunctionsOf};
use std::path::Path;

/// What a benchmarked runtime can call: the clock is ours.
type HostFunctions = ExtendedHostFunctions<
	(sp_io::SubstrateHostFunctions, frame_benchmarking::benchmarking::HostFunctions),
	crate::clock::benchmarking::HostFunctions,
>;
/// The same for times.
type TimingFunctions =
	ExtendedHostFunctions<HostFunctions, crate::overlay::benchmarking::HostFunctions>;
type State = BenchmarkingState<BlakeTwo256>;

/// Memory of the runtime, in pages of 64 KiB beyond what its code needs.
const EXTRA_PAGES: u32 = 8_192;

/// One benchmark with values for its components.
#[derive(Clone, Copy)]
pub struct Run<'a> {
	/// The pallet it is of.
	pub pallet: &'a BenchmarkList,
	/// Its name.
	pub benchmark: &'a [u8],
	/// The values.
	pub point: &'a [(BenchmarkParameter, u32)],
}

/// Runs benchmarks.
pub struct Bench {
	executor: WasmExecutor<HostFunctions>,
	/// For times.
	timing: WasmExecutor<TimingFunctions>,
	/// For times, and for everything but counts.
	bare: State,
	/// For counts of accesses and the size of the proof.
	counting: State,
}

impl Bench {
	/// Load a runtime and make its genesis.
	pub fn new(file: &Path, preset: &str) -> Result<Self, String> {
		let code = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
		let mut genesis = GenesisConfigBuilderRuntimeCaller::<
			frame_benchmarking::benchmarking::HostFunctions,
		>::new(&code)
		.get_storage_for_named_preset(Some(&preset.to_owned()))?;
		genesis.top.insert(well_known_keys::CODE.to_vec(), code);
		Ok(Self {
			executor: executor(),
			timing: executor(),
			bare: State::new(genesis.clone(), None, false, false)?,
			counting: State::new(genesis, None, true, true)?,
		})
	}

	/// A pallet with its benchmarks.
	pub fn pallet(&self, name: &str) -> Result<BenchmarkList, String> {
		let (lists, _): (Vec<BenchmarkList>, Vec<StorageInfo>) =
			call(&self.executor, &self.bare, "Benchmark_benchmark_metadata", &false.encode())?;
		let names: Vec<_> =
			lists.iter().map(|list| String::from_utf8_lossy(&list.pallet).into_owned()).collect();
		lists
			.into_iter()
			.find(|list| list.pallet == name.as_bytes())
			.ok_or_else(|| format!("no pallet {name:?}; there are {}", names.join(", ")))
	}

	/// Run once, with the assertions at the benchmark's end.
	pub fn check(&self, run: Run) -> Result<(), String> {
		dispatch(&self.executor, &self.bare, run, true, 1).map(|_| ())
	}

	/// Run once, counting reads, writes and bytes of proof.
	pub fn count(&self, run: Run) -> Result<Vec<BenchmarkResult>, String> {
		dispatch(&self.executor, &self.counting, run, false, 1)
	}

	/// Run so many times, for the time.
	pub fn time(&self, run: Run, repeat: u32) -> Result<Vec<BenchmarkResult>, String> {
		dispatch(&self.timing, &self.bare, run, false, repeat)
	}
}

fn executor<Functions: HostFunctionsOf>() -> WasmExecutor<Functions> {
	let heap = HeapAllocStrategy::Static { extra_pages: EXTRA_PAGES };
	WasmExecutor::builder()
		.with_onchain_heap_alloc_strategy(heap)
		.with_offchain_heap_alloc_strategy(heap)
		.with_max_runtime_instances(2)
		.with_runtime_cache_size(2)
		.build()
}

fn dispatch<Functions: HostFunctionsOf>(
	executor: &WasmExecutor<Functions>,
	state: &State,
	run: Run,
	verify: bool,
	internal_repeats: u32,
) -> Result<Vec<BenchmarkResult>, String> {
	let config = BenchmarkConfig {
		pallet: run.pallet.pallet.clone(),
		instance: run.pallet.instance.clone(),
		benchmark: run.benchmark.to_vec(),
		selected_components: run.point.to_vec(),
		verify,
		internal_repeats,
	};
	let batches: Result<Vec<BenchmarkBatch>, String> =
		call(executor, state, "Benchmark_dispatch_benchmark", &config.encode())?;
	let batches = batches.map_err(|error| {
		let values: Vec<_> =
			run.point.iter().map(|(name, value)| format!("{name:?} = {value}")).collect();
		format!("{error} [{}]", values.join(", "))
	})?;
	Ok(batches.into_iter().flat_map(|batch| batch.results).collect())
}

fn call<Functions: HostFunctionsOf, Output: Decode>(
	executor: &WasmExecutor<Functions>,
	state: &State,
	method: &str,
	data: &[u8],
) -> Result<Output, String> {
	let code = BackendRuntimeCode::new(state, TryPendingCode::No);
	let code = code.runtime_code()?;
	let mut extensions = Extensions::default();
	extensions.register(KeystoreExt::new(MemoryKeystore::new()));
	extensions.register(ReadRuntimeVersionExt::new(executor.clone()));
	let mut overlay = Default::default();
	let output = StateMachine::new(
		state,
		&mut overlay,
		executor,
		method,
		data,
		&mut extensions,
		&code,
		CallContext::Offchain,
	)
	.execute()
	.map_err(|error| format!("{method}: {error}"))?;
	Output::decode(&mut &output[..]).map_err(|error| format!("{method}: {error}"))
}
