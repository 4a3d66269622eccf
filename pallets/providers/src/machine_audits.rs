//! What auditors attest to of single machines.

use crate::{
	Config, Devices, Error, Event, MachineAttestation, MachineAudits, Nodes, Pallet,
	MAX_MACHINE_ATTESTATIONS,
};
use frame_support::ensure;
use leasehold_primitives::{BlockNumber, NodeIndex};
use sp_core::H256;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_attest_machine(
		auditor: T::AccountId,
		provider: T::AccountId,
		node: NodeIndex,
		devices: Devices,
		level: u8,
		evidence: H256,
		expires: BlockNumber,
	) -> DispatchResult {
		ensure!(Self::is_listed(&auditor), Error::<T>::NotAuditor);
		let now = Self::ensure_expiry(expires)?;
		let machine = Nodes::<T>::get(&provider, node).ok_or(Error::<T>::NodeNotFound)?;
		ensure!(machine.devices == devices, Error::<T>::DevicesDiffer);
		MachineAudits::<T>::try_mutate(&provider, node, |audits| {
			audits.retain(|one| one.auditor != auditor);
			if audits.len() >= MAX_MACHINE_ATTESTATIONS as usize {
				audits.retain(|one| now < one.expires && Self::is_listed(&one.auditor));
			}
			let audit = MachineAttestation { auditor: auditor.clone(), level, evidence, expires };
			audits.try_push(audit).map_err(|_| Error::<T>::TooManyAttestations)
		})?;
		Self::deposit_event(Event::MachineAttested {
			auditor,
			provider,
			node,
			devices,
			level,
			evidence,
			expires,
		});
		Ok(())
	}

	pub(crate) fn do_revoke_machine(
		auditor: T::AccountId,
		provider: T::AccountId,
		node: NodeIndex,
	) -> DispatchResult {
		MachineAudits::<T>::try_mutate_exists(&provider, node, |slot| {
			let audits = slot.as_mut().ok_or(Error::<T>::AttestationNotFound)?;
			let at = audits.iter().position(|one| one.auditor == auditor);
			audits.remove(at.ok_or(Error::<T>::AttestationNotFound)?);
			if audits.is_empty() {
				*slot = None;
			}
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::MachineAttestationRevoked { auditor, provider, node });
		Ok(())
	}

	/// What was attested to of a machine no longer counts: it has changed or is gone.
	pub(crate) fn void_machine(provider: &T::AccountId, node: NodeIndex) {
		let audits = MachineAudits::<T>::take(provider, node);
		if !audits.is_empty() {
			let provider = provider.clone();
			Self::deposit_event(Event::MachineAttestationsVoided { provider, node });
		}
	}
}
