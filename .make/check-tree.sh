#!/bin/sh
# Rules about the files themselves: every room has a README of at most 60 lines, no file is forgotten, nothing local leaks in.
cd "$(dirname "$0")/.." || exit 2
status=0
say() { echo "$1"; status=1; }

for room in src/*/ board/ native/; do
  readme="${room}README.md"
  if [ ! -f "$readme" ]; then say "$readme is missing: say what the room is for, what it may import, how to test it alone"
  elif [ "$(wc -l <"$readme")" -gt 60 ]; then say "$readme has more than 60 lines"
  fi
done
for script in .make/*.sh .ci/run native/scripts/*.sh; do
  [ -f "$script" ] || continue
  sh -n "$script" 2>/dev/null || bash -n "$script" || say "$script does not parse"
done
leaks=$(git grep -nIE '(/home/[a-z]|/[r]oot/|/tmp/[a-z])' -- . ':!package-lock.json' ':!.make/check-tree.sh' ':!native/Cargo.lock' | head -5)
[ -z "$leaks" ] || say "paths of one machine: $leaks"
weak=$(git grep -nE '\b(it|test|describe)\.(only|todo)\(' -- 'test/*.ts' | head -5)
[ -z "$weak" ] || say "tests that hide others or do nothing: $weak"
version=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' package.json | head -n 1)
grep -q "^## \[\?$version" CHANGELOG.md || say "CHANGELOG.md says nothing of version $version"
exit $status
