#!/usr/bin/env bash
# Measure what the calls, hooks and authorisations of our pallets weigh, and write the figures into
# runtime/src/weights/; print what a read and a write of the database take.
#
#   ./scripts/weights.sh [--quick] [PALLET]…     (default: all and the database; PALLET as its folder
#                                                 under pallets/, or `database`)
#
# The database is measured with a state of 1,000,000 leases, which takes 6 GB of memory for some
# minutes; LEASES says how many otherwise.
# --quick only looks whether all benchmarks run: few points, once each, and nothing is written.
# The first run builds the runtime once more, for wasm alone and in a target folder of its own,
# because benchmarks switch features deep in the tree. Nothing else should run meanwhile.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$LEASEHOLD_ROOT"

STEPS=20 REPEAT=10 QUICK='' DATABASE='' LEASES="${LEASES:-1000000}"
PALLETS=()
for argument in "$@"; do
  case "$argument" in
  --quick) STEPS=2 REPEAT=1 QUICK=1 LEASES=10000 ;;
  -h | --help) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  -*) fail "unknown argument '$argument'; the only one is --quick" ;;
  database) DATABASE=1 ;;
  *)
    [ -f "pallets/$argument/src/benchmarking.rs" ] ||
      fail "there are no benchmarks in pallets/$argument; name a folder under pallets/ that has some"
    PALLETS+=("$argument")
    ;;
  esac
done
if [ "${#PALLETS[@]}" = 0 ] && [ -z "$DATABASE" ]; then
  DATABASE=1
  for file in pallets/*/src/benchmarking.rs; do PALLETS+=("$(basename "${file%/src/*}")"); done
fi

"$LEASEHOLD_ROOT/scripts/setup.sh"
use_toolchain
LOGS="$LEASEHOLD_CACHE/logs"
BENCH_TARGET="$CARGO_TARGET_DIR/benchmarks"

# With the node's selection, so that nothing below is built again with other features.
if [ "${#PALLETS[@]}" -gt 0 ]; then
  quietly "building the program that measures" "$LOGS/weights-build.log" \
    cargo build --release --locked -p leasehold-node -p leasehold-runtime -p leasehold-weights \
    --bin leasehold-weights
  # As the wasm builder does it, but with the benchmarks and without the native half.
  quietly "building the runtime with its benchmarks" "$LOGS/weights-runtime.log" \
    env CARGO_TARGET_DIR="$BENCH_TARGET" \
    RUSTFLAGS="-C link-arg=--export-table -C link-arg=--export=__heap_base -C link-arg=--import-memory --cfg substrate_runtime" \
    cargo rustc --release --locked -p leasehold-runtime --lib --crate-type cdylib \
    --no-default-features --features runtime-benchmarks --target wasm32v1-none \
    --config 'profile.release.lto="thin"' --config 'profile.release.panic="abort"' \
    --config 'profile.release.overflow-checks=true'
fi

mkdir -p runtime/src/weights
for pallet in "${PALLETS[@]}"; do
  output=()
  [ -n "$QUICK" ] || output=(--output "runtime/src/weights/pallet_leasehold_$pallet.rs")
  quietly "measuring $pallet" "$LOGS/weights-$pallet.log" \
    "$CARGO_TARGET_DIR/release/leasehold-weights" \
    --runtime "$BENCH_TARGET/wasm32v1-none/release/leasehold_runtime.wasm" \
    --pallet "pallet_leasehold_$pallet" --steps "$STEPS" --repeat "$REPEAT" "${output[@]}"
done

if [ -n "$DATABASE" ]; then
  # The runtime in it has the weights of the pallets; no time of the database depends on them.
  quietly "building the program that measures the database" "$LOGS/weights-database-build.log" \
    cargo build --release --locked -p leasehold-node -p leasehold-runtime -p leasehold-bench --bin scale
  DATABASES="$(mktemp -d "$LEASEHOLD_CACHE/database.XXXXXX")"
  clean_up() {
    stop_children
    rm -rf -- "$DATABASES"
  }
  trap clean_up EXIT
  quietly "measuring the database with $LEASES leases" "$LOGS/weights-database.log" \
    "$CARGO_TARGET_DIR/release/scale" --base-path "$DATABASES" --leases "$LEASES" --database \
    --database-only
  tail -n 4 "$LOGS/weights-database.log"
fi
if [ -n "$QUICK" ]; then ok "all benchmarks run"; else ok "runtime/src/weights/ has the figures of this machine"; fi
