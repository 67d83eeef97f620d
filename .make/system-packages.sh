#!/bin/sh
# Makes sure that the programs for a job are on this machine.
#   usage: .make/system-packages.sh GROUP...      groups: build browser check interop network newcomer firmware flash
# On Debian and Ubuntu it installs what is missing (as root, or through sudo after saying what and why). Elsewhere it
# names each missing program with the version that is needed, and stops.
set -eu

missing_programs=''
missing_packages=''

need() { # need PROGRAM PACKAGE WHAT-FOR [VERSION]
  command -v "$1" >/dev/null 2>&1 && return 0
  missing_programs="$missing_programs
  $1${4:+ $4}   ($3)"
  missing_packages="$missing_packages $2"
}

need_package() { # need_package PACKAGE WHAT-FOR   for what brings no program of its own
  command -v dpkg-query >/dev/null 2>&1 || return 0
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] && return 0
  missing_programs="$missing_programs
  $1   ($2)"
  missing_packages="$missing_packages $1"
}

# cargo fetches LVGL's sources. The crate needs the 2024 edition, so at least cargo 1.85.
cargo_is_new_enough() {
  command -v cargo >/dev/null 2>&1 || return 1
  minor=$(cargo --version 2>/dev/null | sed -n 's/^cargo 1\.\([0-9]*\)\..*/\1/p')
  [ "${minor:-0}" -ge 85 ]
}

# Debian 12's own cargo is too old. Its package cargo-web is newer and contains the same program.
cargo_package() {
  minor=$(apt-cache policy cargo 2>/dev/null | sed -n 's/^ *Candidate: 1\.\([0-9]*\)\..*/\1/p;s/^ *Candidate: .*+1\.\([0-9]*\)\..*/\1/p' | head -n 1)
  if [ "${minor:-0}" -ge 85 ]; then echo cargo; else echo cargo-web; fi
}

# The kernel starts programs for arm64 by an interpreter that binfmt_misc names. Nobody mounts that in a container, and
# packages that were installed before it was mounted are not registered.
register_arm64() {
  [ "$(uname -m)" != aarch64 ] || return 0
  formats=/proc/sys/fs/binfmt_misc
  if [ "$(id -u)" = 0 ]; then as_root=''; else as_root=sudo; fi
  [ -e "$formats/register" ] || $as_root mount -t binfmt_misc binfmt_misc "$formats" 2>/dev/null || true
  grep -qs '^enabled' "$formats/qemu-aarch64" || $as_root update-binfmts --enable qemu-aarch64 >/dev/null 2>&1 || true
  grep -qs '^enabled' "$formats/qemu-aarch64" && return 0
  echo "The kernel cannot run programs for arm64: $formats has no qemu-aarch64. Where binfmt_misc may not be mounted (as in" >&2
  echo "a container without rights), mount and register it outside." >&2
  exit 1
}

wants_cargo=no
wants_arm64=no
for group in "$@"; do
  case "$group" in
    build)
      need cc gcc 'compiles LVGL'
      need c++ g++ 'compiles the addon'
      need cmake cmake 'builds the addon' '3.18 or later'
      need python3 python3 'node-gyp needs it to compile epoll'
      if [ -z "${LVGL_DIR:-}" ] && ! cargo_is_new_enough; then
        wants_cargo=yes
        missing_programs="$missing_programs
  cargo 1.85 or later   (brings LVGL's sources; or set LVGL_DIR to a checkout of LVGL 9.5)"
      fi
      need openssl openssl 'the tests check our certificates with it'
      need_package tzdata 'time zones for the clock on the screen'
      ;;
    browser) need chromium chromium 'the end-to-end test types on the real page' ;;
    check) need pip3 python3-pip 'brings clang-format and clang-tidy' ;;
    interop)
      # Servers are in sbin, which is not in everybody's PATH. Without these modules, Kamailio does not start with our
      # configuration.
      PATH=$PATH:/usr/sbin:/sbin
      need kamailio kamailio 'the SIP server that a fleet runs on'
      for part in tls sqlite outbound; do
        need_package "kamailio-$part-modules" 'parts of it that our configuration loads'
      done
      need baresip baresip-core 'a peer that others wrote'
      need linphonec linphone-cli 'a peer that others wrote'
      need ip iproute2 'a network of the tests'"'"' own'
      ;;
    network)
      PATH=$PATH:/usr/sbin:/sbin
      need tc iproute2 'loss and delay on a link of the test'"'"'s own'
      need cc gcc 'a disk that fails while files are open on it'
      ;;
    newcomer)
      need mmdebstrap mmdebstrap 'makes a bare Debian from its packages'
      need_package debian-archive-keyring 'the keys that its packages are signed with'
      ;;
    firmware)
      PATH=$PATH:/usr/sbin:/sbin
      need mmdebstrap mmdebstrap 'makes the root file system from its packages'
      need_package debian-archive-keyring 'the keys that its packages are signed with'
      need qemu-aarch64-static qemu-user-static 'runs programs for arm64 while the image is made'
      need update-binfmts binfmt-support 'the kernel starts programs for arm64 by it'
      need arch-test arch-test 'mmdebstrap asks it whether such programs run'
      need aarch64-linux-gnu-g++ g++-aarch64-linux-gnu 'compiles the addons for arm64'
      need aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu 'compiles the kernel modules for arm64'
      need mksquashfs squashfs-tools 'packs the root file system'
      need genimage genimage 'puts the card together'
      need mcopy mtools 'fills the partitions that the boot loader reads'
      need mkfs.vfat dosfstools 'makes those partitions'
      need mkimage u-boot-tools 'packs the script of the boot loader'
      need dtc device-tree-compiler 'compiles the device trees'
      need bmaptool bmap-tools 'writes cards without their empty parts'
      need rauc rauc 'packs and signs updates'
      need modprobe kmod 'knows what a kernel module needs'
      need mke2fs e2fsprogs 'makes the data partition'
      need sfdisk fdisk 'reads and writes tables of partitions'
      need sgdisk gdisk 'reads and writes tables of partitions'
      for program in bc bison cpio flex make openssl xz zstd; do
        need "$program" "$(echo "$program" | sed 's/^xz$/xz-utils/')" 'a tool of building'
      done
      wants_arm64=yes
      ;;
    flash)
      need bmaptool bmap-tools 'tells which parts of an image hold something'
      need lsblk util-linux 'knows the devices of this computer'
      need mcopy mtools 'writes files onto a card without mounting it'
      ;;
    *) echo "system-packages: no group named '$group' (there are: build browser check interop network newcomer firmware flash)" >&2; exit 2 ;;
  esac
done

if [ -z "$missing_programs" ]; then
  [ "$wants_arm64" = no ] || register_arm64
  exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These programs are missing; please install them and run the command again:$missing_programs" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then as_root=''
elif command -v sudo >/dev/null 2>&1; then as_root=sudo
else
  echo "These programs are missing, and installing them needs root (no sudo here):$missing_programs" >&2
  exit 1
fi

echo "These programs are missing:$missing_programs"
echo "Installing them from the distribution's packages${as_root:+ (sudo may ask for your password)} ..."
log=$(mktemp)
policy=/usr/sbin/policy-rc.d
made_policy=no
clean_up() {
  rm -f "$log"
  if [ "$made_policy" = yes ]; then $as_root rm -f "$policy"; fi
}
trap clean_up EXIT
$as_root apt-get update >"$log" 2>&1 || { cat "$log" >&2; echo 'apt-get update failed: is the network up?' >&2; exit 1; }
if [ "$wants_cargo" = yes ]; then missing_packages="$missing_packages $(cargo_package)"; fi
# A test starts the servers that it needs; their packages must not start them. 101 means "not allowed" (invoke-rc.d(8)).
if [ ! -e "$policy" ]; then
  made_policy=yes
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod 755 "$policy"
fi
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing_packages >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "apt-get could not install:$missing_packages" >&2
  exit 1
}
echo "Installed:$missing_packages"
[ "$wants_arm64" = no ] || register_arm64
