//! # Providers
//!
//! The registry of those who let machines. A provider registers an endpoint, attributes and
//! machines against a bond that grows with what it declares; auditors that governance lists
//! attest to attributes and to single machines; validators admit to the audited tier; bids and
//! leases reserve capacity through the trait [`leasehold_primitives::traits::Providers`]; and
//! the heartbeats of a provider's node keep its service clock going, by which its leases are
//! paid. Operators bond private networks, whose members supply offers at fixed prices from the
//! same machines. How leases end makes a provider's reputation, and tenants may dispute it.
//!
//! ## Rules
//! * The bond on hold is the record's: the base and every machine's part, each by the rates at
//!   its last change, less what tenants were awarded of it. Leaving returns all of it.
//! * What is reserved of a machine is the sum over its reservations and fits its capacity; a
//!   dedicated machine has at most one. A need may leave a GPU's memory or interface open: the
//!   reservation stores which kind it took, and just that is given back.
//! * A service clock never goes back: new heartbeat rules reach a provider with its next
//!   heartbeat, which is still counted by the old ones. It stands still in maintenance.
//! * An attestation counts while it is not expired, its auditor is listed and the provider still
//!   declares the value, or has the machine unchanged, that was attested to.
//! * What is taken of an offer is the sum over the reservations that took it, and at most its
//!   quantity. A network's bond returns when nothing belongs to it.
//! * Evidence for reputation weighs what it cost in protocol fees, and one tenant's share of it
//!   is capped.
//! * Nobody leaves with a bond that a tenant can still claim a part of.
//!
//! Each file does one job: `registry` records, keys and the bond; `inventory` machines and
//! reservations; `auditors` who may attest; `audits` what they attest of providers,
//! `machine_audits` of machines; `admission` the audited tier, and verdicts; `eligibility` who
//! may bid; `clock` heartbeats; `maintenance` announced silence; `offchain` the worker that sends
//! heartbeats; `networks` and `offers`; `reputation`; `disputes`; `search` who could host a
//! group; `interface` the traits; `try_state` and `try_networks` what must always hold.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod admission;
mod auditors;
mod audits;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod capacity;
mod clock;
mod disputes;
mod eligibility;
mod endpoint;
mod interface;
mod inventory;
mod machine_audits;
mod maintenance;
mod networks;
mod offchain;
mod offers;
mod registry;
mod reputation;
mod search;
mod try_networks;
mod try_state;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use capacity::MAX_ADDED_UP;
pub use pallet::*;
pub use search::MAX_EXAMINED;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::DispatchClass,
		pallet_prelude::*,
		traits::{
			fungible::{Inspect, MutateHold},
			Time,
		},
	};
	use frame_system::{offchain::CreateAuthorizedTransaction, pallet_prelude::*};
	use leasehold_primitives::{
		crypto::service::{ServiceKey, ServiceSignature},
		feeless::{Message, Quota},
		traits::{Approvals, LeaseOutcome, RejectReason, Verdict},
		Balance, BlockNumber, LeaseId, Moment, NetworkId, NodeIndex, OfferId, OrderId, Placement,
		Resources, MAX_PLACEMENTS,
	};
	use sp_core::H256;
	use sp_runtime::traits::BlockNumberProvider;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		CreateAuthorizedTransaction<Call<Self>> + frame_system::Config<Hash = H256>
	{
		/// What calls weigh.
		type WeightInfo: WeightInfo;

		/// The native token, in which bonds are held.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ frame_support::traits::fungible::Mutate<Self::AccountId>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// The block by which heartbeats and expiries are counted.
		type BlockNumberProvider: BlockNumberProvider<BlockNumber = BlockNumber>;

		/// The chain's time, by which service is counted.
		type UnixTime: Time<Moment = Moment>;

		/// Who lists auditors and sets the parameters.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Validators' verdicts on networks and on the audited tier.
		type Approvals: Approvals<Self::AccountId>;

		/// Where what is forfeited goes.
		type FeePot: Get<Self::AccountId>;

		/// The share of a block that fee-free calls may fill.
		type FeelessQuota: Quota;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A provider's bond.
		#[codec(index = 0)]
		Bond,
		/// An operator's bond for a private network.
		#[codec(index = 1)]
		Network,
		/// A tenant's deposit for a dispute.
		#[codec(index = 2)]
		Dispute,
		/// An auditor's bond.
		#[codec(index = 3)]
		Auditor,
	}

	/// What governance tunes.
	#[pallet::storage]
	pub type Parameters<T> = StorageValue<_, Params, ValueQuery>;

	/// Who lets machines.
	#[pallet::storage]
	pub type Providers<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, ProviderRecord>;

	/// How much of each provider is in use. Has an entry for every provider.
	#[pallet::storage]
	pub type Usages<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Usage, ValueQuery>;

	/// Each provider's service clock.
	#[pallet::storage]
	pub type Clocks<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ClockRecord>;

	/// The machines of each provider.
	#[pallet::storage]
	pub type Nodes<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, NodeIndex, Node>;

	/// What orders have reserved of each provider.
	#[pallet::storage]
	pub type Reservations<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, OrderId, Reservation>;

	/// Whom each service key serves.
	#[pallet::storage]
	pub type ServiceKeys<T: Config> =
		StorageMap<_, Blake2_128Concat, ServiceKey, KeyRecord<T::AccountId>>;

	/// The auditors that governance has listed.
	#[pallet::storage]
	pub type Auditors<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, AuditorRecord>;

	/// What auditors (second key) say of providers (first key).
	#[pallet::storage]
	pub type Attestations<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		T::AccountId,
		Attestation,
	>;

	/// What auditors say of single machines.
	#[pallet::storage]
	pub type MachineAudits<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		NodeIndex,
		MachineAttestations<T::AccountId>,
		ValueQuery,
	>;

	/// The auditors that governance has struck off and whose bond is on hold.
	#[pallet::storage]
	pub type RetiredAuditors<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, RetiredAuditor>;

	/// The maintenance that each provider has announced.
	#[pallet::storage]
	pub type Maintenances<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Maintenance, ValueQuery>;

	/// The last leases of each provider that have ended.
	#[pallet::storage]
	pub type RecentEndings<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Endings<T::AccountId>, ValueQuery>;

	/// Disputes that are not decided, by provider and lease.
	#[pallet::storage]
	pub type Disputes<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		LeaseId,
		Dispute<T::AccountId>,
	>;

	/// What providers are known for, and those who have been.
	#[pallet::storage]
	pub type Standings<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Standing, ValueQuery>;

	/// The number of the next private network.
	#[pallet::storage]
	pub type NextNetworkId<T> = StorageValue<_, NetworkId, ValueQuery>;

	/// Private networks.
	#[pallet::storage]
	pub type Networks<T: Config> =
		StorageMap<_, Blake2_128Concat, NetworkId, Network<T::AccountId>>;

	/// The providers that each network has admitted.
	#[pallet::storage]
	pub type Members<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, NetworkId, Blake2_128Concat, T::AccountId, ()>;

	/// The tenants that each network has admitted.
	#[pallet::storage]
	pub type Guests<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, NetworkId, Blake2_128Concat, T::AccountId, ()>;

	/// The number of the next offer.
	#[pallet::storage]
	pub type NextOfferId<T> = StorageValue<_, OfferId, ValueQuery>;

	/// Offers of private networks.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageMap<_, Blake2_128Concat, OfferId, Offer>;

	/// The machines from which providers supply each offer.
	#[pallet::storage]
	pub type Supplies<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, OfferId, Blake2_128Concat, T::AccountId, Supply>;

	/// The number of the next wish to be in the audited tier.
	#[pallet::storage]
	pub type NextAdmissionId<T> = StorageValue<_, u64, ValueQuery>;

	/// Whose wishes to be in the audited tier are before the validators.
	#[pallet::storage]
	pub type Admissions<T: Config> = StorageMap<_, Blake2_128Concat, u64, T::AccountId>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The parameters to start with. The default is meant for production.
		pub params: Params,
		/// The auditors to start with, at most [`MAX_AUDITORS`].
		pub auditors: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.params.is_valid(), "providers.params lie outside their bounds");
			Parameters::<T>::put(self.params);
			for auditor in &self.auditors {
				Pallet::<T>::do_add_auditor(auditor.clone()).expect(
					"providers.auditors are at most 64 different accounts that can pay the bond",
				);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A provider has registered. Its service clock starts at zero.
		Registered {
			/// The provider.
			provider: T::AccountId,
			/// Where its agent is reached.
			endpoint: Endpoint,
			/// What it declares of itself.
			attributes: Attributes,
			/// Its bond on hold.
			bond: Balance,
		},
		/// A provider describes itself anew.
		Updated {
			/// The provider.
			provider: T::AccountId,
			/// Where its agent is reached from now on.
			endpoint: Endpoint,
			/// What it declares from now on.
			attributes: Attributes,
		},
		/// A provider has left. Its machines, keys and attestations are gone.
		Deregistered {
			/// The provider.
			provider: T::AccountId,
			/// The bond returned to it.
			bond: Balance,
		},
		/// A provider takes no new bids, or does again.
		DrainingSet {
			/// The provider.
			provider: T::AccountId,
			/// Whether it takes none.
			draining: bool,
		},
		/// A provider has added a machine.
		NodeAdded {
			/// The provider.
			provider: T::AccountId,
			/// The machine.
			node: NodeIndex,
			/// How it is let.
			kind: NodeKind,
			/// What it is.
			machine: Machine,
			/// The provider's whole bond on hold.
			bond: Balance,
		},
		/// A machine has changed.
		NodeUpdated {
			/// The provider.
			provider: T::AccountId,
			/// Which one.
			node: NodeIndex,
			/// What it is from now on.
			machine: Machine,
			/// The provider's whole bond on hold.
			bond: Balance,
		},
		/// A provider has removed a machine. A later one may get its index.
		NodeRemoved {
			/// The provider.
			provider: T::AccountId,
			/// The machine.
			node: NodeIndex,
			/// The provider's whole bond on hold.
			bond: Balance,
		},
		/// A key serves a provider from now on.
		ServiceKeySet {
			/// The provider.
			provider: T::AccountId,
			/// The key.
			key: ServiceKey,
		},
		/// A key no longer serves a provider.
		ServiceKeyRemoved {
			/// The provider.
			provider: T::AccountId,
			/// The key.
			key: ServiceKey,
		},
		/// A provider's node has shown that it is there.
		HeartbeatReceived {
			/// The provider.
			provider: T::AccountId,
			/// The service key that signed.
			key: ServiceKey,
			/// How many heartbeats the chain had accepted from this key before.
			nonce: u64,
			/// The best block that the node saw.
			block: BlockNumber,
			/// What the provider's service clock shows, in milliseconds.
			clock: Moment,
			/// The rules by which the next heartbeat is due.
			rules: HeartbeatRules,
		},
		/// Governance has listed an auditor.
		AuditorAdded {
			/// The auditor.
			auditor: T::AccountId,
			/// Its bond on hold.
			bond: Balance,
		},
		/// Governance has struck an auditor off. Its attestations no longer count.
		AuditorRemoved {
			/// The auditor.
			auditor: T::AccountId,
			/// Its bond, still on hold.
			bond: Balance,
			/// The first block at which it can have it back.
			until: BlockNumber,
		},
		/// An auditor attests to attributes of a provider, in place of what it attested before.
		Attested {
			/// The auditor.
			auditor: T::AccountId,
			/// The provider.
			provider: T::AccountId,
			/// The attributes.
			attributes: Attributes,
			/// How thoroughly they were checked.
			level: u8,
			/// The hash of what was found.
			evidence: H256,
			/// The first block at which this no longer counts.
			expires: BlockNumber,
		},
		/// An attestation is gone: revoked, or cleared away because it no longer counted.
		AttestationRemoved {
			/// The auditor.
			auditor: T::AccountId,
			/// The provider.
			provider: T::AccountId,
		},
		/// Governance has set the parameters.
		ParamsSet {
			/// All of them.
			params: Params,
		},
		/// Capacity is reserved under an order's number, for a bid and then its lease.
		Reserved {
			/// The provider.
			provider: T::AccountId,
			/// The order.
			order: OrderId,
			/// What each replica has.
			per_replica: Resources,
			/// How many replicas on which machines.
			placement: Placement,
			/// What was taken of each of these machines, every GPU of a certain kind.
			taken: BoundedVec<Resources, ConstU32<MAX_PLACEMENTS>>,
		},
		/// What an order has reserved is something else from now on.
		Resized {
			/// The provider.
			provider: T::AccountId,
			/// The order.
			order: OrderId,
			/// What each replica has.
			per_replica: Resources,
			/// How many replicas on which machines.
			placement: Placement,
			/// What was taken of each of these machines, every GPU of a certain kind.
			taken: BoundedVec<Resources, ConstU32<MAX_PLACEMENTS>>,
		},
		/// An order has nothing reserved any more.
		Released {
			/// The provider.
			provider: T::AccountId,
			/// The order.
			order: OrderId,
		},
		/// An auditor attests to a machine, in place of what it attested of it before.
		MachineAttested {
			/// The auditor.
			auditor: T::AccountId,
			/// The provider.
			provider: T::AccountId,
			/// The machine.
			node: NodeIndex,
			/// The devices that it was found to have.
			devices: Devices,
			/// How thoroughly it was checked.
			level: u8,
			/// The hash of what was found.
			evidence: H256,
			/// The first block at which this no longer counts.
			expires: BlockNumber,
		},
		/// An auditor has taken back what it attested of a machine.
		MachineAttestationRevoked {
			/// The auditor.
			auditor: T::AccountId,
			/// The provider.
			provider: T::AccountId,
			/// The machine.
			node: NodeIndex,
		},
		/// A machine has changed or is gone, and so is all that was attested of it.
		MachineAttestationsVoided {
			/// The provider.
			provider: T::AccountId,
			/// The machine.
			node: NodeIndex,
		},
		/// A lease has ended, and what its provider is known for has changed.
		ReputationChanged {
			/// The provider.
			provider: T::AccountId,
			/// The lease's tenant.
			tenant: T::AccountId,
			/// How it ended.
			outcome: LeaseOutcome,
			/// How much this counted, in millionths of a lease.
			evidence: u64,
			/// Evidence of serving well from now on.
			good: u64,
			/// Evidence of the contrary from now on.
			bad: u64,
			/// The expected value, in parts of a million.
			score: u32,
		},
		/// An operator has bonded a network, which is before the validators.
		NetworkCreated {
			/// The network.
			network: NetworkId,
			/// Who runs it.
			operator: T::AccountId,
			/// The hash of its terms.
			terms: H256,
			/// Whether only admitted tenants may take its offers.
			restricted: bool,
			/// The operator's bond on hold.
			bond: Balance,
		},
		/// Validators have approved a network.
		NetworkApproved {
			/// The network.
			network: NetworkId,
		},
		/// A network is not to be, and its bond is returned.
		NetworkRejected {
			/// The network.
			network: NetworkId,
			/// Why.
			reason: RejectReason,
			/// The bond returned.
			bond: Balance,
		},
		/// An operator has dissolved a network, and has its bond back.
		NetworkDissolved {
			/// The network.
			network: NetworkId,
			/// The bond returned.
			bond: Balance,
		},
		/// A network has admitted a provider.
		ProviderAdmitted {
			/// The network.
			network: NetworkId,
			/// The provider.
			provider: T::AccountId,
		},
		/// A provider is no longer of a network. Its leases go on.
		ProviderExpelled {
			/// The network.
			network: NetworkId,
			/// The provider.
			provider: T::AccountId,
		},
		/// A network has admitted a tenant.
		TenantAdmitted {
			/// The network.
			network: NetworkId,
			/// The tenant.
			tenant: T::AccountId,
		},
		/// A tenant is no longer admitted to a network. Its leases go on.
		TenantExpelled {
			/// The network.
			network: NetworkId,
			/// The tenant.
			tenant: T::AccountId,
		},
		/// A network offers something.
		OfferPublished {
			/// The offer.
			offer: OfferId,
			/// The network.
			network: NetworkId,
			/// What for what.
			terms: OfferTerms,
			/// Replicas in all.
			quantity: u32,
		},
		/// An offer is not taken any more; what was taken of it goes on.
		OfferClosed {
			/// The offer.
			offer: OfferId,
		},
		/// An offer is gone.
		OfferRemoved {
			/// The offer.
			offer: OfferId,
		},
		/// A provider supplies an offer from these machines from now on; from none: no longer.
		OfferSupplied {
			/// The offer.
			offer: OfferId,
			/// The provider.
			provider: T::AccountId,
			/// The machines.
			nodes: SupplyNodes,
		},
		/// A tenant has taken an offer. The reservation has an event of its own.
		OfferTaken {
			/// The offer.
			offer: OfferId,
			/// The order that stands for it.
			order: OrderId,
			/// The tenant.
			tenant: T::AccountId,
			/// The provider that supplies it.
			provider: T::AccountId,
			/// How many replicas.
			replicas: u16,
		},
		/// What an order had taken of an offer can be taken again.
		OfferReturned {
			/// The offer.
			offer: OfferId,
			/// The order.
			order: OrderId,
			/// How many replicas.
			replicas: u16,
		},
		/// A provider wishes to be in the audited tier; validators decide.
		AdmissionRequested {
			/// The wish.
			admission: u64,
			/// The provider.
			provider: T::AccountId,
			/// The hash of what it shows for it.
			evidence: H256,
		},
		/// Validators have decided about a wish.
		AdmissionDecided {
			/// The wish.
			admission: u64,
			/// The provider.
			provider: T::AccountId,
			/// What they decided.
			verdict: Verdict,
		},
		/// Governance has taken a provider out of the audited tier.
		AdmissionVoided {
			/// The provider.
			provider: T::AccountId,
		},
		/// An auditor that was struck off has its bond back.
		AuditorBondReturned {
			/// The auditor.
			auditor: T::AccountId,
			/// The bond returned.
			bond: Balance,
		},
		/// Governance has taken a part of an auditor's bond, for the fee pot.
		AuditorBondForfeited {
			/// The auditor.
			auditor: T::AccountId,
			/// What was taken.
			amount: Balance,
			/// What is left on hold.
			left: Balance,
		},
		/// A provider announces that its machines may be silent.
		MaintenanceAnnounced {
			/// The provider.
			provider: T::AccountId,
			/// The first block.
			from: BlockNumber,
			/// The first block after.
			until: BlockNumber,
		},
		/// A provider has taken announced maintenance back, or ended it.
		MaintenanceEnded {
			/// The provider.
			provider: T::AccountId,
			/// The block at which it excuses no more.
			at: BlockNumber,
		},
		/// A tenant claims a part of a provider's bond.
		DisputeOpened {
			/// The provider.
			provider: T::AccountId,
			/// The lease.
			lease: LeaseId,
			/// The tenant.
			tenant: T::AccountId,
			/// What it has on hold for it.
			deposit: Balance,
			/// The hash of what it shows.
			evidence: H256,
			/// The first block at which it lapses.
			deadline: BlockNumber,
		},
		/// Governance has awarded a tenant a part of the bond. Its deposit is returned.
		DisputeUpheld {
			/// The provider.
			provider: T::AccountId,
			/// The lease.
			lease: LeaseId,
			/// The tenant.
			tenant: T::AccountId,
			/// The deposit returned.
			deposit: Balance,
			/// What it was awarded.
			amount: Balance,
		},
		/// Governance has dismissed a claim. Its deposit is in the fee pot.
		DisputeDismissed {
			/// The provider.
			provider: T::AccountId,
			/// The lease.
			lease: LeaseId,
			/// The tenant.
			tenant: T::AccountId,
			/// The deposit lost.
			deposit: Balance,
		},
		/// A claim was not decided in time. Its deposit is returned.
		DisputeLapsed {
			/// The provider.
			provider: T::AccountId,
			/// The lease.
			lease: LeaseId,
			/// The tenant.
			tenant: T::AccountId,
			/// The deposit returned.
			deposit: Balance,
		},
		/// A provider has made up what was awarded of its bond.
		BondRestored {
			/// The provider.
			provider: T::AccountId,
			/// What it held again.
			amount: Balance,
			/// Its whole bond on hold.
			bond: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such provider. Register first.
		NotFound,
		/// The account is registered already.
		AlreadyExists,
		/// The endpoint is not `https://host[:port]` without anything after it.
		InvalidEndpoint,
		/// An attribute's key is empty or has other characters than letters, digits and `-_./`.
		InvalidAttribute,
		/// Two attributes have the same key.
		DuplicateAttribute,
		/// The call would change nothing.
		NothingToChange,
		/// Leases run with this provider. Wait for their end or give notice.
		LeasesRunning,
		/// Orders have capacity reserved. Withdraw the bids first.
		CapacityReserved,
		/// The free balance does not cover the bond.
		InsufficientFunds,
		/// CPU, memory or ephemeral storage is zero; or GPUs or devices are not in order or one is
		/// empty; or a machine leaves a GPU's memory or interface open.
		InvalidResources,
		/// No such machine.
		NodeNotFound,
		/// The provider has as many machines as it may.
		TooManyNodes,
		/// The machine is reserved by at least one order.
		NodeInUse,
		/// More of the machine is reserved than the new capacity.
		BelowReserved,
		/// The key serves a provider already.
		KeyExists,
		/// The key does not serve this provider.
		KeyNotFound,
		/// The provider has as many service keys as it may. Remove one first.
		TooManyKeys,
		/// The key's signature does not prove that its owner agrees to serve this provider.
		InvalidProof,
		/// The message's nonce is not the next one of its key.
		InvalidNonce,
		/// The last heartbeat is too recent.
		TooSoon,
		/// The block that the heartbeat names is too far away or older than the key.
		StaleBlock,
		/// The account is not a listed auditor.
		NotAuditor,
		/// The account is a listed auditor already.
		AuditorExists,
		/// As many auditors are listed as may be. Remove one first.
		TooManyAuditors,
		/// There is nothing to attest to.
		EmptyAttestation,
		/// The provider does not declare this attribute with this value.
		NotDeclared,
		/// The expiry is not in the future or too far in it.
		InvalidExpiry,
		/// The auditor attests to nothing of this provider.
		AttestationNotFound,
		/// A parameter lies outside its bounds.
		InvalidParams,
		/// The provider takes no new bids.
		Draining,
		/// The provider's last heartbeat is older than its window.
		ProviderSilent,
		/// The provider declares nothing that meets a required attribute.
		AttributeNotMet,
		/// An auditor that is asked for does not attest to all required attributes.
		NotAttested,
		/// The placement is empty, has a machine without replicas, or its machines are not in
		/// strictly ascending order.
		InvalidPlacement,
		/// A machine of the placement has too little left.
		InsufficientCapacity,
		/// The order has something reserved already.
		ReservationExists,
		/// The order has nothing reserved.
		ReservationNotFound,
		/// The group does not want this provider.
		ProviderExcluded,
		/// The provider's region is not one that the group wants, or it declares none.
		RegionNotMet,
		/// The provider is not in the audited tier.
		NotAdmitted,
		/// A machine is not attested to as the group requires, or a reservation that required it
		/// would move to another machine.
		MachineNotAttested,
		/// More than one replica on a machine, although each is to have its own.
		NotDistinct,
		/// A machine's architecture is not the one that the group wants.
		WrongArchitecture,
		/// The devices are not the ones that the machine has.
		DevicesDiffer,
		/// The machine has as many attestations as it may.
		TooManyAttestations,
		/// The caller may not do this.
		NotAuthorized,
		/// No such network.
		NetworkNotFound,
		/// Validators have not approved the network.
		NetworkNotApproved,
		/// The network has members, tenants or offers. Withdraw and expel them first.
		NetworkInUse,
		/// It is admitted already.
		AlreadyAdmitted,
		/// The network has admitted as many as it may.
		TooManyMembers,
		/// The network has not admitted this account.
		NotMember,
		/// The network lets only tenants that it has admitted take its offers.
		NotAdmittedToNetwork,
		/// No such offer.
		OfferNotFound,
		/// The offer is closed.
		OfferIsClosed,
		/// The offer is closed already, and parts of it are taken still.
		OfferInUse,
		/// The network has as many offers as it may.
		TooManyOffers,
		/// As many providers supply the offer as may.
		TooManySupplies,
		/// The price is zero, or notice, grace or quantity lie outside their bounds.
		InvalidOffer,
		/// No replicas, more than a group may have, or more than the offer has left.
		InvalidQuantity,
		/// The provider does not supply the offer.
		NotSupplied,
		/// The provider's wish to be admitted is before the validators already.
		AlreadyApplied,
		/// The auditor was struck off, and its bond is still on hold. Withdraw it first.
		AuditorRetiring,
		/// The account is not an auditor that was struck off.
		NotRetired,
		/// The window is empty, too long, too soon, or too soon after the last one.
		InvalidMaintenance,
		/// Maintenance is announced already and not over.
		MaintenanceAnnounced,
		/// The caller has no lease with this provider that ended a short while ago, or it has
		/// disputed it already.
		NotDisputable,
		/// No such dispute.
		DisputeNotFound,
		/// As many disputes of the provider are undecided as may be.
		TooManyDisputes,
		/// Disputes with the provider are not decided. Wait for that.
		DisputesOpen,
		/// A lease ended so recently that its tenant may still open a dispute. Wait for that.
		DisputesPossible,
		/// The amount is zero, or more than may be taken of the bond.
		AwardTooHigh,
		/// A part of the bond was awarded to tenants. Restore it first.
		BondShort,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn offchain_worker(_: BlockNumberFor<T>) {
			Self::send_heartbeats();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Register the caller as a provider and hold the base bond.
		///
		/// - `endpoint`: where the provider's agent is reached, `https://host[:port]`.
		/// - `attributes`: what the provider declares of itself, each key once.
		///
		/// Errors: `AlreadyExists`, `InvalidEndpoint`, `InvalidAttribute`, `DuplicateAttribute`,
		/// `InsufficientFunds`. Event: `Registered`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register(weights::count(attributes)))]
		pub fn register(
			origin: OriginFor<T>,
			endpoint: Endpoint,
			attributes: Attributes,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_register(provider, endpoint, attributes)
		}

		/// Change what the caller says of itself. An attestation to an attribute whose value
		/// changes no longer counts.
		///
		/// - `endpoint`, `attributes`: as for `register`; what is absent stays.
		///
		/// Errors: `NothingToChange`, `NotFound`, `InvalidEndpoint`, `InvalidAttribute`,
		/// `DuplicateAttribute`. Event: `Updated`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::update(
			attributes.as_ref().map_or(0, |attributes| weights::count(attributes))
		))]
		pub fn update(
			origin: OriginFor<T>,
			endpoint: Option<Endpoint>,
			attributes: Option<Attributes>,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_update(provider, endpoint, attributes)
		}

		/// Leave. Removes the caller's machines, keys and attestations and returns the whole
		/// bond. Refused while leases run, an order has capacity reserved, or a dispute is open
		/// or still possible.
		///
		/// Errors: `NotFound`, `LeasesRunning`, `CapacityReserved`, `DisputesOpen`,
		/// `DisputesPossible`. Event: `Deregistered`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::deregister(leasehold_primitives::MAX_NODES, MAX_AUDITORS))]
		pub fn deregister(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			let provider = ensure_signed(origin)?;
			Self::do_deregister(provider)
		}

		/// Add a machine under the lowest free index, and hold its part of the bond.
		///
		/// - `kind`: shared by many leases, or dedicated to one at a time.
		/// - `machine`: its architecture, capacity and devices.
		///
		/// Errors: `InvalidResources`, `NotFound`, `TooManyNodes`, `InsufficientFunds`. Event:
		/// `NodeAdded`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::add_node())]
		pub fn add_node(origin: OriginFor<T>, kind: NodeKind, machine: Machine) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_add_node(provider, kind, machine)
		}

		/// Change what a machine is, and its part of the bond by the present rates, up or down.
		/// What auditors attested of this machine no longer counts.
		///
		/// - `node`: the machine's index.
		/// - `machine`: what it is from now on, with at least the capacity that is reserved of it.
		///   While an order has a part of it a dedicated machine cannot change, and a shared one
		///   not its architecture.
		///
		/// Errors: `InvalidResources`, `NotFound`, `NodeNotFound`, `NodeInUse`, `BelowReserved`,
		/// `InsufficientFunds`. Event: `NodeUpdated`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::update_node())]
		pub fn update_node(
			origin: OriginFor<T>,
			node: NodeIndex,
			machine: Machine,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_update_node(provider, node, machine)
		}

		/// Remove a machine of which nothing is reserved, and release its part of the bond.
		///
		/// - `node`: the machine's index.
		///
		/// Errors: `NotFound`, `NodeNotFound`, `NodeInUse`. Event: `NodeRemoved`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::remove_node())]
		pub fn remove_node(origin: OriginFor<T>, node: NodeIndex) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_remove_node(provider, node)
		}

		/// Let a key serve the caller: its node sends heartbeats, confirmations and checkpoints
		/// with it. At most [`MAX_SERVICE_KEYS`]; a key serves one provider.
		///
		/// - `key`: the public key.
		/// - `proof`: its signature over blake2-256 of `leasehold`, `prov`, the genesis hash and
		///   the caller's account, in this order and without lengths.
		///
		/// Errors: `NotFound`, `KeyExists`, `TooManyKeys`, `InvalidProof`. Event:
		/// `ServiceKeySet`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_service_key())]
		pub fn set_service_key(
			origin: OriginFor<T>,
			key: ServiceKey,
			proof: ServiceSignature,
		) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_set_service_key(provider, key, proof)
		}

		/// Let a key no longer serve the caller. It may serve anybody afterwards.
		///
		/// - `key`: the public key.
		///
		/// Errors: `NotFound`, `KeyNotFound`. Event: `ServiceKeyRemoved`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::remove_service_key())]
		pub fn remove_service_key(origin: OriginFor<T>, key: ServiceKey) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_remove_service_key(provider, key)
		}

		/// Take no new bids, or take them again. Bids made and leases go on.
		///
		/// - `draining`: whether to take none.
		///
		/// Errors: `NotFound`, `NothingToChange`. Event: `DrainingSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_draining())]
		pub fn set_draining(origin: OriginFor<T>, draining: bool) -> DispatchResult {
			let provider = ensure_signed(origin)?;
			Self::do_set_draining(provider, draining)
		}

		/// List an auditor, and hold its bond. Origin: governance.
		///
		/// - `auditor`: the account that may attest from now on. At most [`MAX_AUDITORS`].
		///
		/// Errors: `AuditorExists`, `AuditorRetiring`, `TooManyAuditors`, `InsufficientFunds`.
		/// Event: `AuditorAdded`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::add_auditor())]
		pub fn add_auditor(origin: OriginFor<T>, auditor: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_add_auditor(auditor)
		}

		/// Strike an auditor off. What it has attested no longer counts; its bond stays on hold
		/// for a while. Origin: governance.
		///
		/// - `auditor`: the account.
		///
		/// Errors: `NotAuditor`. Event: `AuditorRemoved`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::remove_auditor())]
		pub fn remove_auditor(origin: OriginFor<T>, auditor: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_remove_auditor(auditor)
		}

		/// Attest to attributes of a provider, in place of what the caller attested before.
		/// Origin: a listed auditor.
		///
		/// - `provider`: of whom.
		/// - `attributes`: at least one, each declared by the provider with just this value.
		/// - `level`: how thoroughly they were checked, by the auditors' own scale.
		/// - `evidence`: the hash of what was found.
		/// - `expires`: the first block at which it no longer counts, in the future and at most
		///   [`MAX_ATTESTATION_BLOCKS`] ahead.
		///
		/// Errors: `NotAuditor`, `EmptyAttestation`, `InvalidExpiry`, `NotFound`, `NotDeclared`,
		/// `DuplicateAttribute`. Events: `Attested`, and `AttestationRemoved` for each one of
		/// others that no longer counted and made room.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::attest(weights::count(attributes), MAX_AUDITORS))]
		pub fn attest(
			origin: OriginFor<T>,
			provider: T::AccountId,
			attributes: Attributes,
			level: u8,
			evidence: H256,
			expires: BlockNumber,
		) -> DispatchResultWithPostInfo {
			let auditor = ensure_signed(origin)?;
			Self::do_attest(auditor, provider, attributes, level, evidence, expires)
		}

		/// Take back what the caller attested of a provider.
		///
		/// - `provider`: of whom.
		///
		/// Errors: `AttestationNotFound`. Event: `AttestationRemoved`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(origin: OriginFor<T>, provider: T::AccountId) -> DispatchResult {
			let auditor = ensure_signed(origin)?;
			Self::do_revoke(auditor, provider)
		}

		/// Show that a provider's node is there, so that its service clock goes on. Sent by its
		/// off-chain worker; pays no fee. Operational, lest full blocks cost a provider service.
		///
		/// - `message`: signed by a service key under the kind `beat`.
		/// - `signature`: of what [`Message::to_sign`] returns.
		///
		/// Errors: `KeyNotFound`, `InvalidNonce`, `StaleBlock`, `TooSoon`; the pool refuses all
		/// of them beforehand. Event: `HeartbeatReceived`.
		#[pallet::call_index(13)]
		#[pallet::weight((T::WeightInfo::heartbeat(), DispatchClass::Operational))]
		#[pallet::authorize(|_source, message, signature| {
			Self::authorize_heartbeat(message, signature)
		})]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_heartbeat())]
		pub fn heartbeat(
			origin: OriginFor<T>,
			message: Message<ServiceKey, ()>,
			signature: ServiceSignature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			let _checked_by_authorize = signature;
			Self::do_heartbeat(message)
		}

		/// Set the parameters. Bonds change with the next change of what they are for, heartbeat
		/// rules with each provider's next heartbeat. Origin: governance.
		///
		/// - `params`: all of them.
		///
		/// Errors: `InvalidParams`. Event: `ParamsSet`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::set_params())]
		pub fn set_params(origin: OriginFor<T>, params: Params) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			ensure!(params.is_valid(), Error::<T>::InvalidParams);
			Parameters::<T>::put(params);
			Self::deposit_event(Event::ParamsSet { params });
			Ok(())
		}

		/// Attest to one machine with its devices, in place of what the caller attested of it
		/// before. Any change of the machine voids it. Origin: a listed auditor.
		///
		/// - `provider`, `node`: whose machine, and which.
		/// - `devices`: the devices found in it, which must be the ones that the provider declares.
		/// - `level`, `evidence`, `expires`: as for `attest`.
		///
		/// Errors: `NotAuditor`, `InvalidExpiry`, `NodeNotFound`, `DevicesDiffer`,
		/// `TooManyAttestations` (four others that count). Event: `MachineAttested`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::attest_machine())]
		pub fn attest_machine(
			origin: OriginFor<T>,
			provider: T::AccountId,
			node: NodeIndex,
			devices: Devices,
			level: u8,
			evidence: H256,
			expires: BlockNumber,
		) -> DispatchResult {
			let auditor = ensure_signed(origin)?;
			Self::do_attest_machine(auditor, provider, node, devices, level, evidence, expires)
		}

		/// Take back what the caller attested of a machine.
		///
		/// - `provider`, `node`: whose machine, and which.
		///
		/// Errors: `AttestationNotFound`. Event: `MachineAttestationRevoked`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::revoke_machine())]
		pub fn revoke_machine(
			origin: OriginFor<T>,
			provider: T::AccountId,
			node: NodeIndex,
		) -> DispatchResult {
			let auditor = ensure_signed(origin)?;
			Self::do_revoke_machine(auditor, provider, node)
		}

		/// Bond a private network, and put it before the validators, who judge it once by its terms. The
		/// order fee is charged for their votes.
		///
		/// - `terms`: the hash of what it is for and by which rules.
		/// - `restricted`: whether only tenants that it admits may take its offers.
		///
		/// Errors: `InsufficientFunds`, and those of the validators' registry (denied operator or terms).
		/// Event: `NetworkCreated`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::create_network())]
		pub fn create_network(
			origin: OriginFor<T>,
			terms: H256,
			restricted: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_create_network(who, terms, restricted)
		}

		/// Admit a provider to the caller's network. It may then supply the network's offers.
		///
		/// - `network`, `provider`: which and whom. At most [`MAX_MEMBERS`].
		///
		/// Errors: `NotFound`, `NetworkNotFound`, `NotAuthorized`, `NetworkNotApproved`,
		/// `AlreadyAdmitted`, `TooManyMembers`. Event: `ProviderAdmitted`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::admit_provider())]
		pub fn admit_provider(
			origin: OriginFor<T>,
			network: NetworkId,
			provider: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_admit_provider(who, network, provider)
		}

		/// End a provider's part in a network. Its leases go on. Origin: the operator, or the provider.
		///
		/// - `network`, `provider`: which and whom.
		///
		/// Errors: `NetworkNotFound`, `NotAuthorized`, `NotMember`. Event: `ProviderExpelled`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::expel_provider())]
		pub fn expel_provider(
			origin: OriginFor<T>,
			network: NetworkId,
			provider: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_expel_provider(who, network, provider)
		}

		/// Admit a tenant to the caller's network, which matters where it is restricted.
		///
		/// - `network`, `tenant`: which and whom. At most [`MAX_GUESTS`].
		///
		/// Errors: `NetworkNotFound`, `NotAuthorized`, `NetworkNotApproved`, `AlreadyAdmitted`,
		/// `TooManyMembers`. Event: `TenantAdmitted`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::admit_tenant())]
		pub fn admit_tenant(
			origin: OriginFor<T>,
			network: NetworkId,
			tenant: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_admit_tenant(who, network, tenant)
		}

		/// End a tenant's admission to a network. Its leases go on. Origin: the operator, or the tenant.
		///
		/// - `network`, `tenant`: which and whom.
		///
		/// Errors: `NetworkNotFound`, `NotAuthorized`, `NotMember`. Event: `TenantExpelled`.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::expel_tenant())]
		pub fn expel_tenant(
			origin: OriginFor<T>,
			network: NetworkId,
			tenant: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_expel_tenant(who, network, tenant)
		}

		/// Offer something in the caller's network. Its members decide from which machines they supply it.
		///
		/// - `network`: which. At most [`MAX_OFFERS`] offers of each.
		/// - `terms`: what for what.
		/// - `quantity`: replicas in all, 1 to [`MAX_QUANTITY`].
		///
		/// Errors: `InvalidResources`, `InvalidOffer`, `NetworkNotFound`, `NotAuthorized`,
		/// `NetworkNotApproved`, `TooManyOffers`. Event: `OfferPublished`.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::publish_offer())]
		pub fn publish_offer(
			origin: OriginFor<T>,
			network: NetworkId,
			terms: OfferTerms,
			quantity: u32,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_publish_offer(who, network, terms, quantity)
		}

		/// Remove an offer of the caller's network. If parts of it are taken it is closed first, and
		/// removed by a second call when they are back.
		///
		/// - `offer`: which.
		///
		/// Errors: `OfferNotFound`, `NetworkNotFound`, `NotAuthorized`, `OfferInUse`. Events: `OfferClosed`
		/// or `OfferRemoved`.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::withdraw_offer())]
		pub fn withdraw_offer(origin: OriginFor<T>, offer: OfferId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_offer(who, offer)
		}

		/// Supply an offer from these of the caller's machines, which serve the open market as well: who
		/// comes first has the capacity. From none: no longer.
		///
		/// - `offer`: which.
		/// - `nodes`: up to eight machines, ascending.
		///
		/// Errors: `OfferNotFound`, `NothingToChange`, `NotFound`, `NotMember`, `InvalidPlacement`,
		/// `NodeNotFound`, `TooManySupplies`. Event: `OfferSupplied`.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::supply_offer())]
		pub fn supply_offer(
			origin: OriginFor<T>,
			offer: OfferId,
			nodes: SupplyNodes,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_supply_offer(who, offer, nodes)
		}

		/// Dissolve the caller's network and return its bond. It has no offers, members or tenants by then.
		///
		/// - `network`: which.
		///
		/// Errors: `NetworkNotFound`, `NotAuthorized`, `NetworkInUse`. Event: `NetworkDissolved`.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::dissolve_network())]
		pub fn dissolve_network(origin: OriginFor<T>, network: NetworkId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dissolve_network(who, network)
		}

		/// Ask the validators to admit the caller, a provider, to the audited tier. The order fee is charged
		/// for their votes.
		///
		/// - `evidence`: the hash of what the caller shows for it.
		///
		/// Errors: `NotFound`, `AlreadyAdmitted`, `AlreadyApplied`, and those of the validators' registry.
		/// Event: `AdmissionRequested`.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::apply_for_admission())]
		pub fn apply_for_admission(origin: OriginFor<T>, evidence: H256) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_apply(who, evidence)
		}

		/// Take a provider out of the audited tier. Its leases go on. Origin: governance.
		///
		/// - `provider`: whom.
		///
		/// Errors: `NotFound`, `NotAdmitted`. Event: `AdmissionVoided`.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::void_admission())]
		pub fn void_admission(origin: OriginFor<T>, provider: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_void_admission(provider)
		}

		/// Announce that the caller's machines may be silent for a while. Silence in that window counts
		/// neither for reputation nor for being silent for too long; the service clock stands still, so it
		/// is not paid for either.
		///
		/// - `from`, `until`: the first block, and the first block after; the parameters say how far ahead,
		///   how long, and how long after the last one.
		///
		/// Errors: `NotFound`, `MaintenanceAnnounced`, `InvalidMaintenance`. Event: `MaintenanceAnnounced`.
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::announce_maintenance())]
		pub fn announce_maintenance(
			origin: OriginFor<T>,
			from: BlockNumber,
			until: BlockNumber,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_announce_maintenance(who, from, until)
		}

		/// Take announced maintenance back, or end it early.
		///
		/// Errors: `NothingToChange`. Event: `MaintenanceEnded`.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::end_maintenance())]
		pub fn end_maintenance(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_end_maintenance(who)
		}

		/// Claim a part of a provider's bond for a lease of the caller that ended a short while ago.
		/// Governance decides until a deadline. One dispute a lease.
		///
		/// - `provider`, `lease`: whose lease, and which.
		/// - `evidence`: the hash of what the caller shows.
		///
		/// Errors: `NotDisputable`, `NotFound`, `TooManyDisputes`, `InsufficientFunds`. Event:
		/// `DisputeOpened`.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::open_dispute())]
		pub fn open_dispute(
			origin: OriginFor<T>,
			provider: T::AccountId,
			lease: LeaseId,
			evidence: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open_dispute(who, provider, lease, evidence)
		}

		/// Decide a dispute. Origin: governance.
		///
		/// - `provider`, `lease`: whose lease, and which.
		/// - `award`: what the tenant gets of the bond, at most the part that the parameters say; its
		///   deposit is returned. `None` dismisses the claim, and the deposit goes to the fee pot.
		///
		/// Errors: `DisputeNotFound`, `AwardTooHigh`. Event: `DisputeUpheld` or `DisputeDismissed`.
		#[pallet::call_index(31)]
		#[pallet::weight(T::WeightInfo::resolve_dispute())]
		pub fn resolve_dispute(
			origin: OriginFor<T>,
			provider: T::AccountId,
			lease: LeaseId,
			award: Option<Balance>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_resolve_dispute(provider, lease, award)
		}

		/// End a dispute that was not decided by its deadline, and return the deposit. Anyone may.
		///
		/// - `provider`, `lease`: whose lease, and which.
		///
		/// Errors: `DisputeNotFound`, `TooSoon`. Event: `DisputeLapsed`.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::lapse_dispute())]
		pub fn lapse_dispute(
			origin: OriginFor<T>,
			provider: T::AccountId,
			lease: LeaseId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let _anyone = who;
			Self::do_lapse_dispute(provider, lease)
		}

		/// Hold again what tenants were awarded of the caller's bond. It takes bids again then.
		///
		/// Errors: `NotFound`, `NothingToChange`, `InsufficientFunds`. Event: `BondRestored`.
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::restore_bond())]
		pub fn restore_bond(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_restore_bond(who)
		}

		/// Return the bond of the caller, an auditor that was struck off long enough ago.
		///
		/// Errors: `NotRetired`, `TooSoon`. Event: `AuditorBondReturned`.
		#[pallet::call_index(34)]
		#[pallet::weight(T::WeightInfo::withdraw_auditor_bond())]
		pub fn withdraw_auditor_bond(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_auditor_bond(who)
		}

		/// Take a part of an auditor's bond, listed or struck off, for the fee pot. Origin: governance.
		///
		/// - `auditor`: whose.
		/// - `amount`: how much, above zero.
		///
		/// Errors: `NotAuditor`, `AwardTooHigh`. Event: `AuditorBondForfeited`.
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::forfeit_auditor_bond())]
		pub fn forfeit_auditor_bond(
			origin: OriginFor<T>,
			auditor: T::AccountId,
			amount: Balance,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_forfeit_auditor_bond(auditor, amount)
		}
	}
}
