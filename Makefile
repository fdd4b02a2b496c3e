# Every command of the project. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
ML_VENV := .venv-ml
STAMPS := var/stamps
# Written last by npm and by vite, so they tell that the step went through.
NPM := frontend/node_modules/.package-lock.json
TEST_NPM := tests/browser/node_modules/.package-lock.json tests/oidc/node_modules/.package-lock.json
WEB := frontend/dist/index.html
# A path or several: `make test T=tests/unit`.
T ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

# What the built page is made of; a change in any of these builds it again.
WEB_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune \
	-o -path frontend/coverage -prune -o -type f -not -name '*.tsbuildinfo' -print 2>/dev/null)

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: $(STAMPS)/run $(WEB) ## Install what serving needs, build the page, start everything (Ctrl-C stops it)
	@exec $(BIN)/tikify up

.PHONY: setup
setup: $(STAMPS)/run $(STAMPS)/dev $(WEB) $(TEST_NPM) ## Install everything and build the page; start nothing

.PHONY: test
test: setup ## Run every check and test; T=path runs only those Python tests
	@scripts/test $(T)

.PHONY: check
check: setup ## Run the quick part: formats, lint, types, import rules, unit tests
	@scripts/check

.PHONY: format
format: setup ## Rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	npm --prefix frontend run format

.PHONY: bench
bench: setup ## Measure tickets per second and time to assignment, on SQLite and MariaDB
	@scripts/system-packages mariadb-server redis-server
	$(BIN)/python -m tests.bench

.PHONY: client
client: $(STAMPS)/run $(NPM) ## Write the front end's API client from the OpenAPI document
	$(BIN)/tikify openapi > var/openapi.json
	OPENAPI=../var/openapi.json npm --prefix frontend run client

.PHONY: training
training: $(STAMPS)/ml ## Install what training needs (PyTorch, in .venv-ml), training nothing

.PHONY: model
model: $(STAMPS)/ml ## Train, evaluate and export the triage model (PyTorch, in .venv-ml)
	PYTHONPATH=backend HF_HUB_OFFLINE=1 $(ML_VENV)/bin/python -m ml.pipeline

.PHONY: lock
lock: $(STAMPS)/dev ## Write requirements/*.txt again from pyproject.toml
	scripts/lock

.PHONY: clean
clean: ## Remove what was installed and built; data and keys in var/data stay
	rm -rf $(VENV) $(ML_VENV) $(STAMPS) var/test-output var/openapi.json frontend/node_modules frontend/dist
	rm -rf tests/browser/node_modules tests/oidc/node_modules
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# A stamp is newer than what it was made from, so a second run installs nothing.

$(VENV)/pyvenv.cfg:
	@scripts/make-venv $(VENV)

$(STAMPS)/run: requirements/build.txt requirements/run.txt pyproject.toml | $(STAMPS)
$(STAMPS)/run: $(VENV)/pyvenv.cfg
	@echo "Installing the packages that serving needs"
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	@echo "Installing the packages that tests need"
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	@scripts/check-node
	@echo "Installing the packages of $*"
	cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB): $(NPM) $(WEB_SOURCES)
	@echo "Building the page"
	npm --prefix frontend run build --silent
	@touch $@

$(STAMPS)/ml: requirements/ml.txt | $(STAMPS)
	@scripts/make-venv $(ML_VENV)
	# The pinned torch first: another package must not choose its version.
	$(ML_VENV)/bin/pip install "$$(grep '^torch==' requirements/ml.txt)"
	$(ML_VENV)/bin/pip install -r requirements/ml.txt
	@touch $@

$(STAMPS):
	@mkdir -p $@
