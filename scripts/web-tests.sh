#!/usr/bin/env bash
# The web unit tests (vitest), with a last line "N passed, N failed". A skipped test has failed.
set -uo pipefail
cd "$(dirname "$0")/../frontend"
report=$(mktemp)
trap 'rm -f "$report"' EXIT
code=0
export NO_COLOR=1
npx vitest run --reporter=default --reporter=json --outputFile.json="$report" || code=$?
node -e '
const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
console.log(`${r.numPassedTests} passed, ${r.numTotalTests - r.numPassedTests} failed`)' "$report" || exit 1
exit "$code"
