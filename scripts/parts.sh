# The parts of scripts/test.sh. `build_…` compiles what a part needs and `test_…` runs it, so that
# no test shares the machine with a compiler. Source it after lib.sh and chain.sh.

# The selections of crates. Each is always built as a whole and in its own profile: another
# selection would switch features deep in the tree and build it again.
PALLETS=(-p leasehold-primitives)
for manifest in "$LEASEHOLD_ROOT"/pallets/*/Cargo.toml; do
  PALLETS+=(-p "pallet-leasehold-$(basename "$(dirname "$manifest")")")
done
# What runs outside the chain needs none of its crates and builds in two or three minutes.
AGENT=(-p leasehold-client -p leasehold-cli -p leasehold-agent)
NODE=(-p leasehold-node -p leasehold-runtime)
LOGS="$LEASEHOLD_CACHE/logs"

# Sum up what cargo's and node's test runners counted in a log, and note it in $COUNTS.
count_tests() {
  local sum
  sum="$(awk '/^test result: ok\./ { n += $4 } /^(#|ℹ) pass [0-9]+/ { n += $3 } END { print n + 0 }' "$1")"
  [ "$sum" -gt 0 ] || fail "no test ran; see $1"
  echo "$sum" >>"$COUNTS"
  ok "$sum tests passed"
}

# `counted WHAT LOG COMMAND…`: a command that runs tests.
counted() {
  quietly "$@"
  count_tests "$2"
}

test_fmt() {
  quietly "formatting" "$LOGS/fmt.log" cargo fmt --all --check
}
test_clippy() {
  quietly "clippy: pallets and primitives, with their tests" "$LOGS/clippy-pallets.log" \
    cargo clippy --locked "${PALLETS[@]}" --all-targets -- -D warnings
  quietly "clippy: client, agent and command line, with their tests" "$LOGS/clippy-agent.log" \
    cargo clippy --locked "${AGENT[@]}" --all-targets -- -D warnings
  quietly "clippy: runtime and node with their tests, and what measures them" "$LOGS/clippy-node.log" \
    cargo clippy --release --locked "${NODE[@]}" -p leasehold-bench -p leasehold-weights \
    --all-targets -- -D warnings
}

build_pallets() {
  quietly "building the tests of pallets and primitives" "$LOGS/build-pallets.log" \
    cargo test --no-run --locked "${PALLETS[@]}"
}
test_pallets() {
  counted "unit and property tests: pallets and primitives" "$LOGS/pallets.log" \
    cargo test --locked "${PALLETS[@]}"
}

build_agent() {
  quietly "building the client, agent and command line, with their tests" "$LOGS/build-agent.log" \
    cargo test --no-run --locked "${AGENT[@]}"
}
test_agent() {
  # Their tests on a chain are the part `apps`, against the node of this checkout.
  counted "tests: deploy files, manifests, tokens, command line, containers" "$LOGS/agent.log" \
    env LEASEHOLD_NODE=none cargo test --locked "${AGENT[@]}" -- --nocapture
  grep -h '^SKIPPED' "$LOGS/agent.log" || true
}
test_apps() {
  counted "the agent's and the command line's tests against nodes" "$LOGS/apps.log" on_chains
}
# They mostly wait for blocks: at the same time they take half as long.
on_chains() {
  own_children
  local others passed=yes
  on_chain commands >"$LOGS/commands.log" 2>&1 &
  others=$!
  CHILDREN+=("$others")
  attend on_chain chain || passed=no
  wait "$others" || passed=no
  cat "$LOGS/commands.log"
  [ "$passed" = yes ]
}
on_chain() {
  exec env LEASEHOLD_NODE="$NODE_BINARY" LEASEHOLD_NEEDS_NODE=1 RUST_TEST_THREADS=4 \
    cargo test --locked "${AGENT[@]}" --test "$1" -- --nocapture
}

test_contracts() {
  counted "contracts' tests on anvil" "$LOGS/contracts.log" npm --prefix contracts test
}

build_node() {
  quietly "building the tests of runtime and node, and of what weighs them" "$LOGS/build-node.log" \
    cargo test --no-run --release --locked "${NODE[@]}" -p leasehold-weights
}
test_node() {
  counted "tests: runtime and node, and what weighs them" "$LOGS/node.log" \
    cargo test --release --locked "${NODE[@]}" -p leasehold-weights
}

test_clients() {
  trap 'status=$?; [ -n "${CHAIN_DIR:-}" ] && stop_chain $status; stop_children' EXIT
  start_chain
  counted "clients' tests against a chain of two nodes" "$LOGS/clients.log" \
    env LEASEHOLD_WS="$VALIDATOR_WS" LEASEHOLD_PROVIDER_WS="$PROVIDER_WS" \
    node zombienet/tests/run.js
  mkdir "$CHAIN_DIR/states"
  quietly "the states after every block of that chain" "$LOGS/states.log" \
    env LEASEHOLD_WS="$VALIDATOR_WS" node zombienet/states.js "$CHAIN_DIR/states"
  counted "every pallet's invariants in each of them" "$LOGS/sound.log" \
    env LEASEHOLD_STATES="$CHAIN_DIR/states" cargo test --release --locked "${NODE[@]}" \
    --test leasing -- --ignored --nocapture every_state
}
test_network() {
  counted "a network of two validators and a provider's node" "$LOGS/network-slice.log" \
    "$LEASEHOLD_ROOT/scripts/network-test.sh" --again slice
  counted "a network of four validators and two providers' nodes" "$LOGS/network-life.log" \
    "$LEASEHOLD_ROOT/scripts/network-test.sh" --again life
}
test_anchor() {
  quietly "a lease proven on Ethereum: four validators, two posters, anvil" "$LOGS/anchor.log" \
    "$LEASEHOLD_ROOT/scripts/anchor-demo.sh" --short
  echo 1 >>"$COUNTS"
}
