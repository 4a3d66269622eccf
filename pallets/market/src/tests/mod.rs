//! One file a call or job. Every test ends in `do_try_state`.

mod akash;
mod auction;
mod bid;
mod choice;
mod close_deployment;
mod close_order;
mod costs;
mod create_deployment;
mod genesis;
mod lease_hooks;
mod offers;
mod prices;
mod properties;
mod relist;
mod sealed;
mod set_params;
mod ties;
mod topup;
mod try_state;
mod verdict;
mod view;
mod withdraw_bid;
