//! How this pallet's storage came to be what it is, one version a file.

pub mod v2;
