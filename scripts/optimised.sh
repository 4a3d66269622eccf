# Sourced by the long tests: optimised builds of our crates with the checks of the dev profile, in a
# target directory of their own, so that the builds for the node and for CI stay as they are.

export CARGO_TARGET_DIR="$LEASEHOLD_CACHE/optimised"
# The fuzz target instruments single crates, which is an option of a nightly cargo. Build scripts
# look at this variable, too: both long tests set it, so that they share their builds.
export RUSTC_BOOTSTRAP=1

OPTIMISED=(--release --locked)
for crate in leasehold-primitives pallet-leasehold-escrow; do
  OPTIMISED+=(--config "profile.release.package.$crate.debug-assertions=true")
done
