# One gate, the same on a desk and in CI. A fresh machine needs Python 3.11 or newer, pip and make.

PYTHON ?= python3.11 python3 python
UV     ?= uv
BIN    := .venv/bin
PIP    := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test soak check install install-dev format docs shapes wheel lock clean
.PHONY: bench-start bench-intake bench-store bench-rerun bench-places

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## start the dashboard (STREAMLIT_SERVER_PORT says where)
	@$(BIN)/partner-dashboard serve

test: check-static ## everything: format, lint, types, floors, docs and every test, browser and wheel included
	@$(BIN)/python -m pytest

soak: install-dev ## the long forms: 200 kills and 100 rounds of two publishers per database, 10,000 examples
	@$(BIN)/python -m pytest --hypothesis-profile soak tests/property tests/store

check: check-static ## the quick part: the same without property, page, browser and wheel tests
	@$(BIN)/python -m pytest tests/unit

.PHONY: check-static
check-static: install-dev
	@echo "format";      $(BIN)/ruff format --check --quiet .
	@echo "lint";        $(BIN)/ruff check --quiet .
	@echo "types";       $(BIN)/mypy --no-error-summary
	@echo "floors";      $(BIN)/lint-imports --no-logo
	@echo "locks";       $(BIN)/python tools/check_lock.py
	@echo "docs";        $(BIN)/python tools/docs.py --check

format: install-dev ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: install-dev ## write the generated parts of the documentation
	@$(BIN)/python tools/docs.py

shapes: install-dev ## build the map shapes in assets/ again
	@$(BIN)/python tools/build_shapes.py

wheel: install-dev ## build wheel and source archive into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation

bench-start: install-dev ## time a cold start, as a ratio to the least Streamlit application
	@$(BIN)/python tools/bench_start.py

bench-intake: install-dev ## time reading and checking 100,000 rows, as ratios to a bare read_csv, and their memory
	@$(BIN)/python tools/bench_intake.py

bench-store: install-dev ## time publishing and opening 100,000 rows, as ratios to the bare database
	@$(BIN)/python tools/bench_store.py

bench-rerun: install-dev ## time a filter change on the map, as a ratio to the same
	@$(BIN)/python tools/bench_rerun.py

bench-places: install-dev ## measure what the resolver reaches on the development data (DATA says where it lies)
	@$(BIN)/python tools/bench_places.py $(DATA)

# A wheel for every system and Python from 3.11 on; what is locked stays unless `make lock UPGRADE=--upgrade` is said.
lock: ## lock the dependencies anew (needs uv: python -m pip install uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: python -m pip install uv"; exit 1; }
	@$(LOCK) --group build --output-file requirements.lock pyproject.toml
	@$(LOCK) --group dev --constraints requirements.lock --output-file requirements-dev.lock pyproject.toml
	@echo "Locked. Now: make test"

LOCK = $(UV) pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --custom-compile-command "make lock" $(UPGRADE)

install: .venv/installed ## make .venv and install what `make run` needs

install-dev: .venv/installed-dev ## make .venv and install what `make test` needs

.venv/installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the dashboard needs into .venv (once, a minute or two) …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the gate needs into .venv (once, a minute or two) …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch .venv/installed $@

$(BIN)/python:
	@for python in $(PYTHON); do \
		if "$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec "$$python" -m venv .venv; \
		fi; \
	done; \
	echo "Python 3.11 or newer with venv is needed (on Debian: apt install python3-venv)." >&2; \
	exit 1

clean: ## remove everything that was made, .venv included
	@rm -rf .venv dist build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
