#!/usr/bin/env bash
# Run zombienet's tests natively: one by name, or all.
#
#   ./scripts/network-test.sh [NAME]     NAME as in zombienet/NAME.zndsl
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$LEASEHOLD_ROOT/zombienet"
[ -x "$NODE_BINARY" ] || fail "there is no node at $NODE_BINARY: build it with ./scripts/build.sh"
[ -d node_modules ] || "$LEASEHOLD_ROOT/scripts/setup.sh"

TESTS=("$@")
if [ "$#" = 0 ]; then
  for file in *.zndsl; do TESTS+=("${file%.zndsl}"); done
fi
for name in "${TESTS[@]}"; do
  [ -f "$name.zndsl" ] || fail "there is no network test '$name'; there are: $(ls ./*.zndsl | sed 's|^\./||; s|\.zndsl$||' | tr '\n' ' ')"
done

for name in "${TESTS[@]}"; do
  step "network test $name"
  # Zombienet finds the node by its name in PATH.
  PATH="$(dirname "$NODE_BINARY"):$PATH" node_modules/.bin/zombienet -p native test "$name.zndsl" ||
    fail "network test $name failed"
  ok "$name"
done
