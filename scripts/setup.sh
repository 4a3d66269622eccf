#!/usr/bin/env bash
# Install what building and testing Leasehold needs: Debian packages, a Rust with the wasm
# target, npm packages. Safe to run again: it does only what is missing.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ENV_FILE="$LEASEHOLD_CACHE/toolchain.env"
WASM_TARGET=wasm32v1-none
DEBIAN_TOOLCHAIN=leasehold-debian

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    fail "'$*' needs root: run this script as root once, or install sudo."
  fi
}

# apt_install PACKAGE…: only those that are missing.
apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail "these packages are needed and apt-get is not here to install them: ${missing[*]}"
  step "installing Debian packages: ${missing[*]}"
  as_root apt-get update -qq || fail "apt-get update failed: is the network up?"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" \
    >"$LEASEHOLD_CACHE/apt.log" 2>&1 ||
    fail "apt-get could not install ${missing[*]}; see $LEASEHOLD_CACHE/apt.log"
}

# Can the rustc that `cargo` would use compile for the wasm target?
has_wasm_target() {
  local sysroot
  sysroot="$(rustc --print sysroot 2>/dev/null)" || return 1
  compgen -G "$sysroot/lib/rustlib/$WASM_TARGET/lib/libcore-*.rlib" >/dev/null
}

has_components() { cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; }

# Debian's Rust, with a wasm core library built from its own sources (see docs/toolchain.md).
install_debian_rust() {
  apt_install rustc-web cargo-web rust-web-src lld-22 rustfmt-web rust-web-clippy
  local lib=/usr/lib/rustlib/$WASM_TARGET/lib
  if ! compgen -G "$lib/libcore-*.rlib" >/dev/null; then
    step "building the wasm core library from Debian's Rust sources"
    local work
    work="$(mktemp -d)"
    mkdir -p "$work/src"
    printf '[package]\nname = "core-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
    echo '#![no_std]' >"$work/src/lib.rs"
    (cd "$work" && env -u RUSTUP_TOOLCHAIN PATH="/usr/bin:$PATH" CARGO_TARGET_DIR="$work/target" \
      RUSTFLAGS="-Cembed-bitcode=yes" RUSTC_BOOTSTRAP=1 /usr/bin/cargo build --release \
      --target "$WASM_TARGET" -Z build-std=core,alloc -Z build-std-features=compiler-builtins-mem) \
      >"$LEASEHOLD_CACHE/wasm-core.log" 2>&1 ||
      { rm -rf "$work"; fail "the wasm core library did not build; see $LEASEHOLD_CACHE/wasm-core.log"; }
    # Copied whole or not at all, so that an interrupted run leaves nothing that looks installed.
    as_root mkdir -p "$lib.part"
    as_root cp "$work/target/$WASM_TARGET/release/deps/"lib{core,alloc,compiler_builtins}-*.rlib "$lib.part/"
    as_root rm -rf "$lib"
    as_root mv "$lib.part" "$lib"
    rm -rf "$work"
  fi
  as_root mkdir -p /usr/lib/rustlib/x86_64-unknown-linux-gnu/bin
  as_root ln -sf /usr/bin/lld-22 /usr/lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld
}

choose_rust() {
  if command -v cargo >/dev/null && has_wasm_target && has_components; then
    printf '' >"$ENV_FILE"
    return
  fi
  if command -v rustup >/dev/null; then
    if ! timeout 120 rustup target add "$WASM_TARGET" >"$LEASEHOLD_CACHE/rustup.log" 2>&1 ||
      ! timeout 120 rustup component add rustfmt clippy >>"$LEASEHOLD_CACHE/rustup.log" 2>&1; then
      step "rustup cannot add $WASM_TARGET here; using Debian's Rust instead"
      install_debian_rust
      rustup toolchain link "$DEBIAN_TOOLCHAIN" /usr
      printf 'export RUSTUP_TOOLCHAIN=%s\n' "$DEBIAN_TOOLCHAIN" >"$ENV_FILE"
    else
      printf '' >"$ENV_FILE"
    fi
    return
  fi
  install_debian_rust
  printf 'export PATH="/usr/bin:$PATH"\n' >"$ENV_FILE"
}

apt_install protobuf-compiler clang libclang-dev git curl ca-certificates python3
# What the agent's tests run containers with; they say that they are skipped without it.
if [ "${LEASEHOLD_CONTAINERS:-}" = 1 ]; then
  (apt_install podman runc conmon netavark aardvark-dns iptables busybox-static) || true
fi

# shellcheck disable=SC1090
if [ -f "$ENV_FILE" ]; then . "$ENV_FILE"; fi
if ! [ -f "$ENV_FILE" ] || ! has_wasm_target || ! has_components; then
  unset RUSTUP_TOOLCHAIN
  choose_rust
  . "$ENV_FILE"
  has_wasm_target || fail "no Rust with the $WASM_TARGET target could be set up; install one with rustup and try again."
fi
ok "Rust: $(rustc --version)"

command -v npm >/dev/null || fail "Node.js 20 with npm is needed for the polkadot.js tests: apt-get install nodejs npm."
# npm_packages FOLDER: as its lock file says, once for each state of that file. Install scripts of
# packages are not run: none of ours needs one.
npm_packages() {
  cd "$LEASEHOLD_ROOT/$1"
  if ! cmp -s package-lock.json node_modules/.installed; then
    quietly "installing npm packages of $1" "$LEASEHOLD_CACHE/npm-$1.log" \
      npm ci --ignore-scripts --no-progress --no-audit --no-fund
    cp package-lock.json node_modules/.installed
  fi
  ok "npm packages of $1: $(node -p 'const p = require("./package.json"); Object.keys({ ...p.dependencies, ...p.devDependencies }).join(", ")')"
}
npm_packages zombienet
npm_packages contracts
