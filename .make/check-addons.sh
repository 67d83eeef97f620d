#!/bin/sh
# Every addon (.node file) takes Node's functions from the program that loads it. An addon that is linked against a
# libnode of the machine, as Debian's own node-gyp does, brings a second Node into the process and crashes it.
#   usage: .make/check-addons.sh [FOLDER...]      without FOLDER: all folders with addons that we load
set -eu

if [ $# = 0 ]; then
  cd "$(dirname "$0")/.."
  for folder in build native/build native/build-asan node_modules; do
    [ ! -d "$folder" ] || set -- "$@" "$folder"
  done
fi
[ $# -gt 0 ] || exit 0
linked=$(find "$@" -name '*.node' -type f -exec grep -lF 'libnode.so' {} +) || true
[ -n "$linked" ] || exit 0
echo 'These addons are linked against a libnode and would crash Node 24; remove node_modules and native/build, and run make again:' >&2
echo "$linked" >&2
exit 1
