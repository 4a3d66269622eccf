//! One file for each call or job.

mod committees;
mod conservation;
mod decide;
mod denials;
mod migrations;
mod offchain;
mod policy;
mod pot;
mod rewards;
mod service;
mod sessions;
mod set_params;
mod submit;
mod tally;
mod try_state;
mod vote;
mod withdraw;
