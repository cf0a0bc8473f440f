# Every command of the project; `make` alone lists them.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.SUFFIXES:

PORT ?= 8000
DETACH ?=
UPGRADE ?=
PYTEST_ARGS ?= -n 2 --dist loadfile

PYTHON := .venv/bin/python
LOCK := $(shell sha256sum requirements-dev.lock | cut -c1-16)
INSTALLED := .venv/.installed-$(LOCK)
LINKED := .venv/.linked-$(shell sha256sum pyproject.toml | cut -c1-16)
SOURCES := services gateway libs cli deploy tests
COMPILE := uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 -q --no-header
# A port that was typed, for demo-stop and demo-reset: without one they mean every demo of this clone.
ONE_PORT := $(if $(filter command line environment,$(origin PORT)),--port $(PORT))

.PHONY: help
help: ## list every command
	@printf 'make <command>\n\n'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  %-15s %s\n", $$1, $$2 }'
	@printf '\nPORT=9000 moves the web port of `make demo` (default 8000); the other ports are chosen free and kept.\n'
	@printf 'While one demo runs, another PORT starts one more beside it, with its own data: .local/demo-9000.\n'

# -- running it

.PHONY: demo
demo: $(LINKED) ## start the whole product with a demo commune; Ctrl-C stops it (DETACH=1: return once ready)
	@$(PYTHON) -m deploy.local demo --port $(PORT) $(if $(DETACH),--detach)

.PHONY: demo-stop
demo-stop: $(LINKED) ## stop every demo of this clone (PORT=9000: that one)
	@$(PYTHON) -m deploy.local demo-stop $(ONE_PORT)

.PHONY: demo-reset
demo-reset: $(LINKED) ## stop and empty every demo of this clone (PORT=9000: that one)
	@$(PYTHON) -m deploy.local demo-reset $(ONE_PORT)

.PHONY: footprint
footprint: $(LINKED) ## memory and processor time of the running demo, process by process
	@$(PYTHON) -m deploy.local footprint

# -- testing it

.PHONY: test
test: $(LINKED) ## every test but the long campaigns, against real servers of their own
	@$(PYTHON) -m deploy.local test -- $(PYTEST_ARGS) --ignore=tests/faults --ignore=tests/bench --ignore=tests/images tests
	@$(PYTHON) -m pytest tests/faults # by itself: it asks for every core

.PHONY: check
check: format-check lint types imports dependencies unit ## format, lint, types, imports, dependencies, unit tests

.PHONY: format-check
format-check: $(LINKED) ## is the code formatted?
	@$(PYTHON) -m ruff format --check -q $(wildcard $(SOURCES))

.PHONY: lint
lint: $(LINKED) ## ruff's rules
	@$(PYTHON) -m ruff check -q $(wildcard $(SOURCES))

.PHONY: types
types: $(LINKED) ## mypy, strict
	@$(PYTHON) -m mypy --no-error-summary $(wildcard $(SOURCES))

.PHONY: imports
imports: $(LINKED) ## who may import whom
	@.venv/bin/lint-imports --no-logo

.PHONY: dependencies
dependencies: $(LINKED) ## is every import declared, and every dependency used?
	@.venv/bin/deptry .

.PHONY: unit
unit: $(LINKED) ## the tests that start nothing
	@$(PYTHON) -m pytest -q -n 2 --dist worksteal tests/unit tests/contract

.PHONY: faults
faults: $(LINKED) ## the fault campaign, with its figures at the end
	@$(PYTHON) -m deploy.local install
	@$(PYTHON) -m pytest -s tests/faults

.PHONY: screenshots
screenshots: $(LINKED) ## take the pictures of docs/screenshots anew
	@$(PYTHON) -m deploy.local install
	@KIOSQUE_SCREENSHOTS=docs/screenshots $(PYTHON) -m pytest -q tests/e2e/test_one_family.py tests/e2e/test_doors_*.py tests/e2e/test_coming_back.py tests/e2e/test_messages.py tests/e2e/test_school_request.py -k "not sans"

.PHONY: bench
bench: $(LINKED) ## the benchmarks, with their figures at the end
	@$(PYTHON) -m deploy.local install
	@$(PYTHON) -m tests.bench.figures
	@$(PYTHON) -m tests.bench.sectors
	@$(PYTHON) -m tests.bench.many_families

# -- running it from images

# What the network asks of a build: a proxy, another index (--build-arg PIP_INDEX_URL=...), --network host.
BUILD_ARGS ?=
REVISION = $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)

.PHONY: images
images: ## build the images of the product and of the mail catcher (BUILD_ARGS="..." goes to docker build)
	@docker build $(BUILD_ARGS) -f deploy/docker/Dockerfile --target product --build-arg REVISION=$(REVISION) -t kiosque-famille:latest .
	@docker build $(BUILD_ARGS) -f deploy/docker/Dockerfile --target mails -t kiosque-famille-mails:latest .

.PHONY: compose-secrets
compose-secrets: $(LINKED) ## write what each container may know, once, and what town.env decides, each time
	@$(PYTHON) -m deploy.docker.environment_files

.PHONY: compose-check
compose-check: $(LINKED) ## walk through the product as deploy/compose.yaml makes it; needs a Docker engine and `make images`
	@$(PYTHON) -m pytest tests/images

# -- working on it

.PHONY: format
format: $(LINKED) ## format the code and mend what ruff can mend
	@$(PYTHON) -m ruff check -q --fix $(wildcard $(SOURCES)) || true
	@$(PYTHON) -m ruff format $(wildcard $(SOURCES))

.PHONY: contracts
contracts: $(LINKED) ## write the events' JSON Schemas and AsyncAPI anew; refused when readers would break
	@$(PYTHON) -m libs.contracts

.PHONY: assets
assets: $(LINKED) ## build the web client's style sheets and scripts
	@$(PYTHON) -m deploy.local assets

.PHONY: lock
lock: $(LINKED) ## write both locks anew from pyproject.toml (UPGRADE=1: with the newest versions)
	@.venv/bin/$(COMPILE) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.lock
	@.venv/bin/$(COMPILE) $(if $(UPGRADE),--upgrade) --extra dev pyproject.toml -o requirements-dev.lock

.PHONY: install
install: $(LINKED) ## the Python environment in .venv, from the lock

.PHONY: clean
clean: ## stop every instance of this clone and remove what was built, .venv and all data too
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m deploy.local clean; fi
	@rm -rf .venv .local gateway/assets/node_modules gateway/assets/dist
	@find . -name __pycache__ -prune -exec rm -rf {} +

# The environment is made again when the lock changes, and only then.
$(INSTALLED):
	@command -v python3 >/dev/null || { echo 'Python 3.11 is missing; type, as root: apt-get install python3 python3-venv'; exit 1; }
	@python3 -m venv .venv || { echo 'python3-venv is missing; type, as root: apt-get install python3-venv'; exit 1; }
	@echo '• Installing the Python packages: a minute, once.'
	@$(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@rm -f .venv/.installed-* && touch $@

$(LINKED): $(INSTALLED)
	@$(PYTHON) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f .venv/.linked-* && touch $@
