#!/usr/bin/env bash
# Measure how long orders, offers, settlements and finality take on a network of four validators
# and two providers' nodes, all on this machine. Five minutes.
#
#   ./scripts/latency.sh [--json FILE] [--orders N]
#
# --orders is how many orders are made, and how many offers taken: 40 unless told otherwise.
# --json writes all numbers to FILE too; the table goes to standard output, all else to standard error.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
case " $* " in *" -h "* | *" --help "*)
  sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 0
  ;;
esac
[ -x "$NODE_BINARY" ] || fail "there is no node at $NODE_BINARY: build it with ./scripts/build.sh"
[ -d "$LEASEHOLD_ROOT/zombienet/node_modules" ] || "$LEASEHOLD_ROOT/scripts/setup.sh" >&2

# Our launcher finds the node by its name in PATH.
PATH="$(dirname "$NODE_BINARY"):$PATH"
attend node "$LEASEHOLD_ROOT/zombienet/latency.js" "$@"
