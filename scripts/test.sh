#!/usr/bin/env bash
# Every check of the project, in order; called by `make test` with PostgreSQL's address in the
# environment. Prints each part's own output, then the Go packages' lines again, and last of all
# one line "N passed, N failed" over everything. Fails when any part failed or ran nothing.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/checks.sh
. scripts/lint-checks.sh

versions() {
  local sqlite postgres
  sqlite=$(go run scripts/sqlite_version.go) &&
    postgres=$(psql "$YINFENG_TEST_POSTGRES" -XAtc 'SHOW server_version') &&
    go version && echo "SQLite $sqlite" && echo "PostgreSQL $postgres" &&
    chromium --version 2>/dev/null &&
    echo "Node $(node --version), npm $(npm --version)"
}

# The Go tests' own lines stand in a file too, to be printed once more at the end.
go_lines=$(mktemp)
trap 'rm -f "$go_lines"' EXIT
go_tests() {
  node scripts/go-tests.mjs -timeout 25m "$@" | tee >(grep -aE '^(ok|FAIL|\?) +\S*\s' >>"$go_lines")
}
# Long walks, where the race detector finds nothing that it doesn't find elsewhere and takes five
# times as long.
walks='^(TestDemoCity|TestRoundTrip|TestServe_hostileFiles|TestLeadModel|TestImports_Hostile|TestStore_NearLeads_BruteForce|TestStore_DayRun_Year)$'

# The committed HTTP document and TypeScript types are those of the Go types.
api_is_current() {
  local fresh code=0
  fresh=$(mktemp -d)
  bin/yinfeng openapi >"$fresh/openapi.json" &&
    diff -u frontend/openapi.json "$fresh/openapi.json" &&
    npm --prefix frontend exec -- openapi-typescript "$fresh/openapi.json" -o "$fresh/schema.d.ts" &&
    diff -u frontend/src/api/schema.d.ts "$fresh/schema.d.ts" || code=1
  rm -rf "$fresh"
  [[ $code == 0 ]] || echo "the API has drifted from its document: run make api and commit what it changes"
  return "$code"
}

check "versions" versions
check "build" make --no-print-directory build
lint_checks
check "API document and types" api_is_current
suite "go test -race" go_tests -race -skip "$walks" ./...
suite "go test, the long walks" go_tests -run "$walks" . ./server ./store
suite "web unit tests" scripts/web-tests.sh
check "bundle size" npm --prefix frontend run --silent check:size
suite "browser tests" npm --prefix frontend run --silent e2e

printf '\n== go test\n'
sort -u "$go_lines"
verdict
