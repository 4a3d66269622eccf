//! Manifests of the deploy files: what goes on chain, and what a provider refuses.

use leasehold_client::{
	account::to_hex,
	deploy::{self, Options},
	manifest::{self, Upload, MAX_BYTES},
	model::{Application, VolumeClass},
	seal::Opener,
};
use proptest::prelude::*;
use std::{fs, path::Path};

fn application(file: &str) -> Application {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy").join(file);
	deploy::read(&fs::read_to_string(path).unwrap(), &Options::default()).application.unwrap()
}

fn sent(upload: &Upload) -> Vec<u8> {
	serde_json::to_vec_pretty(upload).unwrap()
}

#[test]
fn manifest_should_be_accepted_when_it_is_the_one_on_chain() {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy");
	let mut hashes = std::collections::BTreeSet::new();
	for entry in fs::read_dir(folder).unwrap() {
		let name = entry.unwrap().file_name().into_string().unwrap();
		if !name.ends_with(".yaml") {
			continue;
		}
		let application = application(&name);
		let (on_chain, uploads) = manifest::for_chain(&application);
		assert!(hashes.insert(on_chain), "{name} has the hash of another file");
		for (at, (upload, group)) in uploads.iter().zip(&application.groups).enumerate() {
			let read = Upload::parse(&sent(upload)).unwrap();
			let manifest = read.verify(&on_chain, at).unwrap();
			let needs = &group.resources;
			let (memory, disk) = (needs.all_memory_mib().unwrap(), needs.disk_mib().unwrap());
			assert_eq!(manifest.check(needs.cpu_millicores, memory, disk), Ok(()), "{name}");
			assert!(manifest.check(needs.cpu_millicores + 1, memory, disk).is_err());
		}
	}
}

#[test]
fn manifest_hash_should_not_change_by_itself() {
	let (on_chain, uploads) = manifest::for_chain(&application("05-sdl-linked-services.yaml"));
	// As another language computes it from the same fields.
	assert_eq!(
		to_hex(&on_chain),
		"c74ee1bb0e40f589e1ee33aedfbd425045095dae29661f0ca934fa3b0ce093ab"
	);
	assert_eq!(uploads.len(), 1);
}

#[test]
fn passwords_should_be_read_by_the_agent_and_nobody_else() {
	let mut private = application("20-sdl-private-registry.yaml");
	let registry = private.services[0].registry.clone().unwrap();
	let (on_chain, mut uploads) = manifest::for_chain(&private);
	let mut upload = uploads.remove(0);
	let agent = Opener::new([1; 32]);
	// As it is, it opens with any key.
	assert_eq!(upload.open(&agent).unwrap().services[0].registry, Some(registry.clone()));
	upload.seal(&agent.key()).unwrap();
	let text = String::from_utf8(sent(&upload)).unwrap();
	assert!(!text.contains(&registry.password) && text.contains(&registry.username), "{text}");
	let read = Upload::parse(text.as_bytes()).unwrap();
	assert!(read.verify(&on_chain, 0).is_ok());
	assert_eq!(read.open(&agent).unwrap().services[0].registry, Some(registry.clone()));
	let why = read.open(&Opener::new([2; 32])).unwrap_err().0;
	assert!(why.contains("not sealed to this agent's key"), "{why}");
	// Sealed once is sealed.
	let mut again = read.clone();
	again.seal(&Opener::new([2; 32]).key()).unwrap();
	assert_eq!(again, read);
	// It is for that account of that registry.
	let mut moved = read.clone();
	moved.manifest.services[0].registry.as_mut().unwrap().host = "elsewhere.example".into();
	assert!(moved.open(&agent).is_err());
	let mut stray = read;
	stray.credentials[0].service = "other".into();
	assert!(stray.open(&agent).unwrap_err().0.contains("has no registry"));
	// Another password is the same manifest.
	private.services[0].registry =
		Some(leasehold_client::model::Registry { password: "changed".into(), ..registry });
	assert_eq!(manifest::for_chain(&private).0, on_chain);
}

#[test]
fn manifest_should_show_a_provider_its_own_group_only() {
	let (_, uploads) = manifest::for_chain(&application("22-sdl21-multi-group.yaml"));
	let mail = uploads.iter().find(|upload| upload.manifest.services[0].name == "mail").unwrap();
	let text = String::from_utf8(sent(mail)).unwrap();
	assert!(!text.contains("front") && !text.contains("back"));
	assert_eq!(mail.groups.len(), 3);
}

#[test]
fn manifest_should_be_refused_when_it_is_not_the_one_on_chain() {
	let (on_chain, uploads) = manifest::for_chain(&application("22-sdl21-multi-group.yaml"));
	let refused = |upload: &Upload, group| upload.verify(&on_chain, group).unwrap_err().0;
	let mut upload = uploads[0].clone();
	upload.manifest.services[0].image = "other:1".into();
	assert!(refused(&upload, 0).contains("which the list lacks"));
	// The list made to fit is another list.
	upload.groups[0] = to_hex(&upload.manifest.hash());
	assert!(refused(&upload, 0).contains("but the deployment on chain has"));
	assert!(refused(&uploads[0], 1).contains("this is the manifest of group 0"));
	let mut upload = uploads[0].clone();
	upload.groups[0] = upload.groups[0].to_uppercase();
	assert!(refused(&upload, 0).contains("something else"));
	let mut upload = uploads[1].clone();
	upload.group = 7;
	assert!(refused(&upload, 7).contains("which the list lacks at place 7"));
}

#[test]
fn manifest_should_be_refused_when_it_is_no_manifest() {
	let (_, uploads) = manifest::for_chain(&application("01-sdl-web.yaml"));
	let parse = |text: &str| Upload::parse(text.as_bytes()).unwrap_err().0;
	assert!(parse("").contains("this is not a manifest"));
	assert!(parse("{}").contains("missing field"));
	let text = String::from_utf8(sent(&uploads[0])).unwrap();
	assert!(parse(&text.replace("\"version\": 1", "\"version\": 2")).contains("version 2"));
	assert!(parse(&text.replace("\"image\"", "\"privileged\": true, \"image\""))
		.contains("unknown field"));
	assert!(parse(&" ".repeat(MAX_BYTES + 1)).contains("at most"));
}

#[test]
fn manifest_should_be_refused_when_it_cannot_be_run_safely() {
	let application = application("10-sdl-persistent-storage.yaml");
	let (_, uploads) = manifest::for_chain(&application);
	let right = &uploads[0].manifest;
	let needs = &application.groups[0].resources;
	let check = |change: &dyn Fn(&mut manifest::Manifest)| {
		let mut manifest = right.clone();
		change(&mut manifest);
		manifest
			.check(needs.cpu_millicores, needs.all_memory_mib().unwrap(), needs.disk_mib().unwrap())
			.map_err(|why| why.0)
	};
	assert_eq!(check(&|_| {}), Ok(()));
	for path in [
		"/",
		"/proc",
		"/sys/fs",
		"/dev",
		"/dev/shm",
		"/run/secrets/x",
		"relative",
		"/a/../b",
		"/a:b",
		"/a//b",
	] {
		let why = check(&|manifest| manifest.services[0].mounts[0].path = path.into()).unwrap_err();
		assert!(why.contains("cannot mount anything at"), "{path}: {why}");
	}
	assert!(check(&|manifest| manifest.members[0].resources.volumes[1].class = VolumeClass::Ram)
		.is_err());
	let refused: &[(&dyn Fn(&mut manifest::Manifest), &str)] = &[
		(&|manifest| manifest.services[0].name = "../up".into(), "has no service"),
		(&|manifest| manifest.services[0].image = "a b".into(), "no image"),
		(&|manifest| manifest.services[0].env[0].0 = "A=B".into(), "variable"),
		(&|manifest| manifest.services[0].env[0].1 = "\0".into(), "zero byte"),
		(&|manifest| manifest.services[0].args = vec!["x".repeat(70_000)], "longer than"),
		(&|manifest| manifest.services[0].args = vec!["x".into(); 513], "more than 512 items"),
		(&|manifest| manifest.services[0].ports[0].port = 0, "port 0"),
		(&|manifest| manifest.services[0].mounts[0].volume = "none".into(), "which it lacks"),
		(&|manifest| manifest.members[0].instances = 0, "1 to 64 containers"),
		(&|manifest| manifest.members[0].instances = 65, "1 to 64 containers"),
		(&|manifest| manifest.members[0].instances = 2, "divides up"),
		(&|manifest| manifest.members[0].resources.cpu_millicores = 0, "no CPU"),
		(&|manifest| manifest.members[0].resources.memory_mib = u64::MAX, "divides up"),
		(&|manifest| manifest.members.push(manifest.members[0].clone()), "a member twice"),
		(&|manifest| manifest.members.clear(), "1 to 32 services"),
		(
			&|manifest| {
				let mut other = manifest.services[0].clone();
				other.name = "spare".into();
				manifest.services.push(other);
			},
			"exactly once",
		),
	];
	for (change, says) in refused {
		let why = check(change).unwrap_err();
		assert!(why.contains(says), "'{why}' does not say '{says}'");
	}
}

proptest! {
	/// Whatever a stranger sends is refused with a reason, never a panic.
	#[test]
	fn upload_should_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
		prop_assert!(Upload::parse(&bytes).is_err());
	}

	/// One byte of the canonical upload changed makes it unreadable or another manifest, unless it
	/// was layout.
	#[test]
	fn upload_should_be_refused_when_a_byte_is_changed(at in any::<prop::sample::Index>(), with in 33u8..127) {
		let (on_chain, uploads) = manifest::for_chain(&application("05-sdl-linked-services.yaml"));
		let mut bytes = serde_json::to_vec(&uploads[0]).unwrap();
		let at = at.index(bytes.len());
		prop_assume!(bytes[at] != with);
		bytes[at] = with;
		let taken = Upload::parse(&bytes).ok().filter(|upload| upload.verify(&on_chain, 0).is_ok());
		prop_assert!(taken.is_none(), "byte {at} changed to {with}");
	}
}
