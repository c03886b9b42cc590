# Two commands do everything: `make run` and `make test`. The others are for those who change the code.
.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
CPTS_STORE ?= data/store
# One process of tests for each core.
WORKERS ?= auto
export PORT CPTS_STORE

# The newest Python of the machine from 3.11 on.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

.PHONY: help run test check check-fast fix bench guide lock setup setup-dev browser clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

run: setup ## set up, load the demonstration, open the dashboard (PORT, CPTS_STORE)
	$(BIN)/cpts demo --if-empty
	$(BIN)/cpts serve

test: setup-dev browser check ## set up, then lint, types, contracts and all tests, with a real browser
	$(BIN)/pytest -n $(WORKERS) --maxprocesses 8 --max-worker-restart 0 -o faulthandler_timeout=900 -o faulthandler_exit_on_timeout=true

check-fast: setup-dev ## lint, contracts and the tests of what changed, in half a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m tests.changed

check: setup-dev ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup-dev ## repair what can be repaired alone
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev browser ## timings as ratios to a stated floor
	$(BIN)/python -m tests.bench

guide: setup-dev browser ## take the pictures of the user guide again (docs/guide/images)
	$(BIN)/python -m tests.guide

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

$(BIN)/uv: requirements/outils.txt
	@[ -n "$(PYTHON)" ] || { echo "Il faut Python 3.11 ou plus récent (apt-get install python3 python3-venv)."; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(SUDO) apt-get install -y -q python3-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/outils.txt
	@touch $@

# Bytecode, of what is installed and of ours: without it every start pays two to three times the import time.
$(VENV)/.run: $(BIN)/uv requirements/run.txt pyproject.toml
	@[ -e $(VENV)/.dev ] || VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements/run.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q calculators dashboard pipelines
	@touch $@

$(VENV)/.dev: $(BIN)/uv requirements/dev.txt pyproject.toml
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements/dev.txt
	VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q calculators dashboard pipelines
	@touch $@ $(VENV)/.run

browser:
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q chromium chromium-l10n; }

LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock: $(BIN)/uv ## compute the pinned requirements again, hashes and no address
	$(LOCK) requirements/outils.in -o requirements/outils.txt
	$(LOCK) pyproject.toml --group build -c requirements/contraintes.txt -o requirements/run.txt
	$(LOCK) pyproject.toml --group dev -c requirements/contraintes.txt -o requirements/dev.txt

clean: ## remove the environment and the caches, never the store
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache *.egg-info
