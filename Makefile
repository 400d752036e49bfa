# 引凤. `make help` lists what can be done; each target does its own set-up.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# sqlite_fts5: full-text search in the embedded engine. No VCS stamp: the same sources give the same program.
export GOFLAGS := -tags=sqlite_fts5 -buildvcs=false
export CGO_ENABLED := 1

.PHONY: help test prove lint

help: ## say what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

test: ## every check: lint, Go tests on both engines, web and browser tests
	@scripts/tools.sh
	@scripts/packages.sh
	@$(MAKE) --no-print-directory frontend/node_modules/.stamp
	@scripts/postgres.sh scripts/test.sh

prove: ## the long proofs, on durable engines (up to an hour)
	@scripts/tools.sh
	@scripts/packages.sh
	@scripts/postgres.sh --durable node scripts/go-tests.mjs -tags 'sqlite_fts5 prove' -run Prove -v -timeout 60m ./...

lint: frontend/node_modules/.stamp ## formatting, vet, staticcheck, eslint, types
	@scripts/tools.sh
	@scripts/lint.sh

frontend/node_modules/.stamp: frontend/package-lock.json
	@scripts/tools.sh
	cd frontend && { npm ci || { sleep 5; npm ci; }; }
	@touch $@
