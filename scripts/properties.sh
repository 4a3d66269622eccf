#!/usr/bin/env bash
# The long property run: random sequences on escrow against the slow model, a million steps unless
# told otherwise, optimised, with overflow checks and debug assertions. Says what the sequences have
# reached. A failing sequence is made smaller and printed with the seed that replays it.
#
#   ./scripts/properties.sh [STEPS] [SEED]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/optimised.sh"
use_toolchain
cd "$LEASEHOLD_ROOT"

export LEASEHOLD_PROPERTY_OPS="${1:-1000000}"
if [ -n "${2:-}" ]; then export LEASEHOLD_PROPERTY_SEED="$2"; fi
# A failing sequence panics once for every try to make it smaller.
export RUST_BACKTRACE=0
exec cargo test "${OPTIMISED[@]}" -p pallet-leasehold-escrow --lib -- --nocapture \
  tests::properties::escrow_should_agree_with_the_model_whatever_happens
