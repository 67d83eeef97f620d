#!/bin/sh
# Runs a command in a network of its own that has only the loopback device, so that nothing that a peer does leaves this machine, and
# with a default route, without which linphone takes the network for down. Needs root or unprivileged user namespaces; where there
# is neither, the command runs in the machine's own network, and linphone's tests skip themselves if that has no default route.
#   usage: in-own-network.sh COMMAND...
set -u

if [ "${IN_OWN_NETWORK:-}" = yes ]; then
  ip link set lo up
  # An address of the documentation range (RFC 5737) as our own: whatever is sent anywhere comes back to this machine.
  ip address add 192.0.2.1/32 dev lo
  ip route add default dev lo
  # A name server that refuses at once; linphone asks it even for localhost before it reads the hosts file.
  resolver=$(mktemp)
  echo 'nameserver 127.0.0.1' >"$resolver"
  mount --bind "$resolver" "$(readlink -f /etc/resolv.conf)" && rm -f "$resolver"
  exec "$@"
fi

# Root keeps its own identity; others become root inside a user namespace, and are nobody outside it.
as_root=''
[ "$(id -u)" = 0 ] || as_root='--map-root-user'
# shellcheck disable=SC2086
if unshare --net --mount $as_root true 2>/dev/null; then
  IN_OWN_NETWORK=yes exec unshare --net --mount $as_root "$0" "$@"
fi
echo 'in-own-network: no network namespace for us here; using the network of this machine' >&2
exec "$@"
