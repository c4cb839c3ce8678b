#!/usr/bin/env bash
# The release build of the page into dist/. Further arguments go to trunk.
#
# The standard library is built along with it, for size: as it is delivered, its sorting alone would be a tenth of the
# page. The compiler counts these switches as unstable, hence RUSTC_BOOTSTRAP; see docs/decisions/006-size-of-the-page.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=std,panic_abort
export CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
# These stand in for the flags of .cargo/config.toml, so its one is repeated.
export RUSTFLAGS="--cfg erase_components -Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort"
exec trunk build --release "$@"
