//! One file a call or job. Every test ends in `do_try_state`.

mod auction;
mod bid;
mod close_deployment;
mod close_order;
mod create_deployment;
mod genesis;
mod lease_hooks;
mod prices;
mod properties;
mod set_params;
mod try_state;
mod verdict;
mod view;
mod withdraw_bid;
