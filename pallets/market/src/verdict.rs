//! What validators decide about orders.

use crate::{CloseCause, Config, Event, OrderState, Orders, Pallet, Params, WeightInfo};
use frame_support::weights::Weight;
use leasehold_primitives::traits::{OnVerdict, Subject, Verdict};

impl<T: Config> OnVerdict for Pallet<T> {
	/// Open the order, with the bids that were placed while it waited; or close it. No effect on
	/// an order that does not wait for a verdict.
	fn on_verdict(subject: Subject, verdict: Verdict) {
		let Subject::Order(id) = subject else { return };
		let Some(mut order) = Orders::<T>::get(id) else { return };
		if order.state != OrderState::Pending {
			return;
		}
		match verdict {
			Verdict::Approved => {
				let params = Params::<T>::get();
				let (ends, latest) = Self::start_auction(id, &mut order, &params);
				Orders::<T>::insert(id, order);
				Self::deposit_event(Event::OrderOpened { order: id, ends, latest });
			},
			Verdict::Rejected(reason) => {
				Self::begin_closing(id, order, CloseCause::Rejected(reason));
			},
		}
	}

	fn weight() -> Weight {
		T::WeightInfo::on_verdict()
	}

	fn weight_of(subject: &Subject) -> Weight {
		match subject {
			Subject::Order(_) => Self::weight(),
			Subject::Network(_) | Subject::Admission(_) => Weight::zero(),
		}
	}
}
