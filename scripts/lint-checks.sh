# Sourced by test.sh and lint.sh, after checks.sh: the lint checks.

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2

formatted() {
  local bad
  bad=$(find . -path ./frontend/node_modules -prune -o -name '*.go' -print0 | xargs -0 gofmt -l) || return 1
  [[ -z $bad ]] || { echo "not formatted by gofmt:"; echo "$bad"; return 1; }
}

lint_checks() {
  check "gofmt" formatted
  check "go vet" go vet -tags sqlite_fts5,prove ./...
  check "staticcheck" go run "$staticcheck" -tags sqlite_fts5,prove ./...
  check "eslint" npm --prefix frontend run --silent lint
  check "vue-tsc" npm --prefix frontend run --silent typecheck
}
