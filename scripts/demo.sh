#!/usr/bin/env bash
# Lease compute once, from nothing to the last unit of money: set-up, build, a chain of one
# validator and one provider's node, and a lease's whole life on it.
#
#   ./scripts/demo.sh [--keep]
#
# --keep leaves the chain running at the end and prints the address for polkadot.js.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/chain.sh"

KEEP=no
for argument in "$@"; do
  case "$argument" in
  --keep) KEEP=yes ;;
  -h | --help) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  *) fail "unknown argument '$argument'; the only one is --keep" ;;
  esac
done

"$LEASEHOLD_ROOT/scripts/setup.sh"
"$LEASEHOLD_ROOT/scripts/build.sh"

step "starting a chain: one validator, one provider's node"
trap 'status=$?; [ -n "${CHAIN_DIR:-}" ] && stop_chain $status; stop_children' EXIT
start_chain
ok "validator $VALIDATOR_WS, provider $PROVIDER_WS"

status=0
LEASEHOLD_WS="$VALIDATOR_WS" LEASEHOLD_PROVIDER_WS="$PROVIDER_WS" \
  LEASEHOLD_STARTED="$CHAIN_STARTED" node "$LEASEHOLD_ROOT/zombienet/demo.js" || status=$?

if [ "$KEEP" = yes ] && [ "$status" = 0 ]; then
  echo
  echo "The chain goes on. Open it in polkadot.js: https://polkadot.js.org/apps/?rpc=$VALIDATOR_WS"
  echo "Logs: $CHAIN_DIR. Stop it with Ctrl-C."
  wait "$VALIDATOR_PID" || true
fi
exit "$status"
