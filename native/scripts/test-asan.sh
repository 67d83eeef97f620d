#!/bin/sh
# The tests of the bindings under AddressSanitizer. Leaks are not checked: V8 and Node keep their memory until the
# process ends, and nothing else would be found.
#   FUZZ_MINUTES=…  the fuzzers alone, for so long, each run with another random seed. Ends with the number of seeds, of
#                   AddressSanitizer's reports and of calls that took too long; fails when there was any. Each seed is
#                   printed, and FUZZ_SEED=… with this command plays it again.
set -eu
cd "$(dirname "$0")/.."
SANITIZE=address sh scripts/build.sh
# Node has its own C++ runtime. Without libstdc++ beside it, libasan finds no __cxa_throw to intercept.
libraries="$(cc -print-file-name=libasan.so) $(cc -print-file-name=libstdc++.so)"
cd ..
# Memory that is refused is an error that the addon tells, and no report.
options=detect_leaks=0:allocator_may_return_null=1

run() { # run REPORT FILE...
  report=$1
  shift
  LVGL_BINDINGS_ADDON="$PWD/native/build-asan/lvgl_bindings.node" \
    LINUX_IO_ADDON="$PWD/native/build-asan/linux_io.node" LD_PRELOAD="$libraries" ASAN_OPTIONS="$options$report" \
    node_modules/.bin/node node_modules/vitest/vitest.mjs run --project unit --testTimeout 240000 "$@"
}

if [ -z "${FUZZ_MINUTES:-}" ]; then
  # The tests of linux_io start children before an LD_PRELOAD of their own, with which AddressSanitizer's threads hang.
  # shellcheck disable=SC2086 # a list of files
  run '' $(echo test/native/*.test.ts) test/native/panel
  exit
fi

logs=$PWD/native/build-asan/fuzz
rm -rf "$logs"
mkdir -p "$logs"
seeds=0 reports=0 timeouts=0 others=0
end=$(($(date +%s) + FUZZ_MINUTES * 60))
while [ "$(date +%s)" -lt "$end" ]; do
  FUZZ_SEED=$(($(od -An -N4 -tu4 /dev/urandom) % 2147483648))
  export FUZZ_SEED
  seeds=$((seeds + 1))
  log=$logs/$FUZZ_SEED.log
  if run ":log_path=$logs/$FUZZ_SEED.report" test/native/fuzz.test.ts test/native/reentrancy.test.ts \
    test/native/style-fuzz.test.ts >"$log" 2>&1; then
    rm "$log"
    echo "fuzz: seed $FUZZ_SEED"
  elif [ -n "$(find "$logs" -name "$FUZZ_SEED.report.*")" ]; then
    reports=$((reports + 1))
    echo "fuzz: seed $FUZZ_SEED: AddressSanitizer reports, see $logs/$FUZZ_SEED.report.*"
  elif grep -aq 'took longer than\|timed out' "$log"; then
    timeouts=$((timeouts + 1))
    echo "fuzz: seed $FUZZ_SEED: a call took too long, see $log"
  else
    others=$((others + 1))
    echo "fuzz: seed $FUZZ_SEED: failed, see $log"
  fi
done
echo "fuzz: $FUZZ_MINUTES minutes, $seeds seeds, $reports reports, $timeouts time-outs, $others other failures"
[ $((reports + timeouts + others)) -eq 0 ]
