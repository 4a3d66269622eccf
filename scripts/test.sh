#!/usr/bin/env bash
# Every test: formatting, clippy, unit and property tests, the runtime's tests, and the clients'
# tests against real nodes.
#
#   ./scripts/test.sh [PART]…      (default: all of them)
#
# Parts: fmt, clippy, pallets, agent, contracts, node, clients, apps, network, anchor.
# All compiling comes first. Then the parts run in two lanes side by side: those with a chain of
# their own mostly wait for blocks. A part that fails does not stop the others; the end names it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/chain.sh"
. "$LEASEHOLD_ROOT/scripts/parts.sh"
cd "$LEASEHOLD_ROOT"

KNOWN=(fmt clippy pallets agent contracts node clients apps network anchor)
case "${1:-}" in -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;; esac
PARTS=("$@")
[ "$#" -gt 0 ] || PARTS=("${KNOWN[@]}")
for part in "${PARTS[@]}"; do
  [[ " ${KNOWN[*]} " == *" $part "* ]] || fail "there is no part '$part'; the parts are: ${KNOWN[*]}"
done
# Whether one of these parts is asked for.
wants() {
  local part
  for part in "$@"; do [[ " ${PARTS[*]} " == *" $part "* ]] && return 0; done
  return 1
}

if wants agent apps; then export LEASEHOLD_CONTAINERS=1; fi
"$LEASEHOLD_ROOT/scripts/setup.sh"
use_toolchain

RESULTS="$(mktemp -d "${TMPDIR:-/tmp}/leasehold-test.XXXXXX")"
COUNTS="$RESULTS/counts"
FAILURES="$RESULTS/failures"
FAILED_LOGS="$RESULTS/logs"
touch "$COUNTS" "$FAILURES" "$FAILED_LOGS"

# What keeps this output may cut it, so what failed stands at its very end.
finish() {
  local log
  stop_children
  while read -r log; do
    printf -- '--- the end of %s\n' "$log" >&2
    tail -n 60 "$log" >&2
  done <"$FAILED_LOGS"
  [ ! -s "$FAILURES" ] || printf '%serror:%s these parts failed: %s\n' "$RED" "$RESET" "$(paste -sd ' ' "$FAILURES")" >&2
  rm -rf "$RESULTS"
}
trap finish EXIT

# Run parts one after another, those that are asked for; note the ones that fail.
run_parts() {
  local part
  for part in "$@"; do
    wants "$part" || continue
    # Not `part || …`: the shell would then go on after a failed command inside the part.
    (
      own_children
      "test_$part"
    ) &
    CHILDREN+=("$!")
    wait "$!" || echo "$part" >>"$FAILURES"
  done
}
lane() {
  LANE="$1"
  own_children
  shift
  run_parts "$@"
}

started=$SECONDS
run_parts fmt clippy
if wants pallets; then build_pallets; fi
if wants agent apps; then build_agent; fi
if wants node clients apps network anchor; then "$LEASEHOLD_ROOT/scripts/build.sh"; fi
if wants node clients; then build_node; fi
ok "all is built ($((SECONDS - started)) s)"

lane chains clients network anchor &
CHILDREN+=("$!")
chains=$!
lane units contracts node pallets agent apps &
CHILDREN+=("$!")
wait "$!"
wait "$chains"

echo
passed="$(awk '{ n += $1 } END { print n + 0 }' "$COUNTS")"
[ ! -s "$FAILURES" ] || exit 1
echo "$passed passed, 0 failed ($((SECONDS - started)) s)"
