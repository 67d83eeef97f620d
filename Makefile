# The one way in. `make help` lists the targets; on a fresh machine each installs what it needs.
SHELL := /bin/sh
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

PORT ?=
BOARD ?=
CONFIG ?=
DEVICE ?=
CSV ?=
MINUTES ?=
KEYS ?=

.PHONY: help run handset relay test test-unit test-scenario test-e2e test-interop test-faults test-attack test-soak \
  test-firmware test-firmware-long test-newcomer test-mutation test-asan check bench bench-board image keys update flash \
  provision fleet build packages modules native fonts bundle screens clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | while IFS='	' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run: build ## two handsets and a relay on one web page; PORT=8080 BOARD=simulator
	@node --disable-sigusr1 build/simulator.js $(if $(PORT),--port='$(PORT)') $(if $(BOARD),--board='$(BOARD)')

handset: build ## one handset against any SIP server: make handset CONFIG=FILE
	@test -n "$(CONFIG)" || { echo 'make handset: name the configuration, as in make handset CONFIG=alice.json'; exit 2; }
	@npm run --silent handset -- --config='$(CONFIG)' $(if $(PORT),--port='$(PORT)')

relay: build ## the relay alone, for handsets elsewhere: make relay CONFIG=FILE
	@test -n "$(CONFIG)" || { echo 'make relay: name the configuration, as in make relay CONFIG=relay.json'; exit 2; }
	@npm run --silent relay -- --config='$(CONFIG)'

test: packages-test build ## everything but the longer suites; ends in a line with passed and failed
	@vitest run --project unit --project scenario --project e2e

test-unit: build ## unit, contract, property and golden tests
	@vitest run --project unit

test-scenario: build ## stories through two real handset processes and the relay
	@vitest run --project scenario

test-e2e: packages-test build ## the page in a headless Chromium
	@vitest run --project e2e

test-interop: build ## with Kamailio, baresip and linphone from the distribution's packages
	@.make/system-packages.sh interop
	@test/interop/in-own-network.sh vitest run --project interop

test-faults: modules ## kill -9, bad links, bad disks, clock jumps (short form; SEED=n replays)
	@.make/system-packages.sh network
	@test/interop/in-own-network.sh vitest run --project faults

test-attack: build ## what somebody hostile tries, against the real processes (ATTACK=long: more of it)
	@vitest run --project attack

test-firmware: build ## the image of qemu-arm64 on an emulated board: keys, screen, LED, updates, power cuts
	@$(MAKE) --no-print-directory image BOARD=qemu-arm64
	@vitest run --project firmware

test-firmware-long: build ## the same and more: 20 power cuts of each kind, first starts, serial line, the Pi's card
	@$(MAKE) --no-print-directory image BOARD=qemu-arm64
	@$(MAKE) --no-print-directory image BOARD=rpi-zero2w
	@FIRMWARE=long vitest run --project firmware

test-soak: modules ## the long form of test-faults, with progress
	@.make/system-packages.sh network
	@FAULTS=long test/interop/in-own-network.sh vitest run --project faults
	@FAULTS=long vitest run --project unit test/relay/storage/kill.test.ts

test-newcomer: modules ## the README's first command on a bare Debian 12 and 13 (NEWCOMER=long: the second too)
	@[ "$$(id -u)" != 0 ] || .make/system-packages.sh newcomer
	@vitest run --project newcomer

test-mutation: modules ## do the tests notice wrong code? LINES=80 a room, LINES=all for hours; see test/mutation
	@node test/mutation/run.ts

test-asan: modules ## the addon's tests under AddressSanitizer (MINUTES=30: its fuzzers alone, with random seeds)
	@FUZZ_MINUTES='$(MINUTES)' npm run --silent test:asan -w lvgl-bindings

check: packages-check modules ## format, lint, types, walls between rooms, clang-tidy (under 60 s)
	@npm run --silent check

bench: build ## speed and memory, as medians with their comparison; JSON in out/bench.json
	@.make/system-packages.sh interop
	@test/interop/in-own-network.sh npm run --silent bench

bench-board: build ## figures of the image on the emulated board beside the last kept ones; RUNS=3 KEEP=1
	@$(MAKE) --no-print-directory image BOARD=qemu-arm64
	@node test/firmware/bench/bench-board.ts

image: packages-firmware modules fonts ## the image of a board in out/BOARD: make image BOARD=qemu-arm64
	@KEYS='$(KEYS)' node firmware/image/make-image.ts '$(BOARD)'

keys: modules ## the operator's keys for updates, kept outside of the project: make keys (KEYS=FOLDER)
	@KEYS='$(KEYS)' node firmware/technician/keys/keys.ts

update: packages-firmware modules ## a signed update from the image that was made: make update BOARD=qemu-arm64
	@KEYS='$(KEYS)' node firmware/technician/update/update.ts '$(BOARD)'

flash: packages-flash modules ## write it to a card or file, checked after: make flash BOARD=qemu-arm64 DEVICE=/dev/sdX
	@node firmware/technician/flash/flash.ts '$(BOARD)' '$(DEVICE)'

provision: packages-flash modules ## relay, account, Wi-Fi onto a card or serial line: CONFIG=alice.json DEVICE=/dev/sdX
	@node firmware/technician/provision/provision.ts '$(CONFIG)' '$(DEVICE)'

fleet: packages-flash modules ## many by a table, with labels: make fleet CONFIG=common.json CSV=handsets.csv
	@node firmware/technician/fleet/fleet.ts '$(CONFIG)' '$(CSV)' '$(DEVICE)'

build: bundle ## all that the product needs to run

packages:
	@.make/system-packages.sh build

.PHONY: packages-test packages-check packages-firmware packages-flash
packages-test:
	@.make/system-packages.sh build browser

packages-firmware:
	@.make/system-packages.sh build firmware

packages-flash:
	@.make/system-packages.sh build flash

packages-check:
	@.make/system-packages.sh build check

modules: packages
	@.make/node-modules.sh

native: modules ## the LVGL addon, rebuilt only when its inputs changed
	@test -f native/build/.built || echo 'The first build compiles LVGL: about a minute and a half on two processors.'
	@sh native/scripts/build.sh
	@.make/check-addons.sh

fonts: modules ## the handset's fonts from their packages
	@sh native/scripts/build.sh fonts

bundle: native ## the JavaScript that ships, in build/
	@node .make/bundle.ts

screens: build ## the pictures in the READMEs, drawn by the product itself
	@npm run --silent screens

clean: ## remove what was built; data of `make run` stays in var/
	rm -rf build out native/build native/build-asan native/build-fonts
