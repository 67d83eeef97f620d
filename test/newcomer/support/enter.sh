#!/bin/sh
# Runs a command in the system that lies in ROOT, as its only process tree, with fresh /proc and /dev, and with what was
# downloaded before from CACHE. Start it by `unshare --mount --pid --fork --kill-child`: then the mounts are nobody
# else's, and they go, with every process, when this one goes.
#   usage: enter.sh ROOT CACHE COMMAND      HOME is that of the user in ROOT
set -eu
root=$1
cache=$2
command=$3

mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"

# usage: keep FOLDER-OF-THE-CACHE FOLDER-OF-THE-SYSTEM
keep() {
  mkdir -p "$cache/$1" "$root$2"
  mount --bind "$cache/$1" "$root$2"
}
keep archives /var/cache/apt/archives
keep npm "$HOME/.npm/_cacache"
keep cargo "$HOME/.cargo/registry"

# Not by exec: the first process of a namespace would ignore Ctrl-C.
chroot "$root" /bin/sh -c "cd && $command"
