#!/usr/bin/env bash
# Fuzz escrow: bytes become sequences of calls, each compared with the slow model. Begins with the
# seeds in fuzz/seeds and goes on from what earlier runs found. A crash is left in fuzz/artifacts.
#
#   ./scripts/fuzz.sh [SECONDS]                    (default: 1800)
#   ./scripts/fuzz.sh build                        only build
#   ./scripts/fuzz.sh replay FILE                  run one input again
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$LEASEHOLD_ROOT/scripts/optimised.sh"
use_toolchain
cd "$LEASEHOLD_ROOT"

LIBRARY="$(clang -print-file-name="libclang_rt.fuzzer-$(uname -m).a")" ||
  fail "clang is needed for libFuzzer: install it"
# clang repeats the bare name where it has no such file.
[ -f "$LIBRARY" ] ||
  fail "clang has no $LIBRARY: install its runtime (on Debian, apt-get install libclang-rt-14-dev)"

# What cargo-fuzz gives to every crate goes to ours alone: what is looked for is here, and all that
# they stand on need not be built again.
COVERAGE='"--cfg=fuzzing", "-Cpasses=sancov-module", "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters", "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Cllvm-args=-sanitizer-coverage-trace-compares", "-Ccodegen-units=1"'
COVERAGE="${COVERAGE//$'\n'/}"
LINK="\"-Clink-arg=$LIBRARY\", \"-Clink-arg=-lstdc++\""
OPTIONS=(-Z profile-rustflags)
for crate in leasehold-primitives pallet-leasehold-escrow; do
  OPTIONS+=(--config "profile.release.package.$crate.rustflags=[$COVERAGE]")
done
OPTIONS+=(--config "profile.release.package.leasehold-fuzz.rustflags=[$COVERAGE, $LINK]")
cargo build "${OPTIMISED[@]}" "${OPTIONS[@]}" --manifest-path fuzz/Cargo.toml --no-default-features
TARGET="$CARGO_TARGET_DIR/release/escrow"

mkdir -p fuzz/artifacts
case "${1:-1800}" in
build) exit 0 ;;
replay) exec "$TARGET" "$2" ;;
esac
CORPUS="$LEASEHOLD_CACHE/fuzz-corpus/escrow"
mkdir -p "$CORPUS"
exec nice -n 19 "$TARGET" "$CORPUS" fuzz/seeds/escrow -artifact_prefix=fuzz/artifacts/ \
  -max_total_time="${1:-1800}" -max_len=2048 -timeout=120 -print_final_stats=1
