#!/bin/sh
# Shows that an image follows from its commit: makes it twice and compares every file.
#   usage: firmware/image/build-twice.sh BOARD [clone]
# With `clone`, the second time in a fresh clone in another folder, which compiles the addons anew (minutes): that finds
# paths of a checkout in the image. Only committed changes are in the clone.
set -eu
cd "$(dirname "$0")/../.."
board=${1:?name the board, as in: firmware/image/build-twice.sh qemu-arm64}
first=$(mktemp)
second=$(mktemp)
clone=''
clean_up() {
  rm -f "$first" "$second"
  [ -z "$clone" ] || rm -rf "$clone"
}
trap clean_up EXIT

hashes() { (cd "out/$board" && find . -type f ! -path './.*' -exec sha256sum {} + | sort -k 2); }

make --no-print-directory image BOARD="$board"
hashes >"$first"
if [ "${2:-}" = clone ]; then
  clone=$(mktemp -d)
  git clone --quiet . "$clone/another-checkout"
  cd "$clone/another-checkout"
fi
make --no-print-directory image BOARD="$board"
hashes >"$second"
if ! difference=$(diff "$first" "$second"); then
  echo "The two images of $board differ in:" >&2
  echo "$difference" | awk '/^[<>]/ {print $3}' | sort -u >&2
  exit 1
fi
echo "The two images of $board are alike: $(wc -l <"$first") files, card.img $(sed -n 's/ .*card.img$//p' "$first")"
