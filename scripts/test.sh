#!/usr/bin/env bash
# Every test: formatting, clippy, unit and property tests, the runtime's tests, and the clients'
# tests against real nodes.
#
#   ./scripts/test.sh [fmt|clippy|pallets|agent|contracts|node|clients|network|anchor]…     (default: all)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/chain.sh"
cd "$LEASEHOLD_ROOT"

PARTS=("$@")
[ "$#" -gt 0 ] || PARTS=(fmt clippy pallets agent contracts node clients network anchor)
for part in "${PARTS[@]}"; do
  case "$part" in
  fmt | clippy | pallets | agent | contracts | node | clients | network | anchor) ;;
  *) fail "there is no part '$part'; the parts are fmt, clippy, pallets, agent, contracts, node, clients, network and anchor" ;;
  esac
done
wants() { [[ " ${PARTS[*]} " == *" $1 "* ]]; }

if wants agent; then export LEASEHOLD_CONTAINERS=1; fi
"$LEASEHOLD_ROOT/scripts/setup.sh"
use_toolchain

# The selections of crates. Each is always built as a whole and in its own profile: another
# selection would switch features deep in the tree and build it again.
PALLETS=(-p leasehold-primitives)
for manifest in pallets/*/Cargo.toml; do
  PALLETS+=(-p "pallet-leasehold-$(basename "$(dirname "$manifest")")")
done
# What runs outside the chain needs none of its crates and builds in two or three minutes.
AGENT=(-p leasehold-client -p leasehold-cli -p leasehold-agent)
NODE=(-p leasehold-node -p leasehold-runtime)
LOGS="$LEASEHOLD_CACHE/logs"

# Sum up what cargo's and node's test runners counted in a log.
PASSED=0
count_tests() {
  local sum
  sum="$(awk '/^test result: ok\./ { n += $4 } /^(#|ℹ) pass [0-9]+/ { n += $3 } END { print n + 0 }' "$1")"
  [ "$sum" -gt 0 ] || fail "no test ran; see $1"
  PASSED=$((PASSED + sum))
  ok "$sum tests passed"
}

if wants fmt; then
  quietly "formatting" "$LOGS/fmt.log" cargo fmt --all --check
fi
if wants clippy; then
  quietly "clippy: pallets and primitives, with their tests" "$LOGS/clippy-pallets.log" \
    cargo clippy --locked "${PALLETS[@]}" --all-targets -- -D warnings
fi
if wants pallets; then
  quietly "unit and property tests: pallets and primitives" "$LOGS/pallets.log" \
    cargo test --locked "${PALLETS[@]}"
  count_tests "$LOGS/pallets.log"
fi
if wants agent; then
  quietly "clippy: client, agent and command line, with their tests" "$LOGS/clippy-agent.log" \
    cargo clippy --locked "${AGENT[@]}" --all-targets -- -D warnings
  # Their tests on a chain run with the clients', against the node of this checkout.
  quietly "tests: deploy files, manifests, tokens, command line, containers" "$LOGS/agent.log" \
    env LEASEHOLD_NODE=none cargo test --locked "${AGENT[@]}" -- --nocapture
  count_tests "$LOGS/agent.log"
  grep -h '^SKIPPED' "$LOGS/agent.log" || true
fi
if wants contracts; then
  quietly "contracts' tests on anvil" "$LOGS/contracts.log" npm --prefix contracts test
  count_tests "$LOGS/contracts.log"
fi
if wants node || wants clients || wants network || wants anchor; then
  "$LEASEHOLD_ROOT/scripts/build.sh"
fi
if wants node; then
  quietly "tests: runtime and node" "$LOGS/node.log" cargo test --release --locked "${NODE[@]}"
  count_tests "$LOGS/node.log"
fi
if wants clippy; then
  quietly "clippy: runtime and node" "$LOGS/clippy-node.log" \
    cargo clippy --release --locked "${NODE[@]}" --all-targets -- -D warnings
fi
if wants clients; then
  trap 'status=$?; [ -n "${CHAIN_DIR:-}" ] && stop_chain $status; stop_children' EXIT
  start_chain
  quietly "clients' tests against a chain of two nodes" "$LOGS/clients.log" \
    env LEASEHOLD_WS="$VALIDATOR_WS" LEASEHOLD_PROVIDER_WS="$PROVIDER_WS" \
    node zombienet/tests/run.js
  count_tests "$LOGS/clients.log"
  mkdir "$CHAIN_DIR/states"
  quietly "the states after every block of that chain" "$LOGS/states.log" \
    env LEASEHOLD_WS="$VALIDATOR_WS" node zombienet/states.js "$CHAIN_DIR/states"
  quietly "every pallet's invariants in each of them" "$LOGS/sound.log" \
    env LEASEHOLD_STATES="$CHAIN_DIR/states" cargo test --release --locked "${NODE[@]}" \
    --test leasing -- --ignored --nocapture every_state
  count_tests "$LOGS/sound.log"
  stop_chain 0
  CHAIN_DIR=''
  quietly "the agent's and the command line's tests against nodes" "$LOGS/cli.log" \
    env LEASEHOLD_NODE="$NODE_BINARY" LEASEHOLD_NEEDS_NODE=1 \
    cargo test --locked "${AGENT[@]}" --test chain -- --nocapture
  count_tests "$LOGS/cli.log"
fi
if wants network; then
  quietly "a network of two validators and a provider's node" "$LOGS/network-slice.log" \
    "$LEASEHOLD_ROOT/scripts/network-test.sh" slice
  count_tests "$LOGS/network-slice.log"
  quietly "a network of four validators and two providers' nodes" "$LOGS/network-life.log" \
    "$LEASEHOLD_ROOT/scripts/network-test.sh" life
  count_tests "$LOGS/network-life.log"
fi
if wants anchor; then
  quietly "a lease proven on Ethereum: four validators, two posters, anvil" "$LOGS/anchor.log" \
    "$LEASEHOLD_ROOT/scripts/anchor-demo.sh" --short
  PASSED=$((PASSED + 1))
fi

echo
echo "$PASSED passed, 0 failed"
