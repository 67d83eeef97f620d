#!/bin/sh
# Rules about the files themselves: every room has a README of at most 40 lines, texts wrap, no file is forgotten, and
# no path of a developer's machine is in them.
cd "$(dirname "$0")/.." || exit 2
status=0
say() { echo "$1"; status=1; }

for room in src/*/ board/ native/; do
  readme="${room}README.md"
  if [ ! -f "$readme" ]; then say "$readme is missing: say what the room is for, what it may import, how to test it alone"
  elif [ "$(wc -l <"$readme")" -gt 40 ]; then say "$readme has more than 40 lines: what is no decision goes to docs/"
  fi
done
# C.UTF-8, so that columns are counted and not bytes.
wide=$(git ls-files -z '*.md' | LC_ALL=C.UTF-8 xargs -0 grep -HnE '^.{121}' | cut -c 1-100 | head -5)
[ -z "$wide" ] || say "Markdown lines of more than 120 columns (a table row that needs more is a list): $wide"
rules=docs/specification.md
unmarked=$(grep -E '^- \*\*[A-Z]-' "$rules" | grep -vE '^- \*\*[A-Z]-[0-9]+\*\* \[(built|part|to come)\] ' | cut -c 1-40)
[ -z "$unmarked" ] || say "$rules: rules without [built], [part] or [to come]: $unmarked"
unheld=$(awk '
  function end() { if (rule ~ /\[built\]/ && rule !~ /\.ts`|`make |follows from/) print substr(rule, 1, 40) }
  /^- \*\*[A-Z]-/ { end(); rule = "" }
  /^#|^$/ { end(); rule = ""; next }
  { rule = rule $0 }
  END { end() }' "$rules")
[ -z "$unheld" ] || say "$rules: rules that are built and name nothing that holds them: $unheld"
named=$(grep -hoE '^- \*\*[A-Z]-[0-9]+' "$rules" docs/threat-model.md | tr -d '* ' | sed 's/^-//' | sort)
double=$(printf '%s\n' "$named" | uniq -d)
[ -z "$double" ] || say "$rules: two rules are named $double"
unknown=$(git grep -howE '[A-Z]-[0-9]{1,2}' -- 'docs/*.md' CONTRIBUTING.md | sort -u | grep -vxF "$named")
[ -z "$unknown" ] || say "documents name rules that $rules has not: $unknown"
for script in .make/*.sh .ci/run native/scripts/*.sh; do
  [ -f "$script" ] || continue
  sh -n "$script" 2>/dev/null || bash -n "$script" || say "$script does not parse"
done
leaks=$(git grep -nIE '((^|[^.a-zA-Z0-9_-])/home/[a-z]|/[r]oot/|/tmp/[a-z])' -- . ':!package-lock.json' ':!.make/check-tree.sh' ':!native/Cargo.lock' | head -5)
[ -z "$leaks" ] || say "paths of one machine: $leaks"
weak=$(git grep -nE '\b(it|test|describe)\.(only|todo)\(' -- 'test/*.ts' | head -5)
[ -z "$weak" ] || say "tests that hide others or do nothing: $weak"
version=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' package.json | head -n 1)
grep -q "^## \[\?$version" CHANGELOG.md || say "CHANGELOG.md says nothing of version $version"
exit $status
