# Shared by all scripts: paths, messages, the toolchain, free ports, clean-up.
# Source it; it changes no state but the environment of the script that sources it.

set -euo pipefail

LEASEHOLD_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
LEASEHOLD_CACHE="${LEASEHOLD_CACHE:-$HOME/.cache/leasehold}"
mkdir -p "$LEASEHOLD_CACHE"

# One target directory for all builds, outside the checkout, so that a fresh clone builds warm.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$LEASEHOLD_CACHE/target}"
NODE_BINARY="$CARGO_TARGET_DIR/release/leasehold-node"
# The wasm builder looks for Cargo.lock above the target directory, where ours is not.
export WASM_BUILD_WORKSPACE_HINT="$LEASEHOLD_ROOT"

if [ -t 1 ]; then
  BOLD=$'\e[1m' RED=$'\e[31m' GREEN=$'\e[32m' RESET=$'\e[0m'
else
  BOLD='' RED='' GREEN='' RESET=''
fi

# LANE names what a line belongs to where a script does several things at once.
step() { printf '%s==>%s %s%s\n' "$BOLD" "$RESET" "${LANE:+[$LANE] }" "$*"; }
ok() { printf '%s ok%s %s%s\n' "$GREEN" "$RESET" "${LANE:+[$LANE] }" "$*"; }
fail() {
  printf '%serror:%s %s%s\n' "$RED" "$RESET" "${LANE:+[$LANE] }" "$*" >&2
  exit 1
}

# Run a long command with its output in a log, a line of progress every half minute, and the
# log's end when it fails; or its name in $FAILED_LOGS, for a script that shows them all at its end.
# `quietly WHAT LOG COMMAND…`
quietly() {
  local what="$1" log="$2" started=$SECONDS
  shift 2
  mkdir -p "$(dirname "$log")"
  step "$what (log: $log)"
  "$@" >"$log" 2>&1 </dev/null &
  local pid=$! next=$((SECONDS + 30))
  CHILDREN+=("$pid")
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$next" ]; then
      printf '    %s%4d s  %s\n' "${LANE:+[$LANE] }" $((SECONDS - started)) "$(tail -n 1 "$log" | tr -d '\r' | cut -c1-100)"
      next=$((SECONDS + 30))
    fi
    sleep 0.2
  done
  if ! wait "$pid"; then
    if [ -n "${FAILED_LOGS:-}" ]; then echo "$log" >>"$FAILED_LOGS"; else tail -n 40 "$log" >&2; fi
    fail "$what failed after $((SECONDS - started)) s; the whole log is $log"
  fi
  ok "$what ($((SECONDS - started)) s)"
}

# Processes to stop when the script ends, however it ends.
CHILDREN=()
stop_children() {
  local pid
  for pid in "${CHILDREN[@]:-}"; do
    [ -n "$pid" ] && kill "$pid" 2>/dev/null || true
  done
}
trap stop_children EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# At the beginning of a subshell in the background: it stops what it starts, and nothing else.
own_children() {
  CHILDREN=()
  trap stop_children EXIT
  trap 'exit 143' TERM
}

# Run a long command in the foreground, but stop it at once when this script is told to stop: the
# shell would otherwise first wait for the command's end.
attend() {
  "$@" </dev/null &
  CHILDREN+=("$!")
  wait "$!"
}

# What setup.sh found out about the toolchain (RUSTUP_TOOLCHAIN, if it is needed).
# shellcheck disable=SC1091
use_toolchain() {
  [ -f "$LEASEHOLD_CACHE/toolchain.env" ] || "$LEASEHOLD_ROOT/scripts/setup.sh"
  . "$LEASEHOLD_CACHE/toolchain.env"
}

# A TCP port on loopback that nothing listens on.
free_port() {
  python3 - <<'PY' 2>/dev/null || node -e '
const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])
PY
}
