#!/bin/sh
# Builds the addons into build/ (or build-asan/ with SANITIZE=address): LVGL's source by cargo, then CMake.
#   usage: scripts/build.sh          the addon, with its fonts
#          scripts/build.sh fonts    only the fonts' C files, into build-fonts/
#          scripts/build.sh commands only build-lint/compile_commands.json: how each file is compiled, for clang-tidy
#   LVGL_DIR=…   uses a checkout of LVGL 9.5 instead of the vendored source
#   TOOLCHAIN=…  a CMake toolchain file, for another machine than this one: builds into build-<name of the file>/
#   JOBS=…       how many compilers at once; all processors by default
# Does nothing when no input is newer than the last build.
set -eu
cd "$(dirname "$0")/.."

# Makes the fonts again when their scripts or packages have changed.
build_fonts() {
  stamp=build-fonts/.built
  if [ -f "$stamp" ]; then
    newer=$(find scripts/fonts scripts/fonts.ts src/icons.ts ../node_modules/@fontsource/inter/package.json \
      ../node_modules/@fontsource/noto-emoji/package.json -type f -newer "$stamp" -print -quit)
    [ -n "$newer" ] || return 0
  fi
  echo "native: drawing the fonts"
  rm -rf build-fonts
  ../node_modules/.bin/node scripts/fonts.ts build-fonts
  touch "$stamp"
}

lvgl=${LVGL_DIR:-$PWD/vendor/lightvgl-sys/vendor/lvgl}
fetch_lvgl() {
  if [ -z "${LVGL_DIR:-}" ] && ! cmp -s Cargo.lock vendor/.lock; then
    echo "native: fetching LVGL's source"
    rm -rf vendor
    cargo vendor --locked --quiet vendor >/dev/null
    cp Cargo.lock vendor/.lock
  fi
  if [ ! -f "$lvgl/lvgl.h" ]; then
    echo "native: no LVGL source in $lvgl" >&2
    exit 1
  fi
}

generator=''
! command -v ninja >/dev/null 2>&1 || generator='-G Ninja'
make_folder() { # make_folder FOLDER
  # CMake refuses a cache that was made in another folder, as after the checkout was moved or copied.
  if [ -f "$1/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" "$1/CMakeCache.txt"; then
    rm -rf "$1"
  fi
  mkdir -p "$1"
}
configure() { # configure FOLDER [OPTION...]
  folder=$1
  shift
  # shellcheck disable=SC2086 # the generator is one or two words
  cmake -S . -B "$folder" $generator -DLVGL_DIR="$lvgl" -DFONT_DIR="$PWD/build-fonts" "$@"
}

if [ "${1:-}" = fonts ]; then
  build_fonts
  exit 0
fi

if [ "${1:-}" = commands ]; then
  fetch_lvgl
  build_fonts
  make_folder build-lint
  if ! configure build-lint -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >build-lint/configure.log 2>&1; then
    cat build-lint/configure.log >&2
    exit 1
  fi
  exit 0
fi

build=build
[ -z "${SANITIZE:-}" ] || build=build-asan
[ -z "${TOOLCHAIN:-}" ] || build="build-$(basename "$TOOLCHAIN" .cmake)"
stamp="$build/.built"
settings="LVGL_DIR=${LVGL_DIR:-} SANITIZE=${SANITIZE:-} TOOLCHAIN=${TOOLCHAIN:-}"

if [ -f "$stamp" ] && [ -f "$build/lvgl_bindings.node" ] && [ -f "$build/linux_io.node" ] &&
  [ "$(cat "$stamp")" = "$settings" ]; then
  newer=$(find addon linux-io bench/bare.c bench/scene.h conf cmake scripts src/icons.ts ../node_modules/@fontsource/*/package.json CMakeLists.txt Cargo.lock ${LVGL_DIR:+"$LVGL_DIR/src"} -type f -newer "$stamp" -print -quit)
  [ -n "$newer" ] || exit 0
fi

fetch_lvgl
build_fonts

stamp="$build/.built"
log="$build/build.log"
echo "native: compiling LVGL and the addon into native/$build"
make_folder "$build"
if ! { configure "$build" -DSANITIZE="${SANITIZE:-}" ${TOOLCHAIN:+-DCMAKE_TOOLCHAIN_FILE="$TOOLCHAIN"} &&
  cmake --build "$build" -j "${JOBS:-$(nproc)}"; } >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
printf '%s\n' "$settings" >"$stamp"
