mod index;
mod note;
mod proofs;
mod root;
mod try_state;
