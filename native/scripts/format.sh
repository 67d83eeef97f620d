#!/bin/sh
# clang-format on all C and C++ that is written by hand here.
#   usage: scripts/format.sh -i                     formats the files
#          scripts/format.sh --dry-run --Werror     tells which lines are not formatted so
set -eu
cd "$(dirname "$0")/.."
sh scripts/clang-tools.sh
exec ../node_modules/.cache/clang-tools/clang_format/data/bin/clang-format "$@" \
  addon/*.cpp addon/*.h linux-io/*.cpp linux-io/*.h bench/*.c bench/*.h conf/*.h
