#!/usr/bin/env bash
# Run the tests of networks natively, one by one: one by name, or all.
#
#   ./scripts/network-test.sh [--again] [NAME]…
#
# --again gives a test that fails a second try, and says so: validators' forks come by chance.
# NAME is that of zombienet/NAME.zndsl, which zombienet runs, or of zombienet/faults/NAME.test.js,
# which starts, kills and restarts the nodes of a network file by itself.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$LEASEHOLD_ROOT/zombienet"
[ -x "$NODE_BINARY" ] || fail "there is no node at $NODE_BINARY: build it with ./scripts/build.sh"
[ -d node_modules ] || "$LEASEHOLD_ROOT/scripts/setup.sh"

KNOWN=()
for file in *.zndsl; do KNOWN+=("${file%.zndsl}"); done
for file in faults/*.test.js; do KNOWN+=("$(basename "$file" .test.js)"); done
TRIES=1
if [ "${1:-}" = --again ]; then TRIES=2 && shift; fi
TESTS=("$@")
[ "$#" -gt 0 ] || TESTS=("${KNOWN[@]}")
for name in "${TESTS[@]}"; do
  [[ " ${KNOWN[*]} " == *" $name "* ]] || fail "there is no network test '$name'; there are: ${KNOWN[*]}"
done

# Tests write here what has failed, for the end of the log.
LEASEHOLD_FAILURES="$(mktemp)"
export LEASEHOLD_FAILURES
trap 'rm -f "$LEASEHOLD_FAILURES"; stop_children' EXIT
# Zombienet and our own launcher find the node by its name in PATH.
PATH="$(dirname "$NODE_BINARY"):$PATH"

run() {
  if [ -f "$1.zndsl" ]; then
    attend node_modules/.bin/zombienet -p native test "$1.zndsl"
  else
    attend node --test --test-reporter=tap --test-reporter-destination=stdout \
      --test-reporter=./lib/failures.js --test-reporter-destination="$LEASEHOLD_FAILURES" \
      "faults/$1.test.js"
  fi
}

for name in "${TESTS[@]}"; do
  step "network test $name"
  started=$SECONDS
  for ((try = 1; ; try++)); do
    : >"$LEASEHOLD_FAILURES"
    if run "$name"; then break; fi
    cat "$LEASEHOLD_FAILURES" >&2
    [ "$try" -lt "$TRIES" ] || fail "network test $name failed after $((SECONDS - started)) s"
    step "network test $name has failed, see above, and is tried again"
  done
  ok "$name ($((SECONDS - started)) s)"
done
