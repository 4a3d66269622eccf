//! One file a subject. Every test ends in `do_try_state`.

mod genesis;
mod getters;
mod quota;
