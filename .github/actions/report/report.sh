#!/usr/bin/env bash
# The shards in $REPORTS as one run in $OUT: its page, JUnit's XML and badge; the summary goes to $GITHUB_STEP_SUMMARY.
# Fails where a case failed or a shard is missing; with STRICT=true where anything is not green.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
touchstone() { node "$root/harness/cli.ts" "$@"; }
mkdir -p "$OUT"

touchstone merge "$REPORTS"/*.json --json "$OUT/run.json"
merged=$?
if [ "$merged" -gt 1 ]; then exit "$merged"; fi
touchstone report "$OUT/run.json" --html "$OUT/report.html" --junit "$OUT/junit.xml" \
  --badge "$OUT/badge.svg" --markdown "$OUT/summary.md" || exit
cat "$OUT/summary.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
if [ "${STRICT:-false}" = true ]; then exit "$merged"; fi
node -e '
  const { summary } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
  const { cases, fail, stale, interrupted } = summary;
  process.exitCode = cases > 0 && fail + stale === 0 && !interrupted ? 0 : 1;
' "$OUT/run.json"
