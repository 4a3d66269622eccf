# The last part of demo.sh: a lease that really runs something. A provider's agent runs a container
# made on the spot, and a tenant deploys, looks, scales and closes by the command line. Source it
# after lib.sh and chain.sh, and call `build_workload` before the chain starts, `run_workload` after.

LEASE="$CARGO_TARGET_DIR/debug/lease"
AGENT="$CARGO_TARGET_DIR/debug/leasehold-agent"
PAGE_IMAGE=localhost/leasehold-page:1
# The development phrase's seed, which is quicker to read than its words.
DEV_SEED=0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e
PROVIDER_URI="$DEV_SEED//Charlie"
TENANT_URI="$DEV_SEED//Tenant2"

# Why containers cannot run here; nothing if they can.
workload_obstacle() {
  local program
  [ "$(id -u)" = 0 ] || { echo "containers with limits need root here"; return; }
  for program in podman runc conmon iptables /bin/busybox; do
    command -v "$program" >/dev/null || { echo "$program is not installed (LEASEHOLD_CONTAINERS=1 ./scripts/setup.sh)"; return; }
  done
}

# The agent and the command line, in the profile that the tests use.
build_workload() {
  use_toolchain
  (cd "$LEASEHOLD_ROOT" && quietly "building the agent and the command line (dev)" "$LEASEHOLD_CACHE/build-agent.log" \
    cargo build --locked -p leasehold-client -p leasehold-cli -p leasehold-agent)
}

# A podman with storage and networks of its own.
own_podman() { (exec_podman "$@"); }

# In the place of the shell that calls it.
exec_podman() {
  cd "$WORK_DIR" && CONTAINERS_CONF="$WORK_DIR/containers.conf" exec podman --root "$WORK_DIR/root" --runroot "$WORK_DIR/run" \
    --storage-driver vfs --runtime runc --cgroup-manager cgroupfs "$@" </dev/null
}

# `tenant ARGUMENT…`: what a tenant types, shown.
tenant() {
  printf '%s$ lease %s%s\n' "$BOLD" "$*" "$RESET"
  "$LEASE" "$@"
}

# `field PATH`: a value of the JSON on standard input, such as `.escrow.paid`.
field() {
  python3 -c 'import functools, json, sys
part = lambda value, name: value[int(name)] if name.isdigit() else value[name]
print(functools.reduce(part, sys.argv[1].strip(".").split("."), json.load(sys.stdin)))' "$1"
}

# `eventually WHAT SECONDS COMMAND…`: until the command succeeds.
eventually() {
  local what="$1" limit=$((SECONDS + $2))
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$limit" ] || fail "$what has not come; the agent's log is $WORK_DIR/agent.log"
    sleep 0.5
  done
}

# Make the image: a static busybox with a page, no registry needed.
make_image() {
  local root="$WORK_DIR/rootfs" name
  mkdir -p "$root"/{bin,etc,tmp,www}
  cp /bin/busybox "$root/bin/"
  for name in sh cat echo httpd ls; do ln -s busybox "$root/bin/$name"; done
  echo 'root:x:0:0::/:/bin/sh' >"$root/etc/passwd"
  echo 'This page is served by a container on a leased machine.' >"$root/www/index.html"
  tar -C "$root" -cf "$WORK_DIR/image.tar" .
  own_podman import --quiet "$WORK_DIR/image.tar" "$PAGE_IMAGE" >/dev/null
}

start_engine() {
  mkdir -p "$WORK_DIR/networks"
  cat >"$WORK_DIR/containers.conf" <<EOF
[engine]
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "$WORK_DIR/networks"
EOF
  make_image
  exec_podman system service --time=0 "unix://$WORK_DIR/podman.sock" >"$WORK_DIR/podman.log" 2>&1 &
  ENGINE_PID=$!
  CHILDREN+=("$ENGINE_PID")
  eventually "podman's socket" 20 test -S "$WORK_DIR/podman.sock"
}

# Register this machine as a provider's, and start its agent, which bids by itself.
start_agent() {
  local port
  port="$(free_port)"
  (umask 077 && echo "$PROVIDER_URI" >"$WORK_DIR/provider.secret" && echo "$PROVIDER_URI//service" >"$WORK_DIR/service.secret")
  cat >"$WORK_DIR/agent.toml" <<EOF
directory = "$WORK_DIR/agent"
look_seconds = 1
[chain]
node = "$VALIDATOR_WS"
secret_file = "$WORK_DIR/provider.secret"
[provider]
endpoint = "https://localhost:$port"
attributes = { region = "eu/de/fsn" }
[server]
listen = "127.0.0.1:$port"
host = "localhost"
[engine]
socket = "$WORK_DIR/podman.sock"
address = "127.0.0.1"
open_files = 1024
networks = "open"
[bidding]
notice_blocks = 20
grace_blocks = 20
[[bidding.table]]
asset = "LHD"
core = "36000"
gib_memory = "0"
gib_ephemeral = "0"
gib_persistent = "0"
floor_percent = 70
EOF
  "$NODE_BINARY" key insert --base-path "$CHAIN_DIR/validator" --chain "$CHAIN_DIR/dev.json" \
    --key-type lsrv --scheme sr25519 --suri "$PROVIDER_URI//service"
  "$AGENT" --config "$WORK_DIR/agent.toml" register --yes --service-secret "$WORK_DIR/service.secret"
  "$AGENT" --config "$WORK_DIR/agent.toml" run >"$WORK_DIR/agent.log" 2>&1 </dev/null &
  AGENT_PID=$!
  CHILDREN+=("$AGENT_PID")
  eventually "the agent's server" 60 grep -q 'serves on https' "$WORK_DIR/agent.log"
  ok "the agent runs: $(grep -o 'provider .* serves on .*' "$WORK_DIR/agent.log")"
}

# The ports at which the lease's containers answer, one a line.
page_ports() {
  "$LEASE" --json status "$1" | python3 -c 'import json, sys
for container in json.load(sys.stdin)["containers"]:
    if (container["condition"] or {}).get("running"):
        for _, outer in container["ports"]: print(outer)'
}

# `serves LEASE COUNT`: whether so many containers serve the page.
serves() {
  local ports port count=0
  ports="$(page_ports "$1" 2>/dev/null)" || return 1
  for port in $ports; do
    curl -fsS -m 5 "http://127.0.0.1:$port/" 2>/dev/null | cmp -s - "$WORK_DIR/rootfs/www/index.html" || return 1
    count=$((count + 1))
  done
  [ "$count" = "$2" ]
}

no_container() { [ -z "$(own_podman ps --quiet --all)" ]; }

# Everything deposited was paid out again, and nothing of the tenant's stays on hold.
check_books() {
  python3 - "$WORK_DIR" "$1" <<'PY'
import json, sys
folder, deposited = sys.argv[1], int(sys.argv[2]) * 10**12
read = lambda name: json.load(open(f"{folder}/{name}.json"))
totals = {name: int(value) for name, value in read("closed")["closed"][0]["totals"].items()}
money = lambda units: f"{units / 10**12:.6f} LHD"
units = lambda who, when, kind: int(read(f"{who}-{when}")[kind]["units"])
change = lambda who: sum(units(who, "after", kind) - units(who, "before", kind) for kind in ("free", "held"))
print(f"deposited {money(totals['deposited'])} = {money(totals['paid'])} to the provider"
      f" + {money(totals['fees'])} fees + {money(totals['refunded'])} back")
print(f"the tenant has {money(-change('tenant'))} less, the provider {money(change('provider'))} more; transaction fees are counted")
wrong = []
if totals["deposited"] != deposited: wrong.append("what was deposited is not what was sent")
if totals["paid"] + totals["fees"] + totals["refunded"] != deposited or totals["held"] != 0:
    wrong.append("paid, fees and refunds are not what was deposited")
if units("tenant", "after", "held") != units("tenant", "before", "held"): wrong.append("something of the tenant's is still on hold")
if not 0 < change("provider") <= totals["paid"]: wrong.append("the provider has not got what was paid")
if -change("tenant") < totals["paid"] + totals["fees"]: wrong.append("the tenant has not paid what was paid")
sys.exit("error: " + "; ".join(wrong) if wrong else 0)
PY
}

balances() {
  LEASE_SURI="$TENANT_URI" "$LEASE" --json balance >"$WORK_DIR/tenant-$1.json"
  LEASE_SURI="$PROVIDER_URI" "$LEASE" --json balance >"$WORK_DIR/provider-$1.json"
}

# The whole of it, on the chain that start_chain has started.
run_workload() {
  local id port
  WORK_DIR="$(mktemp -d "${TMPDIR:-/tmp}/leasehold-work.XXXXXX")"
  export LEASE_URL="$VALIDATOR_WS" LEASE_SURI="$TENANT_URI"
  step "a lease that runs something: an agent, a container, the command line"
  start_engine
  start_agent
  balances before

  tenant deploy "$LEASEHOLD_ROOT/examples/page.yaml" --deposit 500
  id="$("$LEASE" --json ls | field .orders.0.id)"
  tenant status "$id"
  eventually "the page" 30 serves "$id" 1
  port="$(page_ports "$id")"
  printf '%s$ curl http://127.0.0.1:%s/%s\n' "$BOLD" "$port" "$RESET"
  curl -fsS "http://127.0.0.1:$port/"
  tenant logs "$id" | tee "$WORK_DIR/logs"
  grep -q 'serving good day' "$WORK_DIR/logs" || fail "the workload's log lacks what it says at its start"
  tenant shell "$id" -- cat /www/greeting.txt | tee "$WORK_DIR/shell"
  grep -qx 'good day' "$WORK_DIR/shell" || fail "the shell does not show the container's file"
  tenant top-up "$id" 100
  tenant scale "$id" 2
  eventually "the second replica" 60 serves "$id" 2
  ok "two replicas serve the page"
  printf '%s$ lease close %s%s\n' "$BOLD" "$id" "$RESET"
  "$LEASE" --json close "$id" >"$WORK_DIR/closed.json"
  eventually "the end of the containers" 60 no_container
  balances after
  check_books 600 || fail "the lease's money does not add up; see $WORK_DIR"
  ok "containers, networks and volumes are gone, and the money adds up"
}

# What run_workload has started; its logs stay where it has failed. `stop_workload STATUS`
stop_workload() {
  [ -n "${WORK_DIR:-}" ] || return 0
  if [ -n "${AGENT_PID:-}" ]; then kill "$AGENT_PID" 2>/dev/null; wait "$AGENT_PID" 2>/dev/null; fi
  own_podman rm --all --force --time 0 >/dev/null 2>&1
  own_podman network prune --force >/dev/null 2>&1
  # Those of commands run in containers would wait for five minutes more.
  pkill -KILL -f "conmon .*$WORK_DIR/"
  if [ -n "${ENGINE_PID:-}" ]; then kill "$ENGINE_PID" 2>/dev/null; wait "$ENGINE_PID" 2>/dev/null; fi
  rm -rf "$WORK_DIR/root" "$WORK_DIR/run" "$WORK_DIR/rootfs" "$WORK_DIR/image.tar"
  if [ "$1" = 0 ]; then rm -rf "$WORK_DIR"; else echo "the agent's log is $WORK_DIR/agent.log" >&2; fi
  WORK_DIR=''
}
