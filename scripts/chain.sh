# A development chain on this machine: one validator and one provider's node that does not
# validate. Source it after lib.sh; `start_chain` sets VALIDATOR_WS and PROVIDER_WS, and
# CHAIN_STARTED, when it launched the nodes, in milliseconds.

# Start a node in the background with its log in $CHAIN_DIR. `start_node NAME ARGUMENT…`
start_node() {
  local name="$1"
  shift
  "$NODE_BINARY" --name "$name" --base-path "$CHAIN_DIR/$name" --no-mdns --no-telemetry \
    --listen-addr "/ip4/127.0.0.1/tcp/$(free_port)" \
    --prometheus-port "$(free_port)" "$@" >"$CHAIN_DIR/$name.log" 2>&1 </dev/null &
  CHILDREN+=("$!")
  eval "$(echo "$name" | tr '[:lower:]-' '[:upper:]_')_PID=$!"
}

# Wait until an RPC server answers a health request. `await_rpc NAME PORT PID`
await_rpc() {
  local name="$1" port="$2" pid="$3" tries=0
  until curl -fsS -m 2 -H 'Content-Type: application/json' \
    -d '{"id":1,"jsonrpc":"2.0","method":"system_health","params":[]}' \
    "http://127.0.0.1:$port" >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || {
      tail -n 20 "$CHAIN_DIR/$name.log" >&2
      fail "the $name node stopped while starting; its log is $CHAIN_DIR/$name.log"
    }
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "the $name node does not answer on port $port after two minutes; its log is $CHAIN_DIR/$name.log"
    sleep 0.2
  done
}

# `start_chain` makes a fresh chain in a new temporary folder.
start_chain() {
  [ -x "$NODE_BINARY" ] || fail "there is no node at $NODE_BINARY: build it with ./scripts/build.sh"
  CHAIN_DIR="$(mktemp -d "${TMPDIR:-/tmp}/leasehold-chain.XXXXXX")"
  local validator_rpc provider_rpc validator_p2p peer
  validator_rpc="${VALIDATOR_RPC_PORT:-$(free_port)}"
  provider_rpc="${PROVIDER_RPC_PORT:-$(free_port)}"
  validator_p2p="$(free_port)"

  "$NODE_BINARY" key generate-node-key --file "$CHAIN_DIR/validator.key" 2>"$CHAIN_DIR/peer-id"
  peer="$(tr -d '[:space:]' <"$CHAIN_DIR/peer-id")"

  # Building the genesis runs the runtime; once for both nodes is enough.
  local spec="$CHAIN_DIR/dev.json"
  "$NODE_BINARY" export-chain-spec --chain dev --raw >"$spec" 2>"$CHAIN_DIR/spec.log" || {
    tail -n 20 "$CHAIN_DIR/spec.log" >&2
    fail "the node could not make the specification of the development chain; its log is $CHAIN_DIR/spec.log"
  }
  "$NODE_BINARY" key insert --base-path "$CHAIN_DIR/provider" --chain "$spec" \
    --key-type lsrv --scheme sr25519 --suri //Provider1//service

  CHAIN_STARTED="$(date +%s%3N)"
  start_node validator --chain "$spec" --alice --validator --force-authoring \
    --rpc-port "$validator_rpc" --rpc-methods unsafe --rpc-cors all \
    --node-key-file "$CHAIN_DIR/validator.key" --listen-addr "/ip4/127.0.0.1/tcp/$validator_p2p"
  start_node provider --chain "$spec" --provider --auto-confirm \
    --rpc-port "$provider_rpc" --rpc-methods unsafe --rpc-cors all \
    --bootnodes "/ip4/127.0.0.1/tcp/$validator_p2p/p2p/$peer"
  await_rpc validator "$validator_rpc" "$VALIDATOR_PID"
  await_rpc provider "$provider_rpc" "$PROVIDER_PID"
  VALIDATOR_WS="ws://127.0.0.1:$validator_rpc"
  PROVIDER_WS="ws://127.0.0.1:$provider_rpc"
  export VALIDATOR_WS PROVIDER_WS
}

# Stop the chain and remove its folder; keep the logs where a run has failed.
stop_chain() {
  local status="$1" pid
  for pid in "${VALIDATOR_PID:-}" "${PROVIDER_PID:-}"; do
    [ -z "$pid" ] && continue
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  VALIDATOR_PID='' PROVIDER_PID=''
  if [ "$status" = 0 ]; then rm -rf "$CHAIN_DIR"; else
    echo "the nodes' logs are in $CHAIN_DIR" >&2
  fi
}
