#!/usr/bin/env bash
# Lease compute, from nothing to the last unit of money: set-up, build, a chain of one validator and
# one provider's node, a lease's whole life on it, and then one that runs a container.
#
#   ./scripts/demo.sh [--keep]
#
# --keep leaves the chain running at the end and prints the address for polkadot.js.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/chain.sh"
. "$LEASEHOLD_ROOT/scripts/workload.sh"

KEEP=no
for argument in "$@"; do
  case "$argument" in
  --keep) KEEP=yes ;;
  -h | --help) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  *) fail "unknown argument '$argument'; the only one is --keep" ;;
  esac
done

# Containers need root, and so do the packages that run them.
if [ "$(id -u)" = 0 ]; then export LEASEHOLD_CONTAINERS=1; fi
"$LEASEHOLD_ROOT/scripts/setup.sh"
"$LEASEHOLD_ROOT/scripts/build.sh"
OBSTACLE="$(workload_obstacle)"
[ -n "$OBSTACLE" ] || build_workload

step "starting a chain: one validator, one provider's node"
finish() {
  local status=$?
  set +e
  stop_workload "$status"
  [ -z "${CHAIN_DIR:-}" ] || stop_chain "$status"
  stop_children
}
trap finish EXIT
start_chain
ok "validator $VALIDATOR_WS, provider $PROVIDER_WS"

status=0
LEASEHOLD_WS="$VALIDATOR_WS" LEASEHOLD_PROVIDER_WS="$PROVIDER_WS" \
  LEASEHOLD_STARTED="$CHAIN_STARTED" node "$LEASEHOLD_ROOT/zombienet/demo.js" || status=$?

if [ "$status" = 0 ]; then
  echo
  if [ -z "$OBSTACLE" ]; then run_workload; else
    step "SKIPPED: a lease that runs a container, as $OBSTACLE"
  fi
fi

if [ "$KEEP" = yes ] && [ "$status" = 0 ]; then
  echo
  echo "The chain goes on. Open it in polkadot.js: https://polkadot.js.org/apps/?rpc=$VALIDATOR_WS"
  echo "Logs: $CHAIN_DIR. Stop it with Ctrl-C."
  wait "$VALIDATOR_PID" || true
fi
exit "$status"
