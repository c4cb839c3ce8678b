#!/usr/bin/env bash
# Prints the path of an installed Chromium or Chrome; fails when there is none.
set -u
if [ -n "${CHROMIUM:-}" ]; then
  [ -x "$CHROMIUM" ] && echo "$CHROMIUM" && exit 0
  exit 1
fi
for name in chromium chromium-browser google-chrome-stable google-chrome; do
  command -v "$name" && exit 0
done
for path in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
  [ -x "$path" ] && echo "$path" && exit 0
done
exit 1
