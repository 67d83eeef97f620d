#!/bin/sh
# The tests of the bindings under AddressSanitizer. Leaks are not checked: V8 and Node keep their memory until the
# process ends, and nothing else would be found.
set -eu
cd "$(dirname "$0")/.."
SANITIZE=address sh scripts/build.sh
# Node has its own C++ runtime. Without libstdc++ beside it, libasan finds no __cxa_throw to intercept.
libraries="$(cc -print-file-name=libasan.so) $(cc -print-file-name=libstdc++.so)"
cd ..
LVGL_BINDINGS_ADDON="$PWD/native/build-asan/lvgl_bindings.node" \
  LINUX_IO_ADDON="$PWD/native/build-asan/linux_io.node" LD_PRELOAD="$libraries" ASAN_OPTIONS=detect_leaks=0 \
  exec node_modules/.bin/node node_modules/vitest/vitest.mjs run --project unit --testTimeout 60000 test/native
