#!/bin/sh
# A transmitter in the machine, for tests: the second of two radios that hear each other (mac80211_hwsim), in a network
# of its own, so that nothing goes another way than through the air. Run in its folder, as root.
set -e
modprobe mac80211_hwsim radios=2
unshare --net sleep infinity &
there=$!
until [ -e /sys/class/ieee80211/phy1 ] && [ "$(readlink /proc/$there/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do
  sleep 0.2
done
in_there() { nsenter --net="/proc/$there/ns/net" "$@"; }
export LD_LIBRARY_PATH="$PWD/lib"
# By its number: /sys here shows no name of a radio that is there.
./bin/iw phy#1 set netns "$there"
in_there ./bin/iw phy#1 interface add ap0 type __ap
in_there ./bin/hostapd -B hostapd.conf
in_there busybox ip addr add 192.168.77.1/24 dev ap0
in_there busybox udhcpd udhcpd.conf
