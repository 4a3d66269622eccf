//! Weights as Rust source.

use crate::fit::{Fit, Line};
use frame_benchmarking::BenchmarkMetadata;
use std::fmt::Write;

/// The whole file of a pallet's weights.
pub fn write(
	params: &crate::Params,
	slowness: u64,
	measured: &[(String, &BenchmarkMetadata, Fit)],
) -> String {
	let crate::Params { pallet, steps, repeat, .. } = params;
	let (whole, rest) = (slowness / 1_000, slowness % 1_000);
	let mut out = format!(
		"//! Weights of `{pallet}`, measured. Written by `scripts/weights.sh`: do not edit.\n\
		 //!\n\
		 //! {}, {steps} steps, {repeat} repeats. Computation is the typical time at each point, with\n\
		 //! every storage access in memory, in the reference hardware's time: this machine took\n\
		 //! some {whole}.{rest:03} times as long. Reads and writes are counted, a key once; the database's own\n\
		 //! time comes from the runtime's `DbWeight`.\n\
		 \n\
		 #![cfg_attr(rustfmt, rustfmt_skip)]\n\
		 \n\
		 use core::marker::PhantomData;\n\
		 use frame_support::{{traits::Get, weights::Weight}};\n\
		 \n\
		 /// What `{pallet}` weighs on a chain with `T`'s database.\n\
		 pub struct WeightInfo<T>(PhantomData<T>);\n\
		 \n\
		 impl<T: frame_system::Config> {pallet}::weights::WeightInfo for WeightInfo<T> {{\n",
		processor(),
	);
	for (name, benchmark, fit) in measured {
		function(&mut out, name, benchmark, fit);
	}
	out.push_str("}\n");
	out
}

fn function(out: &mut String, name: &str, benchmark: &BenchmarkMetadata, fit: &Fit) {
	let used = |at: usize| {
		[&fit.time, &fit.reads, &fit.writes, &fit.proof]
			.iter()
			.any(|line| line.slopes.get(at).is_some_and(|slope| *slope > 0))
	};
	let mut arguments = String::new();
	for (at, (component, low, high)) in benchmark.components.iter().enumerate() {
		let _ = writeln!(out, "\t/// `{component:?}` from {low} to {high}.");
		let mark = if used(at) { "" } else { "_" };
		let comma = if at == 0 { "" } else { ", " };
		let _ = write!(arguments, "{comma}{mark}{component:?}: u32");
	}
	let _ = writeln!(out, "\tfn {name}({arguments}) -> Weight {{");
	let _ = write!(
		out,
		"\t\tWeight::from_parts({}, {})",
		grouped(fit.time.base),
		grouped(fit.proof.base)
	);
	access(out, "reads", fit.reads.base, "");
	access(out, "writes", fit.writes.base, "");
	for (at, (component, _, _)) in benchmark.components.iter().enumerate() {
		let slope = |line: &Line| line.slopes.get(at).copied().unwrap_or_default();
		let times = format!(".saturating_mul({component:?}.into())");
		if slope(&fit.time) > 0 || slope(&fit.proof) > 0 {
			let _ = write!(
				out,
				"\n\t\t\t.saturating_add(Weight::from_parts({}, {}){times})",
				grouped(slope(&fit.time)),
				grouped(slope(&fit.proof))
			);
		}
		access(out, "reads", slope(&fit.reads), &times);
		access(out, "writes", slope(&fit.writes), &times);
	}
	out.push_str("\n\t}\n");
}

fn access(out: &mut String, kind: &str, count: u128, times: &str) {
	if count > 0 {
		let _ = write!(out, "\n\t\t\t.saturating_add(T::DbWeight::get().{kind}({count}){times})");
	}
}

/// A number with its digits in threes.
fn grouped(number: u128) -> String {
	let digits = number.to_string();
	let mut out = String::new();
	for (at, digit) in digits.chars().enumerate() {
		if at > 0 && (digits.len() - at).is_multiple_of(3) {
			out.push('_');
		}
		out.push(digit);
	}
	out
}

/// The processor that this runs on, as far as the system tells.
fn processor() -> String {
	std::fs::read_to_string("/proc/cpuinfo")
		.ok()
		.and_then(|text| {
			let line = text.lines().find(|line| line.starts_with("model name"))?.to_owned();
			line.split_once(':').map(|(_, name)| name.trim().to_owned())
		})
		.unwrap_or_else(|| "An unknown processor".to_owned())
}
