#!/usr/bin/env bash
# A lease proven on Ethereum: anvil, four validators and a provider's node through zombienet, two
# posters. Sets of validators hand over, one of them after a validator has changed its keys, a poster
# is killed, anvil starts anew from its saved state, and in the end a contract on anvil pays for the
# lease.
#
#   ./scripts/anchor-demo.sh [--short]
#
# --short waits for one hand-over instead of three, with the same keys; it is what scripts/test.sh runs.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for argument in "$@"; do
  case "$argument" in
  --short) export ANCHOR_SHORT=1 ;;
  -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  *) fail "unknown argument '$argument'; the only one is --short" ;;
  esac
done

[ -d "$LEASEHOLD_ROOT/zombienet/node_modules" ] && [ -d "$LEASEHOLD_ROOT/contracts/node_modules" ] ||
  "$LEASEHOLD_ROOT/scripts/setup.sh"
[ -x "$NODE_BINARY" ] || "$LEASEHOLD_ROOT/scripts/build.sh"

# npm's launcher would not pass every signal on, so the binary itself.
arch="$(node -p '({ x64: "amd64" })[process.arch] ?? process.arch')"
anvil="$LEASEHOLD_ROOT/contracts/node_modules/@foundry-rs/anvil-linux-$arch/bin/anvil"
[ -x "$anvil" ] || fail "there is no anvil at $anvil: run npm ci in contracts/"

ANCHOR_DIR="$(mktemp -d "${TMPDIR:-/tmp}/leasehold-anchor.XXXXXX")"
port="$(free_port)"
export ANCHOR_DIR
export ANCHOR_RPC="http://127.0.0.1:$port"
# What the first transaction of anvil's first account creates.
export ANCHOR_CONTRACT=0x5FbDB2315678afecb367f032d93F642f64180aa3
export LEASEHOLD_NODE="$NODE_BINARY"

# Keys of anvil's second and third account; they are no secrets.
umask 077
echo 59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d >"$ANCHOR_DIR/bob.key"
echo 5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a >"$ANCHOR_DIR/charlie.key"

finish() {
  local status=$?
  stop_children
  if [ "$status" = 0 ]; then rm -rf "$ANCHOR_DIR"; else echo "anvil's log and state are in $ANCHOR_DIR" >&2; fi
}
trap finish EXIT

step "starting Ethereum: anvil on $ANCHOR_RPC"
# A block every two seconds, so that transactions wait and posters meet, as on Ethereum itself.
anvil_args=(--host 127.0.0.1 --port "$port" --chain-id 31337 --block-time 2 --state "$ANCHOR_DIR/state.json" --silent)
node -p 'JSON.stringify(process.argv.slice(1))' -- "$anvil" "${anvil_args[@]}" >"$ANCHOR_DIR/anvil.json"
"$anvil" "${anvil_args[@]}" >"$ANCHOR_DIR/anvil.log" 2>&1 </dev/null &
CHILDREN+=("$!")
echo "$!" >"$ANCHOR_DIR/anvil.pid"

cd "$LEASEHOLD_ROOT/zombienet"
step "starting four validators and a provider's node, and running a lease"
PATH="$(dirname "$NODE_BINARY"):$PATH"
attend node_modules/.bin/zombienet -p native test networks/anchor.zndsl ||
  fail "the anchor's demo failed"
ok "a lease was proven and paid for on Ethereum"
