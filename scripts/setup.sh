#!/usr/bin/env bash
# Installs what a make target needs and is not there yet, into .tools/ or node_modules/, and says what and how long.
# Usage: scripts/setup.sh NEED…   with NEED one of: rust wasm source node packages trunk bindgen split browser python
# Prints nothing and installs nothing when all is there.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/.tools
export PATH="$tools/bin:$PATH"

# The first version of trunk that needs a newer compiler than ours is 0.22.
trunk_version=0.21.14
# The command-line tool must match the library exactly, so the lock file decides.
bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)

# Cuts the program into the part that starts and those that load later; it reads marks that the library leaves, whose
# version moves on its own (docs/decisions/073-panels-load-when-opened.md).
split_version=0.2.4

say() { printf 'setup: %s\n' "$*" >&2; }
give_up() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Runs a command, its output kept back unless it fails, and says how long it took.
installing() {
  local what=$1 started=$SECONDS log
  shift
  log=$(mktemp)
  say "installing $what …"
  if ! "$@" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    give_up "could not install $what: the lines above are from: $*"
  fi
  rm -f "$log"
  say "installed $what in $((SECONDS - started)) s"
}

need_rust() {
  command -v cargo >/dev/null || give_up "Rust is missing: install rustup from https://rustup.rs, then run make again."
}

need_wasm() {
  need_rust
  local wanted=wasm32-unknown-unknown
  [ -d "$(rustc --print sysroot)/lib/rustlib/$wanted" ] && return
  command -v rustup >/dev/null || give_up "The target $wanted is missing and there is no rustup to add it with: install rustup from https://rustup.rs."
  installing "the Rust target $wanted" rustup target add "$wanted"
}

# The source of the standard library, which the release build compiles for size.
need_source() {
  need_rust
  [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] && return
  command -v rustup >/dev/null || give_up "The source of Rust's standard library is missing and there is no rustup to add it with: install rustup from https://rustup.rs."
  installing "the source of Rust's standard library" rustup component add rust-src
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || give_up "Node.js is missing: install version 20 or newer from https://nodejs.org, then run make again."
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || give_up "Node.js $(node -v) is too old: install version 20 or newer."
}

need_packages() {
  need_node
  # npm leaves its own record behind; it is as new as the lock file once everything is installed.
  [ node_modules/.package-lock.json -nt package-lock.json ] && return
  installing "the npm packages" npm ci --no-fund --no-audit
  touch node_modules/.package-lock.json
}

# A development tool from crates.io: its speed matters less than the minutes that an optimised build takes.
cargo_tool() {
  local crate=$1 version=$2
  shift 2
  if command -v cargo-binstall >/dev/null && cargo binstall --no-confirm --quiet --root "$tools" "$crate@$version" >/dev/null 2>&1; then
    return
  fi
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_TARGET_DIR="$tools/build" cargo install --locked --root "$tools" "$@" "$crate@$version"
  rm -rf "$tools/build"
}

need_trunk() {
  need_rust
  [ "$(trunk --version 2>/dev/null)" = "trunk $trunk_version" ] && return
  installing "trunk $trunk_version (up to ten minutes)" cargo_tool trunk "$trunk_version" --no-default-features
}

need_bindgen() {
  need_rust
  [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $bindgen_version" ] && return
  installing "wasm-bindgen $bindgen_version (a few minutes)" cargo_tool wasm-bindgen-cli "$bindgen_version"
}

need_split() {
  need_rust
  # The tool does not say its version; cargo does, of what it installed here or in its own folder.
  local wanted="wasm_split_cli_support v$split_version:"
  [ -x "$tools/bin/wasm-split-cli" ] && cargo install --list --root "$tools" | grep -qF "$wanted" && return
  command -v wasm-split-cli >/dev/null && cargo install --list | grep -qF "$wanted" && return
  installing "wasm-split $split_version (about a minute)" cargo_tool wasm_split_cli_support "$split_version" --features build-binary
}

need_browser() {
  scripts/browser.sh >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    installing "Debian's Chromium" sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium'
    return
  fi
  give_up "No Chromium or Chrome found: install one, or name it in the variable CHROMIUM."
}

need_python() {
  [ -x "$tools/python/bin/kubernetes-validate" ] && return
  command -v python3 >/dev/null || give_up "Python 3 is missing: the exported manifests are held against schemas from PyPI."
  installing "the Kubernetes schemas from PyPI" sh -c \
    "python3 -m venv '$tools/python' && '$tools/python/bin/pip' install --quiet --disable-pip-version-check -r e2e/judge/requirements.txt"
}

for need in "$@"; do
  "need_$need"
done
