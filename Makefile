# 引凤. `make help` lists what can be done; each target does its own set-up.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# sqlite_fts5: full-text search in the embedded engine. No VCS stamp: the same sources give the same program.
export GOFLAGS := -tags=sqlite_fts5 -buildvcs=false
export CGO_ENABLED := 1

# Where `make run` listens: make run LISTEN=0.0.0.0:8080
LISTEN ?= 127.0.0.1:8080

version := $(shell git describe --tags --always 2>/dev/null || echo dev)
web_sources := $(shell find frontend/src frontend/public frontend/scripts) \
	$(wildcard frontend/*.html frontend/*.ts frontend/package*.json)

.PHONY: help run test build prove bench lint api pages shots FORCE

help: ## say what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: build ## start with the demo city on http://127.0.0.1:8080
	@exec bin/yinfeng serve --demo --listen $(LISTEN)

test: ## every check: lint, Go tests on both engines, web and browser tests
	@scripts/tools.sh
	@scripts/packages.sh
	@$(MAKE) --no-print-directory frontend/node_modules/.stamp
	@scripts/postgres.sh scripts/test.sh

build: bin/yinfeng ## the program, web application inside, at bin/yinfeng

prove: ## the long proofs, on durable engines (up to an hour)
	@scripts/tools.sh
	@scripts/packages.sh pages
	@scripts/postgres.sh --durable node scripts/go-tests.mjs -tags 'sqlite_fts5 prove' -run Prove -v -timeout 60m ./...

bench: bin/yinfeng ## measure both engines at two sizes (fills 6 M rows at first; SIZE=100 for the hundredth only)
	@scripts/packages.sh
	@scripts/postgres.sh --durable scripts/bench.sh

lint: frontend/node_modules/.stamp ## formatting, vet, staticcheck, eslint, types
	@scripts/tools.sh
	@scripts/lint.sh

api: frontend/node_modules/.stamp ## write the HTTP document and the TypeScript types anew from the Go types
	go run . openapi >frontend/openapi.json.new
	mv frontend/openapi.json.new frontend/openapi.json
	npm --prefix frontend run api

pages: ## print a workbook and check its pages: make pages FILE=book.xlsx (into shots/workbook)
	@test -n "$(FILE)" || { echo 'make pages FILE=book.xlsx' >&2; exit 2; }
	@scripts/packages.sh pages
	@scripts/workbook-pages.sh "$(FILE)" shots/workbook

shots: build ## pictures of every page at both sizes into shots/, and docs/goals.png
	@scripts/packages.sh
	npm --prefix frontend run --silent shots

# Go itself knows best whether the program is up to date.
bin/yinfeng: frontend/dist/index.html FORCE
	go build -ldflags '-X main.version=$(version)' -o $@ .

frontend/dist/index.html: frontend/node_modules/.stamp $(web_sources)
	npm --prefix frontend run build
	@touch $@

frontend/node_modules/.stamp: frontend/package-lock.json
	@scripts/tools.sh
	cd frontend && { npm ci || { sleep 5; npm ci; }; }
	@touch $@
