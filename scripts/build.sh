#!/usr/bin/env bash
# Build the node in release, with its runtime. The first build takes about a quarter of an hour
# on two cores, later ones seconds to minutes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
use_toolchain
cd "$LEASEHOLD_ROOT"
quietly "building the node (release)" "$LEASEHOLD_CACHE/build.log" \
  cargo build --release --locked -p leasehold-node -p leasehold-runtime
ok "node: $NODE_BINARY"
