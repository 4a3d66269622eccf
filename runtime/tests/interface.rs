//! `docs/interface.md` lists what programs outside the chain name by number or by name. It is made
//! from the runtime's metadata, and must say what that says.

use codec::Decode;
use frame_metadata::{
	v15::{PalletMetadata, RuntimeApiMetadata, RuntimeMetadataV15},
	RuntimeMetadata, RuntimeMetadataPrefixed,
};
use leasehold_runtime::Runtime;
use scale_info::{form::PortableForm, PortableRegistry, TypeDef, Variant};
use std::{fmt::Write, path::PathBuf};

/// Our pallets have numbers from here on, but for one.
const FIRST: u8 = 60;
const TIMINGS: &str = "Timings";
/// Our runtime APIs.
const APIS: [&str; 4] = ["ApprovalsApi", "LeaseApi", "LedgerApi", "MarketApi"];
/// How the page is made.
const WRITE: &str = "LEASEHOLD_WRITE_INTERFACE";

const HEAD: &str = "# Interface

What programs outside the chain name by number or by name: the calls, events, errors and reasons
for holds of our pallets, and the methods of our runtime APIs. A number once given keeps its
meaning: new calls, events and errors are appended.

This page is made from the runtime's metadata, which says more of each, parameters and their bounds
among it. A test compares the two. To make it anew:

```sh
LEASEHOLD_WRITE_INTERFACE=1 ./scripts/cargo test --release \\
	-p leasehold-node -p leasehold-runtime --test interface
```
";

fn metadata() -> RuntimeMetadataV15 {
	// Constants are read when metadata is made, some of them from storage.
	let opaque = sp_io::TestExternalities::default()
		.execute_with(|| Runtime::metadata_at_version(15))
		.expect("the runtime has metadata of version 15");
	let prefixed = RuntimeMetadataPrefixed::decode(&mut &opaque[..]).expect("it decodes");
	match prefixed.1 {
		RuntimeMetadata::V15(metadata) => metadata,
		other => panic!("asked for version 15, got {}", other.version()),
	}
}

/// The first sentence of a documentation, without links.
fn sentence(docs: &[String]) -> String {
	let lines = docs.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
	let text = lines.collect::<Vec<_>>().join(" ");
	let end = text.find(". ").map_or(text.len(), |at| at + 1);
	unlinked(&text[..end]).replace('|', "\\|")
}

/// Text with ``[`x`]`` and ``[`x`](y)`` made ``x`` in code.
fn unlinked(text: &str) -> String {
	let mut out = String::new();
	let mut rest = text;
	while let Some((before, link)) = rest.split_once("[`") {
		let Some((name, after)) = link.split_once("`]") else { break };
		let _ = write!(out, "{before}`{name}`");
		rest = match after.strip_prefix('(').and_then(|target| target.split_once(')')) {
			Some((_, after)) => after,
			None => after,
		};
	}
	out + rest
}

fn variants(types: &PortableRegistry, id: u32) -> Vec<Variant<PortableForm>> {
	let ty = types.resolve(id).expect("metadata is complete");
	let TypeDef::Variant(variants) = &ty.type_def else { panic!("{:?} is no enum", ty.path) };
	let mut variants = variants.variants.clone();
	variants.sort_by_key(|variant| variant.index);
	variants
}

/// The names of a variant's fields.
fn fields(variant: &Variant<PortableForm>) -> String {
	let names = variant.fields.iter().filter_map(|field| field.name.as_deref());
	names.collect::<Vec<_>>().join(", ")
}

/// A table of an enum's variants, those that only bind a type left out.
fn table(
	out: &mut String,
	title: &str,
	list: &[Variant<PortableForm>],
	name: impl Fn(&Variant<PortableForm>) -> String,
) {
	let list: Vec<_> = list.iter().filter(|one| !one.name.starts_with("__")).collect();
	if list.is_empty() {
		return;
	}
	let _ = writeln!(out, "\n### {title}\n\n| | | |\n| --: | --- | --- |");
	for one in list {
		let _ = writeln!(out, "| {} | `{}` | {} |", one.index, name(one), sentence(&one.docs));
	}
}

fn pallet(
	out: &mut String,
	types: &PortableRegistry,
	holds: &[Variant<PortableForm>],
	pallet: &PalletMetadata<PortableForm>,
) {
	let _ = writeln!(out, "\n## {}: pallet {}", pallet.name, pallet.index);
	if let Some(calls) = &pallet.calls {
		let list = variants(types, calls.ty.id);
		table(out, "Calls", &list, |one| format!("{}({})", one.name, fields(one)));
	}
	if let Some(events) = &pallet.event {
		let list = variants(types, events.ty.id);
		table(out, "Events", &list, |one| match fields(one) {
			fields if fields.is_empty() => one.name.clone(),
			fields => format!("{} {{ {fields} }}", one.name),
		});
	}
	if let Some(errors) = &pallet.error {
		table(out, "Errors", &variants(types, errors.ty.id), |one| one.name.clone());
	}
	if let Some(hold) = holds.iter().find(|hold| hold.name == pallet.name) {
		let list = variants(types, hold.fields[0].ty.id);
		// The metadata has no words for these.
		let _ = writeln!(out, "\n### Reasons for holds\n\n| | |\n| --: | --- |");
		for one in list {
			let _ = writeln!(out, "| {} | `{}` |", one.index, one.name);
		}
	}
	if pallet.calls.is_none() && pallet.event.is_none() && pallet.error.is_none() {
		let _ = writeln!(out, "\nNo calls, events or errors.");
	}
}

fn api(out: &mut String, api: &RuntimeApiMetadata<PortableForm>) {
	let _ = writeln!(out, "\n### {}\n\n{}\n\n| | |\n| --- | --- |", api.name, sentence(&api.docs));
	for method in &api.methods {
		let inputs: Vec<_> = method.inputs.iter().map(|input| input.name.as_str()).collect();
		let call = format!("{}({})", method.name, inputs.join(", "));
		let _ = writeln!(out, "| `{call}` | {} |", sentence(&method.docs));
	}
}

/// The whole page.
fn page() -> String {
	let metadata = metadata();
	let types = &metadata.types;
	let holds = types
		.types
		.iter()
		.find(|one| one.ty.path.segments.last().is_some_and(|name| name == "RuntimeHoldReason"))
		.map(|one| variants(types, one.id))
		.expect("the runtime has reasons for holds");
	let is_ours = |pallet: &&PalletMetadata<_>| pallet.index >= FIRST || pallet.name == TIMINGS;
	let mut ours: Vec<_> = metadata.pallets.iter().filter(is_ours).collect();
	ours.sort_by_key(|pallet| pallet.index);

	let mut out = String::from(HEAD);
	for one in ours {
		pallet(&mut out, types, &holds, one);
	}
	let _ = writeln!(out, "\n## Runtime APIs");
	for one in metadata.apis.iter().filter(|api| APIS.contains(&api.name.as_str())) {
		api(&mut out, one);
	}
	out
}

#[test]
fn interface_page_should_say_what_the_metadata_says() {
	let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/interface.md");
	let page = page();
	if std::env::var_os(WRITE).is_some() {
		std::fs::write(&path, page).expect("docs/interface.md can be written");
		return;
	}
	let written = std::fs::read_to_string(&path).unwrap_or_default();
	let differing = page.lines().zip(written.lines().chain(std::iter::repeat("")));
	let first = differing.into_iter().find(|(ought, is)| ought != is);
	assert!(
		page == written,
		"docs/interface.md does not say what the runtime's metadata says. Ought and is, where they \
		 first differ: {first:?}. If the change is meant, and no number has got another meaning, \
		 run `{WRITE}=1 ./scripts/cargo test --release -p leasehold-node -p leasehold-runtime \
		 --test interface` and commit the page.",
	);
}

#[test]
fn interface_page_should_have_every_pallet_and_api_of_ours() {
	let page = page();
	let pallets =
		["Timings", "Providers", "Approvals", "Escrow", "Market", "Leases", "Checkpoints"];
	for name in pallets {
		assert!(page.contains(&format!("\n## {name}: pallet ")), "{name} is missing");
	}
	for name in APIS {
		assert!(page.contains(&format!("\n### {name}\n")), "{name} is missing");
	}
	// Nothing of ours goes undocumented.
	let bare: Vec<_> = page.lines().filter(|line| line.ends_with("` |  |")).collect();
	assert_eq!(bare, Vec::<&str>::new());
}

#[test]
fn sentences_should_be_the_first_and_free_of_links() {
	let docs = |lines: &[&str]| lines.iter().map(|line| line.to_string()).collect::<Vec<_>>();
	let first = |lines: &[&str]| sentence(&docs(lines));
	assert_eq!(first(&[" One", " and half. Two."]), "One and half.");
	assert_eq!(
		first(&[" As [`Self::a`] or [`b`](crate::b), so", "", " # Errors"]),
		"As `Self::a` or `b`, so"
	);
	assert_eq!(first(&[" a | b."]), "a \\| b.");
	assert_eq!(first(&[]), "");
}
