//! podman or Docker by their common API.

use super::{
	egress::{self, Range},
	gpus, Condition, Found, Runtime, RuntimeError, Session, Usage,
};
use crate::{
	inventory::Gpu,
	plan::{Bound, Container},
};
use bollard::{
	auth::DockerCredentials,
	container::LogOutput,
	errors::Error,
	exec::{CreateExecOptions, StartExecOptions, StartExecResults},
	models::{
		ContainerCreateBody, ContainerSummary, ContainerSummaryStateEnum, EndpointSettings,
		HostConfig, HostConfigLogConfig, Ipam, IpamConfig, Mount, MountTmpfsOptions, MountType,
		NetworkCreateRequest, NetworkingConfig, PortBinding, ResourcesUlimits, RestartPolicy,
		RestartPolicyNameEnum, VolumeCreateRequest,
	},
	query_parameters::{
		CreateContainerOptions, CreateImageOptions, ListContainersOptions, ListNetworksOptions,
		ListVolumesOptions, LogsOptions, RemoveContainerOptions, RemoveVolumeOptions,
		ResizeExecOptions, StatsOptions, StopContainerOptions,
	},
	Docker,
};
use futures::{stream::BoxStream, StreamExt, TryStreamExt};
use leasehold_client::model::{Protocol, Pull};
use std::{
	collections::{BTreeSet, HashMap},
	path::Path,
	sync::atomic::{AtomicBool, Ordering},
};

/// What marks everything that this agent makes; its value is the provider.
const PROVIDER: &str = "org.leasehold.provider";
/// The lease that something belongs to.
const LEASE: &str = "org.leasehold.lease";
/// The fingerprint of the plan that a container was made by.
const PLAN: &str = "org.leasehold.plan";
/// The GPUs that a container has, by name, with commas between them.
const GPUS: &str = "org.leasehold.gpus";
/// Capabilities that ordinary images need, of which none reaches beyond the container.
const CAPABILITIES: [&str; 7] =
	["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID", "NET_BIND_SERVICE", "KILL"];
/// The most processes and threads of a container.
const MAX_PROCESSES: i64 = 512;
/// The most that is kept of a container's log.
const LOG_SIZE: &str = "16m";
/// How long a container has to end by itself, in seconds.
const STOP_SECONDS: i32 = 10;
/// How long the engine has for an answer, in seconds.
const TIMEOUT: u64 = 120;
/// How often a container that fails is started again by the engine before the agent looks at it.
const RESTARTS: i64 = 5;

/// An engine behind a socket.
pub struct Engine {
	docker: Docker,
	provider: String,
	limits: Limits,
	/// Whether volumes on disk get their size as a limit.
	volume_quota: bool,
	/// Whether containers get a limit for what they write beside their volumes, until the engine
	/// refuses one.
	own_quota: AtomicBool,
}

/// What is the same for all containers of a machine.
#[derive(Clone, Debug)]
pub struct Limits {
	/// The address on which ports are opened.
	pub address: String,
	/// Open files of a process.
	pub open_files: i64,
	/// Whether the engine sets CPU and memory limits. Off only where it has no cgroups to do so.
	pub enforce: bool,
	/// The range of the containers' networks, from which private addresses are out of reach;
	/// `None`: the engine's own range, and nothing is out of reach.
	pub closed: Option<Range>,
	/// The machine's GPUs.
	pub gpus: Vec<Gpu>,
}

fn failed(what: impl std::fmt::Display, why: Error) -> RuntimeError {
	RuntimeError(format!("{what}: {why}"))
}

/// Whether the engine says that there is no such thing, or that it is so already.
fn is_status(why: &Error, codes: &[u16]) -> bool {
	matches!(why, Error::DockerResponseServerError { status_code, .. } if codes.contains(status_code))
}

/// Take these answers for success.
fn unless<T>(
	result: Result<T, Error>,
	codes: &[u16],
	what: impl std::fmt::Display,
) -> Result<(), RuntimeError> {
	match result {
		Ok(_) => Ok(()),
		Err(why) if is_status(&why, codes) => Ok(()),
		Err(why) => Err(failed(what, why)),
	}
}

impl Engine {
	/// Connect to an engine's socket and ask who is there.
	pub async fn connect(
		socket: &str,
		provider: &str,
		limits: Limits,
	) -> Result<Self, RuntimeError> {
		let docker = Docker::connect_with_unix(socket, TIMEOUT, bollard::API_DEFAULT_VERSION)
			.map_err(|why| {
				failed(format!("the container engine's socket {socket} cannot be opened"), why)
			})?;
		let docker = docker.negotiate_version().await.map_err(|why| {
			failed(format!("the container engine at {socket} does not answer"), why)
		})?;
		if let Some(range) = &limits.closed {
			egress::close(range).await.map_err(|why| {
				RuntimeError(format!(
					"private addresses cannot be put out of containers' reach: {why}; with \
					 engine.networks = \"open\" in the configuration they stay within it"
				))
			})?;
		}
		let volume_quota = limits.enforce && volume_quota(&docker).await;
		let own_quota = AtomicBool::new(limits.enforce && own_quota(&docker).await);
		if !volume_quota || !own_quota.load(Ordering::Relaxed) {
			log::info!("the engine's storage driver limits no disk, or not all of it");
		}
		Ok(Self { docker, provider: provider.into(), limits, volume_quota, own_quota })
	}

	fn labels(&self, lease: u64) -> HashMap<String, String> {
		HashMap::from([(PROVIDER.into(), self.provider.clone()), (LEASE.into(), lease.to_string())])
	}

	/// A filter for what this agent made, of one lease or of all.
	fn filter(&self, lease: Option<u64>) -> HashMap<String, Vec<String>> {
		let mut labels = vec![format!("{PROVIDER}={}", self.provider)];
		labels.extend(lease.map(|lease| format!("{LEASE}={lease}")));
		HashMap::from([("label".into(), labels)])
	}

	async fn fetch(&self, container: &Container) -> Result<(), RuntimeError> {
		let image = &container.image;
		let there = match self.docker.inspect_image(image).await {
			Ok(_) => true,
			Err(why) if is_status(&why, &[404]) => false,
			Err(why) => return Err(failed(format!("the image {image} cannot be looked at"), why)),
		};
		match (container.pull, there) {
			(Pull::IfMissing, true) | (Pull::Never, true) => return Ok(()),
			(Pull::Never, false) => {
				return Err(RuntimeError(format!(
					"the image {image} is not on this machine and is never to be fetched"
				)))
			},
			_ => {},
		}
		let credentials = container.registry.as_ref().map(|registry| DockerCredentials {
			username: Some(registry.username.clone()),
			password: Some(registry.password.clone()),
			serveraddress: Some(registry.host.clone()),
			..Default::default()
		});
		let options = CreateImageOptions { from_image: Some(image.clone()), ..Default::default() };
		let fetched: Result<Vec<_>, _> =
			self.docker.create_image(Some(options), None, credentials).try_collect().await;
		fetched
			.map(|_| ())
			.map_err(|why| failed(format!("the image {image} cannot be fetched"), why))
	}

	async fn make_network(&self, container: &Container) -> Result<(), RuntimeError> {
		let name = &container.network;
		// podman takes a name twice, with two networks as the result; so look first.
		match self.docker.inspect_network(name, None).await {
			Ok(network) => return self.close(network.ipam.as_ref()).await,
			Err(why) if is_status(&why, &[404]) => {},
			Err(why) => return Err(failed(format!("the network {name} cannot be looked at"), why)),
		}
		let request = NetworkCreateRequest {
			name: name.clone(),
			driver: Some("bridge".into()),
			labels: Some(self.labels(container.lease)),
			ipam: self.free_network().await?,
			..Default::default()
		};
		// The rules first: there is no moment at which the network is open.
		self.close(request.ipam.as_ref()).await?;
		let made = self.docker.create_network(request).await;
		unless(made, &[409], format!("the network {name} cannot be made"))
	}

	/// Addresses for another network; `None` to leave them to the engine.
	async fn free_network(&self) -> Result<Option<Ipam>, RuntimeError> {
		let Some(range) = &self.limits.closed else { return Ok(None) };
		let networks = self.docker.list_networks(None).await;
		let networks = networks.map_err(|why| failed("the networks cannot be listed", why))?;
		let taken: Vec<_> =
			networks.iter().flat_map(|network| subnets(network.ipam.as_ref())).collect();
		let free = range
			.free(&taken)
			.ok_or_else(|| RuntimeError(format!("all networks of {range} are in use")))?;
		let config = IpamConfig {
			subnet: Some(free.to_string()),
			gateway: Some(free.gateway()),
			..Default::default()
		};
		Ok(Some(Ipam { config: Some(vec![config]), ..Default::default() }))
	}

	/// See to the rules of a network of our range.
	async fn close(&self, ipam: Option<&Ipam>) -> Result<(), RuntimeError> {
		let Some(range) = &self.limits.closed else { return Ok(()) };
		for subnet in subnets(ipam).iter().filter_map(|subnet| range.subnet(subnet)) {
			egress::open_within(range, &subnet).await?;
		}
		Ok(())
	}

	async fn make_volume(
		&self,
		lease: u64,
		name: &str,
		size_bytes: u64,
	) -> Result<(), RuntimeError> {
		let request = VolumeCreateRequest {
			name: Some(name.into()),
			labels: Some(self.labels(lease)),
			driver_opts: self.volume_quota.then(|| limited(size_bytes)),
			..Default::default()
		};
		unless(
			self.docker.create_volume(request).await,
			&[409],
			format!("the volume {name} cannot be made"),
		)
	}

	/// GPUs for a container that is to be made.
	async fn choose_gpus(&self, container: &Container) -> Result<Vec<Gpu>, RuntimeError> {
		if container.gpus.is_empty() {
			return Ok(Vec::new());
		}
		let options = ListContainersOptions {
			all: true,
			filters: Some(self.filter(None)),
			..Default::default()
		};
		let list = self.docker.list_containers(Some(options)).await;
		let list = list.map_err(|why| failed("the containers cannot be listed", why))?;
		let used: BTreeSet<String> = list
			.iter()
			.filter_map(|there| there.labels.as_ref()?.get(GPUS))
			.flat_map(|names| names.split(',').map(String::from))
			.collect();
		gpus::choose(&self.limits.gpus, &used, &container.gpus).map_err(RuntimeError)
	}

	/// Make a container; without a limit for what it writes itself where the engine refuses one.
	async fn make(&self, container: &Container, own: &[Gpu]) -> Result<(), RuntimeError> {
		let name = &container.name;
		let options = CreateContainerOptions { name: Some(name.clone()), ..Default::default() };
		let made =
			self.docker.create_container(Some(options.clone()), self.body(container, own)).await;
		let refused = |why: &Error| {
			let text = why.to_string().to_lowercase();
			["quota", "storage-opt", "storage opt"].iter().any(|word| text.contains(word))
		};
		let made = match made {
			Err(why) if self.own_quota.load(Ordering::Relaxed) && refused(&why) => {
				log::warn!("the engine limits no container's own disk: {why}");
				self.own_quota.store(false, Ordering::Relaxed);
				self.docker.create_container(Some(options), self.body(container, own)).await
			},
			other => other,
		};
		unless(made, &[409], format!("the container {name} cannot be made"))
	}

	fn body(&self, container: &Container, own: &[Gpu]) -> ContainerCreateBody {
		let mut labels = self.labels(container.lease);
		if !own.is_empty() {
			labels.insert(GPUS.into(), own.iter().map(gpus::name).collect::<Vec<_>>().join(","));
		}
		labels.insert(PLAN.into(), container.fingerprint());
		let endpoint = EndpointSettings {
			aliases: Some(vec![container.service.clone()]),
			..Default::default()
		};
		let stated = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
		ContainerCreateBody {
			image: Some(container.image.clone()),
			hostname: Some(container.service.clone()),
			entrypoint: stated(&container.command),
			cmd: stated(&container.args),
			env: Some(
				container.env.iter().map(|(name, value)| format!("{name}={value}")).collect(),
			),
			exposed_ports: Some(container.ports.iter().map(port).collect()),
			labels: Some(labels),
			host_config: Some(self.host(container, own)),
			networking_config: Some(NetworkingConfig {
				endpoints_config: Some(HashMap::from([(container.network.clone(), endpoint)])),
			}),
			..Default::default()
		}
	}

	fn host(&self, container: &Container, own: &[Gpu]) -> HostConfig {
		let (requests, files) = gpus::devices(Path::new("/"), own);
		let limits_disk = self.own_quota.load(Ordering::Relaxed) && container.own_disk_bytes > 0;
		let memory = i64::try_from(container.memory_bytes).ok().filter(|_| self.limits.enforce);
		let ulimit = |name: &str, value| ResourcesUlimits {
			name: Some(name.into()),
			soft: Some(value),
			hard: Some(value),
		};
		HostConfig {
			nano_cpus: self.limits.enforce.then(|| i64::from(container.cpu_millicores) * 1_000_000),
			memory,
			// As much memory and swap as memory: no swap.
			memory_swap: memory,
			pids_limit: self.limits.enforce.then_some(MAX_PROCESSES),
			ulimits: Some(vec![
				ulimit("nofile", self.limits.open_files),
				ulimit("nproc", MAX_PROCESSES),
				ulimit("core", 0),
			]),
			network_mode: Some(container.network.clone()),
			port_bindings: Some(
				container
					.ports
					.iter()
					.map(|open| {
						let binding = PortBinding {
							host_ip: Some(self.limits.address.clone()),
							// The engine takes a free one: two tenants may want the same.
							host_port: Some(String::new()),
						};
						(port(open), Some(vec![binding]))
					})
					.collect(),
			),
			mounts: Some(container.volumes.iter().map(mount).collect()),
			restart_policy: Some(RestartPolicy {
				name: Some(RestartPolicyNameEnum::ON_FAILURE),
				maximum_retry_count: Some(RESTARTS),
			}),
			privileged: Some(false),
			cap_drop: Some(vec!["ALL".into()]),
			cap_add: Some(CAPABILITIES.map(String::from).to_vec()),
			security_opt: Some(vec!["no-new-privileges".into()]),
			ipc_mode: Some("private".into()),
			device_requests: (!requests.is_empty()).then_some(requests),
			devices: (!files.is_empty()).then_some(files),
			storage_opt: limits_disk
				.then(|| HashMap::from([("size".into(), container.own_disk_bytes.to_string())])),
			log_config: Some(HostConfigLogConfig {
				typ: Some("json-file".into()),
				config: Some(HashMap::from([("max-size".into(), LOG_SIZE.into())])),
			}),
			..Default::default()
		}
	}
}

/// What the engine's own driver of volumes takes for a limit.
fn limited(size_bytes: u64) -> HashMap<String, String> {
	HashMap::from([("o".into(), format!("size={size_bytes}"))])
}

/// Whether the engine can limit volumes: it makes one that is. podman does so on XFS with project
/// quotas.
async fn volume_quota(docker: &Docker) -> bool {
	let name = "leasehold-quota";
	let request = VolumeCreateRequest {
		name: Some(name.into()),
		driver_opts: Some(limited(64 << 20)),
		..Default::default()
	};
	let made = docker.create_volume(request).await.is_ok();
	// One that another agent is just trying too is nobody's.
	let _ = docker.remove_volume(name, Some(RemoveVolumeOptions { force: true })).await;
	made
}

/// Whether the engine's storage driver can limit a container's own disk.
async fn own_quota(docker: &Docker) -> bool {
	let Ok(info) = docker.info().await else { return false };
	let status = info.driver_status.unwrap_or_default();
	let on_xfs = status.iter().flatten().any(|entry| entry.eq_ignore_ascii_case("xfs"));
	match info.driver.as_deref() {
		Some("btrfs" | "zfs") => true,
		Some("overlay" | "overlay2") => on_xfs,
		_ => false,
	}
}

fn subnets(ipam: Option<&Ipam>) -> Vec<String> {
	let config = ipam.and_then(|ipam| ipam.config.as_ref());
	config.into_iter().flatten().filter_map(|config| config.subnet.clone()).collect()
}

fn port(open: &crate::plan::Open) -> String {
	match open.protocol {
		Protocol::Tcp => format!("{}/tcp", open.port),
		Protocol::Udp => format!("{}/udp", open.port),
	}
}

fn mount(bound: &Bound) -> Mount {
	let size_bytes = i64::try_from(bound.size_bytes).ok();
	let in_memory = bound.volume.is_none();
	Mount {
		target: Some(bound.path.clone()),
		source: bound.volume.clone(),
		typ: Some(if in_memory { MountType::TMPFS } else { MountType::VOLUME }),
		read_only: Some(bound.read_only),
		tmpfs_options: in_memory.then(|| MountTmpfsOptions { size_bytes, ..Default::default() }),
		..Default::default()
	}
}

fn found(summary: ContainerSummary) -> Option<Found> {
	let labels = summary.labels.unwrap_or_default();
	let ports = summary.ports.unwrap_or_default();
	let mut ports: Vec<_> =
		ports.iter().filter_map(|port| Some((port.private_port, port.public_port?))).collect();
	ports.sort();
	ports.dedup();
	let networks = summary.network_settings.and_then(|settings| settings.networks);
	let address = networks
		.unwrap_or_default()
		.into_values()
		.find_map(|network| network.ip_address?.parse().ok());
	Some(Found {
		id: summary.id?,
		name: summary.names?.first()?.trim_start_matches('/').to_string(),
		lease: labels.get(LEASE)?.parse().ok()?,
		fingerprint: labels.get(PLAN).cloned().unwrap_or_default(),
		running: summary.state == Some(ContainerSummaryStateEnum::RUNNING),
		ports,
		address,
	})
}

fn bytes(output: Result<LogOutput, Error>) -> Result<Vec<u8>, RuntimeError> {
	output
		.map(|output| output.into_bytes().to_vec())
		.map_err(|why| failed("the stream broke off", why))
}

impl Runtime for Engine {
	async fn list(&self) -> Result<Vec<Found>, RuntimeError> {
		let options = ListContainersOptions {
			all: true,
			filters: Some(self.filter(None)),
			..Default::default()
		};
		let list = self.docker.list_containers(Some(options)).await;
		let list = list.map_err(|why| failed("the containers cannot be listed", why))?;
		Ok(list.into_iter().filter_map(found).collect())
	}

	async fn start(&self, container: &Container) -> Result<(), RuntimeError> {
		let name = &container.name;
		self.fetch(container).await?;
		self.make_network(container).await?;
		for bound in &container.volumes {
			if let Some(volume) = &bound.volume {
				self.make_volume(container.lease, volume, bound.size_bytes).await?;
			}
		}
		let own = self.choose_gpus(container).await?;
		self.make(container, &own).await?;
		self.restart(name).await
	}

	async fn restart(&self, id: &str) -> Result<(), RuntimeError> {
		let started = self.docker.start_container(id, None).await;
		unless(started, &[304], format!("the container {id} cannot be started"))
	}

	async fn remove(&self, id: &str) -> Result<(), RuntimeError> {
		let options = StopContainerOptions { t: Some(STOP_SECONDS), ..Default::default() };
		let stopped = self.docker.stop_container(id, Some(options)).await;
		// Whatever keeps it from stopping, removing by force ends it.
		if let Err(why) = stopped {
			log::debug!("the container {id} did not stop by itself: {why}");
		}
		let options = RemoveContainerOptions { force: true, ..Default::default() };
		let removed = self.docker.remove_container(id, Some(options)).await;
		unless(removed, &[404], format!("the container {id} cannot be removed"))
	}

	async fn leftovers(&self) -> Result<Vec<u64>, RuntimeError> {
		let options = ListNetworksOptions { filters: Some(self.filter(None)) };
		let networks = self.docker.list_networks(Some(options)).await;
		let networks = networks.map_err(|why| failed("the networks cannot be listed", why))?;
		let options = ListVolumesOptions { filters: Some(self.filter(None)) };
		let volumes = self.docker.list_volumes(Some(options)).await;
		let volumes = volumes.map_err(|why| failed("the volumes cannot be listed", why))?;
		let of_networks = networks.into_iter().filter_map(|network| network.labels);
		let of_volumes =
			volumes.volumes.unwrap_or_default().into_iter().map(|volume| volume.labels);
		let mut leases: Vec<u64> = of_networks
			.chain(of_volumes)
			.filter_map(|labels| labels.get(LEASE)?.parse().ok())
			.collect();
		leases.sort();
		leases.dedup();
		Ok(leases)
	}

	async fn clear(&self, lease: u64) -> Result<(), RuntimeError> {
		let filters = Some(self.filter(Some(lease)));
		let networks =
			self.docker.list_networks(Some(ListNetworksOptions { filters: filters.clone() })).await;
		for network in networks.map_err(|why| failed("the networks cannot be listed", why))? {
			let Some(name) = network.name else { continue };
			let removed = self.docker.remove_network(&name).await;
			unless(removed, &[404], format!("the network {name} cannot be removed"))?;
		}
		let volumes = self.docker.list_volumes(Some(ListVolumesOptions { filters })).await;
		let volumes = volumes.map_err(|why| failed("the volumes cannot be listed", why))?;
		for volume in volumes.volumes.unwrap_or_default() {
			let options = RemoveVolumeOptions { force: true };
			let removed = self.docker.remove_volume(&volume.name, Some(options)).await;
			unless(removed, &[404], format!("the volume {} cannot be removed", volume.name))?;
		}
		Ok(())
	}

	async fn condition(&self, id: &str) -> Result<Condition, RuntimeError> {
		let found = self.docker.inspect_container(id, None).await;
		let found =
			found.map_err(|why| failed(format!("the container {id} cannot be looked at"), why))?;
		let state = found.state.unwrap_or_default();
		let running = state.running.unwrap_or(false);
		Ok(Condition {
			running,
			exit_code: state.exit_code.filter(|_| !running),
			out_of_memory: state.oom_killed.unwrap_or(false),
			restarts: found.restart_count.and_then(|count| u64::try_from(count).ok()).unwrap_or(0),
		})
	}

	async fn usage(&self, id: &str) -> Result<Usage, RuntimeError> {
		let options = StatsOptions { stream: false, one_shot: true };
		let mut stats = std::pin::pin!(self.docker.stats(id, Some(options)));
		let stats = match stats.next().await {
			Some(stats) => stats.map_err(|why| failed(format!("{id} cannot be measured"), why))?,
			None => return Ok(Usage::default()),
		};
		let networks = stats.networks.unwrap_or_default();
		let sum = |of: &dyn Fn(&bollard::models::ContainerNetworkStats) -> Option<u64>| {
			networks.values().filter_map(of).fold(0, u64::saturating_add)
		};
		Ok(Usage {
			cpu_nanos: stats.cpu_stats.and_then(|cpu| cpu.cpu_usage?.total_usage).unwrap_or(0),
			memory_bytes: stats.memory_stats.and_then(|memory| memory.usage).unwrap_or(0),
			received_bytes: sum(&|network| network.rx_bytes),
			sent_bytes: sum(&|network| network.tx_bytes),
		})
	}

	fn logs(
		&self,
		id: &str,
		tail: usize,
		follow: bool,
	) -> BoxStream<'static, Result<Vec<u8>, RuntimeError>> {
		let options = LogsOptions {
			follow,
			stdout: true,
			stderr: true,
			tail: tail.to_string(),
			..Default::default()
		};
		self.docker.logs(id, Some(options)).map(bytes).boxed()
	}

	async fn exec(&self, id: &str, command: &[String], tty: bool) -> Result<Session, RuntimeError> {
		let what = format!("the command cannot be run in {id}");
		let options = CreateExecOptions {
			attach_stdin: Some(true),
			attach_stdout: Some(true),
			attach_stderr: Some(true),
			tty: Some(tty),
			cmd: Some(command.to_vec()),
			privileged: Some(false),
			..Default::default()
		};
		let made = self.docker.create_exec(id, options).await.map_err(|why| failed(&what, why))?;
		let start = StartExecOptions { detach: false, tty, output_capacity: None };
		match self
			.docker
			.start_exec(&made.id, Some(start))
			.await
			.map_err(|why| failed(&what, why))?
		{
			StartExecResults::Attached { output, input } => {
				Ok(Session { output: output.map(bytes).boxed(), input, id: made.id })
			},
			StartExecResults::Detached => {
				Err(RuntimeError(format!("{what}: the engine let go of it")))
			},
		}
	}

	async fn resize(&self, session: &str, columns: u16, rows: u16) -> Result<(), RuntimeError> {
		let options = ResizeExecOptions { w: columns.into(), h: rows.into() };
		let resized = self.docker.resize_exec(session, options).await;
		resized.map_err(|why| failed("the terminal cannot be resized", why))
	}

	async fn exit_code(&self, session: &str) -> Result<Option<i64>, RuntimeError> {
		let found = self.docker.inspect_exec(session).await;
		let found = found.map_err(|why| failed("the command cannot be looked at", why))?;
		Ok(found.exit_code.filter(|_| found.running != Some(true)))
	}
}
