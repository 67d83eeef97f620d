#!/bin/sh
# Runs all rules at once. Each prints only what is wrong.
cd "$(dirname "$0")/.." || exit 2
failed=''
report=$(mktemp -d)
trap 'rm -rf "$report"' EXIT

# Packages that came into the lockfile since the last installation; at once when there are none.
sh .make/node-modules.sh || exit 1

# Two at a time, for two cores. Lint takes longest.
( npx --no-install eslint . --max-warnings 0 --cache --cache-location node_modules/.cache/eslint/ >"$report/lint" 2>&1 || echo lint >>"$report/failed" ) &
lint=$!
# The first check of all has something to fetch, and says so; lint goes on meanwhile.
{ sh native/scripts/clang-tools.sh && sh native/scripts/build.sh commands; } || { kill $lint; exit 1; }
{ npx --no-install prettier --check --log-level warn --cache . && sh native/scripts/format.sh --dry-run --Werror; } >"$report/format" 2>&1 || echo format >>"$report/failed"
{ npx --no-install tsc --noEmit && npx --no-install tsc -p src/simulator/page; } >"$report/types" 2>&1 || echo types >>"$report/failed"
npx --no-install depcruise --config .dependency-cruiser.cjs --output-type err src board firmware test native/src >"$report/walls" 2>&1 || echo walls >>"$report/failed"
sh .make/check-tree.sh >"$report/tree" 2>&1 || echo tree >>"$report/failed"
npm run --silent unused >"$report/unused" 2>&1 || echo unused >>"$report/failed"
node .make/check-links.ts >"$report/links" 2>&1 || echo links >>"$report/failed"
sh .make/check-commits.sh >"$report/commits" 2>&1 || echo commits >>"$report/failed"
node native/scripts/lint.ts >"$report/native" 2>&1 || echo native >>"$report/failed"
node .make/check-lockfile.ts >"$report/lockfile" 2>&1 || echo lockfile >>"$report/failed"
node .make/check-kamailio.ts >"$report/kamailio" 2>&1 || echo kamailio >>"$report/failed"
.make/check-addons.sh >"$report/addons" 2>&1 || echo addons >>"$report/failed"
wait $lint

if [ -f "$report/failed" ]; then
  for name in $(cat "$report/failed"); do
    echo "check: $name"
    cat "$report/$name"
  done
  exit 1
fi
echo 'check: format, lint, types, walls, tree, unused, links, commits, native, lockfile, kamailio, addons: all good'
