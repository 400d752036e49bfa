#!/usr/bin/env bash
# Formatting, vet, staticcheck, eslint and types; called by `make lint`.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/checks.sh
. scripts/lint-checks.sh
lint_checks
verdict
