#!/bin/sh
# Fetches the clang-format and clang-tidy of clang-tools.txt into the cache in node_modules, unless they are there.
set -eu
cd "$(dirname "$0")/.."

wanted=scripts/clang-tools.txt
target=../node_modules/.cache/clang-tools
if cmp -s "$wanted" "$target/.installed-from"; then exit 0; fi

command -v pip3 >/dev/null 2>&1 || {
  echo 'native: pip3 is missing; it brings clang-format and clang-tidy (Debian: apt install python3-pip)' >&2
  exit 1
}
echo 'native: installing clang-format and clang-tidy (48 MB) ...'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
rm -rf "$target"
mkdir -p "$target"
# Programs without dependencies, in a folder of their own, so that the machine's Python is not changed.
pip3 install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: --no-deps --no-compile \
  --target "$target" --requirement "$wanted" >"$log" 2>&1 || {
  cat "$log" >&2
  echo 'native: clang-format and clang-tidy could not be installed' >&2
  exit 1
}
cp "$wanted" "$target/.installed-from"
