//! Fifty deploy files of our own, each with its expected order, and what is refused. With
//! `BLESS=1` the expectations are written anew: read the difference before you commit it.

use codec::Encode;
use leasehold_client::{
	account::to_hex,
	deploy::{self, Options, FIELDS},
	diagnostic::{Diagnostic, Level},
	model::Member,
	order::{GroupRequest, Order},
	yaml::{self, Node, Value},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// What a file is to become.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Expected {
	name: Option<String>,
	asset: leasehold_client::model::Asset,
	groups: Vec<ExpectedGroup>,
	diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct ExpectedGroup {
	name: String,
	members: Vec<(String, u16)>,
	order: GroupRequest,
	/// The order in the chain's encoding, which `primitives/tests/deploy_files.rs` decodes.
	scale: String,
}

fn files() -> Vec<PathBuf> {
	let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/deploy");
	let mut files: Vec<_> = fs::read_dir(folder)
		.unwrap()
		.map(|entry| entry.unwrap().path())
		.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
		.collect();
	files.sort();
	files
}

#[test]
fn deploy_file_should_become_its_expected_order() {
	assert_eq!(files().len(), 51);
	for path in files() {
		let outcome = deploy::read(&fs::read_to_string(&path).unwrap(), &Options::default());
		let Some(application) = outcome.application else {
			panic!("{}: {:#?}", path.display(), outcome.diagnostics);
		};
		let order = Order::from(&application);
		let groups = application.groups.iter().zip(order.groups);
		let found = Expected {
			name: application.name.clone(),
			asset: order.asset,
			groups: groups
				.map(|(group, order)| ExpectedGroup {
					name: group.name.clone(),
					members: group.members.iter().map(counted).collect(),
					scale: to_hex(&order.encode()),
					order,
				})
				.collect(),
			diagnostics: outcome.diagnostics,
		};
		let expected = path.with_extension("json");
		if std::env::var_os("BLESS").is_some() {
			fs::write(&expected, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
		}
		let expected: Expected =
			serde_json::from_str(&fs::read_to_string(&expected).unwrap()).unwrap();
		assert_eq!(found, expected, "{}", path.display());
	}
}

fn counted(member: &Member) -> (String, u16) {
	(member.service.clone(), member.instances)
}

#[test]
fn deploy_files_should_use_every_field() {
	let mut used = BTreeSet::new();
	for path in files() {
		keys(&yaml::parse(&fs::read_to_string(&path).unwrap()).unwrap(), &mut used);
	}
	let fields = FIELDS.iter().flat_map(|(_, both, sdl, icl)| both.iter().chain(*sdl).chain(*icl));
	// Those two are refused whenever they say something; see the table below.
	let missing: Vec<_> = fields
		.filter(|field| !used.contains(**field) && !["tee", "include"].contains(field))
		.collect();
	assert!(missing.is_empty(), "no file uses {missing:?}");
}

fn keys(node: &Node, into: &mut BTreeSet<String>) {
	match &node.value {
		Value::Null | Value::Scalar { .. } => {},
		Value::List(items) => items.iter().for_each(|item| keys(item, into)),
		Value::Map(entries) => {
			for entry in entries {
				into.insert(entry.key.clone());
				keys(&entry.value, into);
			}
		},
	}
}

/// A file that is right; each case below spoils one line of it.
const SDL: &str = r#"version: "2.0"
services:
  web:
    image: nginx:1
    env:
      - A=1
    expose:
      - port: 80
        as: 8080
        to:
          - global: true
    params:
      storage:
        data:
          mount: /data
profiles:
  compute:
    web:
      resources:
        cpu:
          units: 1
        memory:
          size: 512Mi
        storage:
          - size: 1Gi
          - name: data
            size: 1Gi
            attributes:
              persistent: true
              class: beta2
        gpu:
          units: 1
          attributes:
            vendor:
              nvidia:
                - model: a100
  placement:
    any:
      attributes:
        tier: gold
      signedBy:
        anyOf:
          - 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY
      pricing:
        web:
          denom: LHD
          amount: 1
deployment:
  web:
    any:
      profile: web
      count: 1
"#;

/// What is replaced, by what, on which line the error is, and a part of what it says.
const REFUSED: &[(&str, &str, usize, &str)] = &[
	("version: \"2.0\"", "version: \"3.0\"", 1, "version '3.0' is not read"),
	("version: \"2.0\"\n", "", 1, "'version' is missing"),
	("image: nginx:1", "imagee: nginx:1", 4, "a service has no field 'imagee'"),
	("image: nginx:1", "image:", 4, "lacks its field 'image'"),
	("image: nginx:1", "image: [nginx]", 4, "'image' must be a single value"),
	("image: nginx:1", "image: nginx 1", 4, "neither empty nor has spaces"),
	("  web:\n    image", "  we b:\n    image", 3, "cannot be a service's name"),
	("- A=1", "- A", 6, "'A' must be written NAME=value"),
	("- A=1", "- A=1\n      - A=2", 7, "the variable A is set twice"),
	("- A=1", "- 1A=1", 6, "must be written NAME=value"),
	("env:\n      - A=1", "env: A=1", 5, "'env' must be a list"),
	("port: 80\n", "port: 0\n", 8, "'0' is not a port from 1 to 65535"),
	("as: 8080", "as: http", 9, "'http' is not a port"),
	("as: 8080", "proto: sctp", 9, "'sctp' is neither tcp nor udp"),
	("as: 8080", "port_range: 1-2", 9, "has no field 'port_range'"),
	("- port: 80\n        as", "- as", 8, "lacks its field 'port'"),
	("global: true", "service: db", 11, "there is no other service 'db'"),
	("global: true", "service: web", 11, "there is no other service 'web'"),
	("global: true", "global: maybe", 11, "'maybe' is neither true nor false"),
	("global: true", "global: false", 11, "say 'global: true' or name a service"),
	("global: true", "service: web\n            ip: mine", 12, "'ip' needs 'global: true'"),
	("    params:\n", "    params:\n      tee: cpu\n", 13, "confidential computing has no counterpart"),
	("mount: /data", "mount: data", 15, "must be an absolute path"),
	("mount: /data", "mount: /data/../etc", 15, "without '..'"),
	("        data:\n          mount", "        date:\n          mount", 50, "which its compute profile 'web' lacks"),
	("          units: 1\n        memory", "          units: none\n        memory", 21, "is not a share of CPU"),
	("size: 512Mi", "size: lots", 23, "'lots' is not a size"),
	("        memory:\n          size: 512Mi\n", "", 20, "lacks its field 'memory'"),
	("name: data", "name: default", 26, "two volumes 'default'"),
	("persistent: true", "persistent: false", 30, "a volume of class 'beta2' is persistent"),
	("class: beta2", "class: ram", 29, "a volume in memory cannot be persistent"),
	("units: 1\n          attributes", "units: 0\n          attributes", 33, "but 'units' is 0"),
	("- model: a100", "- model: a100\n                  interface: agp", 37, "neither pcie nor sxm"),
	("          attributes:\n            vendor:\n              nvidia:\n                - model: a100\n", "", 32, "say whose GPUs"),
	("tier: gold", "'ti er': gold", 38, "must have at most 64 letters"),
	("- 5Grwva", "- 5Grwvb", 43, "checksum is wrong"),
	(
		"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
		"akash1365yvmc4s7awdyj3n2sav7xfx76adc6dnmlx63",
		43,
		"leave it out with --account akash1365yvmc4s7awdyj3n2sav7xfx76adc6dnmlx63=none",
	),
	("denom: LHD", "denom: ibc/1234", 47, "say what it is with --rate ibc/1234=ASSET:UNITS"),
	("denom: LHD", "token: LHD", 46, "a price has no field 'token'"),
	("amount: 1", "amount: 0", 47, "a price must be above zero"),
	("amount: 1", "amount: -1", 47, "'-1' is not a number"),
	("amount: 1", "amount: 0.000000000000001", 47, "less than one base unit of LHD per hour"),
	("amount: 1", "amount: 999999999999999999999999999", 47, "more than the chain can count"),
	("        web:\n          denom", "        wob:\n          denom", 38, "lacks a price for the compute profile 'web'"),
	("deployment:\n  web", "deployment:\n  wob", 49, "there is no service 'wob'"),
	("    any:\n      profile", "    some:\n      profile", 50, "there is no placement profile 'some'"),
	("profile: web", "profile: wob", 51, "there is no compute profile 'wob'"),
	("count: 1", "count: 0", 52, "is not a number of instances above zero"),
	("count: 1", "count: 65", 50, "65 replicas are more than the 64"),
	("count: 1", "count: 1\n      count: 2", 53, "'count' stands here again; it is on line 52"),
	("version: \"2.0\"", "version: \"2.0\"\ninclude: [other.yaml]", 2, "other files are not taken in"),
	("image: nginx:1", "image: nginx:1\n    x-health: {}", 5, "one of http, tcp and exec"),
	("image: nginx:1", "image: nginx:1\n    x-health: {tcp: {port: 1}, exec: [a]}", 5, "one of http, tcp and exec"),
	("image: nginx:1", "image: nginx:1\n    x-health: {tcp: {}}", 5, "lacks its field 'port'"),
	("image: nginx:1", "image: nginx:1\n    x-health: {http: {port: 80, path: health}}", 5, "is not a path such as /health"),
	("image: nginx:1", "image: nginx:1\n    x-health: {exec: []}", 5, "'exec' needs a program"),
	("image: nginx:1", "image: nginx:1\n    x-health: {tcp: {port: 1}, interval: 0}", 5, "not a number from 1 to 3600"),
];

#[test]
fn deploy_file_should_be_refused_on_the_line_of_the_mistake() {
	let right = deploy::read(SDL, &Options::default());
	assert_eq!(right.diagnostics, []);
	for (from, to, line, says) in REFUSED {
		assert_eq!(SDL.matches(from).count(), 1, "'{from}' must stand in the file once");
		let outcome = deploy::read(&SDL.replace(from, to), &Options::default());
		assert!(outcome.application.is_none(), "'{to}' is taken");
		let found = outcome.diagnostics.iter().any(|found| {
			(found.level, found.line) == (Level::Error, *line) && found.message.contains(says)
		});
		assert!(found, "'{to}' gives no error '{says}' on line {line}: {:#?}", outcome.diagnostics);
	}
}

#[test]
fn deploy_file_should_take_what_the_tenant_states() {
	let foreign = SDL
		.replace("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "akash1auditor")
		.replace("denom: LHD", "denom: ibc/1234");
	let mut options = Options { block_ms: 3_000, deposit_ms: 7_200_000, ..Default::default() };
	options.accounts.insert(
		"akash1auditor".into(),
		Some("0x".to_string() + &"11".repeat(32)).map(|hex| hex.parse().unwrap()),
	);
	options.rates.insert(
		"ibc/1234".into(),
		deploy::Rate {
			asset: leasehold_client::model::Asset::WithId(7),
			base_units: 500,
			stated: true,
		},
	);
	let outcome = deploy::read(&foreign, &options);
	assert_eq!(outcome.diagnostics, []);
	let application = outcome.application.unwrap();
	assert_eq!(application.asset, leasehold_client::model::Asset::WithId(7));
	// 1 a block of 3 s is 1,200 an hour, of 500 base units each.
	assert_eq!(application.groups[0].max_price, 600_000);
	assert_eq!(application.groups[0].deposit, 1_200_000);
	assert_eq!(application.groups[0].requirements.any_of[0].0, [0x11; 32]);

	options.accounts.insert("akash1auditor".into(), None);
	let outcome = deploy::read(&foreign, &options);
	assert_eq!(outcome.diagnostics.len(), 1, "{:?}", outcome.diagnostics);
	assert!(outcome.application.unwrap().groups[0].requirements.any_of.is_empty());
}
