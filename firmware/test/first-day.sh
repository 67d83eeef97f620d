#!/bin/sh
# A handset's first day and its first updates, as a technician does them, on the emulated board: image, card, first
# start, a message each way, bad updates, one that heals itself, one that stays. Says how long each took.
#   usage: firmware/test/first-day.sh
set -eu
cd "$(dirname "$0")/../.."

day=out/first-day
rm -rf "$day"
mkdir -p "$day"
# The tests start from the card that was flashed here.
CARD=$PWD/$day/card.img
export CARD

step() { # step WHAT COMMAND...
  what=$1
  shift
  printf '\n== %s: %s\n' "$what" "$*"
  began=$(date +%s)
  "$@"
  echo "$what: $(($(date +%s) - began)) s" >>"$day/times.txt"
}

step 'image' make --no-print-directory image BOARD=qemu-arm64
step 'card' make --no-print-directory flash BOARD=qemu-arm64 DEVICE="$CARD" YES=1
step 'signed update' make --no-print-directory update BOARD=qemu-arm64
tests() { node_modules/.bin/vitest run --project firmware "$@"; }
step 'provisioned, started, a message each way' tests test/firmware/main-job.test.ts
step 'bad updates, one that heals itself, one that stays' tests test/firmware/update.test.ts

printf '\n== the day\n'
cat "$day/times.txt"
