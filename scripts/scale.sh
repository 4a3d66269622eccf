#!/usr/bin/env bash
# Measure what a block and a provider's worker cost in states with more and more active leases, and
# what a lease takes in the state:
#
#   ./scripts/scale.sh [--json FILE] [SIZE]…     (default: 0 10000 100000 1000000 leases)
#
# Prints an idle block, a block full of settlements, a run of the off-chain worker that finds its due
# leases, and bytes a lease; and whether an idle block in the last size takes at most 1.1 times, and
# a settlement at most 1.3 times, what it takes in the first. --json writes the figures to FILE too.
#
# A million leases take a quarter of an hour, 6 GB of memory and 8 GB of disk. Nothing else should run
# meanwhile, though all sizes are measured in turns and medians count.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

JSON=()
SIZES=()
while [ $# -gt 0 ]; do
  case "$1" in
  --json)
    [ $# -ge 2 ] || fail "--json needs a file"
    JSON=(--json "$(realpath -m -- "$2")")
    shift
    ;;
  -h | --help) usage; exit 0 ;;
  -*) fail "unknown argument '$1'; see --help" ;;
  *)
    [[ "$1" =~ ^[0-9]+$ ]] || fail "'$1' is no number of leases"
    SIZES+=("$1")
    ;;
  esac
  shift
done
[ "${#SIZES[@]}" -gt 0 ] || SIZES=(0 10000 100000 1000000)
cd "$LEASEHOLD_ROOT"

"$LEASEHOLD_ROOT/scripts/setup.sh"
use_toolchain
LOGS="$LEASEHOLD_CACHE/logs"
DATABASES="$(mktemp -d "$LEASEHOLD_CACHE/scale.XXXXXX")"
clean_up() {
  stop_children
  rm -rf -- "$DATABASES"
}
trap clean_up EXIT

# With the node's selection, so that nothing below is built again with other features.
quietly "building the program that measures" "$LOGS/scale-build.log" \
  cargo build --release --locked -p leasehold-node -p leasehold-runtime -p leasehold-bench --bin scale
TABLE="$DATABASES/table"
# shellcheck disable=SC2016
quietly "making states of ${SIZES[*]} leases and measuring them" "$LOGS/scale.log" \
  bash -c 'table="$1"; shift; exec "$@" >"$table"' _ "$TABLE" \
  "$CARGO_TARGET_DIR/release/scale" --base-path "$DATABASES" "${JSON[@]}" \
  --leases "$(IFS=,; echo "${SIZES[*]}")"
cat "$TABLE"
