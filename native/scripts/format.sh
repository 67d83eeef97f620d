#!/bin/sh
# clang-format on all C and C++ that people write here.
#   usage: scripts/format.sh -i                     lays it out
#          scripts/format.sh --dry-run --Werror     tells what is laid out otherwise
set -eu
cd "$(dirname "$0")/.."
sh scripts/clang-tools.sh
exec ../node_modules/.cache/clang-tools/clang_format/data/bin/clang-format "$@" \
  addon/*.cpp addon/*.h bench/*.c bench/*.h conf/*.h
