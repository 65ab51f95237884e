#!/usr/bin/env bash
# A shard of a run, as JSON in $REPORTS. Whether it is good is judged when all shards are joined: only what could not be run fails here.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
name=shard-${SHARD//\//-of-}
mkdir -p "$REPORTS"

# A plain name is another library's, which is installed apart.
case "$ENGINE" in
  touchstone | *[./:]*) ;;
  *) npm run --silent --prefix "$root" engines || exit ;;
esac

node "$root/harness/cli.ts" run --engine "$ENGINE" --shard "$SHARD" ${KNOWN:+--known "$KNOWN"} \
  ${FIXTURES:+--fixtures "$FIXTURES"} --json "$REPORTS/$name.json"
status=$?
if [ "$status" -gt 1 ]; then exit "$status"; fi
echo "name=$name" >>"${GITHUB_OUTPUT:-/dev/null}"
