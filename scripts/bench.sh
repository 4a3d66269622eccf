#!/usr/bin/env bash
# Measure the node: one table, all of it in one run on one machine, so that ratios hold where the
# machine is noisy.
#
#   ./scripts/bench.sh [--quick] [--json FILE] [--rate N] [PART]…     (default: all parts)
#
# PART is one of
#   throughput   each kind of transaction by itself at full blocks, against a transfer
#   mix          a market's transactions, as fast as blocks take them, and once more with settlements
#                in batches, as providers' nodes send them
#   burst        the same at 2,500 a second for a minute
#   market       a market that lives, at N operations a second (default 1,000) for ten minutes, its
#                settlements in batches as providers' nodes send them; memory, database
#   import       10,000 blocks of a market, executed again by a node
#   idle         states of up to a million leases (scripts/scale.sh)
#   latency      four validators and two providers (scripts/latency.sh)
#
# All together take an hour and a half on two cores; --quick looks only whether everything runs.
# Nothing else should run meanwhile. The figures are written as JSON to FILE, default
# bench.json in the cache folder.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/chain.sh"

ALL=(throughput mix burst market import idle latency)
QUICK='' RATE=1000 JSON="$LEASEHOLD_CACHE/bench.json" PARTS=()
while [ "$#" -gt 0 ]; do
  case "$1" in
  --quick) QUICK=1 ;;
  --json) [ "$#" -gt 1 ] || fail "--json needs a file"; JSON="$(realpath -m "$2")"; shift ;;
  --rate) [ "$#" -gt 1 ] || fail "--rate needs a number"; RATE="$2"; shift ;;
  -h | --help) sed -n '2,22s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  *)
    [[ " ${ALL[*]} " == *" $1 "* ]] || fail "there is no part '$1'; there are: ${ALL[*]}"
    PARTS+=("$1")
    ;;
  esac
  shift
done
[ "${#PARTS[@]}" -gt 0 ] || PARTS=("${ALL[@]}")

"$LEASEHOLD_ROOT/scripts/setup.sh"
use_toolchain
cd "$LEASEHOLD_ROOT"
RELEASE="$CARGO_TARGET_DIR/release"
quietly "building the node and what measures it" "$LEASEHOLD_CACHE/logs/bench-build.log" \
  cargo build --release --locked -p leasehold-node -p leasehold-runtime -p leasehold-bench --bins

WORK="$(mktemp -d "${TMPDIR:-/tmp}/leasehold-bench.XXXXXX")"
CHAIN_DIR="$WORK"
finish() {
  local status=$?
  stop_children
  if [ "$status" = 0 ]; then rm -rf "$WORK"; else echo "what was left is in $WORK" >&2; fi
}
trap finish EXIT
"$NODE_BINARY" export-chain-spec --chain dev --raw >"$WORK/dev.json" 2>"$WORK/spec.log"

# A fresh chain of one validator. Sets URL and BENCH_PID.
fresh_chain() {
  local port
  port="$(free_port)"
  rm -rf "$WORK/bench"
  start_node bench --chain "$WORK/dev.json" --alice --validator --force-authoring --rpc-port "$port" \
    --unsafe-force-node-key-generation
  await_rpc bench "$port" "$BENCH_PID"
  URL="http://127.0.0.1:$port"
}

# The end of a part: what the node has logged, of its proposing times, goes with the part's figures.
# Fails if anything failed or was lost. `stop_bench PART`
stop_bench() {
  kill "$BENCH_PID" && wait "$BENCH_PID" || true
  mv "$WORK/bench.log" "$WORK/$1.log"
  [ -z "$LOST" ]
}

kilobytes() { sed -n "s/^$1:[[:space:]]*\([0-9]*\) kB/\1/p" "/proc/$BENCH_PID/status"; }
database_bytes() { du -sb "$WORK/bench/chains"/*/paritydb | cut -f1; }

# `load NAME ARGUMENT…`: what fails or is lost fails the part, at its end.
LOST=''
load() {
  local name="$1"
  shift
  step "$name"
  attend "$RELEASE/load" --url "$URL" --json "$WORK/$name.json" "$@" || LOST=1
}

throughput() {
  fresh_chain
  if [ -n "$QUICK" ]; then
    load throughput phases --transfers 4000 --leases 320 --settles 400 --batches 10 --orders 100 --awards 100
  else
    load throughput phases
  fi
  stop_bench throughput
}

mix() {
  fresh_chain
  if [ -n "$QUICK" ]; then load mix mix --count 2000 --transfers 4000; else load mix mix --count 62000 --transfers 60000; fi
  stop_bench mix
  fresh_chain
  if [ -n "$QUICK" ]; then
    load batches mix --batches --count 2000 --transfers 4000
  else
    load batches mix --batches --count 62000 --transfers 60000
  fi
  stop_bench batches
}

burst() {
  fresh_chain
  if [ -n "$QUICK" ]; then
    load burst mix --count 2000 --transfers 500 --rate 500
  else
    load burst mix --count 150000 --transfers 5000 --rate 2500
  fi
  stop_bench burst
}

market() {
  fresh_chain
  sleep 15
  local rest before
  rest="$(kilobytes VmRSS)" before="$(database_bytes)"
  if [ -n "$QUICK" ]; then
    load market market --batches --rate 50 --seconds 60
  else
    load market market --batches --rate "$RATE"
  fi
  printf '{"restKb":%s,"peakKb":%s,"afterKb":%s,"databaseBefore":%s,"databaseAfter":%s,"runtimeBytes":%s}\n' \
    "$rest" "$(kilobytes VmHWM)" "$(kilobytes VmRSS)" "$before" "$(database_bytes)" \
    "$(stat -c %s "$RELEASE"/wbuild/leasehold-runtime/leasehold_runtime.compact.compressed.wasm)" \
    >"$WORK/footprint.json"
  stop_bench market
}

# When a line was logged, in seconds. `logged PATTERN LOG`
logged() { date -d "$(grep -m 1 "$1" "$2" | cut -c 1-19)" +%s; }

import() {
  local blocks=10000 operations=30 started log="$WORK/import.log"
  [ -z "$QUICK" ] || blocks=100
  step "import: making $blocks blocks of a market"
  attend "$RELEASE/blocks" --spec "$WORK/dev.json" --blocks "$blocks" --operations "$operations" \
    --base-path "$WORK/blocks-db" --out "$WORK/blocks"
  quietly "executing them again" "$log" "$NODE_BINARY" import-blocks --binary --chain "$WORK/dev.json" \
    --base-path "$WORK/import" "$WORK/blocks"
  # Without the start: from the node's own log.
  started="$(logged 'Creating empty BABE epoch changes' "$log")"
  printf '{"blocks":%s,"operationsEach":%s,"ms":%s}\n' "$blocks" "$operations" \
    $((($(logged 'Imported [0-9]* blocks' "$log") - started) * 1000)) >"$WORK/import.json"
  rm -rf "$WORK/import" "$WORK/blocks"
}

idle() {
  local sizes=()
  [ -z "$QUICK" ] || sizes=(0 1000)
  step "idle: states of many leases"
  "$LEASEHOLD_ROOT/scripts/scale.sh" --json "$WORK/idle.json" "${sizes[@]}"
}

latency() {
  local orders=()
  [ -z "$QUICK" ] || orders=(--orders 4)
  step "latency: four validators, two providers"
  "$LEASEHOLD_ROOT/scripts/latency.sh" --json "$WORK/latency.json" "${orders[@]}"
}

status=0
for part in "${PARTS[@]}"; do
  # One part that misses says so and lets the others run. Not `"$part" || …`: the shell would then go
  # on after a failed command inside the part.
  (
    own_children
    "$part"
  ) &
  CHILDREN+=("$!")
  wait "$!" || status=1
done
echo
node "$LEASEHOLD_ROOT/bench/report.js" "$WORK" "$LEASEHOLD_ROOT/runtime/src/weights" "$JSON"
ok "the figures are in $JSON"
exit "$status"
