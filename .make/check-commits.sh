#!/bin/sh
# A commit says what and why: a subject of at most 72 characters about one topic, an empty line, and a body.
#   usage: .make/check-commits.sh [BASE]
# Looks at the commits after BASE (a tag or a commit). Without BASE, at those after the commit that brought this rule.
cd "$(dirname "$0")/.." || exit 2
# In an archive without history, or a clone that ends before the rule, there is nothing to check.
git rev-parse --git-dir >/dev/null 2>&1 || exit 0
base=${1:-$(git log --diff-filter=A --format=%H -- .make/check-commits.sh | tail -n 1)}
[ -n "$base" ] || exit 0
git rev-parse --verify --quiet "$base^{commit}" >/dev/null || { echo "check-commits: there is no commit $base"; exit 2; }

# C.UTF-8, so that characters are counted and not bytes.
subjects=$(git log --no-merges --format='%h %s' "$base..HEAD")
long=$(printf '%s\n' "$subjects" | LC_ALL=C.UTF-8 grep -E '^[0-9a-f]+ .{73}')
topics=$(printf '%s\n' "$subjects" | grep -F '; ')
# Sign-off lines do not count as a body.
bare=$(git log --no-merges --format='%x01%h %s%n%b' "$base..HEAD" | awk '
  BEGIN { RS = "\001"; FS = "\n" }
  NR > 1 {
    words = 0
    for (i = 2; i <= NF; i++) if ($i !~ /^[A-Za-z-]+-[Bb]y: / && $i ~ /[^[:space:]]/) words = 1
    if (!words) print $1
  }')

status=0
say() { [ -z "$2" ] || { echo "$1"; printf '%s\n' "$2" | sed 's/^/  /'; status=1; }; }
say 'a commit subject has at most 72 characters; the rest belongs in its body:' "$long"
say 'a commit is one topic; what stands behind a semicolon is another commit:' "$topics"
say 'a commit has a body that says why:' "$bare"
exit $status
