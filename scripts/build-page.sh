#!/usr/bin/env bash
# The release build of the page into dist/, or into the folder that is named.
#
# The standard library is built along with it, for size: as it is delivered, its sorting alone would be a tenth of the
# page. The compiler counts these switches as unstable, hence RUSTC_BOOTSTRAP; see docs/decisions/006-size-of-the-page.md.
# The program is then cut into the part that starts and those that load when they are opened; that needs its
# relocations and names, which the steps after it drop (docs/decisions/073-panels-load-when-opened.md).
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.tools/bin:$PWD/node_modules/.bin:$PATH"
dist=${1:-dist}
work=target/page

export RUSTC_BOOTSTRAP=1
# These stand in for the flags of .cargo/config.toml, so its one is repeated.
export RUSTFLAGS="--cfg erase_components -Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort -Clink-arg=--emit-relocs"
CARGO_PROFILE_RELEASE_STRIP=none cargo build --quiet --release --package netplat-app --features split \
  --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size

rm -rf "$work"
mkdir -p "$work/bound" "$work/dist"
wasm-split-cli "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/release/netplat-app.wasm" "$work/split" --out-name netplat-app
wasm-bindgen --target web --no-typescript --keep-lld-exports --out-dir "$work/bound" "$work/split/netplat-app.wasm"
cp "$work/split/__wasm_split.js" "$work/bound/"

for part in "$work/bound/netplat-app_bg.wasm" "$work"/split/{split,chunk}_*.wasm; do
  [ -e "$part" ] && wasm-opt -O2 "$part" -o "$work/dist/$(basename "$part")"
done
node app/build/stage.js "$work/bound" "$work/dist"

rm -rf "$dist"
mv "$work/dist" "$dist"
